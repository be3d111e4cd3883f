#include "core/queueing/retry.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/client_timeout.h"
#include "core/queueing/mm_c_k.h"

using namespace headroom::queueing;

class RetryTest : public QObject {
    Q_OBJECT
  private slots:
    void attemptsByHand();
    void budgetLimitsAttempts();
    void bistableLoopByHand();
    void rootsSolveTheLoop();
    void thresholdsSeparateOneRootFromThree();
    void noTimeoutNoStorm();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void RetryTest::attemptsByHand() {
    // 1 + 1/2 + 1/4 + 1/8 = 15/8, and (1/2)^4 = 1/16.
    close(meanAttempts(0.5, 3), 15.0 / 8.0, 1e-15);
    close(finalFailure(0.5, 3), 1.0 / 16.0, 1e-15);
    close(meanAttempts(1.0, 3), 4.0, 1e-15);
    close(meanAttempts(1.0 - 1e-9, 3), 4.0 - 6e-9, 1e-15);
    close(meanAttempts(0.0, 3), 1.0, 1e-15);
    close(meanAttempts(0.3, 0), 1.0, 1e-15);
    // A fluid of 150 into 100 with two retries: p^3 = 1/3.
    close(std::pow(fluidRetryFailure(150.0, 100.0, 2), 3), 1.0 / 3.0, 1e-14);
    QCOMPARE(fluidRetryFailure(90.0, 100.0, 2), 0.0);
}

void RetryTest::budgetLimitsAttempts() {
    // p = 1/2, 3 retries: 7/8 of a retry wanted per request, 1/10 allowed: 1.1 attempts of
    // which half succeed: 0.45 fail.
    const BudgetedRetries few = budgetedRetries(0.5, 3, 0.1);
    close(few.attempts, 1.1, 1e-14);
    close(few.failed, 0.45, 1e-14);
    close(meanAttempts(0.5 * few.granted, 3), 1.1, 1e-12);
    const BudgetedRetries enough = budgetedRetries(0.5, 3, 1.0);
    close(enough.attempts, 1.875, 1e-15);
    close(enough.failed, 0.0625, 1e-15);
    close(budgetedRetries(1.0, 3, 0.2).failed, 1.0, 1e-15);
    close(budgetedRetries(0.5, 3, 0.0).failed, 0.5, 1e-15);
}

void RetryTest::bistableLoopByHand() {
    // M/M/1, mu = 1, timeout 20, 3 retries at 0.4: p = e^{-20 (1 - x)} below 1, so
    // x = 0.4 (1 + p + p^2 + p^3). Low: p(0.4) = e^{-12} = 6.144e-6, x = 0.400002458.
    // Unstable: 0.4 * 4 at p = 1 is above 1, 0.4 just below: between. Storm: p = 1, x = 1.6.
    const auto failure = [](double x) { return clientTimeoutShare(x, 1.0, 1, 20.0); };
    const auto rates = retryFixedPoints(0.4, 3, failure, {1.0});
    QCOMPARE(rates.size(), std::size_t(3));
    close(rates[0], 0.4 + 0.4 * std::exp(-20.0 * (1.0 - 0.400002458)), 1e-9);
    const double p = std::exp(-20.0 * (1.0 - rates[1]));
    close(rates[1], 0.4 * (1.0 + p + p * p + p * p * p), 1e-11);
    close(rates[2], 1.6, 1e-13);
}

void RetryTest::rootsSolveTheLoop() {
    QVERIFY(rc::check([] {
        const double fresh = *rc::gen::inRange(50, 3000) / 1000.0;
        const double timeout = *rc::gen::inRange(1, 60);
        const int most = *rc::gen::inRange(0, 8);
        const auto failure = [&](double x) { return clientTimeoutShare(x, 2.0, 2, timeout); };
        const auto rates = retryFixedPoints(fresh, most, failure, {4.0});
        RC_ASSERT(!rates.empty());
        RC_ASSERT(rates.size() % 2 == 1);
        RC_ASSERT(rates.size() <= 3);
        for (const double x : rates) {
            RC_ASSERT(x >= fresh);
            RC_ASSERT(x <= fresh * (most + 1) * (1.0 + 1e-12));
            RC_ASSERT(std::abs(fresh * meanAttempts(failure(x), most) - x) < 1e-8 * x);
        }
    }));
}

void RetryTest::thresholdsSeparateOneRootFromThree() {
    QVERIFY(rc::check([] {
        const double timeout = *rc::gen::inRange(8, 60);
        const int most = *rc::gen::inRange(1, 6);
        const auto failure = [&](double x) { return clientTimeoutShare(x, 1.0, 1, timeout); };
        const MetastableLoads loads = metastableLoads(most, failure, 1e-3, 100.0, {1.0});
        RC_ASSERT(loads.exists);
        // Every attempt fails from x = 1 on, where (r + 1) attempts are made of each request.
        RC_ASSERT(std::abs(loads.vulnerable - 1.0 / (most + 1)) < 1e-9);
        RC_ASSERT(loads.collapse > loads.vulnerable);
        const auto count = [&](double fresh) { return retryFixedPoints(fresh, most, failure, {1.0}).size(); };
        RC_ASSERT(count(0.999 * loads.vulnerable) == 1u);
        RC_ASSERT(count(1.001 * loads.vulnerable) == 3u);
        RC_ASSERT(count(0.999 * loads.collapse) == 3u);
        RC_ASSERT(count(1.001 * loads.collapse) == 1u);
    }));
}

void RetryTest::noTimeoutNoStorm() {
    // A bounded queue rejects at once and wastes no work: one state at every load.
    for (const double fresh : {0.5, 0.9, 1.0, 1.1, 2.0}) {
        const auto failure = [](double x) { return MmckQueue(x, 1.0, 1, 20).blocked(); };
        QCOMPARE(retryFixedPoints(fresh, 5, failure, {1.0}).size(), std::size_t(1));
    }
    const auto failure = [](double x) { return MmckQueue(x, 1.0, 1, 20).blocked(); };
    QVERIFY(!metastableLoads(5, failure, 1e-3, 100.0, {1.0}).exists);
    QCOMPARE(retryFixedPoints(0.0, 3, failure).front(), 0.0);
}

QTEST_GUILESS_MAIN(RetryTest)
#include "retry_test.moc"
