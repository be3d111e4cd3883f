#include "core/queueing/window_limit.h"

#include <QTest>
#include <cmath>

using namespace headroom::queueing;

namespace {

/// E[max(N - L, 0)] / a by summing the Poisson masses one after the other from zero.
double rejectedBySum(double mean, int limit) {
    double mass = std::exp(-mean);
    double rejected = 0;
    for (int n = 1; n < limit + 40 * static_cast<int>(std::sqrt(mean) + 10); ++n) {
        mass *= mean / n;
        rejected += std::max(0, n - limit) * mass;
    }
    return rejected / mean;
}

}  // namespace

class WindowLimitTest : public QObject {
    Q_OBJECT

  private slots:
    void aWindowOfOne();
    void fixedWindowIsTheSumOverItsCounts_data();
    void fixedWindowIsTheSumOverItsCounts();
    void slidingWindowOfOneIsADeadTime();
    void largeWindowsLetTheLimitThrough();
    void nothingComesOrNothingMay();
};

void WindowLimitTest::aWindowOfOne() {
    // One a window: the share of windows with anything in them, over the mean. (1 - exp(-2)) / 2.
    const double admitted = (1 - std::exp(-2.0)) / 2;
    QVERIFY(std::abs(fixedWindowShare({.arrivals = 2, .limit = 1}).admitted - admitted) < 1e-15);
    // A part of a request is none.
    QVERIFY(std::abs(fixedWindowShare({.arrivals = 2, .limit = 1.9}).admitted - admitted) < 1e-15);
}

void WindowLimitTest::fixedWindowIsTheSumOverItsCounts_data() {
    QTest::addColumn<double>("mean");
    QTest::addColumn<int>("limit");
    QTest::newRow("light") << 5.0 << 10;
    QTest::newRow("at the limit") << 100.0 << 100;
    QTest::newRow("just above") << 110.0 << 100;
    QTest::newRow("far above") << 600.0 << 100;
    QTest::newRow("small") << 0.3 << 2;
    QTest::newRow("around sixteen") << 17.0 << 16;
}

void WindowLimitTest::fixedWindowIsTheSumOverItsCounts() {
    QFETCH(double, mean);
    QFETCH(int, limit);
    const double expected = rejectedBySum(mean, limit);
    const PolicerAnswer answer = fixedWindowShare({.arrivals = mean, .limit = static_cast<double>(limit)});
    QVERIFY2(std::abs(answer.rejected - expected) < 1e-12,
             qPrintable(QString::number(answer.rejected - expected)));
    QCOMPARE(answer.admitted, 1 - answer.rejected);
}

void WindowLimitTest::slidingWindowOfOneIsADeadTime() {
    // After each that is let in, one window in which nothing is: 1 / (1 + a) pass.
    QVERIFY(std::abs(slidingWindowShare({.arrivals = 3, .limit = 1}).admitted - 0.25) < 1e-15);
}

void WindowLimitTest::largeWindowsLetTheLimitThrough() {
    // As the window grows, chance evens out: min(1, limit / arrivals), within the spread of the counts.
    for (const double scale : {1e4, 1e6, 1e8}) {
        for (const auto share : {&fixedWindowShare, &slidingWindowShare}) {
            const double above = share({.arrivals = 2 * scale, .limit = scale}).admitted;
            QVERIFY(std::abs(above - 0.5) < 2 / scale);
            QVERIFY(share({.arrivals = scale, .limit = 2 * scale}).rejected < 1e-12);
            const double at = share({.arrivals = scale, .limit = scale}).rejected;
            QVERIFY(at > 0.3 / std::sqrt(scale) && at < 1 / std::sqrt(scale));
        }
    }
}

void WindowLimitTest::nothingComesOrNothingMay() {
    for (const auto share : {&fixedWindowShare, &slidingWindowShare}) {
        QCOMPARE(share({.arrivals = 0, .limit = 5}).admitted, 1.0);
        QCOMPARE(share({.arrivals = 5, .limit = 0.5}).admitted, 0.0);
    }
}

QTEST_GUILESS_MAIN(WindowLimitTest)
#include "window_limit_test.moc"
