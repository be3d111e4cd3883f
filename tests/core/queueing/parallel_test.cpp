// Fork-join, order statistics and hedging.
#include <rapidcheck.h>

#include <QTest>
#include <array>
#include <cmath>

#include "core/queueing/fork_join.h"
#include "core/queueing/hedging.h"
#include "core/queueing/order_statistics.h"

using namespace headroom::queueing;

class ParallelTest : public QObject {
    Q_OBJECT
  private slots:
    void twoBranchesByHand();
    void forkJoinStaysBetweenItsBounds();
    void forkJoinAgainstSimulation_data();
    void forkJoinAgainstSimulation();
    void kthByCounting();
    void kthOfThoseThatWaitTogether();
    void leafInverts();
    void harmonicNumbers();
    void hedgingByHand();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void ParallelTest::twoBranchesByHand() {
    // (12 - 0.8) / 8 = 1.4, exact; nothing waits at rho = 0: H_n.
    close(forkJoinStretch(2.0, 0.8), 1.4, 1e-15);
    close(forkJoinStretch(1.0, 0.8), 1.0, 1e-15);
    close(forkJoinStretch(4.0, 0.0), 1.0 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4, 1e-14);
    close(forkJoinFit(7.0, 0.0).branches, 7.0, 1e-10);
}

void ParallelTest::forkJoinStaysBetweenItsBounds() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 1000);
        const double rho = *rc::gen::inRange(0, 1001) / 1000.0;
        const double stretch = forkJoinStretch(n, rho);
        const double harmonic = kthOfNExponentialMean(n, n);
        RC_ASSERT(stretch <= harmonic * (1.0 + 1e-12));  // as if independent
        RC_ASSERT(stretch >= harmonic * (1.0 - rho));    // service alone
        RC_ASSERT(forkJoinStretch(n + 1, rho) >= stretch - 1e-12);
        const ForkJoinFit fit = forkJoinFit(n, rho);
        RC_ASSERT(fit.branches >= 1.0);
        RC_ASSERT(fit.branches <= n);
        const double mean = fit.stretch * kthOfNExponentialMean(fit.branches, fit.branches);
        RC_ASSERT(std::abs(mean - stretch) < 1e-9);
    }));
}

void ParallelTest::forkJoinAgainstSimulation_data() {
    QTest::addColumn<double>("n");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("p50");
    QTest::addColumn<double>("p95");
    QTest::addColumn<double>("p99");
    // Simulated means and percentiles of the reference cases, service rate 1.
    QTest::newRow("4 at 0.5") << 4.0 << 0.5 << 3.84125 << 3.29070 << 8.55701 << 11.8957;
    QTest::newRow("4 at 0.8") << 4.0 << 0.8 << 9.14405 << 7.73185 << 21.1400 << 29.5036;
    QTest::newRow("8 at 0.5") << 8.0 << 0.5 << 4.84993 << 4.30991 << 9.84495 << 13.2563;
    QTest::newRow("8 at 0.8") << 8.0 << 0.8 << 11.3702 << 9.99762 << 24.2186 << 33.0068;
    QTest::newRow("16 at 0.8") << 16.0 << 0.8 << 13.5863 << 12.2326 << 27.2678 << 36.0715;
    QTest::newRow("32 at 0.5") << 32.0 << 0.5 << 6.89058 << 6.36124 << 12.3658 << 15.9033;
    QTest::newRow("32 at 0.8") << 32.0 << 0.8 << 15.7746 << 14.4522 << 30.1190 << 39.3198;
}

void ParallelTest::forkJoinAgainstSimulation() {
    QFETCH(double, n);
    QFETCH(double, rho);
    QFETCH(double, mean);
    QFETCH(double, p50);
    QFETCH(double, p95);
    QFETCH(double, p99);
    const double one = 1.0 / (1.0 - rho);
    close(forkJoinStretch(n, rho) * one, mean, 0.031);
    const ForkJoinFit fit = forkJoinFit(n, rho);
    const auto quantile = [&](double p) {
        return -std::log1p(-std::pow(p, 1.0 / fit.branches)) * one * fit.stretch;
    };
    close(quantile(0.5), p50, 0.045);
    close(quantile(0.95), p95, 0.045);
    close(quantile(0.99), p99, 0.045);
}

