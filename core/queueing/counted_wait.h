// A wait for a number of completions, one after the other, of which each number has a probability of its own:
// that of one who comes to a machine of a closed network, who finds no more there than there are users.
#pragma once

#include <complex>
#include <vector>

namespace headroom::queueing {

class CountedWait {
  public:
    // weights[j] >= 0 of j + 1 completions, in any scale, of those who wait. completion > 0: the mean of one;
    // phases > 0: it is gamma with a squared coefficient of variation of 1 / phases. Of more than
    // `mostCounts` several neighbours are one, so that mean and deviation change by less than
    // a thousandth.
    CountedWait(std::vector<double> weights, double completion, double phases = 1.0);

    static constexpr std::size_t mostCounts = 1024;

    const std::vector<double>& weights() const { return weights_; }  // they add up to 1
    double completion() const { return completion_; }
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    double longest() const;     // mean of the largest number of completions
    double mostPhases() const;  // in it

    // With completions of another mean and variability.
    CountedWait stretched(double factor, double scv = 1.0) const;

    std::complex<double> transform(std::complex<double> s) const;

    friend bool operator==(const CountedWait& a, const CountedWait& b) {
        return a.completion_ == b.completion_ && a.phases_ == b.phases_ && a.weights_ == b.weights_;
    }

  private:
    std::vector<double> weights_;
    double completion_;
    double phases_;
    double mean_ = 0.0;
    double variance_ = 0.0;
};

}  // namespace headroom::queueing
