#include "core/engine/solver/share_bracket.h"

#include <QtTest/QTest>
#include <algorithm>
#include <cmath>
#include <functional>

using headroom::engine::solver::SettleStep;
using headroom::engine::solver::ShareBracket;

namespace {

using Possible = std::function<double(double)>;

/// The share after so many rounds in which `possible(share)` is possible.
double settle(const Possible& possible, int rounds, ShareBracket& bracket, double from = 1) {
    double share = from;
    for (int round = 0; round < rounds; ++round) {
        share = bracket.next(share, possible(share), SettleStep::bracketed);
    }
    return share;
}

double settle(const Possible& possible, int rounds) {
    ShareBracket bracket;
    return settle(possible, rounds, bracket);
}

}  // namespace

/// Shares of which more makes less possible come to rest, whatever the slope, and wherever the answer goes.
class ShareBracketTest : public QObject {
    Q_OBJECT

  private slots:
    // x = 1 / (1 + 4 x): 4 x^2 + x - 1 = 0, x = (sqrt(17) - 1) / 8.
    void smooth() {
        const double expected = (std::sqrt(17.0) - 1) / 8;
        QVERIFY(std::abs(settle([](double x) { return 1 / (1 + 4 * x); }, 12) - expected) < 1e-9);
    }

    // x = 1 - 1e5 (x - 0.3), cut off at 0 and 1: x = (1 + 3e4) / (1 + 1e5). Plain rounds swing between 0 and
    // 1 for ever.
    void steep() {
        const double expected = (1 + 3e4) / (1 + 1e5);
        const double x = settle([](double at) { return std::clamp(1 - 1e5 * (at - 0.3), 0.0, 1.0); }, 60);
        QVERIFY2(std::abs(x - expected) < 1e-9, std::to_string(x - expected).c_str());
    }

    // Up to 0.37 a little more than that is possible, beyond a lot less: the jump is the answer, and steps
    // that are still made there count as settled (1e-9).
    void jump() {
        const Possible possible = [](double x) { return x < 0.37 ? x + 0.01 : 0.1; };
        ShareBracket bracket;
        const double x = settle(possible, 80, bracket);
        QVERIFY2(std::abs(x - 0.37) < 1e-9, std::to_string(x - 0.37).c_str());
        QVERIFY(std::abs(bracket.next(x, possible(x), SettleStep::bracketed) - x) < 1e-9);
    }

    // What happens elsewhere moves the answer, from 0.2 to 0.8 and to 0.05, after it has been found: x = c -
    // 20 (x - c).
    void movingAnswer() {
        ShareBracket bracket;
        double x = 1;
        for (const double c : {0.2, 0.8, 0.05}) {
            x = settle([&](double at) { return std::clamp(c - 20 * (at - c), 0.0, 1.0); }, 150, bracket, x);
            QVERIFY2(std::abs(x - c) < 1e-9, std::to_string(x - c).c_str());
        }
    }

    // Newton's method wants to know what is possible.
    void plainStepGoesAllTheWay() {
        ShareBracket bracket;
        QCOMPARE(bracket.next(0.5, 0.1, SettleStep::plain), 0.1);
    }
};

QTEST_GUILESS_MAIN(ShareBracketTest)
#include "share_bracket_test.moc"
