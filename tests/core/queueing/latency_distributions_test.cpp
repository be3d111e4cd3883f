#include "core/queueing/latency_distributions.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <vector>

#include "tests/core/queueing/latency_support.h"

using namespace headroom::queueing;
using namespace headroom::queueing::testing;

class LatencyDistributionsTest : public QObject {
    Q_OBJECT
  private slots:
    void oneStation_data();
    void oneStation();
    void tandemOfUnlikeStations();
    void longChains_data();
    void longChains();
    void manyAlikeWithinAMixture();
    void commonConstant_data();
    void commonConstant();
    void hitOrMiss_data();
    void hitOrMiss();
    void regionHop();
    void atomsAreExact();
    void atomBesideSmooth();
    void repeatedCalls_data();
    void repeatedCalls();
    void fractionalCalls();
    void feedback();
    void defectiveMass();
    void nothingAtAll();
    void deadlines();
    void momentsAddUp();
    void quantileInvertsTheCdf();
    void scaleDoesNotMatter();
    void orderOfQuestionsDoesNotMatter();
};

void LatencyDistributionsTest::oneStation_data() {
    QTest::addColumn<double>("rho");
    QTest::addColumn<int>("servers");
    for (const double rho : {0.1, 0.8, 0.99, 0.9999}) {
        for (const int servers : {1, 4, 200}) {
            QTest::addRow("rho %g, %d servers", rho, servers) << rho << servers;
        }
    }
}

void LatencyDistributionsTest::oneStation() {
    QFETCH(double, rho);
    QFETCH(int, servers);
    LatencyProgram program;
    const auto node = station(program, rho * servers / 5.0, 5.0, servers);
    const MmcQueue queue(rho * servers / 5.0, 0.2, servers);
    CHECK_WITHIN(
        program, node, [&](double t) { return 1.0 - queue.responseTail(t); }, 1e-4);
}

void LatencyDistributionsTest::tandemOfUnlikeStations() {
    // M/M/1 in series: hypoexponential, sum_i (prod_j r_j / (r_j - r_i)) e^{-r_i t} (Reich 1957).
    const std::vector<double> rates = {10.0, 3.0, 1.0, 0.25, 0.11};
    LatencyProgram program;
    std::vector<LatencyNode> parts;
    for (const double r : rates) {
        parts.push_back(station(program, 2.0, 1.0 / (2.0 + r), 1));
    }
    const auto tail = [&](double t) {
        double sum = 0.0;
        for (const double a : rates) {
            double weight = 1.0;
            for (const double b : rates) {
                weight *= a == b ? 1.0 : b / (b - a);
            }
            sum += weight * std::exp(-a * t);
        }
        return sum;
    };
    CHECK_WITHIN(
        program, program.sequence(parts), [&](double t) { return 1.0 - tail(t); }, 1e-4);
}

void LatencyDistributionsTest::longChains_data() {
    QTest::addColumn<int>("length");
    for (const int length : {2, 10, 36, 100, 1000, 4000, 1000000}) {
        QTest::addRow("%d", length) << length;
    }
}

void LatencyDistributionsTest::longChains() {
    QFETCH(int, length);
    LatencyProgram program;
    const auto node = program.repeat(exponentialService(program, 2.0), length);
    CHECK_WITHIN(
        program, node, [&](double t) { return erlangCdf(t, length, 2.0 * length); }, 1e-4);
}

// Four times in a row an Erlang of 10 phases and mean 15 with probability 0.6, else nothing: k of them are an
// Erlang of 10 k phases, of which nothing shows in the mean and variance of the whole.
void LatencyDistributionsTest::manyAlikeWithinAMixture() {
    LatencyProgram program;
    const auto once = program.service(ServiceDistribution::erlang(15.0, 10));
    const auto maybe = program.mixture({{0.6, once}, {0.4, program.constant(0.0)}});
    const auto node = program.repeat(maybe, 4);
    const double chances[] = {0.0256, 0.1536, 0.3456, 0.3456, 0.1296};  // C(4, k) 0.6^k 0.4^(4 - k)
    CHECK_WITHIN(
        program, node,
        [&](double t) {
            double sum = chances[0];
            for (int k = 1; k <= 4; ++k) {
                sum += chances[k] * erlangCdf(t, 10 * k, 15.0 * k);
            }
            return sum;
        },
        1e-6);
}

