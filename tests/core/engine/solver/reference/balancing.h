#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Policies that pick a machine.
namespace headroom::engine::tests::reference {

inline void roundRobin(const json& in, const json& out) {
    const double n = in.at("servers");
    const double rate = n * in.at("rho").get<double>();
    const Results r =
        solved(client(number(rate)) +
                   component("lb", "load_balancer",
                             "'instances': 1, 'workers': 1, 'service_time_ms': 0, 'policy': 'round_robin'") +
                   component("s", "service",
                             "'instances': " + number(n) + ", 'workers': 1, 'service_time_ms': 1000"),
               call("c", "users", "lb") + "," + call("d", "lb", "s"));
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("W").get<double>() * ms, closed);
    percentiles(r.system.latency_ms, out, "T_", closed);
}

inline Results balanced(const std::string& policy, double machines, double rho) {
    return solved(
        client(number(machines * rho)) +
            component("lb", "load_balancer",
                      "'instances': 1, 'workers': 1, 'service_time_ms': 0, 'policy': " + policy) +
            component("s", "service",
                      "'instances': " + number(machines) + ", 'workers': 1, 'service_time_ms': 1000"),
        call("c", "users", "lb") + "," + call("d", "lb", "s"));
}

// The simulation of the table: no closed form but for two machines. Percentiles are those of an
// exponential wait.
inline void shortestQueue(const json& c) {
    const json& in = c.at("inputs");
    const Results r = balanced("'least_connections'", in.at("servers"), in.at("rho"));
    const bool exact = c.at("expected").contains("W");
    const json& w = exact ? c.at("expected").at("W") : c.at("sim").at("true_W").at("mean");
    COMPARE_WITHIN(r.system.latency_ms.mean, w.get<double>() * ms, 0.02);
    for (const auto& [name, figure] : {std::pair{"true_T_p50", r.system.latency_ms.p50},
                                       std::pair{"true_T_p99", r.system.latency_ms.p99}}) {
        if (c.contains("sim") && c.at("sim").contains(name)) {
            COMPARE_WITHIN(figure, c.at("sim").at(name).at("mean").get<double>() * ms, 0.05);
        }
    }
}

// With 100000 machines what is finite about them is below (3 / 1e5)^1.3; percentiles are those of a
// truncated geometric number of services ahead, as near as it can be.
inline void choices(const json& in, const json& out) {
    const std::string policy = "'power_of_two', 'choices': " + std::to_string(in.at("d").get<int>());
    const Results r = balanced(policy, 100000, in.at("rho"));
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("W").get<double>() * ms, 2e-5);
    percentiles(r.system.latency_ms, out, "T_", 0.05);
}

/// Whether the family is one of these; then it was run.
inline bool runBalancing(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "round robin (E_n/M/1)") {
        roundRobin(in, out);
    } else if (family == "join shortest queue") {
        shortestQueue(c);
    } else if (family == "power of d choices (supermarket, n->inf)") {
        choices(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
