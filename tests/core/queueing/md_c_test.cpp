#include "core/queueing/md_c.h"

#include <QTest>
#include <cmath>

#include "core/queueing/gg_c.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/md1.h"

using namespace headroom::queueing;

class MdcTest : public QObject {
    Q_OBJECT
  private slots:
    void oneServerIsMd1();
    void meanIsTheIntegralOfTheTail();
    void moreLoadWaitsLonger();
    void theTransformSaysTheSame();
    void aDistributionOfTheTransform();
};

static void close(double actual, double expected, double relative) {
    const double off = std::abs(actual - expected);
    QVERIFY2(off <= relative * std::abs(expected) + 1e-300,
             qPrintable(QString("got %1, expected %2").arg(actual, 0, 'g', 17).arg(expected, 0, 'g', 17)));
}

void MdcTest::oneServerIsMd1() {
    // Pollaczek and Khinchine: rho / (2 (1 - rho)); the tail by Md1Wait's other method.
    for (const double rho : {0.2, 0.5, 0.8, 0.9}) {
        const MdcWait wait(rho, 1);
        const Md1Wait other(rho);
        close(wait.mean(), rho / (2.0 * (1.0 - rho)), 1e-8);
        close(wait.waitProbability(), rho, 1e-8);
        for (const double t : {0.3, 1.0, 4.5, 11.0}) {
            QVERIFY(std::abs(wait.tail(t) - other.tail(t)) < 1e-9);
        }
    }
}

void MdcTest::meanIsTheIntegralOfTheTail() {
    for (const double rho : {0.5, 0.9}) {
        for (const int c : {2, 7, 60}) {
            const MdcWait wait(rho, c);
            double sum = 0.0;
            for (int i = 0; i < 80000; ++i) {
                sum += wait.tail((i + 0.5) / 1000.0) / 1000.0;
            }
            QVERIFY(std::abs(sum - wait.mean()) < 1e-6);
            // Cosmetatos (1976) is said to be within about 1 %.
            close(deterministicServiceWait(rho * c, 1.0, c), wait.mean(), rho > 0.8 ? 0.02 : 0.4);
        }
    }
}

void MdcTest::moreLoadWaitsLonger() {
    for (const int c : {1, 3, 20}) {
        double last = 0.0;
        for (int i = 1; i < 99; i += 7) {
            const double mean = MdcWait(i / 100.0, c).mean();
            QVERIFY(mean >= last && std::isfinite(mean));
            last = mean;
        }
    }
}

// Two ways to one distribution: Spitzer's sums, and the roots of the transform. Its variance by the second
// moment, the integral of 2 t P(W > t).
void MdcTest::theTransformSaysTheSame() {
    for (const double rho : {0.3, 0.7, 0.95}) {
        for (const int c : {1, 2, 7, 16, 60}) {
            const MdcWait sums(rho, c);
            const ConstantServiceWait roots(rho * c / 4.0, 4.0, c);
            QVERIFY(std::abs(roots.waitProbability() - sums.waitProbability()) < 1e-9);
            QVERIFY(std::abs(roots.mean() - 4.0 * sums.mean()) < 1e-8 * (sums.mean() + 1e-3));
            double square = 0.0;
            const double step = (4.0 + 10.0 / (1.0 - rho)) / 80000.0;
            for (int i = 0; i < 80000; ++i) {
                const double t = (i + 0.5) * step;
                square += 2.0 * t * sums.tail(t) * step;
            }
            const double variance = 16.0 * (square - sums.mean() * sums.mean());
            // The midpoint rule is wrong by step^2 / 24 times the slope at 0, below 2, and at kinks.
            QVERIFY(std::abs(roots.variance() - variance) < 16.0 * step * step);
        }
    }
}

void MdcTest::aDistributionOfTheTransform() {
    for (const double rho : {0.5, 0.8, 0.95}) {
        for (const int c : {2, 10, 40}) {
            const MdcWait sums(rho, c);
            LatencyProgram program;
            const LatencyNode node = program.wait(WaitDistribution::constantService(rho * c, 1.0, c));
            LatencyDistributions inverted(program);
            for (const double p : {0.5, 0.9, 0.99, 0.999}) {
                const double expected = sums.quantile(p);
                QVERIFY(std::abs(inverted.quantile(node, p) - expected) < 1e-3 * expected + 1e-6);
            }
        }
    }
}

QTEST_GUILESS_MAIN(MdcTest)
#include "md_c_test.moc"