void LatencyDistributionsTest::commonConstant_data() {
    QTest::addColumn<double>("delay");
    for (const double delay : {1e-6, 0.01, 0.3, 1.0, 5.0, 100.0, 1e6}) {
        QTest::addRow("%g", delay) << delay;
    }
}

void LatencyDistributionsTest::commonConstant() {
    QFETCH(double, delay);
    LatencyProgram program;
    const auto node = program.sequence(
        {program.constant(0.5 * delay), station(program, 0.8, 1.0, 1), program.constant(0.5 * delay)});
    CHECK_WITHIN(
        program, node, [&](double t) { return exponentialCdf(t - delay, 5.0); }, 1e-4);
}

void LatencyDistributionsTest::hitOrMiss_data() {
    QTest::addColumn<double>("delay");
    QTest::addColumn<double>("slow");
    for (const double delay : {0.001, 0.05, 0.1, 0.3, 1.0, 3.0, 30.0}) {
        for (const double slow : {0.1, 2.0, 5.0, 40.0}) {
            QTest::addRow("delay %g, miss %g", delay, slow) << delay << slow;
        }
    }
}

void LatencyDistributionsTest::hitOrMiss() {
    QFETCH(double, delay);
    QFETCH(double, slow);
    // 90 %: an exponential of 1. 10 %: a constant and another exponential instead.
    LatencyProgram program;
    const auto hit = exponentialService(program, 1.0);
    const auto miss = program.sequence({program.constant(delay), exponentialService(program, slow)});
    const auto node = program.mixture({{0.9, hit}, {0.1, miss}});
    const auto exact = [&](double t) {
        return 0.9 * exponentialCdf(t, 1.0) + 0.1 * exponentialCdf(t - delay, slow);
    };
    CHECK_WITHIN(program, node, exact, kPromise);
}

void LatencyDistributionsTest::regionHop() {
    // 5 % of the requests cross a region, 60 ms; everything passes two stations.
    LatencyProgram program;
    const auto near = program.constant(0.3);
    const auto far = program.constant(60.0);
    const auto hop = program.mixture({{0.95, near}, {0.05, far}});
    const auto node = program.sequence(
        {program.constant(30.0), hop, exponentialService(program, 2.0), exponentialService(program, 2.0)});
    const auto exact = [](double t) {
        return 0.95 * erlangCdf(t - 30.3, 2, 4.0) + 0.05 * erlangCdf(t - 90.0, 2, 4.0);
    };
    CHECK_WITHIN(program, node, exact, 1e-4);
}

void LatencyDistributionsTest::atomsAreExact() {
    LatencyProgram program;
    const auto alone = program.constant(42.5);
    const auto hit = program.sequence({program.constant(30.0), program.constant(0.3)});
    const auto miss = program.sequence({program.constant(30.0), program.constant(60.0)});
    const auto node = program.mixture({{0.9, hit}, {0.1, miss}});
    LatencyDistributions latency(program);
    QCOMPARE(latency.quantile(alone, 0.999), 42.5);
    QCOMPARE(latency.summary(node).p50, 30.3);
    QCOMPARE(latency.summary(node).p90, 30.3);  // P(T <= 30.3) is 0.9
    QCOMPARE(latency.summary(node).p95, 90.0);
    QCOMPARE(latency.cdf(node, 30.3), 0.9);
    QCOMPARE(latency.cdf(node, 30.29), 0.0);
    QCOMPARE(latency.cdf(node, 90.0), 1.0);
}

