// The wait in M/D/c as a transform, so that it can be put together with other times. The wait is that of
// E_c/D/1 (each of c servers gets every c-th customer); its transform is the one of Crommelin (1932) written
// as a product over the roots of (1 - s/lambda)^c = e^{-sD}.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace headroom::queueing {

class ConstantServiceWait {
  public:
    static constexpr std::int64_t mostServers = 200;

    // serviceTime > 0; servers 1 .. mostServers; at or above utilization 1 the queue is answered at
    // kMaxUtilization (mm_c.h). Costs some tens of complex exponentials for each server.
    ConstantServiceWait(double arrivalRate, double serviceTime, std::int64_t servers);

    double waitProbability() const { return waits_; }  // absolute error 1e-13
    double mean() const { return mean_; }
    double variance() const { return variance_; }
    // E[e^{-sW}] where Re s > 0, and to the left of it between the poles. O(servers).
    std::complex<double> transform(std::complex<double> s) const;

  private:
    void findMoments();

    double servers_;
    double utilization_;
    double scale_;  // D / c
    double waits_ = 0.0;
    double mean_ = 0.0;
    double variance_ = 0.0;
    std::vector<std::complex<double>> inverses_;  // 1 / x_j with x = s D / c, those above the real axis
    double realInverse_ = 0.0;                    // of the real root other than 0; 0 where there is none
};

}  // namespace headroom::queueing
