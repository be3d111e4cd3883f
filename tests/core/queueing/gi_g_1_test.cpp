// GI/G/1 against the queues that have closed forms, and against Lindley's recursion.
#include <QTest>
#include <cmath>
#include <random>

#include "core/queueing/gi_g_1.h"
#include "core/queueing/mg1.h"
#include "tests/core/queueing/nearness.h"

using namespace headroom::queueing;
using headroom::queueing::testing::compareNear;

class GiG1Test : public QObject {
    Q_OBJECT
  private slots:
    // Pollaczek and Khinchine.
    void randomArrivals() {
        for (const double load : {0.05, 0.5, 0.9, 0.99}) {
            const RenewalStream arrivals{ServiceDistribution::exponential(1 / load)};
            for (const auto& service :
                 {ServiceDistribution::exponential(1), ServiceDistribution::deterministic(1),
                  ServiceDistribution::gamma(1, 0.2), ServiceDistribution::gamma(1, 5),
                  ServiceDistribution::hyperexponential(1, 9),
                  ServiceDistribution::exponential(1 / 1.45).withSlowShare(0.05, 10)}) {
                const Mg1Queue expected(load, service);
                const RenewalWait wait = renewalWait(arrivals, service);
                const double tolerance = service.isDeterministic() ? 5e-4 : 1e-5;
                compareNear(wait.probability, load, tolerance);
                compareNear(wait.mean, expected.meanWait(), tolerance);
                compareNear(wait.variance, expected.waitVariance(), tolerance);
            }
        }
    }

    // GI/M/1: P(W > 0) = sigma, and exponential beyond.
    void exponentialServices() {
        const auto service = ServiceDistribution::exponential(1);
        for (const double load : {0.1, 0.6, 0.95}) {
            const double mean = 1 / load;
            for (const RenewalStream& arrivals :
                 {RenewalStream{ServiceDistribution::gamma(mean, 1.0 / 3)},
                  RenewalStream{ServiceDistribution::gamma(mean, 0.37)},
                  RenewalStream{ServiceDistribution::deterministic(mean)},
                  RenewalStream{ServiceDistribution::hyperexponential(mean, 6)},
                  RenewalStream{ServiceDistribution::hyperexponential(mean / 6, 6), 0.5, 3}}) {
                const ExponentialWait expected = GiMcQueue(arrivals, 1, 1).wait();
                const RenewalWait wait = renewalWait(arrivals, service);
                // What falls off slowly on one side and turns round and round on the other costs some digits.
                const double tolerance = arrivals.scv() == 0 ? 5e-4 : 1e-5;
                compareNear(wait.probability, expected.probability, tolerance);
                compareNear(wait.mean, expected.mean(), tolerance);
                compareNear(wait.variance,
                            2 * expected.mean() / expected.rate - expected.mean() * expected.mean(), 1e-6);
            }
        }
    }

    // Lindley's recursion, 4e6 customers: every third of random arrivals, of whose work a twentieth takes ten
    // times as long.
    void byRecursion() {
        std::mt19937_64 random(7);
        std::exponential_distribution<double> gap(3 * 0.6);
        std::exponential_distribution<double> work(1.45);
        std::uniform_real_distribution<double> chance;
        double wait = 0;
        double sum = 0;
        double square = 0;
        double waited = 0;
        constexpr int customers = 4000000;
        for (int i = 0; i < customers; ++i) {
            sum += wait;
            square += wait * wait;
            waited += wait > 0 ? 1 : 0;
            const double service = work(random) * (chance(random) < 0.05 ? 10 : 1);
            wait = std::max(0.0, wait + service - gap(random) - gap(random) - gap(random));
        }
        const RenewalWait exact =
            renewalWait({ServiceDistribution::erlang(1 / 0.6, 3)},
                        ServiceDistribution::exponential(1 / 1.45).withSlowShare(0.05, 10));
        compareNear(waited / customers, exact.probability, 0.003);
        compareNear(sum / customers, exact.mean, 0.01);
        compareNear(square / customers, exact.variance + exact.mean * exact.mean, 0.03);
    }

    // Whatever is legal has a finite answer, and nobody waits where everything keeps time.
    void extremes() {
        const auto constant = ServiceDistribution::deterministic(1);
        QCOMPARE(renewalWait({ServiceDistribution::deterministic(2)}, constant).mean, 0.0);
        QCOMPARE(renewalWait({ServiceDistribution::erlang(2, 3)}, ServiceDistribution::deterministic(0)).mean,
                 0.0);
        for (const double load : {1e-9, 0.3, 1.0, 50.0}) {
            for (const double arrivalScv : {1e-9, 0.01, 1.0, 1e6}) {
                for (const double serviceScv : {1e-9, 0.002, 1.0, 1e6}) {
                    const auto between = arrivalScv > 1
                                             ? ServiceDistribution::hyperexponential(1 / load, arrivalScv)
                                             : ServiceDistribution::gamma(1 / load, arrivalScv);
                    for (const auto& service :
                         {ServiceDistribution::gamma(1, serviceScv),
                          ServiceDistribution::lognormal(1, serviceScv),
                          ServiceDistribution::hyperexponential(1, serviceScv).withSlowShare(1e-6, 1e4)}) {
                        const RenewalWait wait = renewalWait({between, 0.5, 2}, service);
                        QVERIFY(wait.probability >= 0 && wait.probability <= 1);
                        QVERIFY(std::isfinite(wait.mean) && wait.mean >= 0);
                        QVERIFY(std::isfinite(wait.variance) && wait.variance >= 0);
                    }
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(GiG1Test)
#include "gi_g_1_test.moc"
