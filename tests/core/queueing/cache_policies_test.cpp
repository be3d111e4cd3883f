// Replacement other than LRU, expiry, stampedes and Bloom filters.
#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <list>
#include <numbers>
#include <random>
#include <unordered_map>
#include <vector>

#include "core/queueing/bloom_filter.h"
#include "core/queueing/fifo_cache.h"
#include "core/queueing/lru_cache.h"
#include "core/queueing/ttl_cache.h"
#include "core/queueing/two_lru_cache.h"

using namespace headroom::queueing;

class CachePoliciesTest : public QObject {
    Q_OBJECT
  private slots:
    void fifoByEnumeration();
    void lruByHand();
    void policiesKeepTheirOrder();
    void aBillionKeysCostNoMore();
    void twoLruAgainstSimulation();
    void expiryByHand();
    void longLivesHoldEverything();
    void stampedes();
    void bloomByCounting();
    void overfilledBloomSaysYes();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void CachePoliciesTest::fifoByEnumeration() {
    // Three keys 1, 1/2, 1/3 over 11/6: p = (6, 3, 2) / 11, two places. Contents weigh 18,
    // 12 and 6 of 36; misses 2, 3 and 6 elevenths: (36 + 36 + 36) / (36 * 11) = 3/11.
    const ZipfPopularity keys(3, 1.0);
    close(1.0 - fifoExact(keys, 2), 3.0 / 11.0, 1e-13);
    // Keys alike: any policy hits C / N.
    close(fifoExact(ZipfPopularity(50, 0.0), 20), 0.4, 1e-12);
    close(fifoByFixedPoint(ZipfPopularity(50, 0.0), 20), 0.4, 1e-12);
    QCOMPARE(fifoExact(keys, 3), 1.0);
    QCOMPARE(fifoByFixedPoint(keys, 0.0), 0.0);
}

void CachePoliciesTest::lruByHand() {
    // One place: the last key again: sum p^2 = (36 + 9 + 4) / 121, for FIFO too.
    const ZipfPopularity keys(3, 1.0);
    close(lruExact(keys, 1), 49.0 / 121.0, 1e-13);
    close(fifoExact(keys, 1), 49.0 / 121.0, 1e-13);
    // Two places: missed is the key drawn last of three: P(1 last) = 3/11 * 2/8 + 2/11 * 3/9.
    const double missed1 = 3.0 / 11.0 * 2.0 / 8.0 + 2.0 / 11.0 * 3.0 / 9.0;
    const double missed2 = 6.0 / 11.0 * 2.0 / 5.0 + 2.0 / 11.0 * 6.0 / 9.0;
    const double missed3 = 1.0 - missed1 - missed2;
    close(1.0 - lruExact(keys, 2), (6.0 * missed1 + 3.0 * missed2 + 2.0 * missed3) / 11.0, 1e-13);
}

void CachePoliciesTest::policiesKeepTheirOrder() {
    // Under independent requests: C/N <= FIFO <= LRU <= 2-LRU <= LFU, and more room helps.
    QVERIFY(rc::check([] {
        const int count = *rc::gen::inRange(50, 3000);
        const int capacity = *rc::gen::inRange(5, count / 2);
        const ZipfPopularity keys(count, *rc::gen::inRange(0, 15) / 10.0);
        const double fifo = fifoByFixedPoint(keys, capacity);
        const double lru = lruByChe(keys, capacity).hitRatio;
        const double two = twoLruHitRatio(keys, capacity);
        RC_ASSERT(fifo >= double(capacity) / count - 1e-9);
        RC_ASSERT(lru >= fifo - 1e-9);
        RC_ASSERT(two >= lru - 1e-9);
        RC_ASSERT(keys.headMass(capacity) >= two - 1e-9);
        RC_ASSERT(fifoByFixedPoint(keys, capacity + 1) >= fifo);
        RC_ASSERT(twoLruHitRatio(keys, capacity + 1) >= two - 1e-9);
    }));
}

void CachePoliciesTest::aBillionKeysCostNoMore() {
    // At exponent 0.8 the hit ratio depends on C / N alone when both are large: p_i N is a
    // function of i / N, so 1e9 keys answer as 1e8 do, to (1 / 1e8)^{0.2}.
    const ZipfPopularity large(1000000000, 0.8);
    const ZipfPopularity smaller(100000000, 0.8);
    QVERIFY(large.buckets().size() < 15000);
    close(fifoByFixedPoint(large, 1e8), fifoByFixedPoint(smaller, 1e7), 0.01);
    close(twoLruHitRatio(large, 1e8), twoLruHitRatio(smaller, 1e7), 0.01);
    const double rate = 1e6;
    QVERIFY(ttlCache(large, rate, 60.0, TtlKind::FromFill).keysCached <= 6e7);
}

// A list of names and one of contents, as 2-LRU has them.
class Recency {
  public:
    explicit Recency(std::size_t capacity) : capacity_(capacity) {}
    bool touch(int key) {
        const auto found = where_.find(key);
        if (found == where_.end()) {
            return false;
        }
        order_.splice(order_.begin(), order_, found->second);
        return true;
    }
    void insert(int key) {
        order_.push_front(key);
        where_[key] = order_.begin();
        if (order_.size() > capacity_) {
            where_.erase(order_.back());
            order_.pop_back();
        }
    }

