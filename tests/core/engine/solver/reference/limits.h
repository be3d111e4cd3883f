#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Limits at the door, and of what is under way.
namespace headroom::engine::tests::reference {

inline Results limited(const json& in, const std::string& more) {
    return solved(
        client(number(in.at("arrival_rate"))) +
            component("g", "rate_limiter",
                      "'instances': 1, 'service_time_ms': 0, 'limit_rps': " + number(in.at("token_rate")) +
                          ", 'burst': " + number(in.at("bucket")) + more),
        call("c", "users", "g"));
}

inline void policer(const json& in, const json& out) {
    const Results r = limited(in, "");
    COMPARE_WITHIN(r.system.goodput_rps, out.at("admitted_rate"), closed);
    COMPARE_WITHIN(r.system.error_rate, out.at("reject_fraction"), closed);
}

// With tokens saved up the percentile is that of an exponential.
inline void shaper(const json& in, const json& out) {
    const Results r = limited(in, ", 'action': 'delay'");
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("delay_mean").get<double>() * ms, closed);
    COMPARE_WITHIN(r.system.latency_ms.p99, out.at("delay_p99").get<double>() * ms,
                   in.at("bucket") == 1 ? inverted : 0.01);
}

// A caller that holds one of its slots for as long as what it calls takes.
inline Results pooled(double rate, double poolSize, double holdS) {
    return solved(client(number(rate)) + station("pool", poolSize, 0, ", 'slots': " + number(poolSize)) +
                      station("s", 100000, holdS),
                  call("c", "users", "pool") + "," + call("d", "pool", "s"));
}

inline void connectionPool(const json& in, const json& out) {
    const double size = in.at("pool");
    const Results r = pooled(in.at("arrival_rate"), size, in.at("hold_time"));
    const auto& pool = r.components.at("pool");
    COMPARE_WITHIN(pool.slot_utilization, out.at("utilisation"), closed);
    COMPARE_WITHIN(*pool.slot_utilization * size, out.at("concurrency_mean"), closed);
    COMPARE_WITHIN(pool.wait_ms.mean, out.at("Wq").get<double>() * ms, closed);
    COMPARE_WITHIN(*pool.queue_length + *pool.slot_utilization * size, out.at("L_total"), closed);
}

inline void littlesLaw(const json& in, const json& out) {
    constexpr double plenty = 1000;
    const Results r = pooled(in.at("throughput"), plenty, in.at("residence"));
    COMPARE_WITHIN(*r.components.at("pool").slot_utilization * plenty, out.at("L"), closed);
}

/// Whether the family is one of these; then it was run.
inline bool runLimits(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "token bucket policer" && in.value("refill", "") == "continuous") {
        policer(in, out);
    } else if (family == "token bucket shaper") {
        shaper(in, out);
    } else if (family == "Little's law" && in.contains("pool")) {
        connectionPool(in, out);
    } else if (family == "Little's law") {
        littlesLaw(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
