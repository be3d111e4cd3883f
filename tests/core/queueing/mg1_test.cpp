#include "core/queueing/mg1.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>

#include "core/queueing/md1.h"

using namespace headroom::queueing;

class Mg1Test : public QObject {
    Q_OBJECT
  private slots:
    void meansByHand();
    void exponentialServiceIsMm1();
    void transformYieldsTheMoments();
    void md1FirstServiceTime();
    void md1JoinsItsFarTail();
    void md1NearSaturation();
    void md1QuantileInvertsTheTail();
    void md1MeanIsTheIntegralOfItsTail();
};

void Mg1Test::meansByHand() {
    // rho / (2 (1 - rho)) (1 + scv): rho .7, scv 4 -> 0.7 / 0.6 * 5 = 5.8333
    const Mg1Queue queue(0.7, ServiceDistribution::hyperexponential(1.0, 4.0));
    QVERIFY(std::abs(queue.meanWait() - 3.5 / 0.6) < 1e-13);
    QVERIFY(std::abs(queue.meanResponse() - 1.0 - 3.5 / 0.6) < 1e-13);
    QVERIFY(!Mg1Queue(1.0, ServiceDistribution::exponential(1.0)).stable());
}

void Mg1Test::exponentialServiceIsMm1() {
    // E[e^{-sT}] = (mu - lambda) / (mu - lambda + s)
    const Mg1Queue queue(0.8, ServiceDistribution::exponential(1.0));
    for (const Complex s : {Complex(0.3, 0.0), Complex(0.1, 2.0), Complex(1e-9, 1e-9)}) {
        QVERIFY(std::abs(queue.responseTransform(s) - 0.2 / (0.2 + s)) < 1e-14);
    }
    QVERIFY(std::abs(queue.waitVariance() - (0.8 * 1.2 / 0.04)) < 1e-11);  // rho (2 - rho) / (mu - lambda)^2
}

void Mg1Test::transformYieldsTheMoments() {
    // phi(s) = 1 - s m1 + s^2 m2 / 2 - ...: m1 from a central difference along the imaginary axis
    for (const auto& service :
         {ServiceDistribution::deterministic(2.0), ServiceDistribution::lognormal(2.0, 0.5),
          ServiceDistribution::erlang(2.0, 3), ServiceDistribution::gamma(2.0, 1.7),
          ServiceDistribution::exponential(1.0).withSlowShare(0.1, 11.0)}) {
        const Mg1Queue queue(0.4, service);
        const double h = 1e-3 / queue.meanWait();
        const double mean = -queue.waitTransform({0.0, h}).imag() / h;
        QVERIFY(std::abs(mean - queue.meanWait()) < 1e-5 * queue.meanWait());
        const double second = 2.0 * (1.0 - queue.waitTransform({0.0, h}).real()) / (h * h);
        const double expected = queue.waitVariance() + queue.meanWait() * queue.meanWait();
        QVERIFY(std::abs(second - expected) < 1e-5 * expected);
    }
}

void Mg1Test::md1FirstServiceTime() {
    // P(W <= t) = (1 - rho) e^{rho t} for t in [0, 1) (Erlang 1909)
    for (const double rho : {0.05, 0.5, 0.95}) {
        const Md1Wait wait(rho);
        for (const double t : {0.0, 0.3, 0.999}) {
            QVERIFY(std::abs(wait.cdf(t) - (1 - rho) * std::exp(rho * t)) < 1e-14);
        }
        // on [1, 2): (1 - rho) (e^{rho t} - rho (t - 1) e^{rho (t - 1)})
        const double u = 1.5;
        const double expected = (1 - rho) * (std::exp(rho * u) - rho * (u - 1) * std::exp(rho * (u - 1)));
        QVERIFY(std::abs(wait.cdf(u) - expected) < 1e-14);
    }
}

void Mg1Test::md1JoinsItsFarTail() {
    // The sum of positive terms below 24 service times, one exponential above.
    for (const double rho : {0.5, 0.8, 0.95, 0.999}) {
        const Md1Wait wait(rho);
        const double below = wait.tail(24.0 - 1e-9);
        const double above = wait.tail(24.0);
        QVERIFY2(std::abs(below - above) <= 1e-8 * above + 4e-15,
                 qPrintable(QString("%1: %2 %3").arg(rho).arg(below, 0, 'g', 15).arg(above, 0, 'g', 15)));
    }
}

void Mg1Test::md1NearSaturation() {
    // Heavy traffic: (1 - rho) W tends to an exponential of mean 1/2 (Kingman 1961).
    const Md1Wait wait(0.9999);
    const double expected = 0.5 / 1e-4 * std::log(100.0);
    QVERIFY(std::abs(wait.quantile(0.99) / expected - 1.0) < 2e-4);
    QVERIFY(std::isfinite(Md1Wait(1.0).quantile(0.999)));
}

void Mg1Test::md1QuantileInvertsTheTail() {
    QVERIFY(rc::check([] {
        const Md1Wait wait(*rc::gen::inRange(1, 9999) / 10000.0);
        const double p = *rc::gen::inRange(1, 99999) / 100000.0;
        const double t = wait.quantile(p);
        if (t == 0.0) {
            RC_ASSERT(wait.cdf(0.0) >= p - 1e-12);
        } else {
            RC_ASSERT(std::abs(wait.tail(t) - (1 - p)) <= 1e-9 * (1 - p) + 1e-14);
        }
    }));
}

void Mg1Test::md1MeanIsTheIntegralOfItsTail() {
    const double rho = 0.8;
    const Md1Wait wait(rho);
    const double step = 1e-4;  // midpoint rule, with the kink and the join on grid points
    double integral = 0.0;
    for (double t = 0.5 * step; t < 80.0; t += step) {
        integral += wait.tail(t) * step;
    }
    QVERIFY(std::abs(integral - wait.mean()) < 1e-7);
}

QTEST_GUILESS_MAIN(Mg1Test)
#include "mg1_test.moc"
