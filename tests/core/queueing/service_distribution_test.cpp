#include "core/queueing/service_distribution.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "core/queueing/lognormal_transform.h"

using namespace headroom::queueing;

class ServiceDistributionTest : public QObject {
    Q_OBJECT
  private slots:
    void shapesAtTheirCorners();
    void transformYieldsTheMean();
    void complementIsOneMinusTransform();
    void quantileInvertsTheCdf();
    void momentsOfTheSlowShare();
    void hyperexponentialHasBalancedMeans();
    void lambertSolvesItsEquation();
    void lognormalTransformAgainstPlainIntegral();
    void lognormalContinuesAnalytically();
};

static const std::vector<ServiceDistribution>& samples() {
    static const std::vector<ServiceDistribution> all = {
        ServiceDistribution::deterministic(2.0),
        ServiceDistribution::exponential(2.0),
        ServiceDistribution::erlang(2.0, 7),
        ServiceDistribution::gamma(2.0, 2.5),
        ServiceDistribution::gamma(2.0, 0.01),
        ServiceDistribution::lognormal(2.0, 0.04),
        ServiceDistribution::lognormal(2.0, 1.0),
        ServiceDistribution::lognormal(2.0, 10.0),
        ServiceDistribution::hyperexponential(2.0, 5.0),
        ServiceDistribution::exponential(1.0).withSlowShare(0.02, 30.0),
    };
    return all;
}

void ServiceDistributionTest::shapesAtTheirCorners() {
    QVERIFY(ServiceDistribution::gamma(1.0, 0.0).isDeterministic());
    QVERIFY(ServiceDistribution::gamma(1.0, 1.0).isExponential());
    QVERIFY(ServiceDistribution::hyperexponential(1.0, 1.0).isExponential());
    QVERIFY(ServiceDistribution::lognormal(0.0, 3.0).isDeterministic());
    QCOMPARE(ServiceDistribution::exponential(0.0).quantile(0.9), 0.0);
    QCOMPARE(ServiceDistribution::exponential(0.0).cdf(0.0), 1.0);
    QVERIFY(std::abs(ServiceDistribution::exponential(3.0).quantile(0.99) - 3.0 * std::log(100.0)) < 1e-12);
}

void ServiceDistributionTest::transformYieldsTheMean() {
    for (const ServiceDistribution& d : samples()) {
        const double h = 1e-5;
        QVERIFY(std::abs(d.transform({0.0, h}).imag() / -h - d.mean()) < 1e-6 * d.mean());
        QVERIFY(std::abs(d.transform(0.0) - 1.0) < 1e-14);
    }
}

void ServiceDistributionTest::complementIsOneMinusTransform() {
    for (const ServiceDistribution& d : samples()) {
        for (const double s : {0.01, 0.7, 30.0}) {
            QVERIFY(std::abs(d.transformComplement(s) - (1.0 - d.transform(s).real())) < 1e-13);
            const Complex z(0.3 * s, s);
            QVERIFY(std::abs(d.transformComplement(z) - (1.0 - d.transform(z))) < 1e-13);
        }
        // s E[S] (1 - s E[S^2] / 2 E[S] ...) for tiny s
        QVERIFY(std::abs(d.transformComplement(1e-9) / (1e-9 * d.mean()) - 1.0) < 1e-6);
    }
}

void ServiceDistributionTest::quantileInvertsTheCdf() {
    QVERIFY(rc::check([] {
        const ServiceDistribution& d = samples()[*rc::gen::inRange<std::size_t>(1, samples().size())];
        const double p = *rc::gen::inRange(1, 99999) / 100000.0;
        RC_ASSERT(std::abs(d.cdf(d.quantile(p)) - p) < 1e-11);
    }));
    QCOMPARE(ServiceDistribution::deterministic(2.0).quantile(0.3), 2.0);
    const auto slow = ServiceDistribution::deterministic(2.0).withSlowShare(0.1, 5.0);
    QCOMPARE(slow.quantile(0.9), 2.0);
    QCOMPARE(slow.quantile(0.95), 10.0);
}

