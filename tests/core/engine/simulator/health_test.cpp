// Balancers that find out by checks who is dead.
#include <cmath>
#include <numeric>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

/// Four machines, of which one dies at 100 s for 100 s; checked every 10 s, two misses are needed.
const std::string four =
    client("40") +
    component("lb", "load_balancer",
              "'workers': 1000, 'service_time_ms': 0, 'health': {'interval_ms': 10000, 'misses': 2}") +
    component("web", "service", "'instances': 4, 'workers': 16, 'service_time_ms': 10");
const std::string calls = call("c", "users", "lb") + "," + call("d", "lb", "web");

std::string dead(const std::string& more) {
    return "'scenario': {" + more +
           "'events': [{'type': 'kill', 'component': 'web', 'instances': 1, 'at_s': 100, 'for_s': 100}]}";
}

headroom::results::Results solvedAt(double seconds) {
    return solved(four, calls, dead("'view_at_s': " + headroom::shortest(seconds) + ", "));
}

}  // namespace

class HealthTest : public QObject {
    Q_OBJECT

  private slots:
    // It takes (2 - 1/2) 10 s = 15 s in the mean; until then a quarter fails, then nobody, on three machines:
    // 40 / s of 10 ms on 48 workers.
    void theSteadyStateBeforeAndAfter() {
        const auto before = solvedAt(114);
        COMPARE_WITHIN(before.system.error_rate, 0.25, 1e-9);
        COMPARE_WITHIN(before.components.at("web").arrival_rps, 30, 1e-9);
        QVERIFY(hasFinding(before, "dead-not-noticed"));
        const auto after = solvedAt(116);
        QCOMPARE(after.system.error_rate.value_or(1), 0.0);
        COMPARE_WITHIN(after.components.at("web").utilization, 0.4 / 48, 1e-9);
        QVERIFY(!hasFinding(after, "dead-not-noticed"));
        QCOMPARE(solvedAt(99).system.error_rate.value_or(1), 0.0);
    }

    // One of two targets is dead altogether: its share is lost until that is noticed.
    void aTargetThatIsGone() {
        const auto at = [](double seconds) {
            return solved(
                client("40") +
                    component("lb", "load_balancer", "'health': {'interval_ms': 1000, 'misses': 3}") +
                    component("a", "service", "'instances': 3") + component("b", "service", "'instances': 1"),
                call("c", "users", "lb") + "," + call("to-a", "lb", "a") + "," + call("to-b", "lb", "b"),
                "'scenario': {'view_at_s': " + headroom::shortest(seconds) +
                    ", 'events': [{'type': 'kill', 'component': 'b', 'at_s': 0}]}");
        };
        COMPARE_WITHIN(at(2).system.error_rate, 0.25, 1e-9);
        COMPARE_WITHIN(at(2).components.at("a").arrival_rps, 30, 1e-9);
        QCOMPARE(at(3).system.error_rate.value_or(1), 0.0);
        COMPARE_WITHIN(at(3).components.at("a").arrival_rps, 40, 1e-9);
    }

    // The phase of the checks is drawn: over many runs 40 / 4 * 15 = 150 requests fail, between 100 and 200
    // in each (and none when the machine comes back, which only costs its part of the work until the next
    // check).
    void theSimulationTakesAsLongInTheMean() {
        double sum = 0;
        double squares = 0;
        constexpr int runs = 60;
        for (int seed = 1; seed <= runs; ++seed) {
            const auto a =
                simulated(four, calls, {.seconds = 300, .seed = static_cast<std::uint64_t>(seed)}, dead(""));
            const auto& errors = a.series.error_rate;  // by 3 s
            double failed = 0;
            for (std::size_t i = 0; i < errors.size(); ++i) {
                failed += errors[i] * (a.series.goodput_rps[i] / std::max(1 - errors[i], 1e-9)) * 3;
            }
            QVERIFY2(failed > 60 && failed < 250, qPrintable(QString::number(failed)));
            sum += failed;
            squares += failed * failed;
        }
        const double mean = sum / runs;
        const double deviation = std::sqrt((squares / runs - mean * mean) / (runs - 1));
        constexpr double to99 = 2.66;  // Student's t, 59 degrees of freedom
        QVERIFY2(std::abs(mean - 150) < to99 * deviation, qPrintable(QString::number(mean)));
    }

    // Whoever looks for the fewest open requests finds a machine that refuses at once the least busy: until
    // it is noticed it gets far more than its share.
    void aDeadMachineLooksIdle() {
        const std::string least =
            client("400") +
            component("lb", "load_balancer",
                      "'workers': 1000, 'service_time_ms': 0, 'policy': 'least_connections', 'health': "
                      "{'interval_ms': 100000, 'misses': 3}") +
            component("web", "service", "'instances': 4, 'workers': 16, 'service_time_ms': 100");
        const auto a = simulated(least, calls, {.seconds = 300, .seed = 3}, dead(""));
        QVERIFY(a.series.error_rate[50] > 0.8);
        QCOMPARE(a.series.error_rate[20], 0.0);
    }

    void checksWithoutDeathsChangeNothing() {
        const auto with = simulated(four, calls, {.seconds = 50, .seed = 3});
        QVERIFY(*with.results.system.error_rate == 0);
    }
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
