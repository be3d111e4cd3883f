#include "core/queueing/concurrent_classes.h"

#include <QtTest/QTest>
#include <cmath>

#include "core/queueing/mm_c.h"
#include "tests/core/queueing/nearness.h"

using headroom::queueing::concurrentClassesWait;
using headroom::queueing::MmcQueue;
using headroom::queueing::testing::near;

class ConcurrentClassesTest : public QObject {
    Q_OBJECT

  private slots:
    // 1 / mu * rho / (1 - rho), whatever the classes.
    void oneServer() {
        for (const double classes : {1.0, 3.0, 50.0}) {
            const auto wait = concurrentClassesWait(0.6, 1, 1, classes);
            QVERIFY(near(wait.mean, 0.6 / 0.4, 1e-9));
            QVERIFY(near(wait.probability, 0.6, 1e-9));
        }
    }

    // Each class a line of its own: M/M/1 at 0.5.
    void aServerForEachClass() {
        for (const double servers : {4.0, 9.0}) {
            const auto wait = concurrentClassesWait(2, 1, servers, 4);
            QVERIFY(near(wait.mean, 1, 1e-9));
            QVERIFY(near(wait.probability, 0.5, 1e-9));
        }
    }

    // Of so many classes that nobody meets its own: M/M/c.
    void verySmallClasses() {
        const auto wait = concurrentClassesWait(3.2, 1, 4, 1e6);
        const MmcQueue queue(3.2, 1, 4);
        QVERIFY(near(wait.mean, queue.meanWait(), 1e-4));
        QVERIFY(near(wait.probability, queue.waitProbability(), 1e-4));
    }

    // Two servers, three classes, 0.5 of a class: d = 1, 2, 3 weigh 1.5 / 0.5 = 3, 3 * 0.5 / 0.5 = 3 and
    // 3 * 0.25 / 0.25 = 3 with 2, 4 and 8 in line, of 10 with the empty line: 42 / 10 / 1.5 - 1 = 9 / 5. At
    // once: (1 + 3 * 2 / 3) / 10.
    void byHand() {
        const auto wait = concurrentClassesWait(1.5, 1, 2, 3);
        QVERIFY(near(wait.mean, 9.0 / 5, 1e-9));
        QVERIFY(near(wait.probability, 7.0 / 10, 1e-9));
    }
};

QTEST_GUILESS_MAIN(ConcurrentClassesTest)
#include "concurrent_classes_test.moc"
