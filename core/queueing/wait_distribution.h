// The wait at one station as a value that a LatencyProgram can compose.
#pragma once

#include <complex>
#include <cstdint>
#include <memory>
#include <optional>

#include "core/queueing/counted_wait.h"
#include "core/queueing/erlang_tail.h"
#include "core/queueing/exponential_wait.h"
#include "core/queueing/md_c_transform.h"
#include "core/queueing/piecewise_wait.h"
#include "core/queueing/service_distribution.h"

namespace headroom::queueing {

class WaitDistribution {
  public:
    enum class Kind : std::uint8_t {
        None,
        Exponential,
        Uniform,
        Mg1,
        Bounded,
        ConstantService,
        Gamma,
        Piecewise,
        Counted
    };

    static WaitDistribution none();
    // Atom at 0 plus an exponential: M/M/c, GI/M/c, two-moment approximations.
    static WaitDistribution exponential(const ExponentialWait& wait);
    // A station that is overloaded over a horizon: uniform on [0, longest].
    static WaitDistribution uniform(double longest);
    // Pollaczek-Khinchine. Exponential service gives the exponential kind.
    static WaitDistribution mg1(double arrivalRate, const ServiceDistribution& service);

    // M/D/c, exact. servers 1 .. ConstantServiceWait::mostServers; the unit of time is that of serviceTime.
    static WaitDistribution constantService(double arrivalRate, double serviceTime, std::int64_t servers);
    // An atom at 0 and a gamma distribution, of that mean and variance as a whole. Where no gamma that one
    // has to wait for has so small a variance, it is the constant.
    static WaitDistribution gamma(double probability, double mean, double variance);
    // A queue with bounded room, M/M/c/K: with `probability` one more completion, at `completionRate`, than
    // there are places ahead.
    static WaitDistribution bounded(double probability, const TruncatedGeometric& ahead,
                                    double completionRate);
    // A queue that some leave: mm_c_timeout.h.
    static WaitDistribution piecewise(PiecewiseWait wait);
    // A closed network: with `probability`, for as many completions.
    static WaitDistribution counted(double probability, CountedWait wait);

    Kind kind() const { return kind_; }
    double probability() const { return probability_; }  // P(W > 0)
    double mean() const;
    double variance() const;

    double rate() const { return rate_; }                              // Exponential: conditional rate
    double longest() const { return longest_; }                        // Uniform
    const TruncatedGeometric& ahead() const { return shape_->ahead; }  // Bounded: rate() of completions
    double arrivalRate() const { return rate_; }                       // Mg1, after the clamp of mg1.h
    const ServiceDistribution& service() const {
        return shape_->service;
    }  // Mg1; Gamma: given that one waits

    // E exp(-s W) of a queue with constant services.
    std::complex<double> constantServiceTransform(std::complex<double> s) const;

    const PiecewiseWait& pieces() const { return *shape_->pieces; }  // Piecewise
    const CountedWait& counts() const { return *shape_->counts; }    // Counted: given that one waits

    // E exp(-s W) of the bounded kind.
    std::complex<double> boundedTransform(std::complex<double> s) const;

    friend bool operator==(const WaitDistribution& a, const WaitDistribution& b) {
        return a.kind_ == b.kind_ && a.probability_ == b.probability_ && a.rate_ == b.rate_ &&
               a.longest_ == b.longest_ && a.servers_ == b.servers_ &&
               (a.shape_ == b.shape_ || (a.shape_ && b.shape_ && *a.shape_ == *b.shape_));
    }

  private:
    // What most kinds have none of.
    struct Shape {
        std::optional<ConstantServiceWait> constantService = std::nullopt;  // follows from the numbers
        std::optional<PiecewiseWait> pieces = std::nullopt;
        std::optional<CountedWait> counts = std::nullopt;
        TruncatedGeometric ahead = {};
        ServiceDistribution service = ServiceDistribution::deterministic(0.0);

        friend bool operator==(const Shape& a, const Shape& b) {
            return a.pieces == b.pieces && a.counts == b.counts && a.ahead == b.ahead &&
                   a.service == b.service;
        }
    };

    WaitDistribution() = default;

    Kind kind_ = Kind::None;
    double probability_ = 0.0;
    double rate_ = 1.0;
    double longest_ = 0.0;  // ConstantService: the service time
    std::int64_t servers_ = 1;
    std::shared_ptr<const Shape> shape_;  // Mg1, Bounded, ConstantService, Gamma, Piecewise, Counted
};

}  // namespace headroom::queueing
