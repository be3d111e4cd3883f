// How likely a queue with bounded room that was seen to be full is full again later: what a
// request finds that was turned away and comes back.
#pragma once

#include <cstdint>

namespace headroom::queueing {

// P(M/M/c/K is full) at a time uniform on [from, from + length] after it was full, other
// requests coming all the while: the transient of the birth-death process by the Laplace
// transform of its first passages (Karlin, McGregor 1957; a continued fraction up to the
// servers, in closed form above), inverted to 3e-7. Between 1, for no time at all, and the
// stationary probability.
// Range: as MmckQueue; from and length in time, 0 .. 1e15.
double stillFull(double arrivalRate, double serviceRate, std::int64_t servers, std::int64_t capacity,
                 double from, double length);

}  // namespace headroom::queueing
