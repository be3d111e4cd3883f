#include "core/queueing/lru_cache.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

using namespace headroom::queueing;

class LruCacheTest : public QObject {
    Q_OBJECT
  private slots:
    void popularitySumsToOne();
    void equalKeysHitByShare();
    void emptyAndFullCaches();
    void bucketsAgreeWithSingleKeys();
    void aBillionKeysCostLittle();
    void moreRoomHitsMore();
    void headIsTheUpperBound();
};

void LruCacheTest::popularitySumsToOne() {
    QVERIFY(rc::check([] {
        const auto count = static_cast<std::int64_t>(std::pow(10.0, *rc::gen::inRange(0, 150) / 10.0));
        const ZipfPopularity keys(count, *rc::gen::inRange(0, 30) / 10.0);
        double mass = 0.0;
        double number = 0.0;
        for (const PopularityBucket& bucket : keys.buckets()) {
            mass += bucket.count * bucket.probability;
            number += bucket.count;
        }
        RC_ASSERT(std::abs(mass - 1.0) < 1e-9);
        RC_ASSERT(number == static_cast<double>(count));
        RC_ASSERT(std::abs(keys.headMass(number) - 1.0) < 1e-9);
        RC_ASSERT(keys.headMass(0.0) == 0.0);
    }));
}

void LruCacheTest::equalKeysHitByShare() {
    // Exponent 0: every key alike, so the hit ratio is the share that fits: C / N.
    const ZipfPopularity keys(50'000, 0.0);
    for (const double capacity : {1.0, 100.5, 25'000.0, 49'999.0}) {
        QVERIFY(std::abs(lruByChe(keys, capacity).hitRatio - capacity / 50'000.0) < 1e-9);
    }
}

void LruCacheTest::emptyAndFullCaches() {
    const ZipfPopularity keys(1000, 0.8);
    QCOMPARE(lruByChe(keys, 0.0).hitRatio, 0.0);
    QCOMPARE(lruByChe(keys, -3.0).hitRatio, 0.0);
    QCOMPARE(lruByChe(keys, 1000.0).hitRatio, 1.0);
    QCOMPARE(lruByChe(keys, 1e18).hitRatio, 1.0);
    QVERIFY(lruByChe(keys, 999.999).hitRatio < 1.0);
    QVERIFY(std::isfinite(lruByChe(keys, 999.999999).characteristicTime));
    QVERIFY(lruByChe(keys, 1e-6).hitRatio >= 0.0);
    QCOMPARE(lruByChe(ZipfPopularity(1, 1.0), 1.0).hitRatio, 1.0);
    QCOMPARE(lruHitOfKey(0.001, lruByChe(keys, 1000.0).characteristicTime), 1.0);
}

void LruCacheTest::bucketsAgreeWithSingleKeys() {
    // 300 000 keys one by one, with the fixed point solved by bisection.
    const int count = 300'000;
    const double exponent = 0.9;
    const double capacity = 20'000.0;
    std::vector<double> p(count);
    double sum = 0.0;
    for (int i = 0; i < count; ++i) {
        p[std::size_t(i)] = std::pow(i + 1.0, -exponent);
        sum += p[std::size_t(i)];
    }
    double low = capacity;
    double high = 1e9;
    for (int step = 0; step < 60; ++step) {
        const double time = std::sqrt(low * high);
        double inside = 0.0;
        for (const double q : p) {
            inside -= std::expm1(-q / sum * time);
        }
        (inside < capacity ? low : high) = time;
    }
    double hits = 0.0;
    for (const double q : p) {
        hits -= q / sum * std::expm1(-q / sum * low);
    }
    const LruAnswer answer = lruByChe(ZipfPopularity(count, exponent), capacity);
    QVERIFY(std::abs(answer.hitRatio - hits) < 1e-6 * hits);
    QVERIFY(std::abs(answer.characteristicTime - low) < 1e-5 * low);
}

void LruCacheTest::aBillionKeysCostLittle() {
    const ZipfPopularity many(1'000'000'000, 0.9);
    QVERIFY(many.buckets().size() < 20'000);
    QVERIFY(ZipfPopularity(1'000'000'000'000'000, 1.2).buckets().size() < 25'000);
    const double hit = lruByChe(many, 1e7).hitRatio;
    QVERIFY(hit > 0.4 && hit < many.headMass(1e7));
}

void LruCacheTest::moreRoomHitsMore() {
    QVERIFY(rc::check([] {
        const auto count = *rc::gen::inRange<std::int64_t>(2, 200'000);
        const ZipfPopularity keys(count, *rc::gen::inRange(0, 20) / 10.0);
        const double capacity = static_cast<double>(count) * *rc::gen::inRange(1, 900) / 1000.0;
        const LruAnswer less = lruByChe(keys, capacity);
        const LruAnswer more = lruByChe(keys, capacity * 1.05);
        RC_ASSERT(more.hitRatio >= less.hitRatio);
        RC_ASSERT(more.characteristicTime >= less.characteristicTime);
        RC_ASSERT(less.characteristicTime >= capacity * (1.0 - 1e-9));
    }));
}

void LruCacheTest::headIsTheUpperBound() {
    // No cache of C objects beats the one that always holds the C most popular.
    QVERIFY(rc::check([] {
        const auto count = *rc::gen::inRange<std::int64_t>(2, 100'000);
        const ZipfPopularity keys(count, *rc::gen::inRange(0, 20) / 10.0);
        const double capacity = static_cast<double>(*rc::gen::inRange<std::int64_t>(1, count));
        RC_ASSERT(lruByChe(keys, capacity).hitRatio <= keys.headMass(capacity) * (1.0 + 1e-9));
    }));
}

QTEST_GUILESS_MAIN(LruCacheTest)
#include "lru_cache_test.moc"