void LatencyDistributionsTest::atomBesideSmooth() {
    // Half of the answers are a constant 10, the others exponential around it.
    LatencyProgram program;
    const auto node =
        program.mixture({{0.5, program.constant(10.0)}, {0.5, exponentialService(program, 10.0)}});
    LatencyDistributions latency(program);
    const double before = 0.5 * exponentialCdf(10.0, 10.0);  // 0.316
    for (const double p : {before + 1e-3, 0.5, before + 0.499}) {
        QCOMPARE(latency.quantile(node, p), 10.0);
    }
    QVERIFY(std::abs(latency.quantile(node, 0.9) - 10.0 * std::log(5.0)) < 1e-2);
    QVERIFY(std::abs(latency.quantile(node, 0.2) + 10.0 * std::log(0.6)) < 1e-3);
    QVERIFY(std::abs(latency.cdf(node, 10.0) - before - 0.5) < 2e-6);
    // A wait that is mostly nothing, before a constant: the atom moves with it.
    const auto wait = program.wait(WaitDistribution::exponential({.probability = 0.2, .rate = 1.0}));
    const auto behind = program.sequence({wait, program.constant(7.0)});
    LatencyDistributions again(program);
    QCOMPARE(again.quantile(behind, 0.5), 7.0);
    QVERIFY(std::abs(again.quantile(behind, 0.99) - 7.0 - std::log(20.0)) < 1e-4);
}

void LatencyDistributionsTest::repeatedCalls_data() {
    QTest::addColumn<int>("calls");
    QTest::addColumn<double>("delay");
    for (const int calls : {1, 2, 3, 10, 50}) {
        for (const double delay : {0.1, 0.5, 2.0, 60.0}) {
            QTest::addRow("%d calls, delay %g", calls, delay) << calls << delay;
        }
    }
}

void LatencyDistributionsTest::repeatedCalls() {
    QFETCH(int, calls);
    QFETCH(double, delay);
    // Each call takes an exponential of 1, and with 20 % a constant more: k of n late is
    // binomial, and then an Erlang of n phases starts k delays later.
    LatencyProgram program;
    const auto late = program.mixture({{0.8, program.constant(0.0)}, {0.2, program.constant(delay)}});
    const auto call = program.sequence({late, exponentialService(program, 1.0)});
    const auto node = program.repeat(call, calls);
    const auto exact = [&](double t) {
        double sum = 0.0;
        for (int k = 0; k <= calls; ++k) {
            const double weight =
                std::exp(std::lgamma(calls + 1.0) - std::lgamma(k + 1.0) - std::lgamma(calls - k + 1.0) +
                         k * std::log(0.2) + (calls - k) * std::log(0.8));
            sum += weight * erlangCdf(t - k * delay, calls, calls);
        }
        return sum;
    };
    CHECK_WITHIN(program, node, exact, kPromise);
}

void LatencyDistributionsTest::fractionalCalls() {
    // 2.3 calls: two for sure, a third with 0.3.
    LatencyProgram program;
    const auto call = program.sequence({program.constant(0.3), exponentialService(program, 1.0)});
    const auto exact = [](double t) {
        return 0.7 * erlangCdf(t - 0.6, 2, 2.0) + 0.3 * erlangCdf(t - 0.9, 3, 3.0);
    };
    CHECK_WITHIN(program, program.repeat(call, 2.3), exact, kPromise);
    // 0.4 calls: mostly nothing.
    const auto seldom = program.repeat(call, 0.4);
    LatencyDistributions latency(program);
    QCOMPARE(latency.quantile(seldom, 0.5), 0.0);
    QVERIFY(std::abs(latency.quantile(seldom, 0.9) - 0.3 - std::log(4.0)) < 1e-4);
    QVERIFY(std::abs(program.moments(seldom).mean - 0.4 * 1.3) < 1e-14);
}

