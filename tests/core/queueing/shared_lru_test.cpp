#include <QtTest/QTest>

#include <cmath>

#include "core/queueing/lru_cache.h"
#include "core/queueing/shared_lru.h"

using namespace headroom::queueing;

class SharedLruTest : public QObject {
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
        const double actual = sharedLruHitRatios({&keys, 1}, 200 * capacity).front();
        QVERIFY2(std::abs(actual - expected) < 1e-6, std::to_string(actual - expected).c_str());
    }

    // Two like populations in one memory find as much as each alone in half of it.
    void alikeOnesShareEvenly() {
        const CachedPopulation keys{.count = 1000, .exponent = 0.8, .objectBytes = 10, .touches = 5};
        const double alone = sharedLruHitRatios({&keys, 1}, 1000).front();
        const std::vector<CachedPopulation> both(2, keys);
        for (const double ratio : sharedLruHitRatios(both, 2000)) {
            QVERIFY(std::abs(ratio - alone) < 1e-9);
        }
    }

    // With room for everything a read misses only what a write took away last: reads / (reads + writes).
    void invalidations() {
        const CachedPopulation keys{
            .count = 100, .exponent = 1, .objectBytes = 1, .touches = 30, .invalidations = 10};
        QVERIFY(std::abs(sharedLruHitRatios({&keys, 1}, 1e6).front() - 0.75) < 1e-9);
        QVERIFY(sharedLruHitRatios({&keys, 1}, 10).front() < 0.75);
    }

    // The one that is asked ten times as often finds more in the same memory.
    void theBusierFindsMore() {
        const CachedPopulation busy{.count = 1000, .exponent = 0.8, .objectBytes = 1, .touches = 100};
        CachedPopulation idle = busy;
        idle.touches = 10;
        const auto ratios = sharedLruHitRatios(std::vector{busy, idle}, 300);
        QVERIFY(ratios[0] > ratios[1] + 0.1);
    }

    void ends() {
        const CachedPopulation keys{.count = 1000, .exponent = 0.8};
        QCOMPARE(sharedLruHitRatios({&keys, 1}, 0).front(), 0.0);
        QVERIFY(sharedLruHitRatios({&keys, 1}, 100).front() > 0.1);  // never touched: as if read
        QVERIFY(sharedLruHitRatios({}, 100).empty());
    }
};

QTEST_GUILESS_MAIN(SharedLruTest)
#include "shared_lru_test.moc"
