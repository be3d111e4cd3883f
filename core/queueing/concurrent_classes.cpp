#include "core/queueing/concurrent_classes.h"

#include <algorithm>

namespace headroom::queueing {

ConcurrentClassesWait concurrentClassesWait(double arrivalRate, double serviceRate, double servers,
                                            double classes) {
    constexpr double huge = 1e200;
    constexpr double negligible = 1e-20;
    const double load = arrivalRate / serviceRate / classes;  // of one class
    double weight = 1.0;                                      // of d classes present
    double inLine = 0.0;                                      // mean number with so many
    double all = 1.0;
    double number = 0.0;
    double atOnce = 1.0;  // who finds a free server, and none of its class
    for (double d = 1.0; d <= classes; d += 1.0) {
        const double served = std::min(d, servers);
        // Places behind the first of the d-th class that are taken by classes which were there before.
        const double again = load * d / served;
        weight *= load * (classes - d + 1.0) / served / (1.0 - again);
        inLine += 1.0 / (1.0 - again);
        all += weight;
        number += weight * inLine;
        atOnce += d < servers ? weight * (classes - d) / classes : 0.0;
        if (weight > huge) {
            weight /= huge;
            all /= huge;
            number /= huge;
            atOnce /= huge;
        }
        if (d > servers && weight * inLine * classes < negligible * number) {
            break;
        }
    }
    const double wait = number / all / arrivalRate - 1.0 / serviceRate;
    return {.probability = std::clamp(1.0 - atOnce / all, 0.0, 1.0), .mean = std::max(wait, 0.0)};
}

}  // namespace headroom::queueing
