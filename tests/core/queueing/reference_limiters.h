// Reference families of rate limiters.
#pragma once

#include "core/queueing/token_bucket.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers policer(const Json& in) {
    if (in.contains("peak_rate")) {
        const double seconds =
            longestBurst(number(in, "token_rate"), number(in, "bucket"), number(in, "peak_rate"));
        return {{"max_burst_seconds", seconds}, {"burst_items", seconds * number(in, "peak_rate")}};
    }
    const TokenBucket bucket{.arrivalRate = number(in, "arrival_rate"),
                             .tokenRate = number(in, "token_rate"),
                             .bucket = number(in, "bucket")};
    const bool continuous = in.at("refill") == "continuous";
    const PolicerAnswer share = continuous ? policerShare(bucket) : tickingPolicerShare(bucket);
    return {{"admit_fraction", share.admitted},
            {"admitted_rate", share.admitted * bucket.arrivalRate},
            {"reject_fraction", share.rejected}};
}

inline Answers shaper(const Json& in) {
    const TokenShaper answer({.arrivalRate = number(in, "arrival_rate"),
                              .tokenRate = number(in, "token_rate"),
                              .bucket = number(in, "bucket")});
    return {{"delay_mean", answer.meanDelay()},
            {"delay_p99", answer.delayQuantile(0.99)},
            {"p_no_delay", answer.undelayed()}};
}

inline Families limiterFamilies() {
    return {{"token bucket policer", {policer, 7}}, {"token bucket shaper", {shaper, 2}}};
}

}  // namespace headroom::queueing
