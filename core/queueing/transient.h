// Time-varying load: exact transients of M_t/M/c, the fluid-flow approximation, and
// M_t/M/inf.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom::queueing {

// The arrival rate from `start` on, until the next piece starts. Ascending, from 0.
struct RatePiece {
    double start = 0.0;
    double rate = 0.0;
};

// Mean number in system of M_t/M/c, empty at 0, at the given ascending times, by
// Kolmogorov's equations (uniformization, Jensen 1953) over the states 0 .. states - 1;
// mass that would leave them is turned away. Exact to 1e-10 where they are enough.
std::vector<double> transientMeans(std::span<const RatePiece> pieces, double serviceRate,
                                   std::int64_t servers, std::span<const double> times, std::size_t states);

// The same for one server by the pointwise stationary fluid flow dL/dt = lambda - mu L /
// (1 + L) (Wang, Tipper, Banerjee 1996): fast, but up to 24 % high in overload and 67 % low
// in fast recovery.
std::vector<double> fluidFlowMeans(std::span<const RatePiece> pieces, double serviceRate,
                                   std::span<const double> times);

// M_t/M/inf under base + amplitude sin(2 pi t / period), in its periodic steady state
// (Eick, Massey, Whitt 1993). Exact.
struct SineLoad {
    double base = 0.0;
    double amplitude = 0.0;
    double period = 1.0;
    double serviceRate = 1.0;
};
double infiniteServersMean(const SineLoad& load, double t);
double infiniteServersPeak(const SineLoad& load);
double infiniteServersLag(const SineLoad& load);  // of the peak behind that of the load

}  // namespace headroom::queueing
