#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

/// A request-by-request simulation written apart from the program: own reader, own random numbers, own
/// reading of the rules in docs/engine.md. It includes no header of core/, so that an error would have to be
/// made twice.
///
/// It understands what the random designs of this folder use: clients, load balancers, services, databases
/// without replicas and look-aside caches with a given hit ratio; sequential calls, alternatives, repeated
/// calls, misses, fallbacks, timeouts, retries, optional calls.
namespace montecarlo {

/// A mean over batches, with the standard error of that mean.
struct Estimate {
    double mean = 0;
    double standardError = 0;
};

struct WorkloadEstimate {
    Estimate mean;  ///< of successful responses, ms
    Estimate p50;
    Estimate p99;
    Estimate failedShare;
};

struct ComponentEstimate {
    Estimate arrivalRps;
    Estimate utilization;
    Estimate waitMs;  ///< mean wait for a worker
};

struct Report {
    std::map<std::string, WorkloadEstimate> workloads;    ///< by "source.workload"
    std::map<std::string, ComponentEstimate> components;  ///< sources left out
    long requests = 0;
};

/// Simulates until about `requests` requests have been sent, after a warm-up of one batch.
Report simulate(const nlohmann::json& design, std::uint64_t seed, long requests);

}  // namespace montecarlo
