// E_n/G/1/1 against closed forms and sums over a Poisson count.
#include <QTest>
#include <cmath>

#include "core/queueing/en_m_c_k.h"
#include "core/queueing/even_loss.h"

using namespace headroom::queueing;

namespace {

void close(double actual, double expected, double tolerance) {
    QVERIFY2(std::abs(actual - expected) <= tolerance,
             qPrintable(QString("%1 instead of %2").arg(actual).arg(expected)));
}

}  // namespace

class EvenLossTest : public QObject {
    Q_OBJECT
  private slots:
    // One stage: a / (1 + a) whatever the services (Erlang, Sevastyanov). Exponential ones: each arrival
    // finds the server busy that the one before found idle with A*(mu) = (n a / (1 + n a))^n.
    void closedForms() {
        for (const double load : {0.01, 0.7, 3.0}) {
            for (const auto& service :
                 {ServiceDistribution::deterministic(2), ServiceDistribution::gamma(2, 0.3),
                  ServiceDistribution::lognormal(2, 4), ServiceDistribution::hyperexponential(2, 9)}) {
                close(evenLossAlone(load / 2, 1, service), load / (1 + load), 1e-12);
                QCOMPARE(evenLossRatio(load / 2, 1, service, 3), 1.0);
            }
            for (const int stages : {2, 3, 8, 100}) {
                const double expected = std::pow(stages * load / (1 + stages * load), stages);
                close(evenLossAlone(load, stages, ServiceDistribution::exponential(1)), expected, 1e-12);
                close(EnMckQueue(load, stages, 1, 1, 1).blocked(), expected, 1e-12);
            }
        }
    }

    // Constant services of 1: E floor(N / n), N Poisson of mean n a.
    void constantServices() {
        for (const int stages : {2, 4, 9}) {
            for (const double load : {0.3, 0.9, 1.6}) {
                double probability = std::exp(-stages * load);
                double lost = 0;
                for (int k = 0; k < 400; ++k) {
                    lost += probability * (k / stages);
                    probability *= stages * load / (k + 1);
                }
                close(evenLossAlone(load, stages, ServiceDistribution::deterministic(1)), lost / (1 + lost),
                      1e-12);
            }
        }
    }

    void extremes() {
        for (const double rate : {0.0, 1e-12, 1e12}) {
            for (const std::int64_t stages : {1, 2, 10000}) {
                for (const double scv : {0.0, 1.0, 1e6}) {
                    const double lost = evenLossAlone(rate, stages, ServiceDistribution::gamma(1, scv));
                    QVERIFY(lost >= 0 && lost <= 1);
                    QVERIFY(
                        std::isfinite(evenLossRatio(rate, stages, ServiceDistribution::gamma(1, scv), 7)));
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(EvenLossTest)
#include "even_loss_test.moc"
