// How variability travels through a network: the linear rules of Whitt's Queueing
// Network Analyzer (Bell System Technical Journal 62(9), 1983). Every scv is a squared
// coefficient of variation of the times between arrivals or departures, >= 0.
#pragma once

#include <cstdint>
#include <span>

namespace headroom::queueing {

// Departures of a station: 1 + (1 - rho^2)(ca2 - 1) + rho^2 (max(cs2, 0.2) - 1) / sqrt(c).
// utilization is clamped to [0, 1].
double departureScv(double utilization, std::int64_t servers, double arrivalScv, double serviceScv);

// One branch of an independent random split that takes the given share (0 .. 1).
double splitScv(double scv, double share);

// One branch of a round robin over n: every n-th arrival. n >= 1.
double roundRobinScv(double scv, std::int64_t n);

struct RenewalFlow {
    double rate = 0.0;  // 1/time, >= 0
    double scv = 1.0;
    double copies = 1.0;  // independent streams of one like nature that share the rate, >= 1
};
// Streams merging into a station at that utilization: w * sum(share * scv) + 1 - w.
// 1 where nothing flows.
double mergeScv(std::span<const RenewalFlow> flows, double utilization);

}  // namespace headroom::queueing
