// Deterministic flow: backlogs of surges and outages, partitions dealt over consumers,
// and the scalability law.
#pragma once

#include <cstdint>

namespace headroom::queueing {

// A station of `capacity` that sees `surgeRate` for a while, with `surgeCapacity` during
// it, and `baseRate` afterwards (Newell 1982). Rates in 1/time.
struct Surge {
    double duration = 0.0;
    double surgeRate = 0.0;
    double surgeCapacity = 0.0;  // the full capacity, or 0 for an outage
    double baseRate = 0.0;
    double capacity = 0.0;
};

struct SurgeAnswer {
    double peakBacklog = 0.0;  // requests
    double drainTime = 0.0;    // after the surge; infinite where baseRate >= capacity
    double longestDelay = 0.0;
    double totalDelay = 0.0;  // requests times time
};
SurgeAnswer drainSurge(const Surge& surge);

// Partitions dealt one by one over consumers, each consumed by one of them: the first
// (partitions mod consumers) have one more. perConsumer and arrivalRate in 1/time.
struct PartitionShares {
    std::int64_t active = 0;  // consumers with at least one partition
    std::int64_t idle = 0;
    std::int64_t mostPartitions = 0;  // of one consumer
    double rawCapacity = 0.0;         // active * perConsumer
    double balancedCapacity = 0.0;    // arrival rate at which the fullest consumer saturates
    double busiestUtilization = 0.0;  // offered, may exceed 1
    double throughput = 0.0;          // sum over consumers of min(their share, perConsumer)
    double lagGrowth = 0.0;           // arrivalRate - throughput
};
PartitionShares dealPartitions(std::int64_t partitions, std::int64_t consumers, double perConsumer,
                               double arrivalRate);

// Throughput of n workers by the universal scalability law (Gunther 2007): gamma n /
// (1 + sigma (n - 1) + kappa n (n - 1)); kappa = 0 is Amdahl's. n >= 0.
double scalableThroughput(double gamma, double sigma, double kappa, double workers);
// The n of the highest throughput, sqrt((1 - sigma) / kappa); infinite for kappa = 0.
double scalabilityPeak(double sigma, double kappa);

}  // namespace headroom::queueing