void ServiceDistributionTest::momentsOfTheSlowShare() {
    // 0.9 * 1 + 0.1 * 11 = 2; second moment 2 (0.9 + 0.1 * 121) = 26; third 6 (0.9 + 0.1 * 1331) = 804
    const auto d = ServiceDistribution::exponential(1.0).withSlowShare(0.1, 11.0);
    QVERIFY(std::abs(d.mean() - 2.0) < 1e-14);
    QVERIFY(std::abs(d.secondMoment() - 26.0) < 1e-13);
    QVERIFY(std::abs(d.thirdMoment() - 804.0) < 1e-11);
    QVERIFY(std::abs(d.variance() - 22.0) < 1e-13);
}

void ServiceDistributionTest::hyperexponentialHasBalancedMeans() {
    const auto h = balancedHyperexponential(1.0, 4.0);
    QVERIFY(std::abs(h.probability1 - 0.8872983346207417) < 1e-15);
    QVERIFY(std::abs(1.0 / h.rate1 - 0.5635083268962916) < 1e-14);
    QVERIFY(std::abs(1.0 / h.rate2 - 4.436491673103709) < 1e-13);
    const auto d = ServiceDistribution::hyperexponential(1.0, 4.0);
    const double third =
        6.0 * (h.probability1 / std::pow(h.rate1, 3) + h.probability2 / std::pow(h.rate2, 3));
    QVERIFY(std::abs(d.thirdMoment() - third) < 1e-11);
}

void ServiceDistributionTest::lambertSolvesItsEquation() {
    QVERIFY(rc::check([] {
        const double size = std::pow(10.0, *rc::gen::inRange(-80, 120) / 10.0);
        const double turn = *rc::gen::inRange(-220, 221) / 100.0;
        const Complex z = std::polar(size, turn);
        const Complex w = lambertW(z);
        RC_ASSERT(std::abs(w * std::exp(w) - z) <= 1e-12 * std::abs(z));
        RC_ASSERT(std::abs(w.imag()) < M_PI);
        RC_ASSERT(w.imag() * z.imag() >= 0.0);
    }));
}

// Simpson's rule over ln X = logMean + sigma y.
static Complex plainIntegral(double logMean, double sigma, Complex s) {
    const int steps = 400000;
    const double step = 20.0 / steps;
    Complex sum = 0.0;
    for (int i = 0; i <= steps; ++i) {
        const double y = -10.0 + i * step;
        const double weight = (i == 0 || i == steps ? 1.0 : i % 2 == 1 ? 4.0 : 2.0) * std::exp(-0.5 * y * y);
        sum += weight * std::exp(-s * std::exp(logMean + sigma * y));
    }
    return sum * step / 3.0 / std::sqrt(2.0 * M_PI);
}

void ServiceDistributionTest::lognormalTransformAgainstPlainIntegral() {
    for (const double sigma : {0.05, 0.3, 0.8326, 1.27}) {
        for (const Complex s :
             {Complex(0.01, 0.0), Complex(0.0, 0.5), Complex(2.0, 3.0), Complex(0.0, 20.0)}) {
            const Complex expected = plainIntegral(-0.2, sigma, s);
            const double off = std::abs(lognormalTransform(-0.2, sigma, s) - expected);
            QVERIFY2(off <= 1e-10, qPrintable(QString("sigma %1 s %2 + %3i: off by %4")
                                                  .arg(sigma)
                                                  .arg(s.real())
                                                  .arg(s.imag())
                                                  .arg(off)));
        }
    }
}

void ServiceDistributionTest::lognormalContinuesAnalytically() {
    // Around a circle that crosses into the left half plane, the mean of an analytic
    // function is its value in the middle.
    for (const double sigma : {0.1, 0.19, 0.21, 0.3, 0.8326, 2.0}) {
        for (const double size : {0.01, 0.3, 1.0, 3.0, 20.0}) {
            const Complex middle = std::polar(size, 1.85);
            Complex sum = 0.0;
            const int points = 64;
            for (int i = 0; i < points; ++i) {
                const Complex s = middle + std::polar(0.3 * size, 2.0 * M_PI * i / points);
                sum += lognormalTransform(0.0, sigma, s);
            }
            const Complex value = lognormalTransform(0.0, sigma, middle);
            const double off = std::abs(sum / double(points) - value) / std::max(1.0, std::abs(value));
            QVERIFY2(off < 1e-8, qPrintable(QString("sigma %1 size %2: %3").arg(sigma).arg(size).arg(off)));
        }
    }
}

QTEST_GUILESS_MAIN(ServiceDistributionTest)
#include "service_distribution_test.moc"
