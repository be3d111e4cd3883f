#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

/// A station that is hardly busy, so that its response is its service time within 1e-6.
std::string calm(const std::string& id, const std::string& serviceMs, const std::string& more = "") {
    return component(id, "service",
                     "'instances': 1, 'workers': 1000, 'service_time_ms': " + serviceMs + more);
}

std::string calmStore(const std::string& id, const std::string& ms) {
    return component(id, "sql_database", "'workers': 1000, 'read_ms': " + ms + ", 'write_ms': " + ms);
}

std::string calmCache(const std::string& id, const std::string& more) {
    return component(id, "cache",
                     "'instances': 1, 'workers': 1000, 'service_time_ms': 1, 'hit_ratio': 0.8" + more);
}

const std::string readsAndWrites =
    "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 90}, "
    "{'id': 'w', 'op': 'write', 'rps': 10}]}";

}  // namespace

/// What one request makes of its calls: order, choices, repetitions, misses, failures.
class CallsTest : public QObject {
    Q_OBJECT

  private slots:
    // 2.5 calls of 4 ms behind 10 ms: 10 + 2.5 * 4 = 20 ms; the callee sees 2.5 times the rate.
    void repeatedCalls() {
        const Results r = solved(client("10") + calm("a", "10") + calm("b", "4"),
                                 call("c", "users", "a") + "," + call("d", "a", "b", ", 'calls': 2.5"));
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 25, 1e-12);
        COMPARE_WITHIN(r.connections.at("d").rps, 25, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 20, 1e-9);
    }

    // Weights 3 : 1 between 8 and 40 ms: 0.75 * 8 + 0.25 * 40 = 16 ms.
    void alternatives() {
        const Results r =
            solved(client("100") + calm("a", "0") + calm("b", "8") + calm("c", "40"),
                   call("c1", "users", "a") + "," + call("c2", "a", "b", ", 'choice': 'x', 'weight': 3") +
                       "," + call("c3", "a", "c", ", 'choice': 'x'"));
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 75, 1e-12);
        COMPARE_WITHIN(r.components.at("c").arrival_rps, 25, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 16, 1e-9);
    }

    // A balancer draws by weight and number of machines: 1 * 3 against 2 * 1, so 60 and 40 %.
    void balancerDrawsByMachines() {
        const Results r = solved(
            client("100") +
                component("lb", "load_balancer", "'instances': 1, 'workers': 100, 'service_time_ms': 0") +
                component("a", "service", "'instances': 3, 'workers': 100, 'service_time_ms': 10") +
                component("b", "service", "'instances': 1, 'workers': 100, 'service_time_ms': 20"),
            call("c", "users", "lb") + "," + call("d", "lb", "a") + "," +
                call("e", "lb", "b", ", 'weight': 2"));
        COMPARE_WITHIN(r.components.at("a").arrival_rps, 60, 1e-12);
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 40, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 14, 1e-6);
    }

    // Reads 90/s, writes 10/s, hit ratio 0.8. Cache: 90 lookups, 10 invalidations, 18 fills = 118/s. Store:
    // 18 misses, 10 writes = 28/s. Reads: 5 + 1 + 0.2 * 20 = 10 ms; writes: 5 + 1 + 20 = 26 ms;
    // together 11.6.
    void cacheAside() {
        const Results r = solved(readsAndWrites + calm("web", "5") +
                                     calmCache("cache", ", 'strategy': 'look_aside'") + calmStore("db", "20"),
                                 call("c", "users", "web") + "," + call("look", "web", "cache") + "," +
                                     call("load", "web", "db", ", 'when': 'on_miss'"));
        COMPARE_WITHIN(r.components.at("cache").arrival_rps, 118, 1e-12);
        COMPARE_WITHIN(r.connections.at("look").rps, 118, 1e-12);
        COMPARE_WITHIN(r.connections.at("load").rps, 28, 1e-12);
        COMPARE_WITHIN(r.components.at("cache").hit_ratio, 0.8, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.r").latency_ms.mean, 10, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.w").latency_ms.mean, 26, 1e-9);
        COMPARE_WITHIN(r.system.latency_ms.mean, 11.6, 1e-9);
        QVERIFY(hasFinding(r, "approximate-fills"));
    }

    // Two lookups a request: each miss asks the store, 90 * 2 * 0.2 = 36/s, and fills once.
    void severalLookups() {
        const Results r =
            solved(client("90") + calm("web", "5") + calmCache("cache", "") + calmStore("db", "20"),
                   call("c", "users", "web") + "," + call("look", "web", "cache", ", 'calls': 2") + "," +
                       call("load", "web", "db", ", 'when': 'on_miss'"));
        COMPARE_WITHIN(r.connections.at("load").rps, 36, 1e-12);
        COMPARE_WITHIN(r.components.at("cache").arrival_rps, 180 + 36, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 5 + 2 * (1 + 0.2 * 20), 1e-9);
    }

    // Two tiers, each hit 0.8 of what it is asked: the second 0.2, the store 0.04 of the reads.
    void tiers() {
        const Results r = solved(client("100") + calm("web", "0") + calmCache("near", "") +
                                     calmCache("far", "") + calmStore("db", "50"),
                                 call("c", "users", "web") + "," + call("l1", "web", "near") + "," +
                                     call("l2", "web", "far", ", 'when': 'on_miss', 'of': 'l1'") + "," +
                                     call("l3", "web", "db", ", 'when': 'on_miss', 'of': 'l2'"));
        COMPARE_WITHIN(r.connections.at("l3").rps, 4, 1e-12);
        COMPARE_WITHIN(r.components.at("near").arrival_rps, 120, 1e-12);
        COMPARE_WITHIN(r.components.at("far").arrival_rps, 24, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 1 + 0.2 * 1 + 0.04 * 50, 1e-9);
    }

    void strategiesInLine_data() {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<double>("cacheRps");  // worked on at the cache
        QTest::addColumn<double>("storeRps");
        QTest::addColumn<double>("writeMs");
        // Reads: 1 + 0.2 * 20 = 5 ms. Writes: invalidate then store 21; cache then store 21; cache 1;
        // store 20.
        QTest::newRow("read_through") << "read_through" << 100.0 << 28.0 << 21.0;
        QTest::newRow("write_through") << "write_through" << 100.0 << 28.0 << 21.0;
        QTest::newRow("write_behind") << "write_behind" << 100.0 << 28.0 << 1.0;
        QTest::newRow("write_around") << "write_around" << 90.0 << 28.0 << 20.0;
    }

    void strategiesInLine() {
        QFETCH(QString, strategy);
        QFETCH(double, cacheRps);
        QFETCH(double, storeRps);
        QFETCH(double, writeMs);
        const Results r =
            solved(readsAndWrites + calmCache("cache", ", 'strategy': '" + strategy.toStdString() + "'") +
                       calmStore("db", "20"),
                   call("c", "users", "cache") + "," + call("d", "cache", "db"));
        COMPARE_WITHIN(r.components.at("cache").utilization, cacheRps * 1e-3 / 1000, 1e-9);
        COMPARE_WITHIN(r.components.at("db").arrival_rps, storeRps, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.r").latency_ms.mean, 5, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.w").latency_ms.mean, writeMs, 1e-9);
    }

    // a (error 0.1) fails after its full work of 10 ms and before its call: success 0.9, b sees 90/s.
    void errorsComeAfterTheWork() {
        const Results r = solved(client("100") + calm("a", "10", ", 'error_rate': 0.1") + calm("b", "5"),
                                 call("c", "users", "a") + "," + call("d", "a", "b"));
        COMPARE_WITHIN(r.components.at("a").throughput_rps, 100, 1e-12);
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 90, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 0.1, 1e-12);
        COMPARE_WITHIN(r.system.goodput_rps, 90, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 15, 1e-9);
        COMPARE_WITHIN(r.connections.at("c").error_rate, 0.1, 1e-12);
    }

    // A failed call ends its caller: of b then c, c is asked only after b succeeded (0.8), and 0.8 get
    // through.
    void aFailedCallEndsTheCaller() {
        const Results r =
            solved(client("100") + calm("a", "0") + calm("b", "10", ", 'error_rate': 0.2") + calm("c", "5"),
                   call("x", "users", "a") + "," + call("y", "a", "b") + "," + call("z", "a", "c"));
        COMPARE_WITHIN(r.components.at("c").arrival_rps, 80, 1e-12);
        COMPARE_WITHIN(r.system.goodput_rps, 80, 1e-12);
        COMPARE_WITHIN(r.components.at("a").error_rate, 0.2, 1e-12);
    }

    // b fails 0.2 after 10 ms; then the fallback of 30 ms answers and c goes on: 0.8 * 10 + 0.2 * 40 + 5
    // = 21.
    void fallback() {
        const Results r =
            solved(client("100") + calm("a", "0") + calm("b", "10", ", 'error_rate': 0.2") +
                       calm("spare", "30") + calm("c", "5"),
                   call("x", "users", "a") + "," + call("y", "a", "b") + "," +
                       call("f", "a", "spare", ", 'when': 'on_failure'") + "," + call("z", "a", "c"));
        COMPARE_WITHIN(r.components.at("spare").arrival_rps, 20, 1e-12);
        COMPARE_WITHIN(r.components.at("c").arrival_rps, 100, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 21, 1e-9);
        COMPARE_WITHIN(r.connections.at("y").error_rate, 0.2, 1e-12);
    }

    // 3 calls that each succeed with 0.9: made 1 + 0.9 + 0.81 = 2.71 times, all through with 0.729.
    void repeatedCallsThatFail() {
        const Results r = solved(client("100") + calm("a", "0") + calm("b", "10", ", 'error_rate': 0.1"),
                                 call("x", "users", "a") + "," + call("y", "a", "b", ", 'calls': 3"));
        COMPARE_WITHIN(r.components.at("b").arrival_rps, 271, 1e-12);
        COMPARE_WITHIN(r.system.goodput_rps, 72.9, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 30, 1e-9);
    }

    // Filters look at what is inherited, the callee sees `as`.
    void filtersAndOperations() {
        const Results r = solved(
            readsAndWrites + calm("web", "0") +
                component("db", "sql_database", "'workers': 1000, 'read_ms': 1, 'write_ms': 7"),
            call("c", "users", "web") + "," + call("d", "web", "db", ", 'ops': ['read'], 'as': 'write'"));
        COMPARE_WITHIN(r.components.at("db").arrival_rps, 90, 1e-12);
        COMPARE_WITHIN(r.workloads.at("users.r").latency_ms.mean, 7, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.w").latency_ms.mean, 0, 1e-9);
        const Results named =
            solved(readsAndWrites + calm("web", "0") + calm("b", "3"),
                   call("c", "users", "web") + "," + call("d", "web", "b", ", 'workloads': ['users.w']"));
        COMPARE_WITHIN(named.components.at("b").arrival_rps, 10, 1e-12);
    }

    // A look-up that misses in line has taken its origin's 10 ms besides its own, and is the one that loads
    // for 20 ms: 1 or 31 ms, nothing in between. Two look-ups in one call: 2 ms in 0.64^2 = 41 % of the
    // cases, 32 in 46 %, 62 in 13 %.
    void missesInLineAreThoseThatLoad() {
        const auto with = [](const std::string& calls) {
            return solved(client("0.001") + calm("web", "0") +
                              component(
                                  "edge", "cache",
                                  "'instances': 1, 'workers': 1000, 'service_time_ms': 1, 'service_cv': 0, "
                                  "'hit_ratio': 0.64") +
                              calm("origin", "10", ", 'service_cv': 0") +
                              calm("base", "20", ", 'service_cv': 0"),
                          call("c", "users", "web") + "," + call("look", "web", "edge", calls) + "," +
                              call("on", "edge", "origin") + "," +
                              call("load", "web", "base", ", 'when': 'on_miss', 'of': 'look'"))
                .system.latency_ms;
        };
        const auto once = with("");
        COMPARE_WITHIN(once.mean, 1 + 0.36 * 30, 1e-6);
        COMPARE_WITHIN(once.p50, 1, 1e-3);
        COMPARE_WITHIN(once.p90, 31, 1e-3);
        const auto twice = with(", 'calls': 2");
        COMPARE_WITHIN(twice.mean, 2 * (1 + 0.36 * 30), 1e-6);
        COMPARE_WITHIN(twice.p50, 32, 1e-3);
        COMPARE_WITHIN(twice.p90, 62, 1e-3);
    }

    // Each call comes back 0.6 times: 1 / (1 - 0.6) = 2.5 visits; 1.2 times never ends.
    void feedback() {
        const auto loop = [](const std::string& calls) {
            return solved(client("100") + calm("a", "10") + calm("b", "0"),
                          call("x", "users", "a") + "," + call("y", "a", "b", ", 'calls': " + calls) + "," +
                              call("z", "b", "a"));
        };
        const Results r = loop("0.6");
        COMPARE_WITHIN(r.components.at("a").arrival_rps, 250, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 25, 1e-9);
        const Results endless = loop("1.2");
        QVERIFY(hasFinding(endless, "cycle-does-not-shrink"));
        QVERIFY(!endless.components.at("a").arrival_rps);
        QVERIFY(!endless.system.goodput_rps && !endless.system.latency_ms.mean);
        COMPARE_WITHIN(endless.system.offered_rps, 100, 1e-12);
    }
};

QTEST_GUILESS_MAIN(CallsTest)
#include "calls_test.moc"
