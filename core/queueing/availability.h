// Availability of machines that fail independently within domains that fail whole, and of
// quorums over them. All probabilities are exact.
#pragma once

#include <cstdint>
#include <span>

namespace headroom::queueing {

// MTBF / (MTBF + MTTR), both in one unit; 1 where nothing ever fails (MTBF infinite).
double steadyAvailability(double mtbf, double mttr);

// P(fewer than `needed` of `machines` are up), without cancellation where it is small.
double kOfNUnavailability(double availability, double needed, double machines);

// Share of the year that a service is down, in minutes (365.25 days), and the number of
// nines, -log10 of the unavailability.
double downtimeMinutesPerYear(double unavailability);
double nines(double unavailability);

// A zone, region or rack and the like machines in it.
struct FailureDomain {
    double availability = 1.0;         // of the domain as a whole
    std::int64_t machines = 0;         // 0 .. 1e6
    double machineAvailability = 1.0;  // given that the domain is up
};
// P(at least `needed` machines are up over all domains), domains independent. Costs
// machines times needed; needed up to a few thousand.
double domainAvailability(std::span<const FailureDomain> domains, std::int64_t needed);

// Of n copies, r are asked and w were written: every read meets the newest write
// (Gifford 1979).
bool quorumsOverlap(double n, double r, double w);
// P(r copies chosen at random miss all of the w written): C(n - w, r) / C(n, r), right
// after the write (Bailis et al. 2012).
double quorumMissProbability(double n, double r, double w);
// P(a read from a copy that is `lag` behind misses a write to its key), for Poisson writes
// of that rate to the key: 1 - e^{-writeRate lag}.
double staleReadProbability(double writeRate, double lag);
// The same over keys that are read and written by one Zipf law, `writeRate` being that of all keys: the mean
// over reads. keys 1 .. 1e15, exponent 0 .. 20.
double meanStaleReads(double keys, double exponent, double writeRate, double lag);

}  // namespace headroom::queueing
