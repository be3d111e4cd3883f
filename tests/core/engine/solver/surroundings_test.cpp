#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;
using headroom::results::Status;

namespace {

std::string grouped(const std::string& id, const std::string& group) {
    return ", {'id': '" + id + "', 'kind': 'service', 'x': 0, 'y': 0" +
           (group.empty() ? "" : ", 'group': '" + group + "'") +
           ", 'params': {'instances': 1, 'workers': 1000, 'service_time_ms': 0}}";
}

std::string group(const std::string& id, const std::string& kind, const std::string& parent,
                  const std::string& params = "") {
    return "{'id': '" + id + "', 'kind': '" + kind +
           "', 'parent': " + (parent.empty() ? "null" : "'" + parent + "'") +
           ", 'x': 0, 'y': 0, 'w': 10, 'h': 10, 'params': {" + params + "}}";
}

std::string plain(const std::string& id, const std::string& from, const std::string& to,
                  const std::string& params = "") {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to + "', 'kind': 'request', 'params': {" +
           params + "}}";
}

}  // namespace

/// Network, money, kinds that are not known, settings that are not read.
class SurroundingsTest : public QObject {
    Q_OBJECT

  private slots:
    void latencyByGroups_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<double>("expected");
        QTest::newRow("rack") << "rack-1"
                              << "rack-1" << 0.1;
        QTest::newRow("zone") << "rack-1"
                              << "zone-a" << 0.3;
        QTest::newRow("region") << "zone-a"
                                << "zone-b" << 1.0;
        QTest::newRow("pair named") << "zone-a"
                                    << "zone-c" << 80.0;
        QTest::newRow("pair named the other way") << "zone-c"
                                                  << "zone-a" << 80.0;
        QTest::newRow("pair not named") << "zone-b"
                                        << "asia" << 60.0;
        QTest::newRow("no groups") << ""
                                   << "" << 0.3;
    }

    // The round trip of the call from a to b; from the client to a it is 30 ms.
    void latencyByGroups() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(double, expected);
        const std::string groups =
            "'groups': [" + group("us", "region", "", "'latency_ms': [{'to': 'eu', 'ms': 80}]") + "," +
            group("eu", "region", "") + "," + group("asia", "region", "") + "," +
            group("zone-a", "zone", "us") + "," + group("zone-b", "zone", "us") + "," +
            group("zone-c", "zone", "eu") + "," + group("rack-1", "rack", "zone-a") + "]";
        const Results r =
            solved(client("1") + grouped("a", from.toStdString()) + grouped("b", to.toStdString()),
                   plain("c", "users", "a") + "," + plain("d", "a", "b"), groups);
        COMPARE_WITHIN(r.connections.at("d").latency_ms.mean, expected, 1e-12);
        COMPARE_WITHIN(r.connections.at("d").latency_ms.p999, expected, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 30 + expected, 1e-12);
    }

    // 4 500 bytes both ways at 9 Mbit/s: 4 ms on top of 6; 100/s make 450 000 bytes/s.
    void bytesTakeTime() {
        const Results r =
            solved(client("100", ", 'request_bytes': 500, 'response_bytes': 4000") + grouped("a", ""),
                   plain("c", "users", "a", "'latency_ms': 6, 'bandwidth_mbps': 9"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 10, 1e-12);
        COMPARE_WITHIN(r.connections.at("c").bytes_per_s, 450000, 1e-12);
    }

    // A round trip with cv 1 is exponential: p99 = 10 ln 100.
    void latencyThatVaries() {
        const Results r = solved(client("100") + grouped("a", ""),
                                 plain("c", "users", "a", "'latency_ms': 10, 'latency_cv': 1"));
        COMPARE_WITHIN(r.system.latency_ms.p99, 10 * std::log(100), 1e-3);
    }

    // Whatever waits for an unknown box or stands behind it is null; what stands before it keeps its numbers.
    void unknownKind() {
        const Results r = solved(
            client("50") + service("a", "10") + component("odd", "quantum_oracle", "") + service("b", "10"),
            call("c", "users", "a") + "," + call("d", "a", "odd") + "," + call("e", "odd", "b"));
        COMPARE_WITHIN(r.components.at("a").wait_ms.mean, 10, 1e-9);
        COMPARE_WITHIN(r.connections.at("d").rps, 50, 1e-12);
        QVERIFY(!r.components.at("a").response_ms.mean);
        QVERIFY(!r.components.at("odd").arrival_rps);
        QCOMPARE(r.components.at("odd").status, Status::unknown);
        QVERIFY(!r.components.at("b").arrival_rps && !r.components.at("b").wait_ms.mean);
        QVERIFY(!r.system.goodput_rps && !r.system.latency_ms.p99 && !r.system.cost_usd_month);
        COMPARE_WITHIN(r.system.offered_rps, 50, 1e-12);
        QVERIFY(hasFinding(r, "unknown-kind"));
    }

    void loadFactorAndShares() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'params': {'rps': 100}, 'workloads': "
            "[{'id': 'r', 'share': 0.7}, {'id': 'w', 'op': 'write', 'share': 0.3}, {'id': 'x', 'rps': 5}]}";
        const Results r =
            solved(users + service("a", "0.1"), call("c", "users", "a"), "'scenario': {'load_factor': 2}");
        COMPARE_WITHIN(r.workloads.at("users.r").offered_rps, 140, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.w").offered_rps, 60, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.x").offered_rps, 10, 1e-12);
        COMPARE_WITHIN(r.system.offered_rps, 210, 1e-12);
    }

    void anEmptyDesign() {
        const Results r = solved("", "");
        COMPARE_WITHIN(r.system.offered_rps, 0, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        QVERIFY(!r.system.latency_ms.mean && !r.system.bottleneck);
    }

    void aStopIsHonoured() {
        std::stop_source source;
        source.request_stop();
        const Results r =
            headroom::engine::solve(designOf(client("1") + service("a", "1"), call("c", "users", "a")),
                                    shippedCatalog(), source.get_token());
        QVERIFY(r.components.empty());
    }
};

QTEST_GUILESS_MAIN(SurroundingsTest)
#include "surroundings_test.moc"
