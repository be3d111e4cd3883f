#include "core/queueing/latency_distributions.h"

#include <rapidcheck.h>

#include <QTest>
#include <cmath>
#include <functional>
#include <vector>

#include "core/queueing/laplace_inversion.h"
#include "core/queueing/md1.h"
#include "core/queueing/mg1.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

using namespace headroom::queueing;

namespace {

constexpr double kPromise = 1e-3;  // relative error of a percentile

using Cdf = std::function<double(double)>;

double quantileOf(const Cdf& cdf, double p) {
    double high = 1.0;
    while (cdf(high) < p) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return cdf(t) - p; };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-13, 400);
}

// The largest relative error over the percentiles, against a distribution function
// computed in another way.
double worstError(const LatencyProgram& program, LatencyNode node, const Cdf& exact) {
    LatencyDistributions latency(program);
    double worst = 0.0;
    for (const double p : {0.05, 0.5, 0.9, 0.95, 0.99, 0.999}) {
        worst = std::max(worst, std::abs(latency.quantile(node, p) / quantileOf(exact, p) - 1.0));
    }
    return worst;
}

#define CHECK_WITHIN(program, node, exact, bound)                                \
    do {                                                                         \
        const double worst = worstError(program, node, exact);                   \
        qDebug("off by at most %.2g", worst);                                    \
        QVERIFY2(worst <= (bound), qPrintable(QString("off by %1").arg(worst))); \
    } while (false)

double exponentialCdf(double t, double mean) {
    return t > 0.0 ? -std::expm1(-t / mean) : 0.0;
}

double erlangCdf(double t, int phases, double mean) {
    return t > 0.0 ? ServiceDistribution::erlang(mean, phases).cdf(t) : 0.0;
}

LatencyNode station(LatencyProgram& program, double arrivalRate, double serviceMean, int servers) {
    const MmcQueue queue(arrivalRate, 1.0 / serviceMean, servers);
    const auto wait = program.wait(WaitDistribution::exponential(queue.wait()));
    return program.sequence({wait, program.service(ServiceDistribution::exponential(serviceMean))});
}

LatencyNode exponentialService(LatencyProgram& program, double mean) {
    return program.service(ServiceDistribution::exponential(mean));
}

}  // namespace

