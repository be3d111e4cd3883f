#include "core/queueing/join_shortest_queue.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// (W of join the shortest queue - W of M/M/n) / Erlang C, from runs of 1.5e8 events in
// which both queues see the same arrivals and services: within 0.003 up to utilization
// 0.95 and n = 20, 0.005 elsewhere. What could not be measured (nobody waits) continues
// the row.
constexpr std::array<double, 7> kUtilizations = {0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98};
struct MeasuredRow {
    double instances;
    std::array<double, 7> factor;
};
constexpr std::array<MeasuredRow, 9> kMeasured = {{
    {1.0, {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0}},
    {2.0, {0.3262, 0.2788, 0.2559, 0.2502, 0.2470, 0.2488, 0.2491}},
    {3.0, {0.4415, 0.3673, 0.3282, 0.3200, 0.3161, 0.3151, 0.3175}},
    {4.0, {0.5019, 0.4091, 0.3598, 0.3483, 0.3458, 0.3459, 0.3475}},
    {6.0, {0.5641, 0.4485, 0.3839, 0.3681, 0.3639, 0.3657, 0.3714}},
    {10.0, {0.6092, 0.4700, 0.3890, 0.3696, 0.3650, 0.3711, 0.3731}},
    {20.0, {0.5637, 0.4706, 0.3616, 0.3419, 0.3417, 0.3546, 0.3648}},
    {50.0, {0.56, 0.4164, 0.3170, 0.2697, 0.2725, 0.3026, 0.3321}},
    {100.0, {0.56, 0.41, 0.3005, 0.2275, 0.2074, 0.2368, 0.2891}},
}};

double alongRow(const MeasuredRow& row, double utilization) {
    const double rho = std::clamp(utilization, kUtilizations.front(), kUtilizations.back());
    std::size_t i = 1;
    while (i + 1 < kUtilizations.size() && kUtilizations[i] < rho) {
        ++i;
    }
    const double part = (rho - kUtilizations[i - 1]) / (kUtilizations[i] - kUtilizations[i - 1]);
    return row.factor[i - 1] + part * (row.factor[i] - row.factor[i - 1]);
}

double measuredFactor(double instances, double utilization) {
    const double n = std::clamp(instances, 1.0, kMeasured.back().instances);
    std::size_t i = 1;
    while (i + 1 < kMeasured.size() && kMeasured[i].instances < n) {
        ++i;
    }
    const double part = std::log(n / kMeasured[i - 1].instances) /
                        std::log(kMeasured[i].instances / kMeasured[i - 1].instances);
    const double low = alongRow(kMeasured[i - 1], utilization);
    return low + part * (alongRow(kMeasured[i], utilization) - low);
}

double clampedUtilization(double utilization) {
    return std::clamp(utilization, 0.0, kMaxUtilization);
}

// M/M/n at a number of servers that may be a fraction, interpolated.
template <typename Figure>
double betweenServers(double instances, double utilization, Figure figure) {
    const double whole = std::floor(instances);
    const auto at = [&](double n) {
        return figure(MmcQueue(utilization * n, 1.0, static_cast<std::int64_t>(n)));
    };
    const double low = at(whole);
    return instances == whole ? low : low + (instances - whole) * (at(whole + 1.0) - low);
}

// sum over k of weights(k) P(Poisson(t) = k), where a request that finds k ahead needs k + 1
// services and weights fall from 1.
template <typename Weight>
double poissonMixture(double t, std::size_t terms, Weight weight) {
    double sum = 0.0;
    double log = -t;
    for (std::size_t k = 0; k < terms; ++k) {
        sum += weight(k) * std::exp(log);
        log += std::log(t / static_cast<double>(k + 1));
    }
    return sum;
}

template <typename Tail>
double quantileOf(Tail tail, double p) {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-12);
    double high = 2.0;
    while (tail(high) > above) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return std::log(above / tail(t)); };
    return above >= 1.0 ? 0.0 : findRoot(f, 0.0, high, f(0.0), f(high), 1e-12);
}

}  // namespace

double shortestQueueWait(double instances, double utilization) {
    const double n = std::max(instances, 1.0);
    const double rho = clampedUtilization(utilization);
    const double factor = measuredFactor(n, rho);
    return betweenServers(
        n, rho, [&](const MmcQueue& queue) { return queue.meanWait() + factor * queue.waitProbability(); });
}

ExponentialWait shortestQueue(double instances, double utilization) {
    const double rho = clampedUtilization(utilization);
    const double wait = shortestQueueWait(instances, rho);
    const double decay = rho > 0.0 ? -std::expm1(std::max(instances, 1.0) * std::log(rho)) : 1.0;
    const double rate = std::min(decay, wait > 0.0 ? 1.0 / wait : 1.0);
    return {.probability = std::min(1.0, wait * rate), .rate = rate};
}

PowerOfChoices::PowerOfChoices(double utilization, double choices)
    : utilization_(clampedUtilization(utilization)), choices_(std::max(choices, 1.0)) {
    double share = 1.0;
    for (int k = 0; choices_ > 1.0 && share > 1e-18 && k < 4000; ++k) {
        found_.push_back(share);
        share = std::pow(shareWithAtLeast(k + 1), choices_);
    }
}

double PowerOfChoices::shareWithAtLeast(int k) const {
    const double exponent = choices_ - 1.0 < 1e-9 ? k : std::expm1(k * std::log(choices_)) / (choices_ - 1.0);
    return std::pow(utilization_, exponent);
}

double PowerOfChoices::meanResponse() const {
    if (found_.empty()) {
        return 1.0 / (1.0 - utilization_);
    }
    double sum = 0.0;
    for (const double share : found_) {
        sum += share;
    }
    return sum;
}

double PowerOfChoices::responseTail(double t) const {
    if (!(t > 0.0)) {
        return 1.0;
    }
    return found_.empty() ? std::exp(-(1.0 - utilization_) * t)
                          : poissonMixture(t, found_.size(), [this](std::size_t k) { return found_[k]; });
}

double PowerOfChoices::responseQuantile(double p) const {
    return quantileOf([this](double t) { return responseTail(t); }, p);
}

double powerOfChoicesResponse(double instances, double utilization, double choices) {
    const double d = std::max(choices, 1.0);
    if (instances <= d) {
        return 1.0 + shortestQueueWait(instances, utilization);
    }
    const double limit = PowerOfChoices(utilization, d).meanResponse();
    const double all = 1.0 + shortestQueueWait(d, utilization);
    return limit + (all - limit) * std::pow(d / instances, 1.3);
}

}  // namespace headroom::queueing
