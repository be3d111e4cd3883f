// Reference families of availability and quorums.
#pragma once

#include <cmath>

#include "core/queueing/availability.h"
#include "core/queueing/order_statistics.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers kOfN(const Json& in) {
    const double down =
        kOfNUnavailability(number(in, "component_availability"), number(in, "k"), number(in, "n"));
    return {{"availability", 1.0 - down},
            {"downtime_minutes_per_year", downtimeMinutesPerYear(down)},
            {"nines", nines(down)}};
}

inline Answers composed(const Json& in) {
    if (in.contains("mtbf_h")) {
        const double one = steadyAvailability(number(in, "mtbf_h"), number(in, "mttr_h"));
        return {{"availability", one}, {"pair_availability", kthOfN(one, 1.0, 2.0)}};
    }
    if (in.contains("lb")) {
        return {{"availability", kthOfN(number(in, "lb"), 1.0, number(in, "lb_n")) *
                                     kthOfN(number(in, "app"), number(in, "app_k"), number(in, "app_n")) *
                                     kthOfN(number(in, "db"), 1.0, number(in, "db_n"))}};
    }
    double up = 1.0;
    double allDown = 1.0;
    for (const Json& a : in.at("availabilities")) {
        up *= a.get<double>();
        allDown *= 1.0 - a.get<double>();
    }
    return {{"series", up},
            {"parallel", 1.0 - allDown},
            {"series_downtime_minutes_per_year", downtimeMinutesPerYear(1.0 - up)}};
}

inline Answers quorum(const Json& in) {
    const double n = number(in, "N");
    const double a = number(in, "replica_availability");
    return {{"read_availability", kthOfN(a, number(in, "R"), n)},
            {"write_availability", kthOfN(a, number(in, "W"), n)},
            {"strongly_consistent", quorumsOverlap(n, number(in, "R"), number(in, "W")) ? 1.0 : 0.0}};
}

inline Families reliabilityFamilies() {
    return {{"availability k-of-n", {kOfN, 5}},
            {"availability series/parallel", {composed, 5}},
            {"quorum N/R/W", {quorum, 4}}};
}

}  // namespace headroom::queueing
