#include "core/queueing/constant_population.h"

#include <QtTest/QTest>
#include <cmath>

#include "core/queueing/mm_c.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::near;

class ConstantPopulationTest : public QObject {
    Q_OBJECT

  private slots:
    // One worker, as long behind it: with 2, 0, 1 and 2 at the machine weigh 1, 2 and 2. With as many workers
    // nobody waits.
    void byHand() {
        const PopulationAnswer one = withPopulation({.workers = 1, .behind = 1}, 2);
        QVERIFY(near(one.throughput, 4.0 / 5, 1e-9));
        QVERIFY(near(one.meanWait, 2.0 / 5 / (4.0 / 5), 1e-9));
        const PopulationAnswer enough = withPopulation({.workers = 3, .behind = 2}, 3);
        QVERIFY(near(enough.throughput, 1, 1e-9));
        QCOMPARE(enough.meanWait, 0.0);
        QCOMPARE(withPopulation({}, 0).throughput, 0.0);
    }

    // Three, of which an arrival finds two: 1 and 2 at the machine in two of five cases each.
    void whatWaitsForPlaces() {
        const PopulationAnswer three = withPopulation({.workers = 1, .behind = 1}, 3);
        QVERIFY(near(three.meanPlaces, 1.5, 1e-9));
        QVERIFY(near(three.placesVariance, 0.25, 1e-9));
        QVERIFY(near(three.meanWait, 0.8 * 1.5, 1e-9));
    }

    // Palm's chain by mean value analysis: R(n) = 1 + Q(n - 1).
    void meanValueAnalysis() {
        double queue = 0;
        for (int n = 1; n <= 60; ++n) {
            const double response = 1 + queue;
            const double throughput = n / (7 + response);
            queue = throughput * response;
            const PopulationAnswer found = withPopulation({.workers = 1, .behind = 7}, n);
            QVERIFY(near(found.throughput, throughput, 1e-9));
            QVERIFY(std::abs(found.meanWait - (response - 1)) < 1e-9 * response);
        }
    }

    // Half of the machines hold 1, half 2: throughput (1/2 + 4/5) / 2 = 13/20, and 4/5 of the 13/10 wait 1/2.
    void betweenTwoNumbers() {
        const double wait = atThroughput({.workers = 1, .behind = 1}, 0.65, 0).meanWait;
        QVERIFY(near(wait, 0.8 * 0.5 / 1.3, 1e-6));
    }

    // The longer requests stay behind, the more they come at random: M/M/c.
    void longBehindIsRandom() {
        const MmcQueue queue(3.2, 1, 4);
        double before = 0;
        for (const double behind : {1.0, 10.0, 100.0, 1000.0, 1e5}) {
            const double wait = atThroughput({.workers = 4, .behind = behind}, 3.2, 0.2).meanWait;
            QVERIFY(wait >= before);
            before = wait;
        }
        QVERIFY(near(before, queue.meanWait(), 0.01));
        QVERIFY(before <= queue.meanWait());
    }
};

QTEST_GUILESS_MAIN(ConstantPopulationTest)
#include "constant_population_test.moc"
