#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// Calls that are sent together.
namespace headroom::engine::tests::reference {

/// One connection of the client, by which all its calls are sent together to a station without waits.
inline Results fanOut(double count, double mean, const std::string& more = "",
                      const std::string& station_ = "") {
    return solved(client("1") + station("s", 100000, mean, station_),
                  call("c", "users", "s", ", 'mode': 'parallel', 'calls': " + number(count) + more));
}

inline Results fork(double rate, double mean, int branches) {
    std::string components = client(number(rate));
    std::string connections;
    for (int i = 1; i <= branches; ++i) {
        const std::string id = std::to_string(i);
        components += station("s" + id, 1, mean);
        connections += (i > 1 ? ", " : "") + call("c" + id, "users", "s" + id, ", 'mode': 'parallel'");
    }
    return solved(components, connections);
}

// Flatto and Hahn for two; Nelson and Tantawi above, within 5 % of the simulation with its percentiles.
inline void forkJoin(const json& c) {
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    const Results r = fork(in.at("arrival_rate"), 1 / in.at("service_rate").get<double>(), in.at("branches"));
    const char* mean = out.contains("W") ? "W" : "W_nelson_tantawi";
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at(mean).get<double>() * ms, closed);
    QVERIFY(hasFinding(r, "approximate-fork-join"));
    const std::pair<const char*, headroom::results::Figure> simulated[] = {
        {"true_W", r.system.latency_ms.mean},
        {"true_T_p50", r.system.latency_ms.p50},
        {"true_T_p95", r.system.latency_ms.p95},
        {"true_T_p99", r.system.latency_ms.p99}};
    for (const auto& [name, figure] : simulated) {
        if (c.at("sim").contains(name)) {
            COMPARE_WITHIN(figure, c.at("sim").at(name).at("mean").get<double>() * ms, 0.05);
        }
    }
}

inline void orderStatistics(const json& in, const json& out) {
    const Results all = fanOut(in.at("n"), in.at("mean"));
    COMPARE_WITHIN(all.system.latency_ms.mean, out.at("mean_max").get<double>() * ms, closed);
    percentiles(all.system.latency_ms, out, "max_", inverted);
    const Results first = fanOut(in.at("n"), in.at("mean"), ", 'wait_for': 1");
    percentiles(first.system.latency_ms, out, "min_", inverted);
}

inline void quorum(const json& in, const json& out) {
    const Results r = fanOut(in.at("n"), in.at("mean"), ", 'wait_for': " + number(in.at("k")));
    COMPARE_WITHIN(r.system.latency_ms.mean, out.at("mean").get<double>() * ms, closed);
    percentiles(r.system.latency_ms, out, "", inverted);
    // A store of as many copies that nobody else asks.
    const Results store = solved(
        client("1e-9") + component("db", "sql_database",
                                   "'replication': 'leaderless', 'workers': 1, 'n': " + number(in.at("n")) +
                                       ", 'r': " + number(in.at("k")) +
                                       ", 'read_ms': " + number(in.at("mean").get<double>() * ms)),
        call("c", "users", "db"));
    COMPARE_WITHIN(store.system.latency_ms.mean, out.at("mean").get<double>() * ms, closed);
    percentiles(store.system.latency_ms, out, "", inverted);
}

// A call that is slow counts as one that fails here: what fails is what has at least one of them.
inline void anySlow(const json& in, const json& out) {
    const Results r = fanOut(in.at("fanout"), 0.01, "", ", 'error_rate': " + number(in.at("p_slow")));
    COMPARE_WITHIN(r.system.error_rate, out.at("p_any_slow"), closed);
}

/// Whether the family is one of these; then it was run.
inline bool runParallel(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "fork-join n M/M/1") {
        forkJoin(c);
    } else if (family == "max/min of n exponentials") {
        orderStatistics(in, out);
    } else if (family == "quorum latency (k-th of n exponentials)") {
        quorum(in, out);
    } else if (family == "Tail at Scale") {
        anySlow(in, out);
    } else {
        return false;
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
