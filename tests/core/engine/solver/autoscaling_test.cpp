// How many machines autoscaling comes to, and what a change of scale does.
#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Results;

namespace {

/// Machines with one worker of 10 ms; of 2 to 10, as many as are 60 % busy, 30 s after they are asked for.
std::string scaling(const std::string& more = "") {
    return component("web", "service",
                     "'workers': 1, 'service_time_ms': 10, 'autoscale': {'min': 2, 'max': 10, 'target': 0.6, "
                     "'delay_s': 30}" +
                         more);
}

Results at(const std::string& rps, const std::string& scenario = "'groups': []",
           const std::string& more = "") {
    return solved(client(rps) + scaling(more), call("c", "users", "web"), scenario);
}

std::string seenAt(const std::string& seconds, const std::string& more) {
    return "'scenario': {'view_at_s': " + seconds + ", " + more + "}";
}

}  // namespace

class AutoscalingTest : public QObject {
    Q_OBJECT

  private slots:
    // a = rps * 10 ms busy workers need the ceiling of a / 0.6 machines, 2 to 10.
    void asManyAsKeepTheTarget() {
        for (const auto& [rps, machines] :
             {std::pair{20, 2}, {100, 2}, {130, 3}, {500, 9}, {540, 9}, {541, 10}}) {
            const Results r = at(std::to_string(rps));
            COMPARE_WITHIN(r.components.at("web").instances, machines, 1e-12);
            COMPARE_WITHIN(r.components.at("web").utilization, rps * 0.010 / machines, 1e-9);
            QVERIFY(!hasFinding(r, "autoscale-at-most"));
            const Results fixed = solved(
                client(std::to_string(rps)) + component("web", "service",
                                                        "'workers': 1, 'service_time_ms': 10, 'instances': " +
                                                            std::to_string(machines)),
                call("c", "users", "web"));
            QVERIFY(fixed.components.at("web").cost_usd_month == r.components.at("web").cost_usd_month);
            QVERIFY(fixed.components.at("web").response_ms == r.components.at("web").response_ms);
        }
    }

    // 8 busy workers want 14 machines; with all 10 they are 80 % busy. 12 are more than there can be.
    void theMostIsSaid() {
        const Results r = at("800");
        COMPARE_WITHIN(r.components.at("web").instances, 10, 1e-12);
        COMPARE_WITHIN(r.components.at("web").utilization, 0.8, 1e-9);
        QVERIFY(hasFinding(r, "autoscale-at-most"));
        const Results over = at("1200");
        COMPARE_WITHIN(over.components.at("web").instances, 10, 1e-12);
        QVERIFY(hasFinding(over, "saturated"));
    }

    // Half of the attempts fail and each request has two: 1.5 * 2 busy workers, 5 machines.
    void attemptsCount() {
        const Results r = solved(client("200") + scaling(", 'error_rate': 0.5"),
                                 call("c", "users", "web", ", 'retries': 1, 'backoff_ms': 10"));
        COMPARE_WITHIN(r.components.at("web").arrival_rps, 300, 1e-9);
        COMPARE_WITHIN(r.components.at("web").instances, 5, 1e-12);
    }

    // The load is four times as high from 100 s on; what comes of that is there 30 s later.
    void newMachinesTakeTime() {
        const std::string rises = "'load': [{'at_s': 100, 'factor': 1}, {'at_s': 100.001, 'factor': 4}]";
        for (const auto& [second, machines] : {std::pair{"99", 2}, {"129", 2}, {"131", 7}}) {
            const Results r = at("100", seenAt(second, rises));
            COMPARE_WITHIN(r.components.at("web").instances, machines, 1e-12);
        }
        // 4 busy workers of 2 machines: twice what they can do.
        QVERIFY(hasFinding(at("100", seenAt("129", rises)), "saturated"));
    }

