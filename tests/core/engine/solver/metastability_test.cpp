#include <QtTest/QTest>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

/// An M/M/1 of one request a ms behind callers that give up and try again, so much later that the queue has
/// forgotten them. `rate` is a ms, too.
Results loop(double rate, double timeoutMs, int retries, const std::string& more = "") {
    using headroom::shortest;
    return solved(client(shortest(1000 * rate)) + service("s", "1"),
                  call("c", "users", "s",
                       ", 'timeout_ms': " + shortest(timeoutMs) + ", 'retries': " + std::to_string(retries) +
                           ", 'backoff_ms': 1000000000" + more));
}

}  // namespace

/// All steady states of retries (engine.md, metastability). An attempt fails with p = e^-(1 - x) tau at x
/// attempts a ms, and always from x = 1 on; x = rate (1 - p^(r+1)) / (1 - p).
class MetastabilityTest : public QObject {
    Q_OBJECT

  private slots:
    // Reference case: 0.5 a ms, timeout 5, two retries: x = 0.562336, 0.851717 (unstable) and 1.5.
    // Goodput is rate (1 - p^3), p from x.
    void threeSteadyStates() {
        const Results r = loop(0.5, 5, 2);
        QVERIFY(r.converged);
        COMPARE_WITHIN(r.connections.at("c").rps, 1000 * 0.562336335964, 1e-6);
        QCOMPARE(r.fixed_points.size(), std::size_t{3});
        const auto goodput = [](double x) { return 500 * (1 - std::pow(std::exp(-(1 - x) * 5), 3)); };
        COMPARE_WITHIN(headroom::results::Figure(r.fixed_points[0]), goodput(0.562336335964), 1e-6);
        COMPARE_WITHIN(headroom::results::Figure(r.fixed_points[1]), goodput(0.851717128), 1e-5);
        // In the storm the wait is uniform up to 600000 (1 - 1/x), 1/x are served, and an attempt succeeds
        // with s = (5 - (1 - e^-5)) / (600000 (1 - 1/x)) / x, where x = 0.5 (1 + (1 - s) + (1 - s)^2).
        double x = 1.5;
        double s = 0;
        for (int i = 0; i < 50; ++i) {
            s = (5 - (1 - std::exp(-5.0))) / (600000 * (1 - 1 / x)) / x;
            x = 0.5 * (1 + (1 - s) + (1 - s) * (1 - s));
        }
        COMPARE_WITHIN(headroom::results::Figure(r.fixed_points[2]), 500 * (1 - std::pow(1 - s, 3)), 1e-5);
        QVERIFY(hasFinding(r, "metastable"));
    }

    // 0.2 a ms, three retries: even all attempts are 0.8, below the capacity: it always recovers.
    void calmRecoversFromAnything() {
        const Results r = loop(0.2, 20, 3);
        QVERIFY(r.fixed_points.empty());
        QVERIFY(!hasFinding(r, "metastable"));
        COMPARE_WITHIN(r.connections.at("c").rps, 1000 * 0.2000000225070477, 1e-9);
    }

    // 0.4 and 0.3 a ms, timeout 20, three retries: low states 0.4000025 and 0.30000025; a storm beside
    // them.
    void lowStatesOfReferenceCases() {
        COMPARE_WITHIN(loop(0.4, 20, 3).connections.at("c").rps, 1000 * 0.4000024578208574, 1e-8);
        COMPARE_WITHIN(loop(0.3, 20, 3).connections.at("c").rps, 1000 * 0.30000024946006826, 1e-8);
        QCOMPARE(loop(0.4, 20, 3).fixed_points.size(), std::size_t{3});
    }

    // 0.8 a ms, timeout 10, three retries: nothing but the storm, 3.2 attempts a ms.
    void onlyTheStorm() {
        const Results r = loop(0.8, 10, 3);
        COMPARE_WITHIN(r.connections.at("c").rps, 1000 * 3.2, 2e-2);
        QVERIFY(r.fixed_points.empty());
    }

    // A budget of a tenth at 0.5 a ms: at most 0.55 attempts, far below the capacity.
    void aBudgetEndsIt() { QVERIFY(!hasFinding(loop(0.5, 5, 2, ", 'retry_budget': 0.1"), "metastable")); }
};

QTEST_GUILESS_MAIN(MetastabilityTest)
#include "metastability_test.moc"
