#include "core/queueing/join_shortest_queue.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/mm_c.h"

using namespace headroom::queueing;

class JoinShortestQueueTest : public QObject {
    Q_OBJECT
  private slots:
    void twoAreAsTabulated();
    void tableMeetsTheExactChain();
    void agreesWithSimulation_data();
    void agreesWithSimulation();
    void oneChoiceIsRandom();
    void choicesAgainstSimulation_data();
    void choicesAgainstSimulation();
    void staysBetweenPooledAndRandom();
    void extremesStayFinite();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void JoinShortestQueueTest::twoAreAsTabulated() {
    // Grassmann (1980): mean response of the shorter of two queues.
    close(ShortestOfTwo(0.5).meanResponse(), 1.42632, 1e-5);
    close(ShortestOfTwo(0.8).meanResponse(), 2.95574, 1e-5);
    close(ShortestOfTwo(0.95).meanResponse(), 10.4866, 1e-5);
    // The mean is the integral of the tail, which decays with 1 - rho^2.
    for (const double rho : {0.3, 0.8, 0.97}) {
        const ShortestOfTwo queue(rho);
        const double end = queue.responseQuantile(1.0 - 1e-11);
        double sum = 0.0;
        for (int i = 0; i < 20000; ++i) {
            sum += queue.responseTail((i + 0.5) * end / 20000) * end / 20000;
        }
        close(sum, queue.meanResponse(), 1e-5);
        if (rho > 0.5) {  // below, other terms are still there
            const double late = queue.responseQuantile(1.0 - 1e-8);
            close(queue.responseTail(late + 1.0) / 1e-8, std::exp(-(1.0 - rho * rho)), 1e-3);
        }
    }
}

void JoinShortestQueueTest::tableMeetsTheExactChain() {
    for (int i = 5; i < 99; ++i) {
        const double rho = i / 100.0;
        close(1.0 + shortestQueueWait(2.0, rho), ShortestOfTwo(rho).meanResponse(), 5e-3);
    }
}

void JoinShortestQueueTest::agreesWithSimulation_data() {
    QTest::addColumn<double>("n");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("p50");
    QTest::addColumn<double>("p95");
    QTest::addColumn<double>("p99");
    // The simulated figures of the reference cases.
    QTest::newRow("4 at 0.5") << 4.0 << 0.5 << 1.157485 << 0.807931 << 3.446917 << 5.260993;
    QTest::newRow("10 at 0.5") << 10.0 << 0.5 << 1.024103 << 0.710179 << 3.067467 << 4.714595;
    QTest::newRow("4 at 0.8") << 4.0 << 0.8 << 1.953883 << 1.424917 << 5.601880 << 8.378523;
    QTest::newRow("10 at 0.8") << 10.0 << 0.8 << 1.355780 << 0.972705 << 3.943513 << 5.912082;
    QTest::newRow("4 at 0.9") << 4.0 << 0.9 << 3.254395 << 2.393837 << 9.251102 << 13.96995;
    QTest::newRow("10 at 0.9") << 10.0 << 0.9 << 1.910012 << 1.429447 << 5.345289 << 7.886716;
    QTest::newRow("4 at 0.95") << 4.0 << 0.95 << 5.770201 << 4.161092 << 16.70126 << 25.47564;
    QTest::newRow("10 at 0.95") << 10.0 << 0.95 << 2.951631 << 2.234130 << 8.154028 << 12.19166;
}

void JoinShortestQueueTest::agreesWithSimulation() {
    QFETCH(double, n);
    QFETCH(double, rho);
    QFETCH(double, mean);
    QFETCH(double, p50);
    QFETCH(double, p95);
    QFETCH(double, p99);
    const ExponentialWait wait = shortestQueue(n, rho);
    close(1.0 + wait.mean(), mean, 0.01);
    close(wait.responseQuantile(1.0, 0.5), p50, 0.04);
    close(wait.responseQuantile(1.0, 0.95), p95, 0.04);
    close(wait.responseQuantile(1.0, 0.99), p99, 0.04);
}

void JoinShortestQueueTest::oneChoiceIsRandom() {
    // M/M/1: 1 / (1 - 0.8) and -5 ln 0.01. d = 2: 1 + rho^2 + rho^6 + rho^14 + ...
    close(PowerOfChoices(0.8, 1.0).meanResponse(), 5.0, 1e-14);
    close(PowerOfChoices(0.8, 1.0).responseQuantile(0.99), 5.0 * std::log(100.0), 1e-10);
    const double r = 0.5;
    close(PowerOfChoices(r, 2.0).meanResponse(),
          1.0 + std::pow(r, 2) + std::pow(r, 6) + std::pow(r, 14) + std::pow(r, 30), 1e-15);
    close(PowerOfChoices(0.8, 1.0 + 1e-6).meanResponse(), 5.0, 1e-3);
}

void JoinShortestQueueTest::choicesAgainstSimulation_data() {
    QTest::addColumn<double>("d");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("mean");
    // Simulated with 100 instances, from the reference cases.
    QTest::newRow("2 at 0.5") << 2.0 << 0.5 << 1.267464;
    QTest::newRow("2 at 0.8") << 2.0 << 0.8 << 1.957399;
    QTest::newRow("2 at 0.9") << 2.0 << 0.9 << 2.642943;
    QTest::newRow("3 at 0.9") << 3.0 << 0.9 << 2.060758;
    QTest::newRow("5 at 0.9") << 5.0 << 0.9 << 1.668697;
    QTest::newRow("3 at 0.95") << 3.0 << 0.95 << 2.615471;
}

void JoinShortestQueueTest::choicesAgainstSimulation() {
    QFETCH(double, d);
    QFETCH(double, rho);
    QFETCH(double, mean);
    close(powerOfChoicesResponse(100.0, rho, d), mean, 0.025);
}

void JoinShortestQueueTest::staysBetweenPooledAndRandom() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 200);
        const double rho = *rc::gen::inRange(1, 995) / 1000.0;
        const double wait = shortestQueueWait(n, rho);
        RC_ASSERT(wait >= MmcQueue(rho * n, 1.0, n).meanWait());
        RC_ASSERT(1.0 + wait <= 1.0 / (1.0 - rho) * (1.0 + 1e-9));
        RC_ASSERT(shortestQueueWait(n, rho + 0.004) >= wait);
        const double d = *rc::gen::inRange(2, 6);
        const double choice = powerOfChoicesResponse(n, rho, d);
        RC_ASSERT(choice <= 1.0 / (1.0 - rho) * (1.0 + 1e-9));
        RC_ASSERT(choice >= (1.0 + wait) * 0.99);
    }));
}

void JoinShortestQueueTest::extremesStayFinite() {
    for (const double rho : {0.0, 1e-9, 1.0 - 1e-12, 1.0, 7.0}) {
        for (const double n : {0.0, 1.0, 2.5, 1e6}) {
            QVERIFY(std::isfinite(shortestQueueWait(n, rho)));
            QVERIFY(std::isfinite(shortestQueue(n, rho).responseQuantile(1.0, 0.999)));
            QVERIFY(std::isfinite(powerOfChoicesResponse(n, rho, 2.0)));
        }
        QVERIFY(std::isfinite(PowerOfChoices(rho, 2.0).responseQuantile(0.999)));
    }
    QCOMPARE(ShortestOfTwo(0.0).meanResponse(), 1.0);
}

QTEST_GUILESS_MAIN(JoinShortestQueueTest)
#include "join_shortest_queue_test.moc"
