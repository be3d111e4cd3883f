#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "core/engine/simulator/content.h"
#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::queueing::Eviction;

namespace {

using Key = std::uint32_t;
using Sizes = std::vector<double>;

/// A cache as one would explain it: its keys in a list that is searched through, and a count of what was
/// asked for. Shares nothing with the memories of the simulator, draws included.
class SlowCache {
  public:
    SlowCache(Eviction eviction, Sizes sizes, double room)
        : eviction_(eviction), sizes_(std::move(sizes)), room_(room) {}

    /// Whether it was there; what was not comes in.
    bool ask(Key key) {
        ++asked_[key];
        const auto place = std::find(keys_.begin(), keys_.end(), key);
        if (place != keys_.end()) {
            if (eviction_ == Eviction::Lru) {
                keys_.erase(place);
                keys_.push_back(key);
            }
            return true;
        }
        if (sizes_[key] <= room_ && makeRoomFor(key)) {
            keys_.push_back(key);
        }
        return false;
    }
    void takeAway(Key key) { std::erase(keys_, key); }

  private:
    [[nodiscard]] double taken() const {
        double sum = 0;
        for (const Key key : keys_) {
            sum += sizes_[key];
        }
        return sum;
    }
    // False where the key has to stay outside: it was asked for no more than one that would have to go for
    // it.
    bool makeRoomFor(Key key) {
        const std::vector<Key> before = keys_;
        while (taken() + sizes_[key] > room_) {
            const auto goes = leaving();
            if (eviction_ == Eviction::Lfu && asked_[*goes] >= asked_[key]) {
                keys_ = before;
                return false;
            }
            keys_.erase(goes);
        }
        return true;
    }
    // The list begins with the key that came first, or was used longest ago.
    std::vector<Key>::iterator leaving() {
        if (eviction_ == Eviction::Random) {
            return keys_.begin() + static_cast<std::ptrdiff_t>(random_() % keys_.size());
        }
        if (eviction_ == Eviction::Lfu) {
            return std::min_element(keys_.begin(), keys_.end(), [&](Key a, Key b) {
                return std::pair(asked_[a], a) < std::pair(asked_[b], b);
            });
        }
        return keys_.begin();
    }

    Eviction eviction_;
    Sizes sizes_;
    double room_;
    std::vector<Key> keys_;
    std::map<Key, int> asked_;
    std::mt19937 random_{11};
};

/// Ranks by Zipf's law from the standard library's own draws.
class ZipfKeys {
  public:
    ZipfKeys(Key count, double exponent, unsigned seed) : random_(seed) {
        std::vector<double> weights;
        for (Key rank = 1; rank <= count; ++rank) {
            weights.push_back(std::pow(rank, -exponent));
        }
        ranks_ = std::discrete_distribution<Key>(weights.begin(), weights.end());
    }
    Key next() { return ranks_(random_); }

  private:
    std::mt19937_64 random_;
    std::discrete_distribution<Key> ranks_;
};

struct Measured {
    double ratio = 0;
    double halfWidth = 0;  ///< of its 95 % interval
};

/// Hits of 400 000 requests in twenty batches, after a tenth as many that fill it.
template <class Ask>
Measured hitRatio(ZipfKeys& keys, Ask ask) {
    constexpr int batches = 20;
    constexpr int perBatch = 20000;
    constexpr double student = 2.093;  // t(0.975) with 19 degrees of freedom
    for (int i = 0; i < 2 * perBatch; ++i) {
        ask(keys.next());
    }
    double sum = 0;
    double squares = 0;
    for (int batch = 0; batch < batches; ++batch) {
        int hits = 0;
        for (int i = 0; i < perBatch; ++i) {
            hits += ask(keys.next()) ? 1 : 0;
        }
        const double ratio = static_cast<double>(hits) / perBatch;
        sum += ratio;
        squares += ratio * ratio;
    }
    const double mean = sum / batches;
    const double variance = (squares - batches * mean * mean) / (batches - 1);
    return {mean, student * std::sqrt(variance / batches)};
}

/// Empty where the difference of two measurements lies in its interval. Five such together at 99 % are each
/// at 1 - 0.01 / 5 (Bonferroni): t(1 - 0.01 / 10) / t(0.975) = 1.71 with the 19 degrees of freedom that each
/// has.
std::string apart(const Measured& a, const Measured& b) {
    const double allowed = 1.71 * std::hypot(a.halfWidth, b.halfWidth);
    return std::abs(a.ratio - b.ratio) <= allowed
               ? ""
               : headroom::shortest(a.ratio) + " against " + headroom::shortest(b.ratio) + " +- " +
                     headroom::shortest(allowed);
}

constexpr Key keyCount = 1000;
constexpr double zipf = 0.8;
constexpr double objectBytes = 1000;
constexpr double fitting = 100;

}  // namespace

