#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Results;

namespace {

/// `n` machines that each do 100/s, of that availability.
std::string farm(const std::string& id, int n, const std::string& availability,
                 const std::string& more = "") {
    return component(id, "service",
                     "'instances': " + std::to_string(n) +
                         ", 'workers': 1, 'service_time_ms': 10, 'availability': " + availability + more);
}

std::string zones(const std::string& availability, int count = 2) {
    std::string list;
    for (int i = 0; i < count; ++i) {
        list +=
            (i > 0 ? "," : "") + std::string("{'id': 'z") + std::to_string(i) +
            "', 'kind': 'zone', 'x': 0, 'y': 0, 'w': 1, 'h': 1, 'params': {'availability': " + availability +
            "}}";
    }
    return "'groups': [" + list + "]";
}

}  // namespace

class AvailabilityTest : public QObject {
    Q_OBJECT

  private slots:
    void nothingSaidNothingKnown() {
        const Results r = solved(client("10") + service("web", "1"), call("c", "users", "web"));
        QVERIFY(!r.system.availability && !r.components.at("web").availability);
    }

    // The load picks k: 150/s need two of the 100/s machines. Two of three at 0.99: 0.999702; one of three at
    // 50/s, of 0.9: 0.999; three of five at 250/s of 0.9: 0.99144.
    void asManyAsTheLoadNeeds_data() {
        QTest::addColumn<int>("machines");
        QTest::addColumn<QString>("rps");
        QTest::addColumn<QString>("each");
        QTest::addColumn<double>("expected");
        QTest::newRow("k=1 n=2 a=0.99") << 2 << "50"
                                        << "0.99" << 0.9999;
        QTest::newRow("k=2 n=3 a=0.99") << 3 << "150"
                                        << "0.99" << 0.999702;
        QTest::newRow("k=2 n=3 a=0.999") << 3 << "150"
                                         << "0.999" << 0.999997002;
        QTest::newRow("k=1 n=3 a=0.9") << 3 << "50"
                                       << "0.9" << 0.999;
        QTest::newRow("k=3 n=5 a=0.9") << 5 << "250"
                                       << "0.9" << 0.99144;
    }
    void asManyAsTheLoadNeeds() {
        QFETCH(int, machines);
        QFETCH(QString, rps);
        QFETCH(QString, each);
        QFETCH(double, expected);
        const Results r = solved(client(rps.toStdString()) + farm("web", machines, each.toStdString()),
                                 call("c", "users", "web"));
        COMPARE_WITHIN(r.components.at("web").availability, expected, 1e-12);
        COMPARE_WITHIN(r.system.availability, expected, 1e-12);
    }

    // 1000 hours up and one hour down: 1000/1001.
    void fromHours() {
        const Results r = solved(
            client("10") + component("web", "service", "'instances': 1, 'mtbf_hours': 1000, 'mttr_hours': 1"),
            call("c", "users", "web"));
        COMPARE_WITHIN(r.system.availability, 1000.0 / 1001, 1e-12);
    }

    // One balancer of two, three of four machines, one of a leader and its replica:
    // (1 - 0.001^2) (0.995^4 + 4 0.995^3 0.005) (1 - 0.0005^2) = 0.999849748312.
    void aRowOfThree() {
        const Results r = solved(
            client("250") + component("lb", "load_balancer", "'instances': 2, 'availability': 0.999") +
                farm("app", 4, "0.995") +
                component("db", "sql_database", "'replicas': 1, 'availability': 0.9995, 'workers': 64"),
            call("c", "users", "lb") + "," + call("d", "lb", "app") + "," + call("e", "app", "db"));
        COMPARE_WITHIN(r.system.availability, 0.999849748312, 1e-9);
    }

    // Three machines in two zones (two in z0, one in z1), zones of 0.99, machines of 0.9, two needed.
    // Both up: 0.9^3 + 3 0.9^2 0.1 = 0.972; z0 alone: 0.81; z1 alone: 0.
    // 0.99^2 0.972 + 0.99 0.01 0.81 = 0.9606762.
    void zonesFailWhole() {
        const Results r = solved(client("150") + farm("web", 3, "0.9", ", 'placement': ['z0', 'z1']"),
                                 call("c", "users", "web"), zones("0.99"));
        COMPARE_WITHIN(r.system.availability, 0.99 * 0.99 * 0.972 + 0.99 * 0.01 * 0.81, 1e-12);
    }

    // Both in the one zone: it fails once, not twice.
    void aZoneIsShared() {
        const Results r = solved(client("50") + farm("web", 1, "1", ", 'placement': ['z0']") +
                                     farm("db", 1, "1", ", 'placement': ['z0']"),
                                 call("c", "users", "web") + "," + call("d", "web", "db"), zones("0.99"));
        COMPARE_WITHIN(r.system.availability, 0.99, 1e-12);
        COMPARE_WITHIN(r.components.at("db").availability, 0.99, 1e-12);
    }

    // What is published to others, is optional or has somebody who stands in does not count.
    void onlyWhatIsRequired() {
        const Results r = solved(
            client("50") + farm("web", 1, "0.99") + farm("mail", 1, "0.5") + farm("ads", 1, "0.5") +
                farm("db", 1, "0.5") + farm("spare", 1, "0.5"),
            call("c", "users", "web") +
                ",{'id': 'p', 'from': 'web', 'to': 'mail', 'kind': 'publish', 'params': {'latency_ms': 0}}," +
                call("o", "web", "ads", ", 'required': false") + "," + call("d", "web", "db") + "," +
                call("f", "web", "spare", ", 'when': 'on_failure'"));
        COMPARE_WITHIN(r.system.availability, 0.99, 1e-12);
    }

    // Two farms behind one balancer stand in for each other: 1 - 0.1^2, where one machine is enough.
    void targetsOfABalancerStandIn() {
        const Results r = solved(
            client("50") + component("lb", "load_balancer", "") + farm("x", 1, "0.9") + farm("y", 1, "0.9"),
            call("c", "users", "lb") + "," + call("d", "lb", "x") + "," + call("e", "lb", "y"));
        COMPARE_WITHIN(r.system.availability, 0.99, 1e-12);
    }

    // Two shards, each of a leader and a replica of 0.9: (1 - 0.01)^2.
    void everyShardCounts() {
        const Results r = solved(
            client("10") + component("db", "sql_database", "'shards': 2, 'replicas': 1, 'availability': 0.9"),
            call("c", "users", "db"));
        COMPARE_WITHIN(r.system.availability, 0.99 * 0.99, 1e-12);
    }

    // Fifteen zones with a machine each, of which one is needed: 1 - 0.5^15; sampled, and it says so.
    void manyGroupsAreSampled() {
        std::string placement;
        for (int i = 0; i < 15; ++i) {
            placement += (i > 0 ? ", 'z" : "'z") + std::to_string(i) + "'";
        }
        const Results r = solved(client("750") + farm("web", 15, "1", ", 'placement': [" + placement + "]"),
                                 call("c", "users", "web"), zones("0.5", 15));
        QVERIFY(hasFinding(r, "availability-sampled"));
        // At least 8 of 15 at one half each: 0.5, within four standard deviations of 4000 samples.
        QVERIFY(std::abs(*r.system.availability - 0.5) < 4 * 0.5 / std::sqrt(4000));
    }
};

QTEST_GUILESS_MAIN(AvailabilityTest)
#include "availability_test.moc"
