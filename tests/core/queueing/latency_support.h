// What the tests of latency distributions share: an exact distribution function is given,
// and every percentile is compared with its root.
#pragma once

#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/queueing/latency_distributions.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing::testing {

inline constexpr double kPromise = 1e-3;  // relative error of a percentile

using Cdf = std::function<double(double)>;

inline double quantileOf(const Cdf& cdf, double p) {
    double high = 1.0;
    while (cdf(high) < p) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return cdf(t) - p; };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-9, 400);
}

// The largest relative error over the percentiles, against a distribution function
// computed in another way.
inline double worstError(const LatencyProgram& program, LatencyNode node, const Cdf& exact) {
    LatencyDistributions latency(program);
    double worst = 0.0;
    for (const double p : {0.05, 0.5, 0.9, 0.95, 0.99, 0.999}) {
        worst = std::max(worst, std::abs(latency.quantile(node, p) / quantileOf(exact, p) - 1.0));
    }
    return worst;
}

#define CHECK_WITHIN(program, node, exact, bound)                                \
    do {                                                                         \
        const double worst = worstError(program, node, exact);                   \
        qDebug("off by at most %.2g", worst);                                    \
        QVERIFY2(worst <= (bound), qPrintable(QString("off by %1").arg(worst))); \
    } while (false)

inline double exponentialCdf(double t, double mean) {
    return t > 0.0 ? -std::expm1(-t / mean) : 0.0;
}

inline double erlangCdf(double t, int phases, double mean) {
    return t > 0.0 ? ServiceDistribution::erlang(mean, phases).cdf(t) : 0.0;
}

inline LatencyNode station(LatencyProgram& program, double arrivalRate, double serviceMean, int servers) {
    const MmcQueue queue(arrivalRate, 1.0 / serviceMean, servers);
    const auto wait = program.wait(WaitDistribution::exponential(queue.wait()));
    return program.sequence({wait, program.service(ServiceDistribution::exponential(serviceMean))});
}

inline LatencyNode exponentialService(LatencyProgram& program, double mean) {
    return program.service(ServiceDistribution::exponential(mean));
}

}  // namespace headroom::queueing::testing
