// The pieces that need more than a contour: constants, M/D/1 and other regular services,
// lognormals, narrow services, saturated stations.
#include <QTest>
#include <cmath>

#include "core/queueing/laplace_inversion.h"
#include "core/queueing/md1.h"
#include "core/queueing/mg1.h"
#include "core/queueing/mm_c_timeout.h"
#include "tests/core/queueing/latency_support.h"

using namespace headroom::queueing;
using namespace headroom::queueing::testing;

class LatencyPiecesTest : public QObject {
    Q_OBJECT
  private slots:
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
    void queueThatSomeLeave_data();
    void queueThatSomeLeave();
    void saturated_data();
    void saturated();
};

void LatencyPiecesTest::deterministicServiceBehindAWait() {
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

void LatencyPiecesTest::md1_data() {
    QTest::addColumn<double>("rho");
    for (const double rho : {0.05, 0.3, 0.6, 0.8, 0.95, 0.999}) {
        QTest::addRow("%g", rho) << rho;
    }
}

void LatencyPiecesTest::md1() {
    QFETCH(double, rho);
    const Md1Wait wait(rho);
    const auto service = ServiceDistribution::deterministic(3.0);
    LatencyProgram program;
    const auto node =
        program.sequence({program.wait(WaitDistribution::mg1(rho / 3.0, service)), program.service(service)});
    CHECK_WITHIN(
        program, node, [&](double t) { return wait.cdf(t / 3.0 - 1.0); }, kPromise);
}

void LatencyPiecesTest::md1InSeries() {
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

void LatencyPiecesTest::regularServiceInMg1_data() {
    QTest::addColumn<double>("scv");
    QTest::addColumn<bool>("lognormal");
    for (const double scv : {0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.7, 1.5, 4.0}) {
        QTest::addRow("gamma %g", scv) << scv << false;
        QTest::addRow("lognormal %g", scv) << scv << true;
    }
}

// The path that is right of all singularities, at every time, is the measure.
void LatencyPiecesTest::regularServiceInMg1() {
    QFETCH(double, scv);
    QFETCH(bool, lognormal);
    for (const double rho : {0.2, 0.7, 0.95}) {
        auto service =
            lognormal ? ServiceDistribution::lognormal(1.0, scv) : ServiceDistribution::gamma(1.0, scv);
        if (rho == 0.7) {
            service = service.withSlowShare(0.1, 4.0);  // mean 1.3
        }
        const Mg1Queue queue(rho / service.mean(), service);
        LatencyProgram program;
        const auto node = program.sequence(
            {program.wait(WaitDistribution::mg1(rho / service.mean(), service)), program.service(service)});
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

void LatencyPiecesTest::lognormalService_data() {
    QTest::addColumn<double>("scv");
    for (const double scv : {0.003, 0.04, 0.25, 1.0, 4.0, 30.0}) {
        QTest::addRow("%g", scv) << scv;
    }
}

void LatencyPiecesTest::lognormalService() {
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

void LatencyPiecesTest::narrowService_data() {
    QTest::addColumn<double>("scv");
    QTest::addColumn<bool>("lognormal");
    for (const double scv : {1e-10, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.037, 0.1}) {
        QTest::addRow("gamma %g", scv) << scv << false;
        QTest::addRow("lognormal %g", scv) << scv << true;
    }
}

void LatencyPiecesTest::narrowService() {
    QFETCH(double, scv);
    QFETCH(bool, lognormal);
    const auto service =
        lognormal ? ServiceDistribution::lognormal(2.0, scv) : ServiceDistribution::gamma(2.0, scv);
    LatencyProgram program;
    CHECK_WITHIN(
        program, program.service(service), [&](double t) { return service.cdf(t); }, kPromise);
}

void LatencyPiecesTest::queueThatSomeLeave_data() {
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("leaving");
    QTest::addColumn<bool>("served");
    for (const double load : {0.3, 0.8, 1.5, 4.0, 20.0}) {
        QTest::addRow("all, %g", load) << load << 1.0 << false;
        QTest::addRow("served, %g", load) << load << 1.0 << true;
    }
    QTest::addRow("some") << 1.2 << 0.4 << false;
}

// The wait, exponential between the limits, and a service of 1: the integral of the density times the
// distribution of the rest, by Simpson's rule.
void LatencyPiecesTest::queueThatSomeLeave() {
    QFETCH(double, load);
    QFETCH(double, leaving);
    QFETCH(bool, served);
    const MmcTimeoutQueue queue(load, 1.0, 1, {{0.5 * leaving, 1.5}, {0.5 * leaving, 4.0}});
    const PiecewiseWait wait = served ? queue.servedWait() : queue.offeredWait();
    LatencyProgram program;
    const auto node =
        program.sequence({program.wait(WaitDistribution::piecewise(wait)), exponentialService(program, 1.0)});
    const auto exact = [&](double t) {
        double sum = wait.atom() * exponentialCdf(t, 1.0);
        for (const WaitPiece& piece : wait.pieces()) {
            const double length = std::min(piece.to, t) - piece.from;
            const int steps = 2000;
            for (int i = 0; length > 0.0 && i <= steps; ++i) {
                const double u = length * i / steps;
                const double weight = i == 0 || i == steps ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
                sum += weight * length / (3.0 * steps) * piece.start * std::exp(-piece.decay * u) *
                       exponentialCdf(t - piece.from - u, 1.0);
            }
        }
        return sum;
    };
    CHECK_WITHIN(program, node, exact, kPromise);
}

void LatencyPiecesTest::saturated_data() {
    QTest::addColumn<double>("longest");
    QTest::addColumn<double>("share");
    for (const double longest : {1e-3, 0.1, 1.0, 10.0, 1e3, 6e5}) {
        for (const double share : {1.0, 0.5, 0.01}) {
            QTest::addRow("uniform to %g, %g of all", longest, share) << longest << share;
        }
    }
}

void LatencyPiecesTest::saturated() {
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

QTEST_GUILESS_MAIN(LatencyPiecesTest)
#include "latency_pieces_test.moc"
