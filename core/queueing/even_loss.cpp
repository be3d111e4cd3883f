#include "core/queueing/even_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::queueing {

double evenLossAlone(double arrivalRate, std::int64_t stages, const ServiceDistribution& service) {
    const auto n = static_cast<double>(std::clamp<std::int64_t>(stages, 1, 10000));
    const double during = arrivalRate * service.mean();
    if (!(during > 0.0)) {
        return 0.0;
    }
    // The roots come in conjugate pairs, but for -1.
    double sum = 0.0;
    for (double j = 1.0; 2.0 * j <= n; j += 1.0) {
        const Complex root = std::polar(1.0, 2.0 * std::numbers::pi * j / n);
        const Complex term = root / (1.0 - root) * service.transform(arrivalRate * n * (1.0 - root));
        sum += (2.0 * j == n ? 1.0 : 2.0) * term.real();
    }
    const double lost = std::max(during - (n - 1.0) / (2.0 * n) - sum / n, 0.0);
    return lost / (1.0 + lost);
}

double evenLossRatio(double arrivalRate, std::int64_t stages, const ServiceDistribution& service,
                     std::int64_t servers) {
    const double rate = arrivalRate / static_cast<double>(std::max<std::int64_t>(servers, 1));
    const double plain = evenLossAlone(rate, stages, ServiceDistribution::exponential(service.mean()));
    // What is this rare is known to the last digits only.
    constexpr double known = 1e-12;
    return plain > known ? evenLossAlone(rate, stages, service) / plain : 1.0;
}

}  // namespace headroom::queueing
