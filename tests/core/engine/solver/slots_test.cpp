#include <QTest>
#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

std::string machine(const std::string& id, const std::string& params) {
    return component(id, "service", "'instances': 1, " + params);
}

/// A service that calls a store of `ms` with workers for everybody.
results::Results calling(const std::string& rps, const std::string& web, const std::string& ms,
                         const std::string& more = "'groups': []") {
    return solved(
        client(rps) + machine("web", web) + machine("db", "'workers': 1000, 'service_time_ms': " + ms),
        call("a", "users", "web") + "," + call("b", "web", "db"), more);
}

}  // namespace

class SlotsTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/c of whatever is fewer; the wait for both is that of the machine.
    void withoutCallsTheFewerServe() {
        const auto pool =
            solved(client("90") + machine("web", "'workers': 32, 'slots': 10, 'service_time_ms': 100"),
                   call("a", "users", "web"));
        const queueing::MmcQueue ten(0.09, 0.01, 10);
        COMPARE_WITHIN(pool.components.at("web").wait_ms.mean, ten.meanWait(), 1e-9);
        COMPARE_WITHIN(pool.components.at("web").slot_utilization, 0.9, 1e-9);
        QVERIFY(!hasFinding(pool, "approximate-slots"));
        const auto wide =
            solved(client("90") + machine("web", "'workers': 1, 'slots': 3, 'service_time_ms': 10"),
                   call("a", "users", "web"));
        const queueing::MmcQueue one(0.09, 0.1, 1);
        COMPARE_WITHIN(wide.components.at("web").wait_ms.p99, one.waitQuantile(0.99), 1e-6);
        // E min(N, 3) of M/M/1 at 0.9: 0.9 + 0.81 + 0.729.
        COMPARE_WITHIN(wide.components.at("web").slot_utilization, 2.439 / 3, 1e-9);
    }

    // Slots, retries and a breaker around a callee at its limit, where what slots allow jumps with what they
    // let through: rounds that only halved a bracket went on for ever. The flows belong together: each of the
    // requests that s1 serves calls s2 once, and s2 does 4 machines x 2 workers / 79.769 ms = 100.29/s at
    // most.
    void whatIsCoupledSettles() {
        const auto r = solved(
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 100, "
            "'keys': {'count': 20000, 'zipf': 1.1, 'object_bytes': 1000}}]}" +
                machine("s1", "'workers': 8, 'slots': 64, 'service_time_ms': 36.214, 'service_cv': 0.5") +
                component("s2", "service",
                          "'instances': 4, 'workers': 2, 'service_time_ms': 79.769, 'service_cv': 2, "
                          "'error_rate': 0.05") +
                component("near", "cache",
                          "'memory_bytes': 2000000, 'service_time_ms': 1, 'workers': 4, 'instances': 1") +
                component("db", "sql_database", "'workers': 1, 'read_ms': 5.811, 'write_ms': 5.811"),
            "{'id': 'e1', 'from': 'users', 'to': 's1', 'kind': 'request', 'params': {'latency_ms': 1, "
            "'retries': 1, 'backoff_ms': 10}}," +
                call("e2", "s1", "s2") + "," +
                call("e3", "s1", "near",
                     ", 'retries': 3, 'backoff_ms': 0, 'required': false, 'breaker': {'threshold': 0.2, "
                     "'window': 10, 'open_ms': 5000}") +
                "," + call("e4", "s1", "db", ", 'max_concurrent': 5, 'when': 'on_miss'"));
        QVERIFY2(r.converged, std::to_string(r.iterations).c_str());
        COMPARE_WITHIN(r.connections.at("e2").rps, *r.components.at("s1").throughput_rps, 1e-6);
        QVERIFY(*r.components.at("s2").throughput_rps <= 8 / 0.079769 * (1 + 1e-9));
    }

    // Without own work the slots are the servers of M/M/5 with what is behind as the service. Little's law:
    // slots held are throughput times the time they are held.
    void aPoolOfConnectionsIsMmc() {
        const auto r = calling("90", "'workers': 5, 'slots': 5, 'service_time_ms': 0", "40");
        const queueing::MmcQueue queue(0.09, 1.0 / 40, 5);
        COMPARE_WITHIN(r.components.at("web").wait_ms.mean, queue.meanWait(), 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p99, queue.responseQuantile(0.99), 1e-6);
        COMPARE_WITHIN(r.components.at("web").slot_utilization, 0.09 * 40 / 5, 1e-9);
        COMPARE_WITHIN(r.components.at("web").queue_length, queue.meanQueueLength(), 1e-6);
        QVERIFY(hasFinding(r, "approximate-slots"));
    }

    // Erlang B of the whole holding time, 45 ms, whatever its distribution: 6.75 on 8 slots.
    void withoutRoomItIsErlangB() {
        for (const char* cv : {"0", "1", "2"}) {
            const auto r = calling("150",
                                   "'workers': 8, 'slots': 8, 'queue_limit': 0, 'service_time_ms': 5, "
                                   "'service_cv': " +
                                       std::string(cv),
                                   "40");
            const double lost = queueing::erlangB(6.75, 8);
            COMPARE_WITHIN(r.components.at("web").error_rate, lost, 1e-9);
            COMPARE_WITHIN(r.components.at("db").arrival_rps, 150 * (1 - lost), 1e-9);
            COMPARE_WITHIN(r.components.at("web").slot_utilization, 6.75 * (1 - lost) / 8, 1e-9);
            QCOMPARE(*r.components.at("web").wait_ms.mean, 0.0);
        }
    }

    // 8 slots, each held for 45 ms: 177.8 of 300 a second; the rest waits without end.
    void aSlowDependencyStopsItsCallers() {
        const auto r = calling("300", "'workers': 8, 'slots': 8, 'service_time_ms': 5", "40");
        const auto& web = r.components.at("web");
        COMPARE_WITHIN(r.system.goodput_rps, 8 / 0.045, 1e-6);
        COMPARE_WITHIN(web.offered_utilization, 300 * 0.045 / 8, 1e-6);
        COMPARE_WITHIN(web.backlog_growth_rps, 300 - 8 / 0.045, 1e-6);
        COMPARE_WITHIN(web.capacity_rps, 8 / 0.045, 1e-6);
        COMPARE_WITHIN(web.slot_utilization, 1, 1e-9);
        QCOMPARE(web.status, results::Status::saturated);
        QCOMPARE(r.system.bottleneck, Id("web"));
        QVERIFY(hasFinding(r, "slots-held"));
        QVERIFY(!hasFinding(r, "saturated"));
    }

    // Who calls holds 32 slots: no more can be at the store, which is always busy and never overrun.
    void theStoreBehindSlotsIsNotOverrun() {
        const auto r =
            solved(client("500") + machine("web", "'workers': 16, 'slots': 32, 'service_time_ms': 5") +
                       machine("db", "'workers': 4, 'service_time_ms': 10"),
                   call("a", "users", "web") + "," + call("b", "web", "db"));
        COMPARE_WITHIN(r.system.goodput_rps, 400, 1e-4);
        // 32 slots = 400 a second * (5 ms + what the call takes).
        COMPARE_WITHIN(r.connections.at("b").latency_ms.mean, 75, 1e-4);
        QVERIFY(r.converged);
        QVERIFY(!hasFinding(r, "saturated"));
    }

    // Consumers hold as many slots as they name: 20 at 100 ms take 200 a second, where 2 workers would
    // take 20.
    void consumersHaveTheirSlots() {
        const auto r = solved(
            client("150") + component("q", "message_queue", "'service_time_ms': 0") +
                component("w", "worker", "'instances': 1, 'workers': 2, 'slots': 20, 'service_time_ms': 0") +
                machine("db", "'workers': 1000, 'service_time_ms': 100"),
            call("a", "users", "q") + "," + call("b", "q", "w") + "," + call("c", "w", "db"));
        COMPARE_WITHIN(r.components.at("w").capacity_rps, 200, 1e-6);
        COMPARE_WITHIN(r.components.at("w").slot_utilization, 0.75, 1e-6);
        COMPARE_WITHIN(r.components.at("q").wait_ms.mean, queueing::MmcQueue(0.15, 0.01, 20).meanWait(),
                       1e-6);
    }
};

QTEST_GUILESS_MAIN(SlotsTest)
#include "slots_test.moc"
