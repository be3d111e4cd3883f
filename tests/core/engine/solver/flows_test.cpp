#include "core/engine/solver/flows.h"

#include <QTest>
#include <numeric>

#include "core/engine/solver/autoscaling.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::tests;

class FlowsTest : public QObject {
    Q_OBJECT

  private slots:
    // Newton's method keeps the addresses of the rates from one round to the next.
    void ratesStayWhereTheyAre() {
        std::vector<results::Finding> findings;
        const model::Design design =
            designOf(client("50") + service("web", "5") + service("db", "5"),
                     call("e", "users", "web") + ", " + call("f", "web", "db", ", 'calls': 2"));
        const solver::Model model = solver::compileScaled(design, shippedCatalog(), {}, findings);
        const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
        solver::State state(model);
        const double* rates = state.rate.data();
        const double* fills = state.fills.data();
        solver::findOutcomes(model, groups, state);
        solver::findRates(model, groups, state);
        const std::vector<double> found = state.rate;
        solver::turnRates(model, groups, state);
        QCOMPARE(state.rate.data(), rates);
        QCOMPARE(state.fills.data(), fills);
        QCOMPARE(state.rate, found);
        // 50 requests at web and twice as many at db.
        QCOMPARE(std::accumulate(found.begin(), found.end(), 0.0) >= 150, true);
    }
};

QTEST_GUILESS_MAIN(FlowsTest)
#include "flows_test.moc"
