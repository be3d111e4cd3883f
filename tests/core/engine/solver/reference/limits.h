#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Limits at the door.
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

/// Whether the family is one of these; then it was run.
inline bool runLimits(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "token bucket policer" && in.value("refill", "") == "continuous") {
        policer(in, out);
    } else if (family == "token bucket shaper") {
        shaper(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
