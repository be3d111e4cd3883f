#include "core/engine/solver/pseudo_time.h"

#include <QtTest/QTest>
#include <algorithm>
#include <cmath>

using namespace headroom::engine::solver;

namespace {

using Numbers = std::vector<double>;

PseudoTimeProblem problemOf(const PseudoTimeProblem::Round& round, std::size_t size) {
    return {.round = round,
            .quick = round,
            .error = [](std::size_t, double before, double after) { return std::abs(after - before); },
            .least = Numbers(size, 0),
            .most = Numbers(size, 1),
            .byFactors = std::vector<char>(size)};
}

bool isNear(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

}  // namespace

/// Where x = round(x) is found, whatever the rounds would do by themselves, and which of several.
class PseudoTimeTest : public QObject {
    Q_OBJECT

  private slots:
    // x = 1 - 1e5 (x - 0.3), cut off at 0 and 1: x = (1 + 3e4) / (1 + 1e5). Rounds swing between 0 and 1.
    void steep() {
        const auto problem = problemOf(
            [](const Numbers& x) { return Numbers{std::clamp(1 - 1e5 * (x[0] - 0.3), 0.0, 1.0)}; }, 1);
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {1}, 1e-9);
        QVERIFY2(isNear(answer.x[0], (1 + 3e4) / (1 + 1e5)), std::to_string(answer.x[0]).c_str());
        QVERIFY(answer.error <= 1e-9);
        QVERIFY(answer.rounds < 60);
    }

    // x = 0.4 - 3 y, y = 3 x: 10 x = 0.4. Rounds turn around that in growing circles.
    void circling() {
        auto problem = problemOf([](const Numbers& x) { return Numbers{0.4 - 3 * x[1], 3 * x[0]}; }, 2);
        problem.least = {-1, -1};
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {0, 0}, 1e-9);
        QVERIFY(isNear(answer.x[0], 0.04));
        QVERIFY(isNear(answer.x[1], 0.12));
    }

    // Answers at 0.1, 0.5 and 0.9, of which rounds lead away from the one in the middle.
    void theLeastFromBelow() {
        const auto problem = problemOf(
            [](const Numbers& x) { return Numbers{x[0] - (x[0] - 0.1) * (x[0] - 0.5) * (x[0] - 0.9)}; }, 1);
        QVERIFY(isNear(throughPseudoTime(problem, {0}, 1e-12).x[0], 0.1));
        QVERIFY(isNear(throughPseudoTime(problem, {1}, 1e-12).x[0], 0.9));
        QVERIFY(isNear(throughPseudoTime(problem, {0.45}, 1e-12).x[0], 0.1));
    }

    // y = 2 - x is held at 1, so that x = 0.2 + 0.5 y = 0.7.
    void whatIsAtItsBoundStaysThere() {
        const auto problem = problemOf(
            [](const Numbers& x) {
                return Numbers{0.2 + 0.5 * x[1], std::min(2 - x[0], 1.0)};
            },
            2);
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {0.5, 0.5}, 1e-9);
        QVERIFY(isNear(answer.x[0], 0.7));
        QVERIFY(isNear(answer.x[1], 1));
    }

    // x = 1e-6 / x: x = 0.001, by factors; rounds go to and fro between 1e-5 and 0.1.
    void byFactors() {
        auto problem = problemOf([](const Numbers& x) { return Numbers{1e-6 / x[0]}; }, 1);
        problem.least = {1e-30};
        problem.byFactors = {1};
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {0.1}, 1e-12);
        QVERIFY(std::abs(answer.x[0] / 0.001 - 1) < 1e-9);
    }

    // Slopes that are said to be half of what they are cost rounds and change nothing.
    void quickRoundsNeedNotBeRight() {
        auto problem = problemOf([](const Numbers& x) { return Numbers{std::exp(-8 * x[0])}; }, 1);
        problem.quick = [](const Numbers& x) { return Numbers{0.5 * std::exp(-8 * x[0])}; };
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {1}, 1e-9);
        QVERIFY(std::abs(answer.x[0] - std::exp(-8 * answer.x[0])) < 1e-9);
        QVERIFY(answer.rounds < 40);
    }

    // Below 0.5 more than 1 is possible, above nothing: there is no answer, and it says how far it is off.
    void aJumpIsNoAnswer() {
        const auto problem = problemOf([](const Numbers& x) { return Numbers{x[0] < 0.5 ? 1.0 : 0.0}; }, 1);
        const PseudoTimeAnswer answer = throughPseudoTime(problem, {1}, 1e-9);
        QVERIFY(answer.error > 0.4);
        QVERIFY(answer.rounds <= problem.mostRounds);
    }
};

QTEST_GUILESS_MAIN(PseudoTimeTest)
#include "pseudo_time_test.moc"
