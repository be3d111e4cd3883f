// A client that gives up after a fixed time while the server, which does not know, still
// does the work: the load stays, the answers are worth nothing.
#pragma once

#include <cstdint>

namespace headroom::queueing {

// P(response of M/M/c > timeout); 1 at or above capacity, where the queue has no steady
// state. Rates in 1/time, timeout in time; servers 1 .. 1e9.
double clientTimeoutShare(double arrivalRate, double serviceRate, std::int64_t servers, double timeout);

}  // namespace headroom::queueing
