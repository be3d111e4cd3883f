#include <numeric>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t to) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(from),
                           values.begin() + static_cast<std::ptrdiff_t>(to), 0.0) /
           static_cast<double>(to - from);
}

/// Ten workers of 10 ms: 1000 requests a second. A caller waits 100 ms and tries four times in all.
SimulationAnswer storm(const std::string& budget) {
    return simulated(
        client("500") + component("web", "service", "'instances': 1, 'workers': 10, 'service_time_ms': 10"),
        call("c", "users", "web", ", 'timeout_ms': 100, 'retries': 3, 'backoff_ms': 10" + budget),
        {.seconds = 100, .seed = 3},
        "'scenario': {'events': [{'type': 'spike', 'factor': 4, 'at_s': 20, 'for_s': 10}]}");
}

}  // namespace

class ScenarioTest : public QObject {
    Q_OBJECT

  private slots:
    // 100 requests a second, from 50 s on 300; linear from 0 to 200 % over the first 10 s of the other one.
    void spikesAndCurvesAreReplayed() {
        const auto spike = simulated(client("100") + service("web", "1"), call("c", "users", "web"),
                                     {.seconds = 100, .seed = 3},
                                     "'scenario': {'events': [{'type': 'spike', 'factor': 3, 'at_s': 50}]}");
        const auto& rates = spike.series.components.at("web").arrival_rps;
        // 5000 and 15 000 arrivals: standard deviations of 1.4 % and 0.8 %.
        QVERIFY(std::abs(meanOf(rates, 0, 50) - 100) < 5);
        QVERIFY(std::abs(meanOf(rates, 50, 100) - 300) < 10);
        QCOMPARE(spike.warm_up_s, 0.0);
        const auto curve = simulated(
            client("1000") + service("web", "0.1"), call("c", "users", "web"), {.seconds = 20, .seed = 3},
            "'scenario': {'load': [{'at_s': 0, 'factor': 0}, {'at_s': 10, 'factor': 2}]}");
        const auto& risen = curve.series.components.at("web").arrival_rps;
        // The mean of the rise is half of 2000, its middle fifth too; then it stays there.
        QVERIFY(std::abs(meanOf(risen, 0, 50) - 1000) < 50);
        QVERIFY(std::abs(meanOf(risen, 20, 30) - 1000) < 110);
        QVERIFY(std::abs(meanOf(risen, 50, 100) - 2000) < 70);
    }

    // At 500 a second half of the capacity is used. The spike fills the queue beyond 100 ms; from then on all
    // work is for callers that have gone, each comes four times, and 4 * 500 is more than 1000: the storm
    // feeds itself (Bronson et al. 2021). With a budget of a tenth, 550 is the most.
    void aRetryStormOutlastsItsTriggerWithoutABudget() {
        const SimulationAnswer without = storm("");
        QVERIFY(meanOf(without.series.goodput_rps, 10, 20) > 450);
        QVERIFY(meanOf(without.series.goodput_rps, 80, 100) < 50);
        QVERIFY(meanOf(without.series.components.at("web").arrival_rps, 80, 100) > 1500);
    }
    void aRetryStormEndsWithABudget() {
        const SimulationAnswer with = storm(", 'retry_budget': 0.1");
        QVERIFY(meanOf(with.series.goodput_rps, 80, 100) > 450);
        QVERIFY(meanOf(with.series.components.at("web").arrival_rps, 80, 100) < 560);
    }

    // M/M/1 at 0.5, response exponential with 20 ms: p99 = 20·ln 100 = 92.1 ms. At 0.8 of its
    // capacity, from half time on, it is 50·ln 100 = 230.3 ms. Slices of 100 s at 80/s scatter by a tenth.
    void theTailHasATimeSeriesThatCanBeWatched() {
        std::vector<std::size_t> seen;
        const auto design =
            designOf(client("50") + service("web", "10"), call("c", "users", "web"),
                     "'scenario': {'events': [{'type': 'spike', 'factor': 1.6, 'at_s': 1000}]}");
        const auto answer = simulate(design, shippedCatalog(), {.seconds = 2000, .seed = 5}, {}, {},
                                     [&](const SimulationSeries& sofar) {
                                         QCOMPARE(sofar.p99_ms.size(), sofar.goodput_rps.size() / 5);
                                         seen.push_back(sofar.goodput_rps.size());
                                     });
        QCOMPARE(seen.size(), std::size_t{100});
        QCOMPARE(seen.front(), std::size_t{1});
        const auto& p99 = answer.series.p99_ms;
        QCOMPARE(p99.size(), std::size_t{20});
        QCOMPARE(answer.series.latency_step_s, 100.0);
        double before = 0;
        double after = 0;
        for (std::size_t i = 0; i < 10; ++i) {
            before += *p99[i] / 10;
            after += *p99[i + 10] / 10;
        }
        QVERIFY(std::abs(before - 92.1) < 5);
        QVERIFY(std::abs(after - 230.3) < 25);
    }

    void otherEventsAreNotPassedOver() {
        const auto a = simulated(
            client("10") + component("q", "message_queue", "") + service("web", "1"),
            call("c", "users", "q") + ", " + call("d", "q", "web"), {.seconds = 1, .seed = 3},
            "'scenario': {'events': [{'type': 'latency', 'connection': 'd', 'add_ms': 2, 'at_s': 0}]}");
        QVERIFY(hasFinding(a.results, "events-not-simulated"));
    }
};

QTEST_GUILESS_MAIN(ScenarioTest)
#include "scenario_test.moc"
