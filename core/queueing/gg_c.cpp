#include "core/queueing/gg_c.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/gi_m_c.h"
#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

constexpr double leastRegularWait = 0.01;  // over that of Poisson arrivals

GgcInput legal(GgcInput input) {
    input.serviceMean = std::max(input.serviceMean, 1e-300);
    input.servers = std::max<std::int64_t>(input.servers, 1);
    input.arrivalScv = std::clamp(input.arrivalScv, 0.0, 1e6);
    input.serviceScv = std::clamp(input.serviceScv, 0.0, 1e6);
    return input;
}

MmcQueue poissonTwin(const GgcInput& input) {
    return {input.arrivalRate, 1.0 / input.serviceMean, input.servers};
}

double utilizationOf(const GgcInput& input) {
    return poissonTwin(input).utilization();
}

// Arrivals of that mean and scv, at most 1.
GiMcQueue regularTwin(const GgcInput& input, double arrivalScv) {
    const auto between = ServiceDistribution::gamma(1.0 / input.arrivalRate, arrivalScv);
    return {between, 1.0 / input.serviceMean, input.servers};
}

// Kimura's interpolation over its own value for exponential service, times the exact wait of that (gamma
// arrivals): at low load waits of regular arrivals vanish, and so would any mean that contains them.
// A positive combination for ca2 <= 1.
double kimuraWait(const GgcInput& input, double arrivalScv) {
    const double markov = poissonTwin(input).meanWait();
    const double constantService =
        deterministicServiceWait(input.arrivalRate, input.serviceMean, input.servers);
    if (!(markov > 0.0) || !(constantService > 0.0)) {
        return 0.0;
    }
    const double service = input.serviceScv;
    const double exact = arrivalScv < 1.0 ? regularTwin(input, arrivalScv).meanWait() : markov;
    // Bounded, so that nearly Poisson arrivals are near Poisson ones in the correction too.
    const double regular =
        arrivalScv < 1.0 ? std::max(regularTwin(input, 0.0).meanWait() / markov, leastRegularWait) : 1.0;
    const double arrivals = 1.0 - arrivalScv;
    const double exponential = (arrivals + 2.0 * arrivalScv * regular) / (1.0 + arrivalScv);
    const double general = (arrivals + (1.0 - service) * regular * markov / constantService +
                            2.0 * (arrivalScv + service - 1.0) * regular) /
                           (arrivalScv + service);
    return exact * exponential / general;
}

double waitProbabilityOf(const GgcInput& input) {
    const double mean = 1.0 / input.arrivalRate;
    const auto arrivals = input.arrivalScv <= 1.0
                              ? ServiceDistribution::gamma(mean, input.arrivalScv)
                              : ServiceDistribution::hyperexponential(mean, input.arrivalScv);
    return GiMcQueue(arrivals, 1.0 / input.serviceMean, input.servers).waitProbability();
}

}  // namespace

double allenCunneenWait(const GgcInput& asked) {
    const GgcInput input = legal(asked);
    return poissonTwin(input).meanWait() * 0.5 * (input.arrivalScv + input.serviceScv);
}

double kraemerLangenbachBelzWait(const GgcInput& asked) {
    const GgcInput input = legal(asked);
    const double rho = utilizationOf(input);
    const double spread = input.arrivalScv + input.serviceScv;
    if (input.arrivalScv >= 1.0 || !(rho > 0.0) || !(spread > 0.0)) {
        return allenCunneenWait(input);
    }
    const double regularity = 1.0 - input.arrivalScv;
    return allenCunneenWait(input) *
           std::exp(-2.0 * (1.0 - rho) * regularity * regularity / (3.0 * rho * spread));
}

double deterministicServiceWait(double arrivalRate, double serviceMean, std::int64_t servers) {
    const GgcInput input =
        legal({.arrivalRate = arrivalRate, .serviceMean = serviceMean, .servers = servers});
    const double rho = utilizationOf(input);
    if (!(rho > 0.0)) {
        return 0.0;
    }
    const double c = static_cast<double>(input.servers);
    const double bend = (1.0 - rho) * (c - 1.0) * (std::sqrt(4.0 + 5.0 * c) - 2.0) / (16.0 * rho * c);
    // The bend outgrows its range at low load, where waits vanish; a constant service
    // never makes one wait longer than an exponential one.
    return 0.5 * poissonTwin(input).meanWait() * (1.0 + std::min(bend, 1.0));
}

ExponentialWait twoMomentWait(const GgcInput& asked) {
    GgcInput input = legal(asked);
    const double load = poissonTwin(input).offeredLoad();
    input.arrivalRate = load / input.serviceMean;
    const double idle = static_cast<double>(input.servers) / input.serviceMean;
    if (!(load > 0.0) || input.arrivalScv + input.serviceScv == 0.0) {
        return {.probability = 0.0, .rate = idle};
    }
    double mean = kimuraWait(input, std::min(input.arrivalScv, 1.0));
    if (input.arrivalScv > 1.0) {
        const double scaled = mean * (input.arrivalScv + input.serviceScv) / (1.0 + input.serviceScv);
        const double trust = 1.0 / (input.arrivalScv * input.arrivalScv);
        mean = trust * scaled + (1.0 - trust) * allenCunneenWait(input);
    }
    const double probability = waitProbabilityOf(input);
    if (!(mean > 0.0) || !(probability > 1e-280)) {
        return {.probability = 0.0, .rate = idle};
    }
    return {.probability = probability, .rate = probability / mean};
}

}  // namespace headroom::queueing
