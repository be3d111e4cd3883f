#include "core/queueing/hash_placement.h"

#include <rapidcheck.h>

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace headroom::queueing;

class HashPlacementTest : public QObject {
    Q_OBJECT
  private slots:
    void hashIsFixed();
    void sharesAddUp();
    void aNewNodeTakesFromAll();
    void spreadIsThatOfTheory_data();
    void spreadIsThatOfTheory();
    void clientsOfOneActivitySpreadEvenly();
    void rangesAreOfAsManyKeys();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void HashPlacementTest::hashIsFixed() {
    // The first outputs of SplitMix64 seeded with 0 and 1: a change would move every key.
    QCOMPARE(hash64(0), 0xe220a8397b1dcdafULL);
    QCOMPARE(hash64(1), 0x910a2dec89025cc1ULL);
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < 10000; ++i) {
        seen.insert(hash64(i));
    }
    QCOMPARE(seen.size(), std::size_t(10000));
}

void HashPlacementTest::sharesAddUp() {
    QVERIFY(rc::check([] {
        const auto nodes = *rc::gen::inRange<std::size_t>(1, 60);
        const auto positions = *rc::gen::inRange<std::size_t>(1, 60);
        const auto shares = ringShares(nodes, positions, *rc::gen::arbitrary<std::uint64_t>());
        RC_ASSERT(shares.size() == nodes);
        RC_ASSERT(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1.0) < 1e-12);
        RC_ASSERT(*std::min_element(shares.begin(), shares.end()) >= 0.0);
    }));
    QCOMPARE(ringShares(1, 1)[0], 1.0);
}

void HashPlacementTest::aNewNodeTakesFromAll() {
    QVERIFY(rc::check([] {
        const auto nodes = *rc::gen::inRange<std::size_t>(1, 30);
        const auto before = ringShares(nodes, 100);
        const auto after = ringShares(nodes + 1, 100);
        for (std::size_t i = 0; i < nodes; ++i) {
            RC_ASSERT(after[i] <= before[i] + 1e-15);
        }
    }));
}

void HashPlacementTest::spreadIsThatOfTheory_data() {
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("positions");
    QTest::addColumn<double>("largest");
    // The largest share over the mean: simulated in the reference cases, H_n for one position.
    QTest::newRow("5 x 1") << 5 << 1 << 2.28333;
    QTest::newRow("10 x 1") << 10 << 1 << 2.92897;
    QTest::newRow("5 x 100") << 5 << 100 << 1.11823;
    QTest::newRow("10 x 10") << 10 << 10 << 1.53839;
    QTest::newRow("10 x 200") << 10 << 200 << 1.11154;
    QTest::newRow("100 x 100") << 100 << 100 << 1.26926;
}

void HashPlacementTest::spreadIsThatOfTheory() {
    QFETCH(int, nodes);
    QFETCH(int, positions);
    QFETCH(double, largest);
    // cv^2 = (n - 1) / (n v + 1) over all hashes: here over the salts 0, 1, ...
    const int salts = std::clamp(2000000 / (nodes * positions), 100, 6000);
    double squares = 0.0;
    double most = 0.0;
    for (int salt = 0; salt < salts; ++salt) {
        const auto shares = ringShares(std::size_t(nodes), std::size_t(positions), std::uint64_t(salt));
        double top = 0.0;
        for (const double share : shares) {
            squares += std::pow(share * nodes - 1.0, 2) / nodes / salts;
            top = std::max(top, share * nodes / salts);
        }
        most += top;
    }
    // 4 sigma: the squares of n shares scatter by sqrt(2 / n) or twice that, the largest less.
    close(std::sqrt(squares), ringShareCv(nodes, positions), 4.0 / std::sqrt(double(nodes) * salts));
    close(most, largest, 4.0 * 0.5 * ringShareCv(nodes, positions) / std::sqrt(double(salts)) + 0.003);
}

void HashPlacementTest::clientsOfOneActivitySpreadEvenly() {
    // A million like clients over 4: 1/4 each, but for sqrt(3 / 1e5) of the placed tenth.
    for (const double share : clientHashShares(4, 1000000, 0.0)) {
        close(share, 0.25, 0.01);
    }
    // One client goes to one instance.
    const auto one = clientHashShares(5, 1, 1.0);
    QCOMPARE(*std::max_element(one.begin(), one.end()), 1.0);
    // Skewed ones do not even out: the first of 1000 at exponent 1.2 has 0.22 of the requests.
    const auto skewed = clientHashShares(10, 1000, 1.2);
    QVERIFY(*std::max_element(skewed.begin(), skewed.end()) > 0.2);
    close(std::accumulate(skewed.begin(), skewed.end(), 0.0), 1.0, 1e-12);
}

void HashPlacementTest::rangesAreOfAsManyKeys() {
    // 1 : 1/2 : ... : 1/6 in three parts of two keys: 90, 35 and 22 of 147 (sixtieths).
    const auto shares = rangeShares(3, 6, 1.0);
    close(shares[0], 90.0 / 147.0, 1e-12);
    close(shares[1], 35.0 / 147.0, 1e-12);
    close(shares[2], 22.0 / 147.0, 1e-12);
    QVERIFY(rc::check([] {
        const auto parts = *rc::gen::inRange<std::size_t>(1, 50);
        const auto keys = *rc::gen::inRange<std::int64_t>(1, 300000);
        const auto all = rangeShares(parts, keys, *rc::gen::element(0.0, 0.8, 1.0, 2.0));
        RC_ASSERT(std::abs(std::accumulate(all.begin(), all.end(), 0.0) - 1.0) < 1e-9);
        // Ranges of as many keys: the later, the less popular, but for rounding where all are alike.
        const bool falls =
            std::is_sorted(all.begin(), all.end(), [](double a, double b) { return a > b + 1e-9; });
        RC_ASSERT(keys < static_cast<std::int64_t>(2 * parts) || falls ||
                  keys % static_cast<std::int64_t>(parts) != 0);
    }));
    QCOMPARE(rangeShares(1000, 1, 1.0)[0], 1.0);
}

QTEST_GUILESS_MAIN(HashPlacementTest)
#include "hash_placement_test.moc"
