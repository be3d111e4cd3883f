#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Results;
using results::Status;

namespace {

/// A scenario looked at after 60 s.
std::string at60(const std::string& events, const std::string& more = "") {
    return "'groups': [{'id': 'a', 'kind': 'zone', 'x': 0, 'y': 0, 'w': 1, 'h': 1}, {'id': 'b', 'kind': "
           "'zone', "
           "'x': 0, 'y': 0, 'w': 1, 'h': 1}], 'scenario': {'view_at_s': 60, 'events': [" +
           events + "]" + more + "}";
}

std::string kill(const std::string& component, const std::string& more = "") {
    return "{'type': 'kill', 'component': '" + component + "', 'at_s': 10" + more + "}";
}

std::string farm(const std::string& id, const std::string& more = "") {
    return component(id, "service", "'instances': 4, 'workers': 1, 'service_time_ms': 10" + more);
}

std::string inGroup(const std::string& id, const std::string& group) {
    return ", {'id': '" + id + "', 'kind': 'service', 'x': 0, 'y': 0, 'group': '" + group +
           "', 'params': {'instances': 1, 'workers': 1, 'service_time_ms': 10}}";
}

}  // namespace

class ConditionsTest : public QObject {
    Q_OBJECT

  private slots:
    void nothingHappensUnlessLookedAt() {
        const std::string parts = client("100") + farm("web");
        const Results asDrawn = solved(parts, call("c", "users", "web"));
        for (const std::string& scenario :
             {std::string("'scenario': {'events': [" + kill("web") + "]}"),
              at60(kill("web", ", 'for_s': 50")), at60("{'type': 'kill', 'component': 'web', 'at_s': 61}"),
              at60("{'type': 'flush_cache', 'component': 'web', 'at_s': 0}")}) {
            const Results r = solved(parts, call("c", "users", "web"), scenario);
            QVERIFY(r.system.goodput_rps == asDrawn.system.goodput_rps);
            QVERIFY(r.components.at("web").utilization == asDrawn.components.at("web").utilization);
        }
    }

    // Whoever calls the dead is refused after the network, and fails.
    void allMachinesDie() {
        const Results r = solved(client("100") + farm("web") + farm("db"),
                                 call("c", "users", "web") + "," + call("d", "web", "db"), at60(kill("db")));
        COMPARE_WITHIN(r.system.error_rate, 1, 1e-12);
        COMPARE_WITHIN(r.connections.at("d").rps, 100, 1e-12);
        COMPARE_WITHIN(r.components.at("db").arrival_rps, 0, 1e-12);
        QCOMPARE(r.components.at("db").status, Status::down);
        COMPARE_WITHIN(r.components.at("web").utilization, 100 * 0.010 / 4, 1e-12);
    }