void ParallelTest::kthByCounting() {
    // 2 of 3 at 0.9: 3 * 0.81 * 0.1 + 0.729 = 0.972.
    close(kthOfN(0.9, 2, 3), 0.972, 1e-14);
    QCOMPARE(kthOfN(0.3, 0, 3), 1.0);
    QCOMPARE(kthOfN(0.3, 4, 3), 0.0);
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 30);
        const int k = *rc::gen::inRange(1, n + 1);
        const double p = *rc::gen::inRange(0, 1001) / 1000.0;
        double sum = 0.0;
        for (int i = k; i <= n; ++i) {
            sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0)) *
                   std::pow(p, i) * std::pow(1.0 - p, n - i);
        }
        RC_ASSERT(std::abs(kthOfN(p, k, n) - sum) < 1e-12);
        RC_ASSERT(kthOfN(p, k, n + 1) >= kthOfN(p, k, n) - 1e-15);
    }));
}

// With S = 0.5 and alpha = 1/2: both of two are late with 0.5^1.414 = 0.3752, so that at least one is done
// with 0.6248, and both with 1 - 2 * 0.5 + 0.3752.
void ParallelTest::kthOfThoseThatWaitTogether() {
    const double both = std::pow(0.5, std::sqrt(2.0));
    close(kthOfNTogether(0.5, 1, 2, 0.5), 1 - both, 1e-14);
    close(kthOfNTogether(0.5, 2, 2, 0.5), both, 1e-14);
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 16);
        const int k = *rc::gen::inRange(1, n + 1);
        const double late = *rc::gen::inRange(0, 1001) / 1000.0;
        const double alpha = *rc::gen::inRange(500, 1000) / 1000.0;
        // Next to independent, and never above those who need one less.
        RC_ASSERT(std::abs(kthOfNTogether(late, k, n, 1 - 1e-12) - kthOfN(1 - late, k, n)) < 1e-7);
        RC_ASSERT(kthOfNTogether(late, k, n, alpha) >=
                  kthOfNTogether(late, std::min(k + 1, n), n, alpha) - 1e-8);
        // What they have in common makes the last come sooner and the first later.
        RC_ASSERT(kthOfNTogether(late, n, n, alpha) >= kthOfN(1 - late, n, n) - 1e-8);
        RC_ASSERT(kthOfNTogether(late, 1, n, alpha) <= kthOfN(1 - late, 1, n) + 1e-8);
    }));
}

void ParallelTest::leafInverts() {
    QVERIFY(rc::check([] {
        const int n = *rc::gen::inRange(1, 2000);
        const int k = *rc::gen::inRange(1, n + 1);
        const double p = *rc::gen::inRange(1, 10000) / 10000.0;
        RC_ASSERT(std::abs(kthOfN(kthOfNLeaf(p, k, n), k, n) - p) < 1e-9);
    }));
    // 1 % slow at a fan-out of 100 hits 63.4 % of the requests (Dean, Barroso 2013).
    close(anySlow(0.01, 100), 0.633967658726771, 1e-12);
}

void ParallelTest::harmonicNumbers() {
    close(kthOfNExponentialMean(3, 3), 1.0 + 1.0 / 2 + 1.0 / 3, 1e-14);
    close(kthOfNExponentialMean(1, 50), 1.0 / 50, 1e-11);
    close(kthOfNExponentialMean(2, 3), 1.0 / 3 + 1.0 / 2, 1e-13);
}

void ParallelTest::hedgingByHand() {
    // A copy at once halves an exponential; one after ln 20 = p95 saves 1/40 of the mean.
    close(hedgedExponentialMean(2.0, 0.0), 1.0, 1e-15);
    close(hedgedExponentialMean(1.0, std::log(20.0)), 0.975, 1e-15);
    const auto tail = [](double t) { return std::exp(-t); };
    // Beyond the delay e^{-2t + h} = 0.01: t = (h + ln 100) / 2.
    const double h = std::log(20.0);
    close(hedgedQuantile(tail, h, 0.99, std::log(100.0)), 0.5 * (h + std::log(100.0)), 1e-13);
    close(hedgedQuantile(tail, h, 0.5, std::log(2.0)), std::log(2.0), 1e-15);
    close(hedgedTail(tail, h, h + 1.0), std::exp(-h - 2.0), 1e-14);
}

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
