#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Backlogs of queues and streams.
namespace headroom::engine::tests::reference {

inline std::string publishing() {
    return "{'id': 'in', 'from': 'users', 'to': 'q', 'kind': 'publish', 'params': {'latency_ms': 0}}, " +
           call("out", "q", "w");
}

// A queue whose consumers do so much, as the steady state sees it while something lasts.
inline Results backlogged(double capacity, double rate, double lastsS, const std::string& event) {
    return solved(
        client(number(rate)) + component("q", "message_queue", "'service_time_ms': 0") +
            component("w", "worker",
                      "'instances': 1, 'workers': 10, 'service_time_ms': " + number(10 / capacity * ms)),
        publishing(),
        "'scenario': {'horizon_s': " + number(lastsS) + ", 'view_at_s': 0, 'events': [" + event + "]}");
}

// What has gathered at the end is worked off by what is left beside the usual load, with the last message
// as long behind as all before it take; in between it rises and falls in a straight line (Newell 1982).
inline void backlogDrain(const json& in, const json& out) {
    const bool outage = in.contains("outage");
    const double capacity = in.at("capacity");
    const double base = in.at("base_rate");
    const double lasts = in.at(outage ? "outage" : "peak_duration");
    const std::string event =
        outage ? "{'type': 'kill', 'component': 'w', 'at_s': 0}"
               : "{'type': 'spike', 'factor': " + number(in.at("peak_rate").get<double>() / base) +
                     ", 'at_s': 0}";
    const Results during = backlogged(capacity, base, lasts, event);
    const Results after = backlogged(capacity, base, lasts, "");
    const auto& q = during.components.at("q");
    COMPARE_WITHIN(q.backlog, out.at("backlog_peak"), closed);
    const double drain = *q.backlog / (*after.components.at("w").capacity_rps - base);
    COMPARE_WITHIN(drain, out.at("drain_time"), closed);
    if (outage) {
        COMPARE_WITHIN(q.lag_s, out.at("max_delay"), closed);
        COMPARE_WITHIN(lasts + drain, out.at("total_affected_time"), closed);
    } else {
        COMPARE_WITHIN(*q.backlog / *after.components.at("w").capacity_rps, out.at("max_delay"), closed);
        COMPARE_WITHIN(0.5 * *q.backlog * (lasts + drain), out.at("total_delay_integral"), closed);
    }
}

inline void consumerGroup(const json& in, const json& out) {
    const double each = in.at("per_consumer_rate");
    const Results r =
        solved(client(number(in.at("arrival_rate"))) +
                   component("q", "event_stream",
                             "'service_time_ms': 0, 'partitions': " + number(in.at("partitions"))) +
                   component("w", "worker",
                             "'workers': 1, 'service_time_ms': " + number(ms / each) +
                                 ", 'instances': " + number(in.at("consumers"))),
               publishing());
    COMPARE_WITHIN(r.components.at("w").capacity_rps, out.at("balanced_capacity"), closed);
    COMPARE_WITHIN(r.components.at("w").offered_utilization, out.at("busiest_consumer_utilisation"), closed);
    COMPARE_WITHIN(r.components.at("q").backlog_growth_rps, out.at("lag_growth_rate"), closed);
}

/// Whether the family is one of these; then it was run.
inline bool runMessages(const json& c) {
    const std::string family = c.at("family");
    if (family == "backlog drain (fluid)") {
        backlogDrain(c.at("inputs"), c.at("expected"));
    } else if (family == "Kafka consumer group") {
        consumerGroup(c.at("inputs"), c.at("expected"));
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
