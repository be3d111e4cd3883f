#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;
using headroom::results::Status;

namespace {

std::string publish(const std::string& id, const std::string& from, const std::string& to) {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to +
           "', 'kind': 'publish', 'params': {'latency_ms': 0}}";
}

std::string broker(const std::string& id) {
    return component(id, "message_queue", "'instances': 1, 'workers': 1000, 'service_time_ms': 2");
}

}  // namespace

/// Waits, overload, queues with consumers, stores, deadlines.
class CapacityTest : public QObject {
    Q_OBJECT

  private slots:
    // A circle through a full machine: it serves 1000/s, so 10 + 0.999 * 1000 arrive. One served less takes
    // away a hundred times as much, so that going round swings between 1 and 0.1 of what arrives.
    void overloadedCircleSettles() {
        const Results r = solved(client("10") + service("a", "1"),
                                 call("c", "users", "a") + "," + call("d", "a", "a", ", 'calls': 0.999"));
        QVERIFY(r.converged);
        COMPARE_WITHIN(r.components.at("a").arrival_rps, 1009, 1e-9);
        COMPARE_WITHIN(r.components.at("a").offered_utilization, 1.009, 1e-9);
        COMPARE_WITHIN(r.components.at("a").throughput_rps, 1000, 1e-9);
    }

    // 150/s at 100/s: rho 1.5; over 600 s the wait is uniform on [0, 600 s * (1 - 1/1.5)] = [0, 200 s].
    void overload() {
        const Results r = solved(client("150") + service("a", "10") + service("b", "4"),
                                 call("c", "users", "a") + "," + call("d", "a", "b"));
        const auto& a = r.components.at("a");
        COMPARE_WITHIN(a.offered_utilization, 1.5, 1e-12);
        COMPARE_WITHIN(a.utilization, 1, 1e-12);
        COMPARE_WITHIN(a.wait_ms.mean, 100000, 1e-9);
        COMPARE_WITHIN(a.wait_ms.p90, 180000, 1e-9);
        COMPARE_WITHIN(a.throughput_rps, 100, 1e-12);
        COMPARE_WITHIN(a.backlog_growth_rps, 50, 1e-12);
        COMPARE_WITHIN(a.queue_length, 15000, 1e-9);
        QCOMPARE(a.status, Status::saturated);
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 100, 1e-12);
        COMPARE_WITHIN(r.system.goodput_rps, 100, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        QVERIFY(hasFinding(r, "saturated"));
    }

    // M/M/1 at rho 0.8, T exponential of mean 50: within 100 ms is 1 - e^-2.
    void deadline() {
        const Results r =
            solved(client("80", ", 'deadline_ms': 100") + service("a", "10"), call("c", "users", "a"));
        COMPARE_WITHIN(r.system.goodput_rps, 80 * (1 - std::exp(-2)), 1e-6);
        COMPARE_WITHIN(r.system.error_rate, std::exp(-2), 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.mean, 50, 1e-9);
    }

    // Broker acknowledges after 2 ms. The worker is M/M/1 at rho 0.5: messages wait 10 ms in the queue, not
    // there.
    void publishAndConsume() {
        const Results r = solved(client("50") + broker("q") + service("w", "10"),
                                 publish("p", "users", "q") + "," + call("c", "q", "w"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 2, 1e-6);
        const auto& q = r.components.at("q");
        COMPARE_WITHIN(q.wait_ms.mean, 10, 1e-9);
        COMPARE_WITHIN(q.queue_length, 0.5, 1e-9);
        COMPARE_WITHIN(q.backlog, 0.5, 1e-9);
        COMPARE_WITHIN(q.lag_s, 0.01, 1e-9);
        COMPARE_WITHIN(q.drain_s, 0.5 / 50, 1e-9);
        COMPARE_WITHIN(q.backlog_growth_rps, 0, 1e-12);
        const auto& w = r.components.at("w");
        COMPARE_WITHIN(w.wait_ms.mean, 0, 1e-12);
        COMPARE_WITHIN(w.utilization, 0.5, 1e-12);
        COMPARE_WITHIN(w.slot_utilization, 0.5, 1e-9);
        COMPARE_WITHIN(w.capacity_rps, 100, 1e-9);
    }

    // The consumer holds a message for its own 10 ms and 30 ms downstream: 25/s instead of 100/s. Of 40/s, 15
    // stay.
    void aSlotIsHeldThroughCalls() {
        const Results r =
            solved(client("40") + broker("q") + service("w", "10") +
                       component("db", "sql_database", "'workers': 1000, 'read_ms': 30, 'write_ms': 30"),
                   publish("p", "users", "q") + "," + call("c", "q", "w") + "," + call("d", "w", "db"));
        COMPARE_WITHIN(r.components.at("w").capacity_rps, 25, 1e-6);
        COMPARE_WITHIN(r.components.at("w").throughput_rps, 25, 1e-6);
        COMPARE_WITHIN(r.components.at("w").utilization, 0.25, 1e-6);
        COMPARE_WITHIN(r.components.at("w").offered_utilization, 1.6, 1e-6);
        COMPARE_WITHIN(r.components.at("db").arrival_rps, 25, 1e-6);
        const auto& q = r.components.at("q");
        COMPARE_WITHIN(q.backlog_growth_rps, 15, 1e-6);
        COMPARE_WITHIN(q.backlog, 15 * 600.0, 1e-6);
        COMPARE_WITHIN(q.wait_ms.mean, 600000 * (1 - 1 / 1.6) / 2, 1e-6);
        QCOMPARE(q.status, Status::saturated);
        QCOMPARE(*r.system.bottleneck, std::string("w"));
        COMPARE_WITHIN(r.system.goodput_rps, 40, 1e-12);
    }

    // Two consumers share a queue: 2 and 1 machines of 100/s take 2 : 1 of 90/s. Rounds end where one moves
    // nothing by more than 1e-9.
    void consumersShare() {
        const Results r =
            solved(client("90") + broker("q") +
                       component("w", "worker", "'instances': 2, 'workers': 1, 'service_time_ms': 10") +
                       component("v", "worker", "'instances': 1, 'workers': 1, 'service_time_ms': 10"),
                   publish("p", "users", "q") + "," + call("c", "q", "w") + "," + call("d", "q", "v"));
        COMPARE_WITHIN(r.components.at("w").arrival_rps, 60, 1e-8);
        COMPARE_WITHIN(r.components.at("v").arrival_rps, 30, 1e-8);
    }

    // Published to anything else, it returns at once and cannot fail.
    void publishToAService() {
        const Results r = solved(client("50") + service("a", "1") + service("b", "10", ", 'error_rate': 0.5"),
                                 call("c", "users", "a") + "," + publish("p", "a", "b"));
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 50, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 1 / (1 - 0.05), 1e-9);
        QVERIFY(!hasFinding(solved(client("50") + broker("q"), publish("p", "users", "q")), "saturated"));
        QVERIFY(hasFinding(solved(client("50") + broker("q"), publish("p", "users", "q")),
                           "queue-without-consumer"));
    }

