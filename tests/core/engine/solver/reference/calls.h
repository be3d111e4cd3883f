#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// What callers do: timeouts, retries, second copies.
namespace headroom::engine::tests::reference {

// P(T > tau) = e^-(mu - lambda) tau; the server does the work all the same.
inline void clientTimeout(const json& in, const json& out) {
    const Results r = solved(
        client(number(in.at("arrival_rate"))) + station("s", 1, 1 / in.at("service_rate").get<double>()),
        call("c", "users", "s", ", 'timeout_ms': " + number(in.at("client_timeout").get<double>() * ms)));
    COMPARE_WITHIN(r.connections.at("c").error_rate, out.at("p_timeout"), closed);
    COMPARE_WITHIN(r.system.goodput_rps, out.at("goodput"), closed);
    COMPARE_WITHIN(r.components.at("s").utilization, out.at("server_utilisation"), closed);
}

// (1 - p^(r+1)) / (1 - p) attempts, multiplied over layers; with timeouts p = e^-tau.
inline void amplification(const json& in, const json& out) {
    const int layers = in.value("layers", 1);
    const bool times = in.contains("service_mean");
    const std::string more =
        ", 'backoff_ms': 0, 'retries': " + number(in.at("max_retries")) +
        (times ? ", 'timeout_ms': " + number(in.at("per_try_timeout").get<double>() * ms) : "");
    std::string components = client("1");
    std::string connections;
    std::string from = "users";
    for (int layer = 1; layer <= layers; ++layer) {
        const std::string id = "s" + std::to_string(layer);
        const std::string errors =
            layer == layers && !times ? ", 'error_rate': " + number(in.at("p_fail")) : "";
        components += station(id, 1000, times ? in.at("service_mean").get<double>() : 0, errors);
        connections += (layer == 1 ? "" : ",") + call("c" + std::to_string(layer), from, id, more);
        from = id;
    }
    const Results r = solved(components, connections);
    const auto& first = r.connections.at("c1");
    if (out.contains("amplification")) {
        COMPARE_WITHIN(r.components.at(from).arrival_rps, out.at("amplification"), closed);
        return;
    }
    COMPARE_WITHIN(first.rps, out.at("mean_attempts"), closed);
    if (times) {
        COMPARE_WITHIN(r.system.goodput_rps, out.at("p_success"), closed);
    } else {
        COMPARE_WITHIN(first.error_rate, out.at("p_final_failure"), closed);
    }
}

// A time unit of the case is a ms here, so that a storm of 600 s is long: what still succeeds in it by
// chance is below 1e-4.
inline void retryStorm(const json& in, const json& out) {
    const double lowest = out.at("lowest");
    const Results r = solved(client(number(in.at("arrival_rate").get<double>() * ms)) +
                                 station("s", 1, 1 / ms / in.at("service_rate").get<double>()),
                             call("c", "users", "s",
                                  ", 'backoff_ms': 0, 'timeout_ms': " + number(in.at("client_timeout")) +
                                      ", 'retries': " + number(in.at("max_retries"))));
    const bool storm = lowest >= in.at("service_rate").get<double>();
    COMPARE_WITHIN(r.connections.at("c").rps, lowest * ms, storm ? 1e-4 : closed);
    const std::size_t all = out.at("n_fixed_points");
    QCOMPARE(r.fixed_points.size(), all == 1 ? 0 : all);
    QCOMPARE(hasFinding(r, "metastable"), out.at("metastable").get<bool>());
}

// A queue with ten places in all that turns away, or one so long that it is a fluid: what is refused comes
// again, long after, so that it finds the queue as anybody does. A time unit of the case is a ms here, so
// that what the queue and those that come back remember is below 1e-6.
inline void refusedAgain(const json& in, const json& out) {
    const bool fluid = !in.contains("service_rate");
    const double capacity = in.at(fluid ? "capacity" : "service_rate");
    const double places = fluid ? 1e6 : in.at("capacity").get<double>() - 1;
    const std::string onCall =
        "'latency_ms': 1e6, 'backoff_ms': 1e9, 'retries': " + number(in.at("max_retries"));
    const Results r =
        solved(client(number(in.at("arrival_rate").get<double>() * ms)) +
                   station("s", 1, 1 / ms / capacity, ", 'queue_limit': " + number(places)),
               "{'id': 'c', 'from': 'users', 'to': 's', 'kind': 'request', 'params': {" + onCall + "}}");
    COMPARE_WITHIN(r.connections.at("c").rps, out.at("offered_rate").get<double>() * ms, closed);
    COMPARE_WITHIN(r.components.at("s").error_rate, out.at("p_fail_per_try"), closed);
    COMPARE_WITHIN(r.connections.at("c").error_rate, out.at("p_final_failure"), closed);
    COMPARE_WITHIN(r.system.goodput_rps, out.at("goodput").get<double>() * ms, closed);
}

inline void hedged(const json& in, const json& out) {
    const Results r = solved(
        client("1") + station("s", 1000, in.at("service_mean")),
        call("c", "users", "s", ", 'hedge_after_ms': " + number(in.at("hedge_delay").get<double>() * ms)));
    COMPARE_WITHIN(r.connections.at("c").rps, 1 + out.at("extra_load").get<double>(), closed);
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("mean").get<double>() * ms, closed);
    percentiles(r.system.latency_ms, out, "T_", inverted);
}

/// Whether the family is one of these; then it was run.
inline bool runCalls(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "client timeout with wasted work") {
        clientTimeout(in, out);
    } else if (family == "retry amplification") {
        amplification(in, out);
    } else if (family == "retry storm fixed point" && in.contains("client_timeout")) {
        retryStorm(in, out);
    } else if (family == "retry storm fixed point") {
        refusedAgain(in, out);
    } else if (family == "hedged request") {
        hedged(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
