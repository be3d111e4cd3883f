#include "core/engine/sweep/load_sweep.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::sweep;
using namespace headroom::engine::tests;
using Cause = BreakingPoint::Cause;

namespace {

LoadSweep swept(const model::Design& design, int count = 12) {
    return sweepLoad(design, shippedCatalog(), count);
}

/// One machine with four workers of 25 ms: 160 requests a second.
model::Design fourWorkers(const std::string& rps, const std::string& scenario = "'groups': []") {
    return designOf(
        client(rps) + component("web", "service", "'instances': 1, 'workers': 4, 'service_time_ms': 25"),
        call("e", "users", "web"), scenario);
}

}  // namespace

class LoadSweepTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/4: rho = L * 100 / (4 / 0.025) = 1 at L = 160 / 100.
    void aServiceSaturatesWhereItsWorkersAreAllBusy() {
        const LoadSweep sweep = swept(fourWorkers("100"));
        QVERIFY(sweep.breaking);
        QCOMPARE(sweep.breaking->cause, Cause::saturated);
        QCOMPARE(sweep.breaking->component, std::optional<Id>("web"));
        COMPARE_WITHIN(sweep.breaking->factor, 1.6, 1e-6);
        COMPARE_WITHIN(sweep.breaking->offered_rps, 160, 1e-6);
    }

    void theBreakingPointDoesNotDependOnThePresentLoad() {
        for (const char* scenario : {"'scenario': {'load_factor': 0.01}", "'scenario': {'load_factor': 1.6}",
                                     "'scenario': {'load_factor': 500}"}) {
            const LoadSweep sweep = swept(fourWorkers("100", scenario));
            QVERIFY(sweep.breaking);
            COMPARE_WITHIN(sweep.breaking->factor, 1.6, 1e-6);
        }
    }

    // Web 1/0.01 = 100, database called twice with 1/0.004 = 250 / 2 = 125 requests a second: web is first.
    // From far above, where web lets only its own 100 through, the answer is the same.
    void theFirstOfSeveralToSaturateIsNamed() {
        const auto design = [](const std::string& rps) {
            return designOf(client(rps) + service("web", "10") + service("db", "4"),
                            call("e1", "users", "web") + "," + call("e2", "web", "db", ", 'calls': 2"));
        };
        for (const char* rps : {"10", "5000"}) {
            const LoadSweep sweep = swept(design(rps));
            QVERIFY(sweep.breaking);
            QCOMPARE(sweep.breaking->component, std::optional<Id>("web"));
            COMPARE_WITHIN(sweep.breaking->offered_rps, 100, 1e-6);
        }
    }

    // M/M/1, mu = 100: P(T > 0.2 s) = exp(-(mu - lambda) 0.2), 1 % at lambda = 100 - ln(100) / 0.2 = 76.97.
    void aDeadlineBreaksBeforeTheWorkersDo() {
        const LoadSweep sweep = swept(
            designOf(client("50", ", 'deadline_ms': 200") + service("web", "10"), call("e", "users", "web")));
        QVERIFY(sweep.breaking);
        QCOMPARE(sweep.breaking->cause, Cause::lost);
        QCOMPARE(sweep.breaking->component, std::optional<Id>("web"));
        COMPARE_WITHIN(sweep.breaking->offered_rps, 100 - std::log(100.0) / 0.2, 1e-5);
        QVERIFY(!sweep.neverWhole);
    }

    // The work alone takes longer than the deadline in exp(-1) of the cases.
    void aDesignThatIsAlwaysLateBreaksNowhereElse() {
        const LoadSweep sweep = swept(
            designOf(client("1", ", 'deadline_ms': 10") + service("web", "10"), call("e", "users", "web")));
        QVERIFY(sweep.neverWhole);
    }

    void everyPointIsTheAnswerOfTheSolver() {
        const model::Design design = fourWorkers("100");
        const LoadSweep sweep = swept(design);
        QVERIFY(sweep.points.size() >= 12);
        for (const Point& point : sweep.points) {
            const results::Results answer = solve(atLoad(design, point.value), shippedCatalog());
            QVERIFY(point.system == answer.system);
            QCOMPARE(point.saturated, answer.components.at("web").status == results::Status::saturated);
            QCOMPARE(point.utilization, answer.components.at("web").offered_utilization);
        }
    }

    void pointsRiseThroughThePresentAndTheBreakingLoad() {
        const LoadSweep sweep = swept(fourWorkers("100", "'scenario': {'load_factor': 0.3}"));
        const auto has = [&](double factor) {
            return std::any_of(sweep.points.begin(), sweep.points.end(),
                               [&](const Point& point) { return point.value == factor; });
        };
        QVERIFY(has(0.3) && has(sweep.breaking->factor));
        QCOMPARE(sweep.present.value, 0.3);
        QVERIFY(std::is_sorted(sweep.points.begin(), sweep.points.end(),
                               [](const Point& a, const Point& b) { return a.value < b.value; }));
        COMPARE_WITHIN(sweep.points.front().value, 0.3 / 8, 1e-12);
        COMPARE_WITHIN(sweep.points.back().value, 1.6 * 1.5, 1e-6);
    }

    void nothingBreaksWhereNothingWorks() {
        QVERIFY(!swept(model::Design()).breaking);
        QVERIFY(!swept(designOf(client("0") + service("web", "10"), call("e", "users", "web"))).breaking);
        QVERIFY(!swept(designOf(client("10"), "")).breaking);
    }

    void aStoppedSweepEndsEarly() {
        std::stop_source stop;
        stop.request_stop();
        const LoadSweep sweep = sweepLoad(fourWorkers("100"), shippedCatalog(), 12, stop.get_token());
        QVERIFY(sweep.points.empty());
        QVERIFY(!sweep.breaking);
    }
};

QTEST_GUILESS_MAIN(LoadSweepTest)
#include "load_sweep_test.moc"
