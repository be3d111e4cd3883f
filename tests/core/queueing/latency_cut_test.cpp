#include "core/queueing/latency_cut.h"

#include <QObject>
#include <QTest>
#include <cmath>

#include "tests/core/queueing/nearness.h"

using headroom::queueing::ExponentialWait;
using headroom::queueing::LatencyCutter;
using headroom::queueing::LatencyDistributions;
using headroom::queueing::LatencyNode;
using headroom::queueing::LatencyProgram;
using headroom::queueing::ServiceDistribution;
using headroom::queueing::WaitDistribution;
using headroom::queueing::testing::compareNear;

class LatencyCutTest : public QObject {
    Q_OBJECT

  private slots:
    // X exponential with mean 1, up to 1: mass 1 - 1/e, E[X; X <= 1] = 1 - 2/e,
    // P(X <= t | X <= 1) = (1 - e^-t) / (1 - 1/e).
    void exponentialTimesCut() {
        LatencyProgram program;
        const LatencyNode x = program.service(ServiceDistribution::exponential(1));
        LatencyCutter cutter(program);
        const LatencyNode cut = cutter.within(x, 1);
        const double e = std::exp(-1.0);
        compareNear(program.moments(cut).mass, 1 - e, 1e-9);
        compareNear(program.moments(cut).mean, (1 - 2 * e) / (1 - e), 1e-7);
        compareNear(program.moments(cut).variance, (2 - 5 * e) / (1 - e) - std::pow((1 - 2 * e) / (1 - e), 2),
                    1e-6);
        LatencyDistributions distributions(program);
        compareNear(distributions.cdf(cut, 0.5), (1 - std::exp(-0.5)) / (1 - e), 1e-6);
        compareNear(distributions.cdf(cut, 1.2), 1, 1e-6);
        compareNear(distributions.quantile(cut, 0.99), -std::log(1 - 0.99 * (1 - e)), 1e-5);
    }

    // A second try of the same after the first was cut: T = 1 + X' for e^-1 of the first
    // tries. P(T <= 1.5) = (1 - 1/e) + 1/e (1 - e^-0.5).
    void aSecondTryFollows() {
        LatencyProgram program;
        const LatencyNode x = program.service(ServiceDistribution::exponential(1));
        LatencyCutter cutter(program);
        const LatencyNode cut = cutter.within(x, 1);
        const double e = std::exp(-1.0);
        const LatencyNode again = program.sequence({program.constant(1), cut});
        const LatencyNode both = program.mixture({{1, cut}, {e, again}});
        LatencyDistributions distributions(program);
        const double mass = 1 - e * e;
        compareNear(program.moments(both).mass, mass, 1e-9);
        compareNear(distributions.cdf(both, 1.5) * mass, (1 - e) + e * (1 - std::exp(-0.5)), 1e-5);
        compareNear(distributions.cdf(both, 3), 1, 1e-5);
    }

    // Uniform on [0, 10], cut at 1: uniform on [0, 1]. Nothing exponential about it.
    void uniformTimesCut() {
        LatencyProgram program;
        const LatencyNode x = program.wait(WaitDistribution::uniform(10));
        LatencyCutter cutter(program);
        const LatencyNode cut = cutter.within(x, 1);
        compareNear(program.moments(cut).mass, 0.1, 1e-9);
        compareNear(program.moments(cut).mean, 0.5, 1e-6);
        LatencyDistributions distributions(program);
        compareNear(distributions.quantile(cut, 0.5), 0.5, 1e-3);
        compareNear(distributions.quantile(cut, 0.99), 0.99, 1e-3);
    }

    // A constant of 5 and an exponential of 1, hit or miss half each: cut at 4, only hits
    // (exponential, mean 1) remain; cut at 2 the same to 2.
    void whatStartsLaterIsGone() {
        LatencyProgram program;
        const LatencyNode hit = program.service(ServiceDistribution::exponential(1));
        const LatencyNode miss = program.sequence({hit, program.constant(5)});
        const LatencyNode x = program.mixture({{0.5, hit}, {0.5, miss}});
        LatencyCutter cutter(program);
        const LatencyNode cut = cutter.within(x, 4);
        compareNear(program.moments(cut).mass, 0.5 * (1 - std::exp(-4.0)), 1e-8);
        LatencyDistributions distributions(program);
        compareNear(distributions.quantile(cut, 0.5), -std::log(1 - 0.5 * (1 - std::exp(-4.0))), 3e-3);
        compareNear(distributions.cdf(cut, 4), 1, 1e-4);  // at a kink
    }

    // Constants are cut as they stand: all or nothing, and at the limit it still counts.
    void constantsCut() {
        LatencyProgram program;
        const LatencyNode x = program.constant(5);
        LatencyCutter cutter(program);
        QCOMPARE(program.moments(cutter.within(x, 5)).mass, 1.0);
        QCOMPARE(program.moments(cutter.within(x, 4.99)).mass, 0.0);
    }

    // Exponential, mean 1, hedged after ln 20: mean 1 - e^-h / 2 = 0.975, and from h on the
    // tail is e^-h e^-2(t - h): p99 = h + ln(5) / 2 = 3.800451 (as in reference case 123).
    void hedgedExponential() {
        LatencyProgram program;
        const LatencyNode x = program.service(ServiceDistribution::exponential(1));
        const LatencyNode never = program.mixture({});
        LatencyCutter cutter(program);
        const auto hedged = cutter.hedged(x, never, std::log(20.0));
        compareNear(hedged.copies, 0.05, 1e-9);
        compareNear(program.moments(hedged.success).mean, 0.975, 1e-7);
        LatencyDistributions distributions(program);
        compareNear(distributions.quantile(hedged.success, 0.5), std::log(2.0), 1e-6);
        compareNear(distributions.quantile(hedged.success, 0.99), 3.80045122977, 1e-6);
        compareNear(distributions.quantile(hedged.success, 0.999), 4.95174377627, 1e-5);
    }

    // Half of the copies fail at the end of an exponential time of mean 1: each time is
    // exponential. After h = 1 the first is open with e^-1 and the two succeed with 3/4.
    void hedgedWithFailures() {
        LatencyProgram program;
        const LatencyNode x = program.service(ServiceDistribution::exponential(1));
        const LatencyNode half = program.mixture({{0.5, x}});
        LatencyCutter cutter(program);
        const auto hedged = cutter.hedged(half, half, 1);
        const double e = std::exp(-1.0);
        compareNear(hedged.copies, e, 1e-9);
        compareNear(program.moments(hedged.success).mass, 0.5 * (1 - e) + 0.75 * e, 1e-8);
    }
};

QTEST_GUILESS_MAIN(LatencyCutTest)
#include "latency_cut_test.moc"
