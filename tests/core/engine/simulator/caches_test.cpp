#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

/// Real memories against the formulas: 1000 keys, Zipf 0.8, room for 100 of them.
class SimulatedCachesTest : public QObject {
    Q_OBJECT

  private slots:
    void asTheFormulasSay_data() {
        QTest::addColumn<QString>("params");
        QTest::addColumn<double>("writes");
        QTest::addColumn<double>("known");
        const auto row = [](const char* name, const char* params, double writes, double known) {
            QTest::newRow(name) << QString::fromLatin1(params) << writes << known;
        };
        const char* base = "";
        row("LRU", base, 0, 0.001);
        row("LFU", ", 'eviction': 'lfu'", 0, 0);
        row("FIFO", ", 'eviction': 'fifo'", 0, 0.0005);
        row("random", ", 'eviction': 'random'", 0, 0.0005);
        row("ARC as 2-LRU", ", 'eviction': 'arc'", 0, 0.01);
        row("age only", ", 'eviction': 'ttl_only', 'ttl_ms': 5000", 0, 0);
        row("age, with jitter", ", 'eviction': 'ttl_only', 'ttl_ms': 5000, 'ttl_jitter_ms': 4000", 0, 0);
        row("LRU and age", ", 'ttl_ms': 5000", 0, 0.005);
        row("LRU with writes", base, 100, 0.001);
        row("random with writes", ", 'eviction': 'random'", 100, 0.001);
        const char* renewed = ", 'strategy': 'write_through', 'eviction': 'ttl_only', 'ttl_ms': 5000";
        row("age that writes renew", renewed, 100, 0);
        row("age that many writes renew", renewed, 1000, 0);
        row("LRU and age that writes renew", ", 'strategy': 'write_through', 'ttl_ms': 5000", 100, 0.005);
        row("copies with writes", ", 'layout': 'replicated', 'instances': 3", 100, 0.001);
    }

    // Within the 99 % interval and what is known of the formula's error.
    void asTheFormulasSay() {
        QFETCH(QString, params);
        QFETCH(double, writes);
        QFETCH(double, known);
        const std::string components =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 300, 'keys': "
            "{'count': 1000, 'zipf': 0.8, 'object_bytes': 1000}}, {'id': 'w', 'op': 'write', 'rps': " +
            headroom::shortest(writes) + "}]}" +
            component("k", "cache", "'instances': 1, 'memory_bytes': 100000" + params.toStdString());
        std::string text = components;
        if (const auto twice = text.find("'instances': 1, "); params.contains("'instances'")) {
            text.erase(twice, 16);
        }
        const auto formula = solved(text, call("c", "users", "k")).components.at("k").hit_ratio;
        const auto measured = simulated(text, call("c", "users", "k"), {.seconds = 600, .seed = 3});
        const auto& ratio = measured.results.components.at("k").hit_ratio;
        const auto& half = measured.halfWidths.components.at("k").hit_ratio;
        QVERIFY(formula && ratio && half && *half < 0.005);
        constexpr double at99 = 2.576 / 1.96;
        const double apart = std::abs(*ratio - *formula);
        QVERIFY2(apart < at99 * *half + known,
                 (headroom::shortest(*formula) + " against " + headroom::shortest(*ratio) + " +- " +
                  headroom::shortest(*half))
                     .c_str());
    }
};

QTEST_GUILESS_MAIN(SimulatedCachesTest)
#include "caches_test.moc"