    // Behind a balancer three machines take the work of four; they cost what four cost.
    void theDeadLeaveABalancer() {
        const std::string parts = client("100") + component("lb", "load_balancer", "'service_time_ms': 0") +
                                  farm("web", ", 'price': 1");
        const std::string calls = call("c", "users", "lb") + "," + call("d", "lb", "web");
        const Results r = solved(parts, calls, at60(kill("web", ", 'instances': 1")));
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.components.at("web").utilization, 100 * 0.010 / 3, 1e-12);
        COMPARE_WITHIN(r.components.at("web").cost_usd_month, 4 * 730, 1e-12);
    }

    // A balancer with two farms, of which one is dead, turns to the other.
    void aBalancerLeavesDeadTargets() {
        const Results r = solved(
            client("100") + component("lb", "load_balancer", "'service_time_ms': 0") + farm("x") + farm("y"),
            call("c", "users", "lb") + "," + call("d", "lb", "x") + "," + call("e", "lb", "y"),
            at60(kill("x")));
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.connections.at("e").rps, 100, 1e-12);
    }

    // Elsewhere the dead keep their share: a quarter fails, the others find as much work as before. With one
    // retry 1/16 fails.
    void elsewhereTheyKeepTheirShare() {
        const std::string parts = client("100") + farm("web");
        const std::string scenario = at60(kill("web", ", 'instances': 1"));
        const Results once = solved(parts, call("c", "users", "web"), scenario);
        COMPARE_WITHIN(once.system.error_rate, 0.25, 1e-12);
        COMPARE_WITHIN(once.components.at("web").utilization, 100 * 0.010 / 4, 1e-12);
        const Results twice =
            solved(parts, call("c", "users", "web", ", 'retries': 1, 'backoff_ms': 0"), scenario);
        COMPARE_WITHIN(twice.system.error_rate, 1.0 / 16, 1e-12);
        COMPARE_WITHIN(twice.connections.at("c").rps, 125, 1e-12);
    }

    // The fallback takes all; the network to the dead, 3 ms, is lost on the way.
    void whatStandsInTakesOver() {
        const Results r =
            solved(client("10") + service("web", "1") + service("db", "1") + service("spare", "5"),
                   call("c", "users", "web") +
                       ",{'id': 'd', 'from': 'web', 'to': 'db', 'kind': 'request', 'params': "
                       "{'latency_ms': 3}}," +
                       call("e", "web", "spare", ", 'when': 'on_failure'"),
                   at60(kill("db")));
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.connections.at("e").rps, 10, 1e-12);
        // M/M/1: 1/(1 - 0.01) + 3 + 5/(1 - 0.05)
        COMPARE_WITHIN(r.system.latency_ms.mean, 1 / 0.99 + 3 + 5 / 0.95, 1e-9);
    }

    // Replicas take over: two machines where there were three, and no errors.
    void replicatedStoresLoseNothing() {
        const Results r = solved(
            client("100") + component("db", "sql_database", "'workers': 1, 'read_ms': 5, 'replicas': 2"),
            call("c", "users", "db"), at60(kill("db", ", 'instances': 1")));
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.components.at("db").utilization, 100 * 0.005 / 2, 1e-12);
    }

    // Nobody takes the messages any more: 100 a second pile up, and nobody fails.
    void deadConsumers() {
        const Results r =
            solved(client("100") + component("q", "message_queue", "") +
                       component("w", "worker", "'instances': 2, 'service_time_ms': 1"),
                   "{'id': 'c', 'from': 'users', 'to': 'q', 'kind': 'publish'}," + call("d", "q", "w"),
                   at60(kill("w")));
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.components.at("q").backlog_growth_rps, 100, 1e-9);
    }

    // Three machines dealt over a and b: the first and the third stand in a.
    void aZoneFailsWhole() {
        const std::string parts =
            client("90") +
            component("web", "service",
                      "'instances': 3, 'workers': 1, 'service_time_ms': 1, 'placement': ['a', 'b']");
        const Results r =
            solved(parts, call("c", "users", "web"), at60("{'type': 'zone_down', 'group': 'a'}"));
        COMPARE_WITHIN(r.system.error_rate, 2.0 / 3, 1e-12);
        COMPARE_WITHIN(r.components.at("web").utilization, 0.030, 1e-12);
    }

    // Silence: a timeout makes a failure of it; without one the caller waits to the end.
    void aPartitionIsSilence() {
        const std::string parts =
            client("10") + inGroup("web", "a") + inGroup("db", "b") + service("spare", "1");
        const std::string scenario = at60("{'type': 'partition', 'between': ['a', 'b']}");
        const Results waiting =
            solved(parts, call("c", "users", "web") + "," + call("d", "web", "db"), scenario);
        COMPARE_WITHIN(waiting.system.goodput_rps, 0, 1e-12);
        COMPARE_WITHIN(waiting.system.error_rate, 0, 1e-12);
        const Results timed =
            solved(parts,
                   call("c", "users", "web") + "," + call("d", "web", "db", ", 'timeout_ms': 200") + "," +
                       call("e", "web", "spare", ", 'when': 'on_failure'"),
                   scenario);
        COMPARE_WITHIN(timed.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(timed.components.at("db").arrival_rps, 0, 1e-12);
        COMPARE_WITHIN(timed.system.latency_ms.mean, 10 / 0.9 + 200 + 1 / 0.99, 1e-6);
    }

    // Halfway from 1 to 3 is 2; the spike doubles it, the load factor too.
    void loadOverTime() {
        const Results r = solved(client("10") + farm("web"), call("c", "users", "web"),
                                 at60("{'type': 'spike', 'factor': 2}",
                                      ", 'load_factor': 2, 'load': [{'at_s': 0, 'factor': 1}, {'at_s': 120, "
                                      "'factor': 3}]"));
        COMPARE_WITHIN(r.system.offered_rps, 10 * 2 * 2 * 2, 1e-12);
    }

    // 1 - (1 - 0.1)(1 - 0.2)(1 - 0.5 * 0.4) of the requests fail; work takes three times as long at half of
    // the machines, which is twice as long for all of them.
    void eventsCombine() {
        const Results r = solved(
            client("10") + farm("web", ", 'error_rate': 0.1"), call("c", "users", "web"),
            at60("{'type': 'errors', 'component': 'web', 'share': 0.2}, {'type': 'deploy', 'component': "
                 "'web', "
                 "'share': 0.5, 'error_rate': 0.4, 'style': 'canary'}, {'type': 'slow', 'component': 'web', "
                 "'factor': 3, 'instances': 2}"));
        COMPARE_WITHIN(r.system.error_rate, 1 - 0.9 * 0.8 * 0.8, 1e-12);
        COMPARE_WITHIN(r.components.at("web").utilization, 10 * 0.020 / 4, 1e-12);
    }

    void connectionsAndScale() {
        const Results r = solved(
            client("10") + farm("web"), call("c", "users", "web"),
            at60(
                "{'type': 'latency', 'connection': 'c', 'add_ms': 40}, {'type': 'errors', 'connection': 'c', "
                "'share': 0.25}, {'type': 'scale', 'component': 'web', 'instances': 5}"));
        COMPARE_WITHIN(r.connections.at("c").error_rate, 0.25, 1e-12);
        COMPARE_WITHIN(r.components.at("web").utilization, 7.5 * 0.010 / 5, 1e-12);
        QVERIFY(*r.system.latency_ms.mean > 50);
    }

    void aFullDiskRefusesWrites() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 30}, {'id': "
            "'w', "
            "'op': 'write', 'rps': 10}]}";
        const Results r =
            solved(users + component("db", "sql_database", "'workers': 1, 'service_time_ms': 1"),
                   call("c", "users", "db"), at60("{'type': 'disk_full', 'component': 'db'}"));
        COMPARE_WITHIN(r.workloads.at("users.r").error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.w").error_rate, 1, 1e-12);
        COMPARE_WITHIN(r.components.at("db").arrival_rps, 30, 1e-12);
    }
};

QTEST_GUILESS_MAIN(ConditionsTest)
#include "conditions_test.moc"