Q_DECLARE_METATYPE(headroom::queueing::Eviction)

/// The memories of the simulator against caches written without any thought of speed.
class CacheReferenceTest : public QObject {
    Q_OBJECT

  private slots:
    void requestByRequest_data() {
        QTest::addColumn<Eviction>("eviction");
        QTest::newRow("LRU") << Eviction::Lru;
        QTest::newRow("LFU") << Eviction::Lfu;
        QTest::newRow("FIFO") << Eviction::Fifo;
    }
    // What chance has no part in: the same sequence finds the same keys, each time. Keys of unlike sizes,
    // some of them taken away by writes.
    void requestByRequest() {
        QFETCH(Eviction, eviction);
        constexpr Key few = 200;
        Sizes sizes;
        double all = 0;
        for (Key key = 0; key < few; ++key) {
            sizes.push_back(1 + key * 7 % 5);
            all += sizes.back();
        }
        sizes[3] = all;  // never fits
        simulator::RandomStream unused(1);
        const auto content = simulator::contentOf(eviction, sizes, 100, Sizes(few), unused);
        SlowCache expected(eviction, sizes, 100);
        ZipfKeys keys(few, zipf, 5);
        std::mt19937 random(6);
        int hits = 0;
        for (int i = 0; i < 50000; ++i) {
            const Key key = keys.next();
            if (random() % 20 == 0) {
                content->remove(key);
                expected.takeAway(key);
                continue;
            }
            const bool found = content->find(key);
            if (!found) {
                content->put(key);
            }
            QCOMPARE(found, expected.ask(key));
            hits += found ? 1 : 0;
        }
        QVERIFY(hits > 5000 && hits < 45000);
    }

    // Which key chance takes away is another one each time; how often one is found is not.
    void byChance() {
        const Sizes sizes(keyCount, objectBytes);
        simulator::RandomStream random(2);
        const auto content =
            simulator::contentOf(Eviction::Random, sizes, fitting * objectBytes, Sizes(keyCount), random);
        SlowCache slow(Eviction::Random, sizes, fitting * objectBytes);
        ZipfKeys some(keyCount, zipf, 7);
        ZipfKeys others(keyCount, zipf, 8);
        const Measured own = hitRatio(some, [&](Key key) {
            const bool found = content->find(key);
            if (!found) {
                content->put(key);
            }
            return found;
        });
        const std::string problem = apart(own, hitRatio(others, [&](Key key) { return slow.ask(key); }));
        QVERIFY2(problem.empty(), problem.c_str());
    }

    void wholeSimulations_data() {
        QTest::addColumn<Eviction>("eviction");
        QTest::addColumn<QString>("name");
        QTest::newRow("LRU") << Eviction::Lru << "lru";
        QTest::newRow("LFU") << Eviction::Lfu << "lfu";
        QTest::newRow("FIFO") << Eviction::Fifo << "fifo";
        QTest::newRow("RANDOM") << Eviction::Random << "random";
    }
    // Sources, keys, network and calls of a whole design around it: 500 look-ups a second for 800 s, filled
    // from a database on each miss, so that a value comes a little later than at once. It takes 0.01 ms, in
    // which the same key is asked for again once in 200 000 look-ups.
    void wholeSimulations() {
        QFETCH(Eviction, eviction);
        QFETCH(QString, name);
        const std::string components =
            client("500", ", 'keys': {'count': 1000, 'zipf': 0.8, 'object_bytes': 1000}") +
            component("web", "service", "'service_time_ms': 0.01") +
            component("k", "cache",
                      "'instances': 1, 'service_time_ms': 0.01, 'memory_bytes': 100000, 'eviction': '" +
                          name.toStdString() + "'") +
            component("db", "sql_database", "'service_time_ms': 0.01");
        const std::string connections = call("a", "users", "web") + "," + call("b", "web", "k") + "," +
                                        call("c", "web", "db", ", 'when': 'on_miss'");
        const SimulationAnswer answer = simulated(components, connections, {.seconds = 800, .seed = 9});
        const Measured measured{*answer.results.components.at("k").hit_ratio,
                                *answer.halfWidths.components.at("k").hit_ratio};
        SlowCache slow(eviction, Sizes(keyCount, objectBytes), fitting * objectBytes);
        ZipfKeys keys(keyCount, zipf, 10);
        const Measured expected = hitRatio(keys, [&](Key key) { return slow.ask(key); });
        const std::string problem = apart(measured, expected);
        QVERIFY2(problem.empty(), problem.c_str());
        QVERIFY(measured.halfWidth < 0.003 && expected.halfWidth < 0.003);
        // What would be found if the popular hundred were always there is more than any but LFU has.
        QVERIFY(measured.ratio > 0.25 && measured.ratio < 0.65);
    }
};

QTEST_GUILESS_MAIN(CacheReferenceTest)
#include "cache_reference_test.moc"
