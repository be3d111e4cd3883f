#include "core/queueing/fluid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom::queueing {

SurgeAnswer drainSurge(const Surge& surge) {
    const double excess = surge.surgeRate - surge.surgeCapacity;
    if (!(excess > 0.0) || !(surge.duration > 0.0)) {
        return {};
    }
    constexpr double kForever = std::numeric_limits<double>::infinity();
    SurgeAnswer answer;
    answer.peakBacklog = excess * surge.duration;
    const double spare = surge.capacity - surge.baseRate;
    answer.drainTime = spare > 0.0 ? answer.peakBacklog / spare : kForever;
    // The delay is a broken line of the time of arrival: largest for the last that comes in
    // the surge, or for the first that is not served within it.
    const double last = surge.capacity > 0.0 ? answer.peakBacklog / surge.capacity : kForever;
    answer.longestDelay = std::max(last, surge.duration * excess / surge.surgeRate);
    answer.totalDelay = 0.5 * answer.peakBacklog * (surge.duration + answer.drainTime);
    return answer;
}

PartitionShares dealPartitions(std::int64_t partitions, std::int64_t consumers, double perConsumer,
                               double arrivalRate) {
    PartitionShares shares;
    shares.active = std::max<std::int64_t>(0, std::min(partitions, consumers));
    shares.idle = std::max<std::int64_t>(0, consumers - shares.active);
    if (shares.active == 0) {
        shares.lagGrowth = arrivalRate;
        return shares;
    }
    const std::int64_t least = partitions / shares.active;
    const std::int64_t fuller = partitions % shares.active;
    shares.mostPartitions = least + (fuller > 0 ? 1 : 0);
    const double perPartition = arrivalRate / static_cast<double>(partitions);
    const double most = static_cast<double>(shares.mostPartitions);
    shares.rawCapacity = static_cast<double>(shares.active) * perConsumer;
    shares.balancedCapacity = static_cast<double>(partitions) * perConsumer / most;
    shares.busiestUtilization = perConsumer > 0.0 ? perPartition * most / perConsumer : 0.0;
    const auto served = [&](std::int64_t held) {
        return std::min(perPartition * static_cast<double>(held), perConsumer);
    };
    shares.throughput = static_cast<double>(fuller) * served(least + 1) +
                        static_cast<double>(shares.active - fuller) * served(least);
    shares.lagGrowth = std::max(0.0, arrivalRate - shares.throughput);
    return shares;
}

double scalableThroughput(double gamma, double sigma, double kappa, double workers) {
    return gamma * workers / (1.0 + sigma * (workers - 1.0) + kappa * workers * (workers - 1.0));
}

double scalabilityPeak(double sigma, double kappa) {
    return kappa > 0.0 ? std::sqrt(std::max(0.0, 1.0 - sigma) / kappa)
                       : std::numeric_limits<double>::infinity();
}

}  // namespace headroom::queueing
