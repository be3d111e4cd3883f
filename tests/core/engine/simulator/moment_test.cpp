// The series of a run, and what they say of one moment.
#include <cmath>

#include "core/engine/simulator/moment.h"
#include "tests/core/engine/simulator/simulated.h"

using namespace headroom;
using namespace headroom::engine;
using namespace headroom::engine::tests;
using results::Status;

namespace {

// Ten steps of 10 s, slices of 50 s. One machine of four is dead in the fourth step, all in the fifth.
SimulationSeries::Component fourMachines() {
    SimulationSeries::Component c;
    c.machines = 4;
    c.arrival_rps = {100, 100, 200, 100, 100, 100, 100, 100, 100, 100};
    c.throughput_rps = {100, 100, 150, 100, 0, 100, 100, 100, 100, 100};
    c.utilization = {0.5, 0.8, 1, 0.75, 0, 0.5, 0.5, 0.5, 0.5, 0.5};
    c.queue_length = {0, 0, 250, 0, 0, 0, 0, 0, 0, 0};
    c.dropped_rps = {0, 0, 0, 0, 0, 1, 0.01, 0, 0, 0};
    c.error_rate = {0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.02, 0.001, std::nullopt};
    c.dead_machines = {0, 0, 0, 1, 4, 0, 0, 0, 0, 0};
    c.latency_p99_ms = {20.0, 30.0};
    return c;
}

SimulationSeries withOne(const SimulationSeries::Component& component) {
    SimulationSeries series;
    series.step_s = 10;
    series.latency_step_s = 50;
    series.goodput_rps = {100, 100, 150, 100, 0, 100, 100, 98, 100, 100};
    series.error_rate = {0, 0, 0, 0, 1, 0, 0, 0.02, 0, 0};
    series.p99_ms = {25.0, 35.0};
    series.components.emplace("web", component);
    series.connections["c"] = {.rps = {100, 110}, .retry_rps = {0, 10}, .error_rate = {0.0, 0.5}};
    return series;
}

double meanOf(const SimulationSeries::Values& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

}  // namespace

class MomentTest : public QObject {
    Q_OBJECT

  private slots:
    void aMomentIsTheStepItLiesIn() {
        const SimulationSeries series = withOne(fourMachines());
        const auto at15 = momentOf(series, 15);
        QCOMPARE(*at15.components.at("web").utilization, 0.8);
        QCOMPARE(*at15.components.at("web").response_ms.p99, 20.0);
        QCOMPARE(*at15.connections.at("c").rps, 110.0);
        QCOMPARE(*at15.connections.at("c").error_rate, 0.5);
        QCOMPARE(*at15.system.latency_ms.p99, 25.0);
        QCOMPARE(*momentOf(series, 20).system.goodput_rps, 150.0);
        QCOMPARE(*momentOf(series, 50).components.at("web").response_ms.p99, 30.0);
        // Beyond the end there is the last one, before the beginning the first.
        QCOMPARE(*momentOf(series, 1e9).system.goodput_rps, 100.0);
        QCOMPARE(*momentOf(series, -3).system.goodput_rps, 100.0);
        QVERIFY(!momentOf(series, 95).connections.at("c").rps);
        QVERIFY(momentOf({}, 5).components.empty());
    }

    void statesAreReadFromTheFigures() {
        const SimulationSeries series = withOne(fourMachines());
        const std::vector<Status> expected{Status::ok,       Status::hot,      Status::saturated,
                                           Status::degraded,                    // one of four is dead
                                           Status::down,     Status::degraded,  // a hundredth is turned away
                                           Status::ok,       Status::degraded,  // two hundredths fail
                                           Status::ok,       Status::ok};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto now = momentOf(series, 10 * static_cast<double>(i) + 5);
            QVERIFY2(now.components.at("web").status == expected[i], std::to_string(i).c_str());
        }
        // 250 wait where none did: 25 more each second.
        const auto& saturated = momentOf(series, 25).components.at("web");
        QCOMPARE(*saturated.backlog, 250.0);
        QCOMPARE(*saturated.backlog_growth_rps, 25.0);
    }

    // Three of four machines do all they can: 0.75 of all workers are busy, and somebody waits.
    void theDeadDoNotCountAsFree() {
        SimulationSeries::Component c = fourMachines();
        c.queue_length[3] = 5;
        QVERIFY(momentOf(withOne(c), 35).components.at("web").status == Status::saturated);
    }

    // A broker has no workers: it is saturated while more comes than is taken.
    void aBrokerIsSaturatedWhileItsBacklogGrows() {
        SimulationSeries::Component c = fourMachines();
        c.utilization.clear();
        c.machines = 0;
        c.dead_machines.clear();
        c.error_rate.clear();
        c.queue_length = {0, 10, 500, 990, 980, 0, 0, 0, 0, 0};
        const SimulationSeries series = withOne(c);
        QVERIFY(momentOf(series, 15).components.at("web").status == Status::ok);
        QVERIFY(momentOf(series, 35).components.at("web").status == Status::saturated);
        QVERIFY(momentOf(series, 45).components.at("web").status == Status::ok);
    }

