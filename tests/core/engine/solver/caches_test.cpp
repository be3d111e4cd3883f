#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Figure;

namespace {

std::string users(const std::string& reads, const std::string& writes, const std::string& keys) {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': " + reads +
           ", 'keys': " + keys + "}, {'id': 'w', 'op': 'write', 'rps': " + writes + "}]}";
}

headroom::results::Figure ratio(const std::string& clients, const std::string& params) {
    return solved(clients + component("k", "cache", params), call("c", "users", "k"))
        .components.at("k")
        .hit_ratio;
}

}  // namespace

class CachesTest : public QObject {
    Q_OBJECT

  private slots:
    // One key, room for it: it is there if it was read last. 30 / (30 + 10) on one machine; of two copies
    // each has half of the reads and all writes, 15 / (15 + 10).
    void copiesShareReadsButNotInvalidations() {
        const std::string all = users("30", "10", "{'count': 1, 'object_bytes': 10}");
        COMPARE_WITHIN(ratio(all, "'instances': 2, 'memory_bytes': 100, 'layout': 'sharded'"), 0.75, 1e-9);
        COMPARE_WITHIN(ratio(all, "'instances': 2, 'memory_bytes': 100, 'layout': 'replicated'"), 0.6, 1e-9);
    }

    // A miss, then what comes within its life: 2 x 3 of 7. Taken away at 1 per second as well, the life is
    // 1 - e^-3 on average.
    void aLife() {
        const std::string keys = "{'count': 1, 'object_bytes': 10}";
        const std::string cache = "'instances': 1, 'memory_bytes': 100, 'ttl_ms': 3000";
        COMPARE_WITHIN(ratio(users("2", "0", keys), cache), 6.0 / 7, 1e-9);
        const double life = 1 - std::exp(-3);
        COMPARE_WITHIN(ratio(users("2", "1", keys), cache + ", 'eviction': 'ttl_only'"),
                       2 * life / (1 + 2 * life), 1e-9);
    }

