#pragma once

#include "tests/core/engine/solver/reference/support.h"

/// How often enough machines are up. Each does a request in 10 ms; the load picks how many are needed.
namespace headroom::engine::tests::reference {

constexpr double perMachineRps = 100;

inline std::string machines(const std::string& id, int count, const std::string& params) {
    return component(
        id, "service",
        "'instances': " + std::to_string(count) + ", 'workers': 1, 'service_time_ms': 10, " + params);
}

/// `needed` machines are just short of enough for one less.
inline std::string loadFor(int needed) {
    return number((needed - 0.5) * perMachineRps);
}

inline std::string each(double availability) {
    return "'availability': " + number(availability);
}

inline void enoughOf(const json& in, const json& out) {
    const Results r =
        solved(client(loadFor(in.at("k"))) + machines("s", in.at("n"), each(in.at("component_availability"))),
               call("c", "users", "s"));
    COMPARE_WITHIN(r.system.availability, out.at("availability"), closed);
    COMPARE_WITHIN(r.components.at("s").availability, out.at("availability"), closed);
}

// One after the other all have to be up; behind a balancer one of them.
inline void inSeriesAndParallel(const json& in, const json& out) {
    std::string components = client("1");
    std::string chain;
    std::string fan = call("c", "users", "lb");
    std::string from = "users";
    for (const json& availability : in.at("availabilities")) {
        const std::string id = "s" + std::to_string(fan.size());
        components += machines(id, 1, each(availability));
        chain += (chain.empty() ? "" : ", ") + call("to-" + id, from, id);
        fan += ", " + call("to-" + id, "lb", id);
        from = id;
    }
    COMPARE_WITHIN(solved(components, chain).system.availability, out.at("series"), closed);
    COMPARE_WITHIN(solved(components + component("lb", "load_balancer", ""), fan).system.availability,
                   out.at("parallel"), closed);
}

// The balancer and the database need one of their two; the services three of four.
inline void threeTiers(const json& in, const json& out) {
    const auto count = [&](const char* name) { return std::to_string(in.at(name).get<int>()); };
    const Results r = solved(
        client(loadFor(in.at("app_k"))) +
            component("lb", "load_balancer", "'instances': " + count("lb_n") + ", " + each(in.at("lb"))) +
            machines("app", in.at("app_n"), each(in.at("app"))) +
            component(
                "db", "sql_database",
                "'replicas': " + std::to_string(in.at("db_n").get<int>() - 1) + ", " + each(in.at("db"))),
        call("a", "users", "lb") + ", " + call("b", "lb", "app") + ", " + call("c", "app", "db"));
    COMPARE_WITHIN(r.system.availability, out.at("availability"), closed);
}

inline void repaired(const json& in, const json& out) {
    const std::string params =
        "'mtbf_hours': " + number(in.at("mtbf_h")) + ", 'mttr_hours': " + number(in.at("mttr_h"));
    const auto availability = [&](int count) {
        return solved(client("1") + machines("s", count, params), call("c", "users", "s"))
            .system.availability;
    };
    COMPARE_WITHIN(availability(1), out.at("availability"), closed);
    COMPARE_WITHIN(availability(2), out.at("pair_availability"), closed);
}

// A store of N copies, of which R answer a read and W a write; with R + W above N every read is fresh.
inline void quorumOf(const json& in, const json& out) {
    const auto store = [&](const std::string& op) {
        return solved(
            client("1", ", 'op': '" + op + "'") +
                component(
                    "s", "wide_column_store",
                    "'replication': 'leaderless', 'shards': 1, 'n': " + number(in.at("N").get<double>()) +
                        ", 'r': " + number(in.at("R").get<double>()) + ", 'w': " +
                        number(in.at("W").get<double>()) + ", " + each(in.at("replica_availability"))),
            call("c", "users", "s"));
    };
    const Results reads = store("read");
    COMPARE_WITHIN(reads.system.availability, out.at("read_availability"), closed);
    COMPARE_WITHIN(store("write").system.availability, out.at("write_availability"), closed);
    QCOMPARE(!hasFinding(reads, "quorums-miss-each-other"), out.at("strongly_consistent").get<bool>());
}

/// Whether the family is one of these; then it was run.
inline bool runReliability(const json& c) {
    const std::string family = c.at("family");
    const json& in = c.at("inputs");
    const json& out = c.at("expected");
    if (family == "availability k-of-n") {
        enoughOf(in, out);
    } else if (family == "quorum N/R/W") {
        quorumOf(in, out);
    } else if (family != "availability series/parallel") {
        return false;
    } else if (in.contains("availabilities")) {
        inSeriesAndParallel(in, out);
    } else if (in.contains("mtbf_h")) {
        repaired(in, out);
    } else {
        threeTiers(in, out);
    }
    return true;
}

}  // namespace headroom::engine::tests::reference