    // Two of nine are dead: at once 5 busy workers have 7 machines, later 9 again.
    void whatDiesIsReplaced() {
        const std::string kill =
            "'events': [{'type': 'kill', 'component': 'web', 'instances': 2, 'at_s': 50}]";
        const std::string balancer = component("lb", "load_balancer", "");
        const std::string calls = call("c", "users", "lb") + ", " + call("d", "lb", "web");
        for (const auto& [second, alive] : {std::pair{"60", 7}, {"90", 9}}) {
            const Results r = solved(client("500") + balancer + scaling(), calls, seenAt(second, kill));
            COMPARE_WITHIN(r.components.at("web").instances, alive + 2, 1e-12);
            COMPARE_WITHIN(r.components.at("web").utilization, 5.0 / alive, 1e-9);
        }
    }

    void theScenarioHasTheLastWord() {
        const std::string event =
            "'events': [{'type': 'scale', 'component': 'web', 'instances': 6, 'at_s': 50}]";
        COMPARE_WITHIN(at("500", seenAt("60", event)).components.at("web").instances, 6, 1e-12);
        COMPARE_WITHIN(at("500", seenAt("40", event)).components.at("web").instances, 9, 1e-12);
    }

    // Whoever autoscales by a queue's load: 300 messages a second of 10 ms are 3 busy workers, 5 machines.
    void consumersScale() {
        const std::string worker = component(
            "w", "worker",
            "'workers': 1, 'service_time_ms': 10, 'autoscale': {'min': 1, 'max': 20, 'target': 0.6}");
        const Results r =
            solved(client("300", ", 'op': 'write'") + component("q", "message_queue", "") + worker,
                   call("in", "users", "q") + ", " + call("out", "q", "w"));
        COMPARE_WITHIN(r.components.at("w").instances, 5, 1e-12);
        COMPARE_WITHIN(r.components.at("q").backlog_growth_rps, 0, 1e-12);
    }

    // With the machines goes all that is counted by machine: memory, and limits of each.
    void aChangeOfScaleChangesAllThatGoesWithIt() {
        const std::string keys = ", 'keys': {'count': 100000, 'zipf': 0.9, 'object_bytes': 1000}";
        const auto cached = [&](const std::string& instances, const std::string& event) {
            return solved(
                client("100", keys) +
                    component("cache", "cache", "'memory_bytes': 10000000, 'instances': " + instances),
                call("c", "users", "cache"), seenAt("1", "'events': [" + event + "]"));
        };
        const Results scaled =
            cached("2", "{'type': 'scale', 'component': 'cache', 'instances': 5, 'at_s': 0}");
        QVERIFY(*scaled.components.at("cache").hit_ratio ==
                *cached("5", "").components.at("cache").hit_ratio);
        QVERIFY(*scaled.components.at("cache").hit_ratio >
                *cached("2", "").components.at("cache").hit_ratio + 0.05);
        const Results gate = solved(
            client("1000") +
                component("door", "rate_limiter",
                          "'limit_rps': 50, 'scope': 'local', 'algorithm': 'leaky_bucket', "
                          "'burst': 1000, 'instances': 2") +
                service("web", "0.1"),
            call("c", "users", "door") + ", " + call("d", "door", "web"),
            seenAt("1", "'events': [{'type': 'scale', 'component': 'door', 'instances': 6, 'at_s': 0}]"));
        COMPARE_WITHIN(gate.connections.at("d").rps, 300, 1e-6);
    }

    void whatHasNoInstancesSaysSo() {
        const std::string event =
            "'events': [{'type': 'scale', 'component': 'db', 'instances': 3, 'at_s': 0}]";
        const Results r = solved(client("10") + component("db", "sql_database", ""), call("c", "users", "db"),
                                 seenAt("1", event));
        QVERIFY(hasFinding(r, "scale-without-instances"));
        QVERIFY(!r.components.at("db").instances);
    }
};

QTEST_GUILESS_MAIN(AutoscalingTest)
#include "autoscaling_test.moc"
