// Two-moment approximations of the wait in G/G/c: for whatever has no exact answer.
#pragma once

#include <cstdint>

#include "core/queueing/exponential_wait.h"

namespace headroom::queueing {

struct GgcInput {
    double arrivalRate = 0.0;  // 1/time
    double serviceMean = 1.0;  // time, > 0
    std::int64_t servers = 1;  // 1 .. 1e9
    double arrivalScv = 1.0;   // squared coefficient of variation, 0 .. 1e6
    double serviceScv = 1.0;   // 0 .. 1e6
};
// All functions below answer a queue at or above utilization 1 at kMaxUtilization (mm_c.h).

// Allen-Cunneen (Allen 1990): C(c, a) / (c mu - lambda) * (ca2 + cs2) / 2.
double allenCunneenWait(const GgcInput& input);

// The same times exp(-2 (1 - rho) (1 - ca2)^2 / (3 rho (ca2 + cs2))) for ca2 < 1
// (Kraemer and Langenbach-Belz 1976).
double kraemerLangenbachBelzWait(const GgcInput& input);

// Mean wait in M/D/c by Cosmetatos (1976), within about 1 %; exact for c = 1.
double deterministicServiceWait(double arrivalRate, double serviceMean, std::int64_t servers);

// What the solver should use. Mean: Kimura's (1986) interpolation between M/M/c, M/D/c
// and D/M/c for ca2 <= 1 (exact for those three and for M/G/1), and above, moving
// towards Allen-Cunneen. Wait probability: that of GI/M/c with the same arrivals. The
// wait of those who wait is taken as exponential.
ExponentialWait twoMomentWait(const GgcInput& input);

}  // namespace headroom::queueing
