#include "core/engine/sweep/sweep.h"

#include <QTest>

#include "core/engine/sweep/load_sweep.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::sweep;
using namespace headroom::engine::tests;

class SweepTest : public QObject {
    Q_OBJECT

  private slots:
    void valuesAreSpaced() {
        QCOMPARE(spaced(1, 3, 3, Spacing::linear), (std::vector<double>{1, 2, 3}));
        const auto decades = spaced(0.1, 10, 3, Spacing::logarithmic);
        QCOMPARE(decades.front(), 0.1);
        COMPARE_WITHIN(decades[1], 1, 1e-15);
        QCOMPARE(decades.back(), 10.0);
        QCOMPARE(spaced(5, 1, 3, Spacing::linear), (std::vector<double>{5, 3, 1}));
        QCOMPARE(spaced(2, 2, 9, Spacing::linear), (std::vector<double>{2}));
    }

    // M/M/1: mean residence 1 / (mu - lambda), mu = 100.
    void eachValueIsSolved() {
        const model::Design design = designOf(client("10") + service("web", "10"), call("e", "users", "web"));
        const auto points =
            solveEach([&](double value) { return atLoad(design, value); }, {1, 5, 9}, shippedCatalog());
        QVERIFY(points);
        QCOMPARE(points->size(), std::size_t{3});
        for (const Point& point : *points) {
            COMPARE_WITHIN(point.system.latency_ms.mean, 1000 / (100 - 10 * point.value), 1e-9);
            COMPARE_WITHIN(point.utilization, point.value / 10, 1e-12);
        }
    }

    void aRefusedValueIsTheFailure() {
        const auto points = solveEach(
            [](double) -> Result<model::Design> {
                return failure(Diagnostic{"no", Severity::error, "", "refused", "", {}});
            },
            {1, 2}, shippedCatalog());
        QVERIFY(!points);
        QCOMPARE(points.error().code, std::string("no"));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