    // One key, always there but for the time that it takes to fetch it: 3 s of life at 2 a second, 1 s of
    // work behind. Without coalescing all that come meanwhile miss: a cycle is 1/2 + 1 + 3 s, found in the
    // last 3. With it only the first misses, 1 of 1 + 2 (1 + 3), and waits for a constant second; those who
    // come meanwhile, 2 of the 9, wait for half of it. With the old value meanwhile nobody waits.
    void whatIsBeingFetched() {
        const auto with = [](const std::string& params) {
            return solved(
                users("2", "0", "{'count': 1, 'object_bytes': 10}") +
                    component("web", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 0") +
                    component("k", "cache",
                              "'instances': 1, 'memory_bytes': 100, 'service_time_ms': 0, "
                              "'eviction': 'ttl_only', 'ttl_ms': 3000" +
                                  params) +
                    component("db", "service",
                              "'instances': 1, 'workers': 1000, 'service_time_ms': 1000, "
                              "'service_cv': 0"),
                call("c", "users", "web") + "," + call("d", "web", "k") + "," +
                    call("e", "web", "db", ", 'when': 'on_miss'"));
        };
        const auto each = with("");
        COMPARE_WITHIN(each.components.at("k").hit_ratio, 6.0 / 9, 1e-6);
        COMPARE_WITHIN(each.components.at("db").arrival_rps, 2 * 3.0 / 9, 1e-6);
        COMPARE_WITHIN(each.components.at("k").stampede, 1 + 2 * 1.0, 1e-6);
        const auto alone = with(", 'coalescing': true");
        COMPARE_WITHIN(alone.components.at("db").arrival_rps, 2 * 1.0 / 9, 1e-6);
        COMPARE_WITHIN(alone.components.at("k").stampede, 1, 1e-12);
        COMPARE_WITHIN(alone.system.latency_ms.mean, 1.0 / 9 * 1000 + 2.0 / 9 * 500, 1e-6);
        COMPARE_WITHIN(alone.system.latency_ms.p99, 1000, 0.01);
        const auto old = with(", 'stale_while_revalidate': true");
        COMPARE_WITHIN(old.components.at("k").hit_ratio, 1, 1e-9);
        COMPARE_WITHIN(old.components.at("db").arrival_rps, 2 * 1.0 / 9, 1e-6);
        QCOMPARE(old.system.latency_ms.mean, Figure(0.0));
    }

    void stampedesAreSaid() {
        const auto said = [](const std::string& rate, const std::string& params) {
            return hasFinding(
                solved(users(rate, "0", "{'count': 1}") +
                           component("web", "service", "'workers': 1000, 'service_time_ms': 1") +
                           component("k", "cache", "'memory_bytes': 5000, 'ttl_ms': 60000" + params) +
                           component("db", "service", "'workers': 10000, 'service_time_ms': 50"),
                       call("c", "users", "web") + "," + call("d", "web", "k") + "," +
                           call("e", "web", "db", ", 'when': 'on_miss'")),
                "stampede");
        };
        QVERIFY(!said("100", ""));
        QVERIFY(said("1000", ""));
        QVERIFY(!said("1000", ", 'coalescing': true"));
    }

    // 3 of 10 ask for what does not exist. The only key that does is always there: 0.7. Kept like a value,
    // all are found. A filter of 8 bits a key with 6 hashes lets (1 - e^(-6/8))^6 = 0.021577 of them pass.
    void whatDoesNotExist() {
        const std::string all = users("30", "0", "{'count': 1, 'object_bytes': 10, 'missing_share': 0.3}");
        COMPARE_WITHIN(ratio(all, "'instances': 1, 'memory_bytes': 100"), 0.7, 1e-9);
        COMPARE_WITHIN(ratio(all, "'instances': 1, 'memory_bytes': 100, 'negative_caching': true"), 1, 1e-9);
        const double passes = std::pow(1 - std::exp(-6.0 / 8), 6);
        COMPARE_WITHIN(ratio(all, "'instances': 1, 'memory_bytes': 100, 'bloom_bits_per_key': 8"),
                       1 - 0.3 * passes, 1e-9);
    }

    // Behind a first cache that keeps its keys for T seconds, key i comes at r_i / (1 + r_i T); a second one
    // that keeps them for U finds m U / (1 + m U) of those (sums over three keys of Zipf 1).
    void tiers() {
        const auto r = solved(
            users("10", "0", "{'count': 3, 'zipf': 1, 'object_bytes': 10}") +
                component("near", "cache",
                          "'strategy': 'read_through', 'service_time_ms': 0, 'eviction': 'ttl_only', "
                          "'ttl_ms': 500") +
                component("far", "cache", "'service_time_ms': 0, 'eviction': 'ttl_only', 'ttl_ms': 2000"),
            call("c", "users", "near") + "," + call("d", "near", "far"));
        double first = 0;
        double second = 0;
        for (const double share : {6.0 / 11, 3.0 / 11, 2.0 / 11}) {
            const double misses = 10 * share / (1 + 10 * share * 0.5);
            first += misses;
            second += misses * (misses * 2) / (1 + misses * 2);
        }
        COMPARE_WITHIN(r.components.at("far").arrival_rps, first, 1e-6);
        COMPARE_WITHIN(r.components.at("far").hit_ratio, second / first, 1e-6);
        QVERIFY(hasFinding(r, "approximate-tiers"));
    }

    // A call about something else: two keys of its own, which are always there.
    void keysOfAConnection() {
        const auto r = solved(users("30", "0", "{'count': 1000000, 'zipf': 0}") +
                                  component("k", "cache", "'instances': 1, 'memory_bytes': 5000"),
                              call("c", "users", "k", ", 'keys': {'count': 2, 'object_bytes': 10}"));
        COMPARE_WITHIN(r.components.at("k").hit_ratio, 1, 1e-9);
    }

    void whatIsApproximateIsSaid() {
        const auto said = [](const std::string& params) {
            const auto r = solved(users("30", "10", "{'count': 100}") + component("k", "cache", params),
                                  call("c", "users", "k"));
            return hasFinding(r, "approximate-hit-ratio");
        };
        QVERIFY(!said("'memory_bytes': 50000"));
        QVERIFY(said("'memory_bytes': 50000, 'eviction': 'arc'"));
        QVERIFY(said("'memory_bytes': 50000, 'ttl_ms': 1000"));
        QVERIFY(!said("'memory_bytes': 50000, 'ttl_ms': 1000, 'eviction': 'ttl_only'"));
        QVERIFY(!said("'hit_ratio': 0.5, 'eviction': 'arc'"));
    }
};

QTEST_GUILESS_MAIN(CachesTest)
#include "caches_test.moc"
