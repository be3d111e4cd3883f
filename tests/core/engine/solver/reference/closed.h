#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Users who think, send and wait.
namespace headroom::engine::tests::reference {

inline std::string thinkingClient(double users, double thinkS) {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': " +
           number(users) + ", 'think_time_ms': " + number(thinkS * ms) + "}]}";
}

inline void networkOfUsers(const json& in, const json& out) {
    std::string components = thinkingClient(in.at("population"), in.at("think_time"));
    std::string connections;
    for (std::size_t i = 0; i < in.at("demand").size(); ++i) {
        const std::string n = std::to_string(i + 1);
        components += station("s" + n, 1, in.at("demand")[i]);
        connections += (i > 0 ? ", " : "") + call("c" + n, "users", "s" + n);
    }
    const Results r = solved(components, connections);
    COMPARE_WITHIN(r.system.offered_rps, out.at("X"), closed);
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("R").get<double>() * ms, closed);
    for (std::size_t i = 0; i < in.at("demand").size(); ++i) {
        const std::string n = std::to_string(i + 1);
        const auto& s = r.components.at("s" + n);
        COMPARE_WITHIN(s.utilization, out.at("U" + n), closed);
        COMPARE_WITHIN(s.residence_ms.mean, out.at("R" + n).get<double>() * ms, closed);
        COMPARE_WITHIN(*s.queue_length + *s.utilization, out.at("Q" + n), closed);
    }
    QVERIFY(!hasFinding(r, "approximate-users"));
}

inline void repairman(const json& in, const json& out) {
    const double servers = in.at("servers");
    const Results r = solved(thinkingClient(in.at("population"), in.at("think_time")) +
                                 station("s", servers, 1 / in.at("service_rate").get<double>()),
                             call("c", "users", "s"));
    const auto& s = r.components.at("s");
    COMPARE_WITHIN(r.system.offered_rps, out.at("X"), closed);
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("R").get<double>() * ms, closed);
    COMPARE_WITHIN(s.utilization, out.at("utilisation"), closed);
    COMPARE_WITHIN(*s.queue_length + *s.utilization * servers, out.at("L"), closed);
    QVERIFY(!hasFinding(r, "approximate-users"));
}

inline bool runClosed(const json& c) {
    if (c.at("family") != "closed network exact MVA") {
        return false;
    }
    c.at("inputs").contains("demand") ? networkOfUsers(c.at("inputs"), c.at("expected"))
                                      : repairman(c.at("inputs"), c.at("expected"));
    return true;
}

}  // namespace headroom::engine::tests::reference
