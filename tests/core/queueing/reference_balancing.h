// Reference families of balancers that look at queue lengths.
#pragma once

#include <cmath>

#include "core/queueing/join_shortest_queue.h"
#include "core/queueing/mm_c.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers supermarket(const Json& in) {
    const double rho = number(in, "rho");
    const double d = number(in, "d");
    const PowerOfChoices limit(rho, d);
    const double finite = powerOfChoicesResponse(100.0, rho, d);
    Answers out = {{"W", limit.meanResponse()},
                   {"L_per_server", rho * limit.meanResponse()},
                   {"frac_queues_ge_2", limit.shareWithAtLeast(2)},
                   {"n100_W", finite}};
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = limit.responseQuantile(p);
        out["n100_T_" + key] = limit.responseQuantile(p) * finite / limit.meanResponse();
    }
    return out;
}

inline Answers shortestQueueCase(const Json& in) {
    const double rho = number(in, "rho");
    const double n = number(in, "servers");
    const MmcQueue pooled(rho * n, 1.0, whole(in, "servers"));
    const ExponentialWait wait = shortestQueue(n, rho);
    const double random = 1.0 / (1.0 - rho);
    Answers out = {{"W_lower_bound_MMn", pooled.meanResponse()},
                   {"W_MM2_lower_bound", pooled.meanResponse()},
                   {"W_upper_bound_random", random},
                   {"W_random", random},
                   {"true_W", 1.0 + wait.mean()}};
    for (const auto& [key, p] : kQuantiles) {
        out["true_T_" + key] = wait.responseQuantile(1.0, p);
    }
    if (n == 2.0) {
        const ShortestOfTwo exact(rho);
        out["W"] = exact.meanResponse();
        out["L"] = 2.0 * rho * exact.meanResponse();
        for (const auto& [key, p] : kQuantiles) {
            out["T_" + key] = exact.responseQuantile(p);
        }
    }
    return out;
}

inline Families balancingFamilies() {
    return {{"power of d choices (supermarket, n->inf)", {supermarket, 17}},
            {"join shortest queue", {shortestQueueCase, 9}}};
}

}  // namespace headroom::queueing
