// Reference families of stations that lose requests.
#pragma once

#include "core/queueing/mm_c_k.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers boundedQueue(const Json& in) {
    const MmckQueue queue(number(in, "arrival_rate"), number(in, "service_rate"), whole(in, "servers"),
                          whole(in, "capacity_total"));
    Answers out = {{"p_block", queue.blocked()},        {"throughput", queue.throughput()},
                   {"L", queue.meanInSystem()},         {"Lq", queue.meanQueueLength()},
                   {"W", queue.meanResponse()},         {"Wq", queue.meanWait()},
                   {"utilisation", queue.utilization()}};
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = queue.responseQuantile(p);
    }
    return out;
}

inline Families lossFamilies() {
    return {{"M/M/c/K", {boundedQueue, 5}}};
}

}  // namespace headroom::queueing
