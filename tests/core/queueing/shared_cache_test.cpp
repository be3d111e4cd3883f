#include <QtTest/QTest>

#include <cmath>

#include "core/queueing/fifo_cache.h"
#include "core/queueing/lru_cache.h"
#include "core/queueing/shared_cache.h"
#include "core/queueing/ttl_cache.h"
#include "core/queueing/two_lru_cache.h"

using namespace headroom::queueing;

class SharedCacheTest : public QObject {
    Q_OBJECT

  private slots:
    void onePopulationIsChe_data() {
        QTest::addColumn<double>("count");
        QTest::addColumn<double>("exponent");
        QTest::addColumn<double>("capacity");
        QTest::newRow("small") << 50.0 << 0.8 << 10.0;
        QTest::newRow("just beyond the exact ranks") << 70.0 << 1.2 << 20.0;
        QTest::newRow("many") << 1e5 << 0.9 << 1e3;
        QTest::newRow("uniform") << 1e4 << 0.0 << 100.0;
        QTest::newRow("very many") << 1e8 << 0.9 << 1e6;
    }

    // The sum over all ranks against integral and correction; both solve sum(1 - e^(-p T)) = C.
    void onePopulationIsChe() {
        QFETCH(double, count);
        QFETCH(double, exponent);
        QFETCH(double, capacity);
        const CachedPopulation keys{.count = count, .exponent = exponent, .objectBytes = 200, .touches = 31};
        const double expected =
            lruByChe(ZipfPopularity(static_cast<std::int64_t>(count), exponent), capacity).hitRatio;
        const double actual = sharedCacheHitRatios({&keys, 1}, 200 * capacity).front();
        QVERIFY2(std::abs(actual - expected) < 1e-6, std::to_string(actual - expected).c_str());
    }

    // The same for the other policies: their sums over all ranks, a population of 5e4 keys, 1000 of which
    // fit.
    void onePopulationOfEachPolicy() {
        const ZipfPopularity all(50000, 0.9);
        const CachedPopulation keys{.count = 5e4, .exponent = 0.9, .objectBytes = 200, .touches = 31};
        const auto ratio = [&](Eviction eviction) {
            return sharedCacheHitRatios({&keys, 1}, 200e3, eviction).front();
        };
        QVERIFY(std::abs(ratio(Eviction::Fifo) - fifoByFixedPoint(all, 1000)) < 1e-6);
        QVERIFY(std::abs(ratio(Eviction::Random) - fifoByFixedPoint(all, 1000)) < 1e-6);
        QVERIFY(std::abs(ratio(Eviction::TwoLru) - twoLruHitRatio(all, 1000)) < 1e-6);
        QVERIFY(std::abs(ratio(Eviction::Lfu) - all.headMass(1000)) < 1e-6);
        QVERIFY(std::abs(ratio(Eviction::None) - 1) < 1e-12);
    }

    // Two keys alike, read 2 and written 1 time in a unit each, with lives of 1 from the last write or fill:
    // such a run lasts e - 1, and a key that is gone is back after 1/3.
    void writesRenewALife() {
        const CachedPopulation keys{.count = 2, .objectBytes = 10, .touches = 6, .renewals = 2};
        const double run = std::exp(1.0) - 1;
        const double found = sharedCacheHitRatios({&keys, 1}, 1e9, Eviction::None, {.mean = 1}).front();
        QVERIFY(std::abs(found - run / (run + 1.0 / 3)) < 1e-12);
    }

    // Four keys, 1/i, two places (King 1971): 0.603845 for LRU, 0.588571 for FIFO and RANDOM, 18/25 for LFU.
    void smallOnesAreExact() {
        const CachedPopulation keys{.count = 4, .exponent = 1, .objectBytes = 10, .touches = 3};
        const auto ratio = [&](Eviction eviction) {
            return sharedCacheHitRatios({&keys, 1}, 25, eviction).front();
        };
        QVERIFY(std::abs(ratio(Eviction::Lru) - 0.60384541774) < 1e-9);
        QVERIFY(std::abs(ratio(Eviction::Fifo) - 0.588571428571) < 1e-9);
        QVERIFY(std::abs(ratio(Eviction::Random) - 0.588571428571) < 1e-9);
        const double two = sharedCacheHitRatios({&keys, 1}, 20, Eviction::Lfu).front();
        QVERIFY(std::abs(two - 0.72) < 1e-9);
    }

    // Two populations of two keys each, rates 30 and 20, 4 and 3 (exponent log2(1.5), log2(4/3)): with three
    // places the memory keeps 30, 20 and 4.
    void theMostUsedOfAllStay() {
        const std::vector<CachedPopulation> both = {
            {.count = 2, .exponent = std::log2(1.5), .objectBytes = 1, .touches = 50},
            {.count = 2, .exponent = std::log2(4.0 / 3), .objectBytes = 1, .touches = 7}};
        const auto ratios = sharedCacheHitRatios(both, 3, Eviction::Lfu);
        QVERIFY(std::abs(ratios[0] - 1) < 1e-9);
        QVERIFY(std::abs(ratios[1] - 4.0 / 7) < 1e-6);
    }

