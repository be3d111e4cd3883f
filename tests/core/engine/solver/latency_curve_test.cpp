#include "core/engine/solver/latency_curve.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

double latencyAt(const LatencyCurve& curve, double share) {
    const auto found = std::find_if(curve.points.begin(), curve.points.end(), [&](const SlowerThan& point) {
        return std::abs(point.share / share - 1) < 1e-9;
    });
    return found == curve.points.end() ? std::nan("") : found->ms;
}

}  // namespace

class LatencyCurveTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/1: P(T > t) = exp(-(mu - lambda) t), so t = -ln(share) / (mu - lambda) = -ln(share) * 20 ms.
    void followsTheExponentialResidenceOfMM1() {
        const LatencyCurves curves = latencyCurves(
            designOf(client("50", ", 'deadline_ms': 100") + service("web", "10"), call("e", "users", "web")),
            shippedCatalog(), 10);
        QCOMPARE(curves.curves.size(), std::size_t{2});
        QVERIFY(curves.converged && !curves.saturated);
        QVERIFY(curves.curves[0].workload.empty());
        QCOMPARE(curves.curves[1].workload, std::string("users.r"));
        for (const SlowerThan& point : curves.curves[0].points) {
            COMPARE_WITHIN(point.ms, -std::log(point.share) * 20, 1e-3);
        }
        COMPARE_WITHIN(curves.curves[1].within_deadline, 1 - std::exp(-5.0), 1e-6);
    }

    void agreesWithTheAnswerOfTheSolver() {
        const model::Design design =
            designOf(client("60") + service("web", "10") + service("db", "5"),
                     call("e1", "users", "web") + "," + call("e2", "web", "db", ", 'calls': 1.5"));
        const auto system = solve(design, shippedCatalog()).system.latency_ms;
        const LatencyCurve curve = latencyCurves(design, shippedCatalog(), 10).curves.front();
        QVERIFY(curve.figures == system);
        COMPARE_WITHIN(latencyAt(curve, 0.5), *system.p50, 1e-9);
        COMPARE_WITHIN(latencyAt(curve, 0.1), *system.p90, 1e-9);
        COMPARE_WITHIN(latencyAt(curve, 0.05), *system.p95, 1e-9);
        COMPARE_WITHIN(latencyAt(curve, 0.01), *system.p99, 1e-9);
        COMPARE_WITHIN(latencyAt(curve, 0.001), *system.p999, 1e-9);
    }

    void isMonotoneAndEndsAtOneInTenThousand() {
        const LatencyCurve curve =
            latencyCurves(designOf(client("50") + service("web", "10"), call("e", "users", "web")),
                          shippedCatalog(), 5)
                .curves.front();
        for (std::size_t i = 1; i < curve.points.size(); ++i) {
            QVERIFY(curve.points[i].share < curve.points[i - 1].share);
            QVERIFY(curve.points[i].ms >= curve.points[i - 1].ms);
        }
        QCOMPARE(curve.points.front().share, 0.999);
        COMPARE_WITHIN(curve.points.back().share, 1e-4, 1e-12);
    }

    void saysWhenSomethingIsSaturated() {
        QVERIFY(latencyCurves(designOf(client("150") + service("web", "10"), call("e", "users", "web")),
                              shippedCatalog(), 5)
                    .saturated);
    }

    void hasNoCurveWhereNothingAnswers() {
        QVERIFY(latencyCurves(model::Design(), shippedCatalog(), 5).curves.empty());
    }
};

QTEST_GUILESS_MAIN(LatencyCurveTest)
#include "latency_curve_test.moc"
