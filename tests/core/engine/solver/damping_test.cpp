#include "core/engine/solver/damping.h"

#include <QtTest/QTest>
#include <cmath>
#include <functional>

using headroom::engine::solver::Damping;

namespace {

/// What is left of the way after so many rounds of x = g(x).
double settle(const std::function<double(double)>& g, double x, bool relative, int rounds) {
    Damping damping(1);
    for (int round = 0; round < rounds; ++round) {
        x = damping.next(0, x, g(x), relative);
    }
    return x;
}

}  // namespace

/// Rounds that swing come to rest, others are left alone.
class DampingTest : public QObject {
    Q_OBJECT

  private slots:
    // x = 0.001 / x swings for ever between 1 and 0.001; at rest, x = sqrt(0.001).
    void endlessSwingComesToRest() {
        const double x = settle([](double at) { return 0.001 / at; }, 1, true, 60);
        QVERIFY2(std::abs(x / std::sqrt(0.001) - 1) < 1e-9, std::to_string(x).c_str());
    }

    // x = 8 - 3 x runs away from its rest at 2, by three times each round.
    void runawayComesToRest() {
        const double x = settle([](double at) { return 8 - 3 * at; }, 0, false, 120);
        QVERIFY2(std::abs(x - 2) < 1e-9, std::to_string(x).c_str());
    }

    // x = 1 + x / 2 comes nearer from one side: 2 - 2^(1 - n) after n rounds from 0, as without damping.
    void oneSidedIsLeftAlone() {
        QCOMPARE(settle([](double at) { return 1 + at / 2; }, 0, false, 10), 2 - std::pow(2.0, -9));
    }

    // x = 3 - x / 4 swings, but comes four times nearer each round: from 0 to 2.4 (1 - (-1/4)^n).
    void quickSwingIsLeftAlone() {
        QCOMPARE(settle([](double at) { return 3 - at / 4; }, 0, false, 5), 2.4 * (1 + std::pow(4.0, -5)));
    }
};

QTEST_GUILESS_MAIN(DampingTest)
#include "damping_test.moc"