void LatencyDistributionsTest::feedback() {
    // Exponential visits, geometrically many: exponential again, of mean 1 / (1 - q).
    LatencyProgram program;
    const auto loop = program.geometric(exponentialService(program, 1.0), 0.6);
    CHECK_WITHIN(
        program, loop, [](double t) { return exponentialCdf(t, 2.5); }, 1e-4);
    // Visits of one constant: atoms at its multiples; n visits with 0.4 * 0.6^{n-1}. With
    // an exponential behind, sum_n 0.4 * 0.6^{n-1} P(E <= t - n).
    const auto steps =
        program.sequence({program.geometric(program.constant(1.0), 0.6), exponentialService(program, 1.0)});
    const auto exact = [](double t) {
        double sum = 0.0;
        for (int n = 1; n < 80; ++n) {
            sum += 0.4 * std::pow(0.6, n - 1) * exponentialCdf(t - n, 1.0);
        }
        return sum;
    };
    CHECK_WITHIN(program, steps, exact, kPromise);
}

void LatencyDistributionsTest::defectiveMass() {
    // 70 % succeed after an exponential of 1, 10 % after a constant; the rest fails.
    LatencyProgram program;
    const auto node =
        program.mixture({{0.7, exponentialService(program, 1.0)}, {0.1, program.constant(5.0)}});
    LatencyDistributions latency(program);
    const LatencySummary s = latency.summary(node);
    QVERIFY(std::abs(s.mass - 0.8) < 1e-15);
    QVERIFY(std::abs(s.mean - (0.7 + 0.5) / 0.8) < 1e-14);
    QVERIFY(std::abs(s.p50 + std::log(1.0 - 0.4 / 0.7)) < 1e-4);
    QCOMPARE(s.p90, 5.0);
    QCOMPARE(s.p99, 5.0);
    // twice in a row: the masses multiply
    QVERIFY(std::abs(program.moments(program.repeat(node, 2.0)).mass - 0.64) < 1e-15);
}

void LatencyDistributionsTest::nothingAtAll() {
    LatencyProgram program;
    const auto never = program.mixture(std::initializer_list<LatencyBranch>{});
    const auto behind = program.sequence({never, exponentialService(program, 1.0)});
    const auto zero = program.sequence(std::initializer_list<LatencyNode>{});
    const auto none = program.repeat(exponentialService(program, 1.0), 0.0);
    LatencyDistributions latency(program);
    for (const auto node : {never, behind}) {
        QCOMPARE(latency.summary(node).mass, 0.0);
        QCOMPARE(latency.summary(node).p99, 0.0);
        QCOMPARE(latency.cdf(node, 5.0), 0.0);
    }
    for (const auto node : {zero, none}) {
        QCOMPARE(latency.summary(node).mass, 1.0);
        QCOMPARE(latency.quantile(node, 0.999), 0.0);
        QCOMPARE(latency.cdf(node, 0.0), 1.0);
    }
}

void LatencyDistributionsTest::deadlines() {
    LatencyProgram program;
    const auto node = program.sequence({program.constant(30.0), station(program, 0.8, 1.0, 1)});
    LatencyDistributions latency(program);
    for (const double t : {30.01, 31.0, 35.0, 53.0, 80.0}) {
        QVERIFY(std::abs(latency.cdf(node, t) - exponentialCdf(t - 30.0, 5.0)) < 2e-6);
    }
    QCOMPARE(latency.cdf(node, 29.9), 0.0);
    QCOMPARE(latency.cdf(node, -1.0), 0.0);
    QVERIFY(latency.cdf(node, 1e9) > 1.0 - 1e-6);
}

