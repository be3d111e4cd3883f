// Limits of so many requests a window, fed by Poisson arrivals.
#pragma once

#include "core/queueing/token_bucket.h"

namespace headroom::queueing {

struct WindowLimit {
    double arrivals = 0.0;  // expected in one window, 0 .. 1e9
    double limit = 0.0;     // let in during one window, rounded down; 0 .. 1e9
};

// A counter that starts anew with every window. Exact: with N Poisson of mean a the share
// let in is E[min(N, L)] / a, and the rejected share P(N >= L) - (L / a) P(N > L).
PolicerAnswer fixedWindowShare(const WindowLimit& window);

// At most `limit` let in during any span of a window's length; what is rejected is not
// counted. Everything let in holds one of L places for exactly one window, which is the
// loss system M/D/L/L: rejected is Erlang's B for any holding time (Erlang 1917). Exact.
PolicerAnswer slidingWindowShare(const WindowLimit& window);

}  // namespace headroom::queueing
