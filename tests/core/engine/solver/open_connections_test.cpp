// Connections that clients keep open: where they end, and what comes of those that find no place.
#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

/// A thousand clients, who send 100 requests a second altogether, and one who sends 10 and keeps none open.
std::string clients() {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'push', 'rps': 100, "
           "'connections': 1000}, {'id': 'plain', 'rps': 10}]}";
}

std::string farm(const std::string& id, const std::string& instances, const std::string& more = "") {
    return component(id, "service",
                     "'instances': " + instances + ", 'workers': 4, 'service_time_ms': 1" + more);
}

const std::string calls = call("c", "users", "lb") + ", " + call("d", "lb", "web");

}  // namespace

class OpenConnectionsTest : public QObject {
    Q_OBJECT

  private slots:
    void balancersPassThemOn() {
        const Results r =
            solved(clients() + component("lb", "load_balancer", "") + farm("web", "3") + farm("db", "1"),
                   calls + ", " + call("e", "web", "db"));
        COMPARE_WITHIN(r.components.at("lb").open_connections, 1000, 1e-12);
        COMPARE_WITHIN(r.components.at("web").open_connections, 1000, 1e-12);
        QVERIFY(!r.components.at("db").open_connections && !r.components.at("users").open_connections);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
    }

    // As often as requests are: three machines against one.
    void targetsShareThem() {
        const Results r =
            solved(clients() + component("lb", "load_balancer", "") + farm("web", "3") + farm("other", "1"),
                   calls + ", " + call("e", "lb", "other"));
        COMPARE_WITHIN(r.components.at("web").open_connections, 750, 1e-12);
        COMPARE_WITHIN(r.components.at("other").open_connections, 250, 1e-12);
    }

    // 4 machines with 200 places each: of 1000 clients 200 find none, and nobody else is refused anything.
    void whoFindsNoPlaceIsRefused() {
        const Results r = solved(
            clients() + component("lb", "load_balancer", "") + farm("web", "4", ", 'connection_limit': 200"),
            calls);
        COMPARE_WITHIN(r.components.at("web").open_connections, 800, 1e-12);
        COMPARE_WITHIN(r.components.at("web").arrival_rps, 100 * 0.8 + 10, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.push").error_rate, 0.2, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.plain").error_rate, 0, 1e-12);
        QVERIFY(hasFinding(r, "connections-full"));
    }

    // What the balancer has no place for does not come to the machines behind.
    void limitsFollowEachOther() {
        const Results r =
            solved(clients() + component("lb", "load_balancer", "'instances': 2, 'connection_limit': 300") +
                       farm("web", "4", ", 'connection_limit': 120"),
                   calls);
        COMPARE_WITHIN(r.components.at("lb").open_connections, 600, 1e-12);
        COMPARE_WITHIN(r.components.at("web").open_connections, 480, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.push").error_rate, 1 - 0.6 * 0.8, 1e-9);
    }

    // Half of the machines are dead: 400 places for 1000. Twice the traffic: 800 places for 2000.
    void machinesAndLoadCount() {
        const std::string parts =
            clients() + component("lb", "load_balancer", "") + farm("web", "4", ", 'connection_limit': 200");
        const Results dead = solved(parts, calls,
                                    "'scenario': {'view_at_s': 1, 'events': [{'type': 'kill', 'component': "
                                    "'web', 'instances': 2, 'at_s': 0}]}");
        COMPARE_WITHIN(dead.workloads.at("users.push").error_rate, 0.6, 1e-9);
        COMPARE_WITHIN(
            solved(parts, calls, "'scenario': {'load_factor': 2}").workloads.at("users.push").error_rate, 0.6,
            1e-9);
        const Results scaled =
            solved(parts, calls,
                   "'scenario': {'view_at_s': 1, 'events': [{'type': 'scale', 'component': "
                   "'web', 'instances': 5, 'at_s': 0}]}");
        COMPARE_WITHIN(scaled.workloads.at("users.push").error_rate, 0, 1e-12);
    }
};

QTEST_GUILESS_MAIN(OpenConnectionsTest)
#include "open_connections_test.moc"