void LatencyDistributionsTest::momentsAddUp() {
    QVERIFY(rc::check([] {
        LatencyProgram program;
        const double m1 = *rc::gen::inRange(1, 1000) / 10.0;
        const double m2 = *rc::gen::inRange(1, 1000) / 10.0;
        const double p = *rc::gen::inRange(0, 101) / 100.0;
        const int n = *rc::gen::inRange(1, 20);
        const auto a = program.service(ServiceDistribution::gamma(m1, 0.3));
        const auto b = program.sequence(
            {program.constant(3.0), program.service(ServiceDistribution::lognormal(m2, 2.0))});
        const auto sum = program.moments(program.sequence({a, b}));
        RC_ASSERT(std::abs(sum.mean - (m1 + m2 + 3.0)) < 1e-12 * sum.mean);
        RC_ASSERT(std::abs(sum.variance - (0.3 * m1 * m1 + 2.0 * m2 * m2)) < 1e-12 * sum.variance);
        const auto mixed = program.moments(program.mixture({{p, a}, {1.0 - p, b}}));
        const double mean = p * m1 + (1 - p) * (m2 + 3.0);
        const double second = p * 1.3 * m1 * m1 + (1 - p) * (2.0 * m2 * m2 + (m2 + 3.0) * (m2 + 3.0));
        RC_ASSERT(std::abs(mixed.mean - mean) < 1e-12 * mean);
        RC_ASSERT(std::abs(mixed.variance - (second - mean * mean)) < 1e-9 * second);
        const auto many = program.moments(program.repeat(a, n));
        RC_ASSERT(std::abs(many.variance - n * 0.3 * m1 * m1) < 1e-12 * many.variance);
    }));
}

void LatencyDistributionsTest::quantileInvertsTheCdf() {
    QVERIFY(rc::check([] {
        LatencyProgram program;
        const double slow = *rc::gen::inRange(1, 500) / 10.0;
        const double hop = *rc::gen::inRange(0, 600) / 10.0;
        const double hit = *rc::gen::inRange(1, 100) / 100.0;
        const int calls = *rc::gen::inRange(1, 8);
        const double p = *rc::gen::inRange(10, 9990) / 10000.0;
        const auto web = station(program, 0.7, 1.0, 1);
        const auto far = program.sequence({program.constant(hop), exponentialService(program, slow)});
        const auto call = program.mixture({{hit, web}, {1.0 - hit, far}});
        const auto node = program.sequence({program.constant(30.0), web, program.repeat(call, calls + 0.5)});
        LatencyDistributions latency(program);
        const double t = latency.quantile(node, p);
        RC_ASSERT(t > 30.0);
        RC_ASSERT(std::abs(latency.cdf(node, t) - p) < 1e-4);
        RC_ASSERT(latency.quantile(node, p * 0.99) <= t);
    }));
}

void LatencyDistributionsTest::scaleDoesNotMatter() {
    const auto p99 = [](double unit) {
        LatencyProgram program;
        const auto far =
            program.sequence({program.constant(60.0 * unit), station(program, 0.5 / unit, unit, 1)});
        const auto node =
            program.sequence({program.mixture({{0.9, exponentialService(program, unit)}, {0.1, far}}),
                              station(program, 0.8 / unit, unit, 1)});
        LatencyDistributions latency(program);
        return latency.quantile(node, 0.99) / unit;
    };
    const double one = p99(1.0);
    for (const double unit : {1e-9, 1e-3, 7.3, 1e4, 1e9}) {
        QVERIFY(std::abs(p99(unit) / one - 1.0) < 1e-4);
    }
}

void LatencyDistributionsTest::orderOfQuestionsDoesNotMatter() {
    LatencyProgram program;
    const auto a = station(program, 0.8, 1.0, 1);
    const auto b = program.sequence({a, program.constant(3.0), a});
    const auto c = program.mixture({{0.3, a}, {0.7, b}});
    LatencyDistributions forward(program);
    LatencyDistributions backward(program);
    const double a1 = forward.quantile(a, 0.99);
    const double c1 = forward.quantile(c, 0.99);
    QCOMPARE(backward.quantile(c, 0.5), forward.quantile(c, 0.5));
    QVERIFY(backward.quantile(c, 0.99) == c1);
    QVERIFY(backward.quantile(a, 0.99) == a1);
}

QTEST_GUILESS_MAIN(LatencyDistributionsTest)
#include "latency_distributions_test.moc"