class LatencyDistributionsTest : public QObject {
    Q_OBJECT
  private slots:
    void oneStation_data();
    void oneStation();
    void tandemOfUnlikeStations();
    void longChains_data();
    void longChains();
    void commonConstant_data();
    void commonConstant();
    void hitOrMiss_data();
    void hitOrMiss();
    void regionHop();
    void atomsAreExact();
    void atomBesideSmooth();
    void deterministicServiceBehindAWait();
    void md1_data();
    void md1();
    void md1InSeries();
    void regularServiceInMg1_data();
    void regularServiceInMg1();
    void lognormalService_data();
    void lognormalService();
    void narrowService_data();
    void narrowService();
    void saturated_data();
    void saturated();
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

void LatencyDistributionsTest::deterministicServiceBehindAWait() {
    LatencyProgram program;
    const auto wait = program.wait(WaitDistribution::exponential({.probability = 0.7, .rate = 0.25}));
    const auto work = program.service(ServiceDistribution::deterministic(8.0));
    const auto node = program.sequence({wait, work, exponentialService(program, 3.0)});
    // 0.3 Exp(3) + 0.7 (Exp(4) + Exp(3)), 8 later
    const auto exact = [](double t) {
        const double u = t - 8.0;
        const double both = 1.0 - (4.0 * std::exp(-u / 4.0) - 3.0 * std::exp(-u / 3.0));
        return u <= 0.0 ? 0.0 : 0.3 * exponentialCdf(u, 3.0) + 0.7 * both;
    };
    CHECK_WITHIN(program, node, exact, 1e-4);
}

void LatencyDistributionsTest::md1_data() {
    QTest::addColumn<double>("rho");
    for (const double rho : {0.05, 0.3, 0.6, 0.8, 0.95, 0.999}) {
        QTest::addRow("%g", rho) << rho;
    }
}

void LatencyDistributionsTest::md1() {
    QFETCH(double, rho);
    const Md1Wait wait(rho);
    const auto service = ServiceDistribution::deterministic(3.0);
    LatencyProgram program;
    const auto node =
        program.sequence({program.wait(WaitDistribution::mg1(rho / 3.0, service)), program.service(service)});
    CHECK_WITHIN(
        program, node, [&](double t) { return wait.cdf(t / 3.0 - 1.0); }, kPromise);
}

void LatencyDistributionsTest::md1InSeries() {
    // Two unlike M/D/1, taken as independent; the reference is a convolution on a grid.
    const Md1Wait first(0.7);
    const Md1Wait second(0.5);
    const double d1 = 1.0;
    const double d2 = 1.6;
    const auto exact = [&](double t) {
        const double u = t - d1 - d2;
        if (u <= 0.0) {
            return u < 0.0 ? 0.0 : first.cdf(0.0) * second.cdf(0.0);
        }
        // int F2(u - x) dF1(x), midpoints in x; the atom of the first apart
        const int steps = 20000;
        double sum = first.cdf(0.0) * second.cdf(u / d2);
        double last = first.cdf(0.0);
        for (int i = 0; i < steps; ++i) {
            const double next = first.cdf(u * (i + 1) / steps / d1);
            sum += (next - last) * second.cdf(u * (1.0 - (i + 0.5) / steps) / d2);
            last = next;
        }
        return sum;
    };
    const auto one = ServiceDistribution::deterministic(d1);
    const auto two = ServiceDistribution::deterministic(d2);
    LatencyProgram program;
    const auto node =
        program.sequence({program.wait(WaitDistribution::mg1(0.7 / d1, one)), program.service(one),
                          program.wait(WaitDistribution::mg1(0.5 / d2, two)), program.service(two)});
    CHECK_WITHIN(program, node, exact, kPromise);
}

void LatencyDistributionsTest::regularServiceInMg1_data() {
    QTest::addColumn<double>("scv");
    QTest::addColumn<bool>("lognormal");
    for (const double scv : {0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.7, 1.5, 4.0}) {
        QTest::addRow("gamma %g", scv) << scv << false;
        QTest::addRow("lognormal %g", scv) << scv << true;
    }
}

// The path that is right of all singularities, at every time, is the measure.
void LatencyDistributionsTest::regularServiceInMg1() {
    QFETCH(double, scv);
    QFETCH(bool, lognormal);
    for (const double rho : {0.2, 0.7, 0.95}) {
        const auto service =
            lognormal ? ServiceDistribution::lognormal(1.0, scv) : ServiceDistribution::gamma(1.0, scv);
        const Mg1Queue queue(rho, service);
        LatencyProgram program;
        const auto node =
            program.sequence({program.wait(WaitDistribution::mg1(rho, service)), program.service(service)});
        const auto exact = [&](double t) {
            double sum = 0.0;
            for (std::size_t k = 0; t > 0.0 && k < EulerRule::kSize; ++k) {
                const Complex z = EulerRule::nodes()[k];
                sum += EulerRule::weights()[k] * (queue.responseTransform(z / t) / z).real();
            }
            return sum;
        };
        CHECK_WITHIN(program, node, exact, 1e-4);
    }
}

void LatencyDistributionsTest::lognormalService_data() {
    QTest::addColumn<double>("scv");
    for (const double scv : {0.003, 0.04, 0.25, 1.0, 4.0, 30.0}) {
        QTest::addRow("%g", scv) << scv;
    }
}

void LatencyDistributionsTest::lognormalService() {
    QFETCH(double, scv);
    const auto service = ServiceDistribution::lognormal(2.0, scv);
    LatencyProgram program;
    const auto alone = program.service(service);
    CHECK_WITHIN(
        program, alone, [&](double t) { return service.cdf(t); }, kPromise);
    // Behind an exponential: P(E + S <= t) = E[P(E <= t - S)], over ln S by the trapezoidal rule.
    const auto node = program.sequence({program.constant(1.0), exponentialService(program, 1.0), alone});
    const double sigma = std::sqrt(std::log1p(scv));
    const double logMean = std::log(2.0) - 0.5 * sigma * sigma;
    const auto exact = [&](double t) {
        double sum = 0.0;
        const double step = 1e-3;
        for (int i = -8000; i <= 8000; ++i) {
            const double y = i * step;
            sum += step * std::exp(-0.5 * y * y) / std::sqrt(2.0 * M_PI) *
                   exponentialCdf(t - 1.0 - std::exp(logMean + sigma * y), 1.0);
        }
        return sum;
    };
    CHECK_WITHIN(program, node, exact, kPromise);
}

void LatencyDistributionsTest::narrowService_data() {
    QTest::addColumn<double>("scv");
    QTest::addColumn<bool>("lognormal");
    for (const double scv : {1e-10, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.037, 0.1}) {
        QTest::addRow("gamma %g", scv) << scv << false;
        QTest::addRow("lognormal %g", scv) << scv << true;
    }
}

void LatencyDistributionsTest::narrowService() {
    QFETCH(double, scv);
    QFETCH(bool, lognormal);
    const auto service =
        lognormal ? ServiceDistribution::lognormal(2.0, scv) : ServiceDistribution::gamma(2.0, scv);
    LatencyProgram program;
    CHECK_WITHIN(
        program, program.service(service), [&](double t) { return service.cdf(t); }, kPromise);
}

void LatencyDistributionsTest::saturated_data() {
    QTest::addColumn<double>("longest");
    QTest::addColumn<double>("share");
    for (const double longest : {1e-3, 0.1, 1.0, 10.0, 1e3, 6e5}) {
        for (const double share : {1.0, 0.5, 0.01}) {
            QTest::addRow("uniform to %g, %g of all", longest, share) << longest << share;
        }
    }
}

void LatencyDistributionsTest::saturated() {
    QFETCH(double, longest);
    QFETCH(double, share);
    // A share of the requests passes a saturated station, all one of mean 1. With U uniform
    // on [0, a]: P(U + E <= t) = (G(t) - G(t - a)) / a, G(t) = t - 1 + e^{-t}.
    LatencyProgram program;
    const auto overloaded =
        program.sequence({program.constant(2.0), program.wait(WaitDistribution::uniform(longest))});
    const auto maybe = program.mixture({{share, overloaded}, {1.0 - share, program.constant(0.0)}});
    const auto node = program.sequence({maybe, exponentialService(program, 1.0)});
    const auto exact = [&](double t) {
        const auto g = [](double u) {
            return u <= 0.0 ? 0.0 : u < 1e-4 ? u * u * (0.5 - u / 6.0) : u + std::expm1(-u);
        };
        const double u = t - 2.0;
        return share * (g(u) - g(u - longest)) / longest + (1.0 - share) * exponentialCdf(t, 1.0);
    };
    CHECK_WITHIN(program, node, exact, kPromise);
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
    rc::check([] {
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
    });
}

void LatencyDistributionsTest::quantileInvertsTheCdf() {
    rc::check([] {
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
    });
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