    void stores_data() {
        QTest::addColumn<QString>("readFrom");
        QTest::addColumn<double>("busiest");
        QTest::addColumn<double>("mean");
        // Reads 60/s of 5 ms, writes 20/s of 10 ms, leader and two replicas of 10 workers each (30 in all).
        // Load in erlangs: reads 0.3, writes 0.2 on each of the three.
        QTest::newRow("any") << "any" << (0.1 + 0.2) / 10 << (0.3 + 0.6) / 30;
        QTest::newRow("leader") << "leader" << (0.3 + 0.2) / 10 << (0.3 + 0.6) / 30;
        QTest::newRow("replicas") << "replicas" << (0.15 + 0.2) / 10 << (0.3 + 0.6) / 30;
    }

    void stores() {
        QFETCH(QString, readFrom);
        QFETCH(double, busiest);
        QFETCH(double, mean);
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 60}, "
            "{'id': 'w', 'op': 'write', 'rps': 20}]}";
        const Results r = solved(
            users + component("db", "sql_database",
                              "'replicas': 2, 'workers': 10, 'read_ms': 5, 'write_ms': 10, 'read_from': '" +
                                  readFrom.toStdString() + "'"),
            call("c", "users", "db"));
        const auto& db = r.components.at("db");
        COMPARE_WITHIN(db.arrival_rps, 80, 1e-12);
        COMPARE_WITHIN(db.offered_utilization, busiest, 1e-12);
        COMPARE_WITHIN(db.utilization, mean, 1e-12);
        COMPARE_WITHIN(db.capacity_rps, 80 / busiest, 1e-12);
        COMPARE_WITHIN(db.residence_ms.mean, 6.25, 1e-3);
    }

    // One machine, exponential reads of 5 and writes of 15 ms, 50 and 20/s: M/G/1 with rho 0.55 and
    // E[S^2] = (50 * 2 * 25 + 20 * 2 * 225) / 70; W = 70e-3 * E[S^2] / 2 / 0.45 = 12.777... ms.
    void readsAndWritesMix() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 50}, "
            "{'id': 'w', 'op': 'write', 'rps': 20}]}";
        const Results r =
            solved(users + component("db", "sql_database",
                                     "'replicas': 0, 'workers': 1, 'read_ms': 5, 'write_ms': 15"),
                   call("c", "users", "db"));
        const double wait = (50 * 2 * 25 + 20 * 2 * 225) * 1e-3 / 2 / 0.45;
        COMPARE_WITHIN(r.components.at("db").wait_ms.mean, wait, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.r").latency_ms.mean, wait + 5, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.w").latency_ms.mean, wait + 15, 1e-9);
        QVERIFY(!hasFinding(r, "approximate-wait"));
    }

    // Two machines picked at random are two M/M/1 at rho 0.8, and that is said; a balancer makes it round
    // robin.
    void severalMachines() {
        const auto two = component("s", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 10");
        const Results r = solved(client("160") + two, call("c", "users", "s"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 50, 1e-9);
        QVERIFY(hasFinding(r, "random-without-balancer"));
        const Results own = solved(client("160") + two, call("c", "users", "s", ", 'policy': 'round_robin'"));
        QVERIFY(*own.system.latency_ms.mean < 45);
        QVERIFY(!hasFinding(own, "random-without-balancer"));
    }

    // Regular service of 10 ms at rho 0.5: W = rho S / 2 / (1 - rho) = 5 ms exactly; behind it,
    // approximately.
    void approximationsAreNamed() {
        const Results r = solved(client("50") + service("a", "10", ", 'service_cv': 0") + service("b", "10"),
                                 call("c", "users", "a") + "," + call("d", "a", "b"));
        COMPARE_WITHIN(r.components.at("a").wait_ms.mean, 5, 1e-9);
        QVERIFY(hasFinding(r, "approximate-wait"));
        QVERIFY(*r.components.at("b").wait_ms.mean < 10);
    }
};

QTEST_GUILESS_MAIN(CapacityTest)
#include "capacity_test.moc"
