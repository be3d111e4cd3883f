#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;

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
