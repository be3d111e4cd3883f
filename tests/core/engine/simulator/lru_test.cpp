#include <algorithm>
#include <list>

#include "core/engine/simulator/lru_content.h"
#include "core/engine/simulator/random_stream.h"
#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

// Whether it was there; it comes in where it was not.
bool used(simulator::LruContent& content, std::uint32_t key) {
    const bool found = content.find(key);
    if (!found) {
        content.put(key);
    }
    return found;
}

}  // namespace

class LruTest : public QObject {
    Q_OBJECT

  private slots:
    // Against a list that is searched through; room for seven of twenty keys.
    void theLeastRecentlyUsedLeaves() {
        simulator::LruContent content(std::vector<double>(20, 10), 75);
        std::list<std::uint32_t> expected;
        simulator::RandomStream random(4);
        for (int i = 0; i < 20000; ++i) {
            const std::uint32_t key = random.below(20);
            const auto found = std::find(expected.begin(), expected.end(), key);
            const bool there = found != expected.end();
            if (there) {
                expected.erase(found);
            }
            if (random.chance(0.2)) {
                content.remove(key);
                continue;
            }
            QCOMPARE(used(content, key), there);
            expected.push_front(key);
            expected.resize(std::min<std::size_t>(expected.size(), 7));
        }
    }
    void whatNeverFitsIsNeverThere() {
        simulator::LruContent content({100, 1}, 10);
        QVERIFY(!used(content, 0));
        QVERIFY(!used(content, 0));
        QVERIFY(!used(content, 1));
        QVERIFY(used(content, 1));
    }

    // 1000 of 10 000 keys, Zipf 0.9: the solver has Che's formula, whose error is below 0.001 here.
    void zipfKeysInAnLruMemory() {
        const std::string components =
            client("500", ", 'keys': {'count': 10000, 'zipf': 0.9, 'object_bytes': 1000}") +
            component("cache", "cache", "'memory_bytes': 1000000, 'instances': 1") + service("web", "0.1") +
            component("db", "sql_database", "");
        const std::string connections = call("a", "users", "web") + "," + call("b", "web", "cache") + "," +
                                        call("c", "web", "db", ", 'when': 'on_miss'");
        const auto solved = tests::solved(components, connections);
        const auto measured = simulated(components, connections, {.seconds = 1000, .seed = 2});
        const double formula = *solved.components.at("cache").hit_ratio;
        QVERIFY(formula > 0.3 && formula < 0.9);
        const std::string problem = outside(measured.results.components.at("cache").hit_ratio,
                                            measured.halfWidths.components.at("cache").hit_ratio, 2, formula);
        QVERIFY2(problem.empty(), problem.c_str());
        QVERIFY(!hasFinding(measured.results, "hit-ratio-from-formula"));
        QVERIFY(*measured.halfWidths.components.at("cache").hit_ratio < 0.002);
    }
};

QTEST_GUILESS_MAIN(LruTest)
#include "lru_test.moc"
