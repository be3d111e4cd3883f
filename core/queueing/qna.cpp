#include "core/queueing/qna.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

double departureScv(double utilization, std::int64_t servers, double arrivalScv, double serviceScv) {
    const double rho = std::clamp(utilization, 0.0, 1.0);
    const double c = static_cast<double>(std::max<std::int64_t>(servers, 1));
    const double scv = 1.0 + (1.0 - rho * rho) * (arrivalScv - 1.0) +
                       rho * rho * (std::max(serviceScv, 0.2) - 1.0) / std::sqrt(c);
    return std::max(scv, 0.0);
}

double splitScv(double scv, double share) {
    const double p = std::clamp(share, 0.0, 1.0);
    return p * std::max(scv, 0.0) + 1.0 - p;
}

double roundRobinScv(double scv, std::int64_t n) {
    return std::max(scv, 0.0) / static_cast<double>(std::max<std::int64_t>(n, 1));
}

double mergeScv(std::span<const RenewalFlow> flows, double utilization) {
    double total = 0.0;
    for (const RenewalFlow& flow : flows) {
        total += std::max(flow.rate, 0.0);
    }
    if (!(total > 0.0)) {
        return 1.0;
    }
    double mixed = 0.0;
    double concentration = 0.0;
    for (const RenewalFlow& flow : flows) {
        const double share = std::max(flow.rate, 0.0) / total;
        mixed += share * std::max(flow.scv, 0.0);
        concentration += share * share / std::max(flow.copies, 1.0);
    }
    const double idle = 1.0 - std::clamp(utilization, 0.0, 1.0);
    const double w = 1.0 / (1.0 + 4.0 * idle * idle * (1.0 / concentration - 1.0));
    return w * mixed + 1.0 - w;
}

}  // namespace headroom::queueing
