#include "core/engine/simulator/precision.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

namespace {

using results::Figure;

constexpr double fewestRequests = 10'000;

Figure relative(const Figure& halfWidth, const Figure& value) {
    return halfWidth && value && *value > 0 ? Figure(*halfWidth / *value) : std::nullopt;
}

double requestsIn(const SimulationAnswer& answer, std::uint32_t replications) {
    const double counted = (answer.simulated_s - answer.warm_up_s) * replications;
    return answer.results.system.offered_rps.value_or(0) * counted;
}

/// Upwards to two digits, so that the time is one that can be typed.
double rounded(double seconds) {
    const double step = std::pow(10, std::floor(std::log10(seconds)) - 1);
    return std::ceil(seconds / step - 1e-9) * step;
}

}  // namespace

SimulationPrecision precisionOf(const SimulationAnswer& answer, double wanted, std::uint32_t replications) {
    const results::Latency& latency = answer.results.system.latency_ms;
    const results::Latency& width = answer.halfWidths.system.latency_ms;
    SimulationPrecision precision{.wanted = wanted,
                                  .mean = relative(width.mean, latency.mean),
                                  .p99 = relative(width.p99, latency.p99)};
    precision.reached = requestsIn(answer, replications) >= fewestRequests && precision.mean &&
                        precision.p99 && std::max(*precision.mean, *precision.p99) <= wanted;
    return precision;
}

double nextSeconds(const SimulationAnswer& answer, double seconds, std::uint32_t replications,
                   double mostSeconds) {
    constexpr double least = 1.25;
    constexpr double spare = 1.2;
    constexpr double most = 10;
    const double requests = requestsIn(answer, replications);
    double factor = most;
    if (requests >= fewestRequests && answer.precision && answer.precision->mean && answer.precision->p99) {
        const double off =
            std::max(*answer.precision->mean, *answer.precision->p99) / answer.precision->wanted;
        factor = spare * off * off;
    } else if (requests > 0) {
        factor = spare * fewestRequests / requests;
    }
    return std::min(mostSeconds, rounded(seconds * std::clamp(factor, least, most)));
}

}  // namespace headroom::engine::simulator
