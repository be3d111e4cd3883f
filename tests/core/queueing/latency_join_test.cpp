#include "core/queueing/latency_join.h"

#include <QObject>
#include <QTest>
#include <cmath>

#include "tests/core/queueing/nearness.h"

using headroom::queueing::atLeast;
using headroom::queueing::CountedChance;
using headroom::queueing::ExponentialWait;
using headroom::queueing::LatencyDistributions;
using headroom::queueing::LatencyJoiner;
using headroom::queueing::LatencyNode;
using headroom::queueing::LatencyProgram;
using headroom::queueing::LatencyTeam;
using headroom::queueing::ServiceDistribution;
using headroom::queueing::WaitDistribution;
using headroom::queueing::testing::compareNear;

class LatencyJoinTest : public QObject {
    Q_OBJECT

  private slots:
    // The last of ten exponential times: H_10 = 2.92897, -ln(1 - 0.99^(1/10)) = 6.90324.
    void lastOfTenExponentialTimes() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyTeam team[] = {{program.service(ServiceDistribution::exponential(1)), 10}};
        const LatencyNode last = joiner.last(team);
        compareNear(program.moments(last).mean, 2.9289682539682538, 1e-12);
        LatencyDistributions distributions(program);
        compareNear(distributions.quantile(last, 0.99), -std::log1p(-std::pow(0.99, 0.1)), 1e-5);
    }

    // Third of five after 2 of network: 2 + 1/5 + 1/4 + 1/3.
    void thirdOfFiveAfterAConstant() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyNode x =
            program.sequence({program.constant(2), program.service(ServiceDistribution::exponential(1))});
        const LatencyTeam team[] = {{x, 3}, {x, 2}};
        const LatencyNode third = joiner.kth(team, 3);
        compareNear(program.moments(third).mean, 2 + 47.0 / 60, 1e-12);
        compareNear(joiner.shares()[0], 0.6, 1e-12);
    }

    // max(A, B) with means 1 and 2: 1 + 2 - 1 / (1 + 1/2) = 7/3; P(<= t) = (1 - e^-t)(1 - e^-t/2). A third
    // one is fixed at 1: P(<= t) is 0 before.
    void productOfUnlikeDistributions() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyTeam two[] = {{program.service(ServiceDistribution::exponential(1)), 1},
                                   {program.service(ServiceDistribution::exponential(2)), 1}};
        const LatencyNode last = joiner.last(two);
        compareNear(program.moments(last).mean, 7.0 / 3, 1e-4);
        QVERIFY(joiner.shares()[1] > 2 * joiner.shares()[0]);
        LatencyDistributions distributions(program);
        for (const double t : {0.5, 2.0, 9.21}) {
            compareNear(distributions.cdf(last, t), std::expm1(-t) * std::expm1(-t / 2), 2e-3);
        }
        const LatencyTeam three[] = {two[0], two[1], {program.constant(1), 1}};
        const LatencyNode later = joiner.last(three);
        QCOMPARE(distributions.cdf(later, 0.99), 0.0);
        compareNear(distributions.cdf(later, 1), std::expm1(-1) * std::expm1(-0.5), 2e-3);
        compareNear(distributions.cdf(later, 6), std::expm1(-6) * std::expm1(-3), 2e-3);
    }

    // What comes behind is added as to any other time: the mean exactly, 7/3 + 1, and
    // P(<= t) of max(A, B) + C by hand: the integral of e^-(t-x) F(x) over x.
    void somethingFollows() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyNode c = program.service(ServiceDistribution::exponential(1));
        const LatencyTeam two[] = {{c, 1}, {program.service(ServiceDistribution::exponential(2)), 1}};
        const LatencyNode all = program.sequence({joiner.last(two), c});
        LatencyDistributions distributions(program);
        // F = 1 - e^-x - e^-x/2 + e^-3x/2, convolved with e^-x.
        const auto expected = [](double t) {
            const double e = std::exp(-t);
            return (1 - e) - t * e - 2 * (std::exp(-t / 2) - e) + 2 * (e - std::exp(-1.5 * t));
        };
        for (const double t : {1.0, 3.0, 10.0}) {
            compareNear(distributions.cdf(all, t), expected(t), 3e-3);
        }
    }

    // Both with 0.9: 0.81, and the times of those that succeed.
    void defectiveTimes() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyNode x = program.mixture({{0.9, program.service(ServiceDistribution::exponential(1))}});
        const LatencyTeam team[] = {{x, 2}};
        const LatencyNode last = joiner.last(team);
        compareNear(program.moments(last).mass, 0.81, 1e-12);
        compareNear(program.moments(last).mean, 1.5, 1e-12);
        const LatencyTeam three[] = {{x, 3}};
        const LatencyNode second = joiner.kth(three, 2);
        compareNear(program.moments(second).mass, 3 * 0.81 * 0.1 + 0.729, 1e-9);
    }

    // A time that is almost always as good as nothing: no end of halves towards 0.
    void steepBeginning() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyTeam two[] = {{program.service(ServiceDistribution::gamma(1, 1e6)), 1},
                                   {program.service(ServiceDistribution::gamma(2, 1e6)), 1}};
        for (const bool rough : {false, true}) {
            joiner.setRough(rough);
            const LatencyNode last = joiner.last(two);
            const double mean = program.moments(last).mean;
            QVERIFY2(mean > 2 && mean <= 3, qPrintable(QString::number(mean)));
        }
    }

    // (1 - e^-t)^2.5 has mean H_2.5 = 2.5 - ... = psi(3.5) + gamma = 1.68037.
    void lastOfAFractionalNumber() {
        LatencyProgram program;
        LatencyJoiner joiner(program);
        const LatencyNode last = joiner.lastOfExponentials(1, 2.5);
        compareNear(program.moments(last).mean, 1.6803722755, 1e-2);
        LatencyDistributions distributions(program);
        for (const double p : {0.5, 0.95, 0.99}) {
            compareNear(distributions.quantile(last, p), -std::log1p(-std::pow(p, 0.4)), 1e-2);
        }
    }

    // 0.9 and 0.8 and 0.5: at least two are 0.72 0.5 + 0.9 0.2 0.5 + 0.1 0.8 0.5 + 0.72 0.5 = 0.85.
    void atLeastSoMany() {
        const CountedChance unlike[] = {{0.9, 1}, {0.8, 1}, {0.5, 1}};
        compareNear(atLeast(unlike, 2), 0.85, 1e-12);
        compareNear(atLeast(unlike, 3), 0.36, 1e-12);
        const CountedChance half[] = {{0.9, 1.5}};
        compareNear(atLeast(half, 9), 0.9 * 0.95, 1e-12);
        const CountedChance like[] = {{0.5, 4}};
        compareNear(atLeast(like, 1), 15.0 / 16, 1e-12);
    }
};

QTEST_GUILESS_MAIN(LatencyJoinTest)
#include "latency_join_test.moc"
