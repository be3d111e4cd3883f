#include "core/results/explanation.h"

#include <array>

namespace headroom::results {

std::string_view latencyPartName(LatencyPart part) {
    constexpr std::array<std::string_view, latencyPartCount> names{"service", "queueing",   "retry",
                                                                   "network", "downstream", "cold_cache"};
    return names.at(static_cast<std::size_t>(part));
}

double Explanation::sumOf(LatencyPart part) const {
    double sum = 0;
    for (const LatencyShare& share : shares) {
        sum += share.part == part ? share.ms : 0;
    }
    return sum;
}

}  // namespace headroom::results