  private:
    std::size_t capacity_;
    std::list<int> order_;
    std::unordered_map<int, std::list<int>::iterator> where_;
};

void CachePoliciesTest::twoLruAgainstSimulation() {
    for (const auto& [exponent, capacity] : {std::pair{0.8, 100}, std::pair{1.0, 100}, std::pair{0.8, 300}}) {
        const ZipfPopularity keys(1000, exponent);
        std::vector<double> weights;
        for (const PopularityBucket& bucket : keys.buckets()) {
            weights.push_back(bucket.probability);
        }
        std::mt19937_64 random(7);
        std::discrete_distribution<int> draw(weights.begin(), weights.end());
        Recency names(capacity);
        Recency contents(capacity);
        const int requests = 600000;
        int hits = 0;
        for (int i = -100000; i < requests; ++i) {
            const int key = draw(random);
            const bool known = names.touch(key);
            if (!known) {
                names.insert(key);
            }
            if (contents.touch(key)) {
                hits += i >= 0 ? 1 : 0;
            } else if (known) {
                contents.insert(key);
            }
        }
        const double measured = double(hits) / requests;
        QVERIFY2(std::abs(twoLruHitRatio(keys, capacity) - measured) < 0.01,
                 qPrintable(QString("%1 for %2").arg(twoLruHitRatio(keys, capacity)).arg(measured)));
    }
}

void CachePoliciesTest::expiryByHand() {
    // 2 a second, 3 seconds: 6 hits follow each miss; with renewal 1 - e^{-6}.
    close(ttlHitOfKey(2.0, 3.0, TtlKind::FromFill), 6.0 / 7.0, 1e-15);
    close(ttlHitOfKey(2.0, 3.0, TtlKind::FromAccess), -std::expm1(-6.0), 1e-15);
    QVERIFY(rc::check([] {
        const ZipfPopularity keys(*rc::gen::inRange(1, 5000), *rc::gen::inRange(0, 20) / 10.0);
        const double rate = *rc::gen::inRange(1, 10000);
        const double ttl = *rc::gen::inRange(1, 1000) / 10.0;
        const TtlAnswer fill = ttlCache(keys, rate, ttl, TtlKind::FromFill);
        const TtlAnswer access = ttlCache(keys, rate, ttl, TtlKind::FromAccess);
        RC_ASSERT(access.hitRatio >= fill.hitRatio - 1e-12);
        // Little: entries = fills * life.
        RC_ASSERT(std::abs(fill.keysCached - fill.originRate * ttl) < 1e-9 * (1.0 + fill.keysCached));
        RC_ASSERT(ttlCache(keys, rate, 1.1 * ttl, TtlKind::FromFill).hitRatio >= fill.hitRatio);
    }));
}

void CachePoliciesTest::longLivesHoldEverything() {
    const ZipfPopularity keys(100, 1.0);
    const double endless = std::numeric_limits<double>::infinity();
    for (const TtlKind kind : {TtlKind::FromFill, TtlKind::FromAccess}) {
        close(ttlCache(keys, 10.0, 1e12, kind).keysCached, 100.0, 1e-6);
        QCOMPARE(ttlHitOfKey(1.0, endless, kind), 1.0);
        QCOMPARE(ttlCache(keys, 10.0, 0.0, kind).hitRatio, 0.0);
    }
}

void CachePoliciesTest::stampedes() {
    // 1000 a second for 50 ms: the first and 50 more.
    close(stampedeSize(1000.0, 0.05), 51.0, 1e-15);
    QCOMPARE(stampedeSize(0.0, 5.0), 1.0);
}

void CachePoliciesTest::bloomByCounting() {
    // 2 bits, 1 key, 2 hashes: both alike with 1/2 (one bit set, (1/2)^2), else both set: 5/8.
    close(bloomFalsePositivesExact(2, 1, 2), 0.5 * 0.25 + 0.5, 1e-15);
    close(bloomFalsePositives(1000.0, 100.0, 7.0), std::pow(1.0 - std::exp(-0.7), 7), 1e-14);
    // With the best number of hashes half of the bits are set: p = 2^-k.
    close(bloomFalsePositives(bloomBits(1e6, 0.01), 1e6, bloomBestHashes(bloomBits(1e6, 0.01), 1e6)), 0.01,
          1e-12);
    QVERIFY(rc::check([] {
        const int bits = *rc::gen::inRange(200, 4000);
        const int keys = *rc::gen::inRange(1, bits / 4);
        const int hashes = *rc::gen::inRange(1, 10);
        const double exact = bloomFalsePositivesExact(bits, keys, hashes);
        const double formula = bloomFalsePositives(bits, keys, hashes);
        // Convexity makes the truth larger, by k (k - 1) / 2 times the scv of the bits set.
        RC_ASSERT(exact >= bloomFalsePositivesFinite(bits, keys, hashes) * (1.0 - 1e-9));
        RC_ASSERT(exact >= bloomFalsePositivesExact(bits + 50, keys, hashes) * (1.0 - 1e-9));
        RC_ASSERT(keys < 40 || std::abs(formula / exact - 1.0) < 60.0 * hashes / bits + 40.0 / (keys * keys));
    }));
}

void CachePoliciesTest::overfilledBloomSaysYes() {
    close(bloomFalsePositives(1000.0, 1e6, 7.0), 1.0, 1e-12);
    close(bloomFalsePositivesExact(100, 1000, 7), 1.0, 1e-12);
    QCOMPARE(bloomFalsePositives(0.0, 10.0, 7.0), 1.0);
    QCOMPARE(bloomFalsePositives(1000.0, 0.0, 7.0), 0.0);
}

QTEST_GUILESS_MAIN(CachePoliciesTest)
#include "cache_policies_test.moc"
