// Priorities at a station with Poisson arrivals, and processor sharing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom::queueing {

struct PriorityClass {
    double arrivalRate = 0.0;  // 1/time, >= 0
    double serviceMean = 1.0;  // time, > 0
    double serviceScv = 1.0;   // squared coefficient of variation, >= 0
};
// Classes are given from the most to the least urgent. A class whose own load and that of
// the more urgent ones reach the servers is answered at kMaxUtilization (mm_c.h).

// Mean wait of each class when a service once begun is finished (Cobham 1954). Exact for
// one server, and for several where all services are exponential alike; else by the ratio
// of waits at one server (Bondi, Buzen 1984).
std::vector<double> nonpreemptiveWaits(std::span<const PriorityClass> classes, std::int64_t servers = 1);

// Mean response of each class at one server that breaks off less urgent work and resumes
// it later (Kleinrock 1976, chapter 3). Exact.
std::vector<double> preemptiveResponses(std::span<const PriorityClass> classes);

// Mean response of a service of that length under processor sharing at one server: x /
// (1 - rho), whatever the distribution (Kleinrock 1976, chapter 4). Exact.
double processorSharingResponse(double utilization, double serviceTime);

}  // namespace headroom::queueing