    // The means over time are the figures of the whole run, where nothing of it is deleted.
    void seriesAddUpToTheAnswer() {
        const auto a = simulated(client("50", ", 'deadline_ms': 400") + service("web", "10"),
                                 call("c", "users", "web"), {.seconds = 1000, .seed = 11},
                                 "'scenario': {'events': [{'type': 'kill', 'component': 'web', "
                                 "'at_s': 405, 'for_s': 200}]}");
        const auto& web = a.series.components.at("web");
        const auto& result = a.results.components.at("web");
        QVERIFY(std::abs(meanOf(web.arrival_rps) - *result.arrival_rps) < 1e-9);
        QVERIFY(std::abs(meanOf(web.throughput_rps) - *result.throughput_rps) < 1e-9);
        QVERIFY(std::abs(meanOf(web.utilization) - *result.utilization) < 1e-9);
        QVERIFY(std::abs(meanOf(a.series.connections.at("c").rps) - *a.results.connections.at("c").rps) <
                1e-9);
        QVERIFY(std::abs(meanOf(a.series.components.at("users").arrival_rps) -
                         *a.results.system.offered_rps) < 1e-9);
        // One machine, dead from 405 s to 605 s: half of the 41st step of 10 s, and of the 61st.
        QCOMPARE(web.dead_machines[39], 0.0);
        QCOMPARE(web.dead_machines[40], 0.5);
        QCOMPARE(web.dead_machines[41], 1.0);
        QCOMPARE(web.dead_machines[60], 0.5);
        QCOMPARE(web.dead_machines[61], 0.0);
        QVERIFY(momentOf(a.series, 395).components.at("web").status == Status::ok);
        QVERIFY(momentOf(a.series, 500).components.at("web").status == Status::down);
        QCOMPARE(*momentOf(a.series, 500).connections.at("c").error_rate, 1.0);
        QCOMPARE(a.series.components.at("web").latency_p99_ms.size(), std::size_t{20});
        QVERIFY(!web.latency_p99_ms[10]);
    }

    // A cache that holds half of what is asked for, by the ratio that is given.
    // Where nobody has a timeout, what a partition swallows neither succeeds nor fails: it is never answered.
    void aPartitionSilencesALine() {
        const std::string parts =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 100}]}"
            ", {'id': 'web', 'kind': 'service', 'x': 0, 'y': 0, 'group': 'one', 'params': {}}"
            ", {'id': 'db', 'kind': 'service', 'x': 0, 'y': 0, 'group': 'two', 'params': {}}";
        const SimulationAnswer a = simulated(
            parts, call("c", "users", "web") + ", " + call("d", "web", "db"), {.seconds = 100, .seed = 3},
            "'groups': [{'id': 'one', 'kind': 'zone'}, {'id': 'two', 'kind': 'zone'}], 'scenario': "
            "{'events': [{'type': 'partition', 'between': ['one', 'two'], 'at_s': 40, 'for_s': 20}]}");
        QCOMPARE(momentOf(a.series, 20.5).connections.at("d").silent_share.value_or(-1), 0.0);
        QCOMPARE(momentOf(a.series, 50.5).connections.at("d").silent_share.value_or(-1), 1.0);
        QCOMPARE(momentOf(a.series, 70.5).connections.at("d").silent_share.value_or(-1), 0.0);
        QVERIFY(!momentOf(a.series, 50.5).connections.at("c").silent_share);
    }

    void aCacheHasAHitRatioOverTime() {
        const auto a = simulated(client("200") + service("web", "1") +
                                     component("cache", "cache", "'hit_ratio': 0.5, 'service_time_ms': 1"),
                                 call("c", "users", "web") + "," + call("d", "web", "cache"),
                                 {.seconds = 1000, .seed = 5});
        const auto& ratios = a.series.components.at("cache").hit_ratio;
        QCOMPARE(ratios.size(), std::size_t{100});
        // 2000 lookups a step: a standard deviation of 1.1 %.
        for (const auto& ratio : ratios) {
            QVERIFY(ratio && std::abs(*ratio - 0.5) < 0.06);
        }
        QVERIFY(a.series.components.at("web").hit_ratio.empty());
    }

    // What is shown while it runs is the beginning of what is there at the end.
    void whatIsWatchedIsTheBeginningOfTheWhole() {
        const model::Design design =
            designOf(client("50") + service("web", "10"), call("c", "users", "web"), "'groups': []");
        std::vector<SimulationSeries> seen;
        const auto a = simulate(design, shippedCatalog(), {.seconds = 100, .seed = 3}, {}, {},
                                [&](const SimulationSeries& series) { seen.push_back(series); });
        QCOMPARE(seen.size(), std::size_t{100});
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const auto& part = seen[i].components.at("web").throughput_rps;
            const auto& whole = a.series.components.at("web").throughput_rps;
            QCOMPARE(part.size(), i + 1);
            QVERIFY(std::equal(part.begin(), part.end(), whole.begin()));
        }
        QVERIFY(seen.back().p99_ms == a.series.p99_ms);
        QVERIFY(seen.back().connections.at("c").error_rate == a.series.connections.at("c").error_rate);
    }
};

QTEST_GUILESS_MAIN(MomentTest)
#include "moment_test.moc"
