#include <QtTest/QtTest>

#include <cmath>
#include <complex>
#include <random>

#include "core/queueing/wide_power.h"

namespace {

using namespace headroom::queueing;

class WidePowerTest : public QObject {
    Q_OBJECT

  private slots:
    // Against the standard library in long double, all around the origin and off the negative axis; the
    // digits that a power loses grow with its exponent.
    void powers_data() {
        QTest::addColumn<double>("n");
        for (const double n : {0.01, 0.5, 1.0, 2.5, 11.3, 36.0, 1000.0}) {
            QTest::addRow("%g", n) << n;
        }
    }
    void powers() {
        QFETCH(double, n);
        std::mt19937 random(11);
        std::uniform_real_distribution<double> angles(-3.1, 3.1);
        std::uniform_real_distribution<double> sizes(-200.0 / n, 200.0 / n);
        double worst = 0.0;
        for (int i = 0; i < 2000; ++i) {
            ComplexBlock z;
            for (std::size_t k = 0; k < ComplexBlock::kWidth; ++k) {
                const double size = std::exp(std::clamp(sizes(random), -20.0, 20.0));
                z.set(k, std::polar(size, angles(random)));
            }
            const ComplexBlock power = inversePowerOf(z, n);
            for (std::size_t k = 0; k < ComplexBlock::kWidth; ++k) {
                const std::complex<long double> truth =
                    std::exp(-static_cast<long double>(n) * std::log(std::complex<long double>(z.at(k))));
                const auto error = std::abs(std::complex<long double>(power.at(k)) - truth) / std::abs(truth);
                worst = std::max(worst, static_cast<double>(error));
            }
        }
        // The power of a number is known as well as its logarithm, n times.
        const double logarithm = std::min(20.0, 200.0 / n) + M_PI;
        QVERIFY2(worst < 3e-16 * (8.0 + n * logarithm), qPrintable(QString::number(worst)));
    }

    // i, -1 (from above), 1 - i and 4 to the power of -1/2.
    void quarters() {
        ComplexBlock z = ComplexBlock::filled(4.0);
        z.set(0, {0.0, 1.0});
        z.set(1, {-1.0, 1e-300});
        z.set(2, {1.0, -1.0});
        const ComplexBlock r = inversePowerOf(z, 0.5);
        const auto isNear = [&](std::size_t k, std::complex<double> truth) {
            return std::abs(r.at(k) - truth) < 1e-15;
        };
        QVERIFY(isNear(0, std::polar(1.0, -M_PI / 4)));
        QVERIFY(isNear(1, {0.0, -1.0}));
        QVERIFY(isNear(2, std::polar(std::pow(2.0, -0.25), M_PI / 8)));
        QVERIFY(isNear(3, {0.5, 0.0}));
    }
};

}  // namespace

QTEST_APPLESS_MAIN(WidePowerTest)
#include "wide_power_test.moc"