    // Invalidated half as often as touched, with room for all: any policy finds 2/3.
    void invalidationsOfEveryPolicy() {
        const CachedPopulation keys{
            .count = 1000, .exponent = 1, .objectBytes = 1, .touches = 20, .invalidations = 10};
        for (const Eviction eviction : {Eviction::Lru, Eviction::Lfu, Eviction::Fifo, Eviction::Random,
                                        Eviction::TwoLru, Eviction::None}) {
            const double ratio = sharedCacheHitRatios({&keys, 1}, 1e6, eviction).front();
            QVERIFY2(std::abs(ratio - 2.0 / 3) < 1e-9, std::to_string(ratio).c_str());
            QVERIFY(eviction == Eviction::None ||
                    sharedCacheHitRatios({&keys, 1}, 100, eviction).front() < 2.0 / 3);
        }
    }

    // Without a limit of room the formulas of expiry; life from the fill by its mean alone.
    void lives() {
        const ZipfPopularity all(1000, 0.8);
        const CachedPopulation keys{.count = 1000, .exponent = 0.8, .objectBytes = 1, .touches = 100};
        const auto ratio = [&](Eviction eviction, const KeyLife& life) {
            return sharedCacheHitRatios({&keys, 1}, 1e6, eviction, life).front();
        };
        const double fill = ttlCache(all, 100, 5, TtlKind::FromFill).hitRatio;
        for (const Eviction eviction : {Eviction::Lru, Eviction::Fifo, Eviction::Random, Eviction::None}) {
            QVERIFY(std::abs(ratio(eviction, {.mean = 5}) - fill) < 1e-6);
            QVERIFY(std::abs(ratio(eviction, {.mean = 5, .jitter = 3}) - fill) < 1e-6);
        }
        const double access = ttlCache(all, 100, 5, TtlKind::FromAccess).hitRatio;
        QVERIFY(std::abs(ratio(Eviction::None, {.mean = 5, .fromAccess = true}) - access) < 1e-6);
        // In a memory for 100 keys a life takes some away, and one of a day next to none.
        const double lru = sharedCacheHitRatios({&keys, 1}, 100).front();
        const double lived = sharedCacheHitRatios({&keys, 1}, 100, Eviction::Lru, {.mean = 5}).front();
        QVERIFY(lived < lru && lived < fill);
        QVERIFY(std::abs(sharedCacheHitRatios({&keys, 1}, 100, Eviction::Lru, {.mean = 1e9}).front() - lru) <
                1e-5);
    }

    // Two like populations in one memory find as much as each alone in half of it.
    void alikeOnesShareEvenly() {
        const CachedPopulation keys{.count = 1000, .exponent = 0.8, .objectBytes = 10, .touches = 5};
        const double alone = sharedCacheHitRatios({&keys, 1}, 1000).front();
        const std::vector<CachedPopulation> both(2, keys);
        for (const double ratio : sharedCacheHitRatios(both, 2000)) {
            QVERIFY(std::abs(ratio - alone) < 1e-9);
        }
    }

    // With room for everything a read misses only what a write took away last: reads / (reads + writes).
    void invalidations() {
        const CachedPopulation keys{
            .count = 100, .exponent = 1, .objectBytes = 1, .touches = 30, .invalidations = 10};
        QVERIFY(std::abs(sharedCacheHitRatios({&keys, 1}, 1e6).front() - 0.75) < 1e-9);
        QVERIFY(sharedCacheHitRatios({&keys, 1}, 10).front() < 0.75);
    }

    // The one that is asked ten times as often finds more in the same memory.
    void theBusierFindsMore() {
        const CachedPopulation busy{.count = 1000, .exponent = 0.8, .objectBytes = 1, .touches = 100};
        CachedPopulation idle = busy;
        idle.touches = 10;
        const auto ratios = sharedCacheHitRatios(std::vector{busy, idle}, 300);
        QVERIFY(ratios[0] > ratios[1] + 0.1);
    }

    void ends() {
        const CachedPopulation keys{.count = 1000, .exponent = 0.8};
        QCOMPARE(sharedCacheHitRatios({&keys, 1}, 0).front(), 0.0);
        QVERIFY(sharedCacheHitRatios({&keys, 1}, 100).front() > 0.1);  // never touched: as if read
        QVERIFY(sharedCacheHitRatios({}, 100).empty());
    }
};

QTEST_GUILESS_MAIN(SharedCacheTest)
#include "shared_cache_test.moc"
