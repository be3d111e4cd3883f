#include "core/engine/simulator/load_curve.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

Both both(const std::string& components, const std::string& connections, double seconds,
          const std::string& more = "'groups': []") {
    return byBothEngines(components, connections, {.seconds = seconds, .seed = 5}, more);
}

std::string bursty(const std::string& rps, const std::string& cv) {
    return client(rps, ", 'arrival': 'bursty', 'arrival_cv': " + cv);
}

std::string pool(const std::string& machines, const std::string& workers, const std::string& more) {
    return component(
        "s", "service",
        "'instances': " + machines + ", 'workers': " + workers + ", 'service_time_ms': 10" + more);
}

}  // namespace

/// Both engines agree within the 99.9 % interval of the simulation, or that share.
#define ALIKE(b, figure, share)                                                                    \
    do {                                                                                           \
        const std::string problem =                                                                \
            apart(b.solved.figure, b.simulated.results.figure, b.simulated.halfWidths.figure, 1.8, \
                  (share)*b.solved.figure.value_or(0));                                            \
        QVERIFY2(problem.empty(), (#figure ": " + problem).c_str());                               \
    } while (false)

/// Arrivals that are not random, slow services, constant ones: the simulator draws them, the solver has
/// formulas.
class ArrivalsTest : public QObject {
    Q_OBJECT

  private slots:
    void bothEngines_data() {
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("station");
        QTest::addColumn<double>("share");
        const auto row = [](const char* name, const std::string& arrivals, const std::string& station,
                            double share) {
            QTest::newRow(name) << QString::fromStdString(arrivals) << QString::fromStdString(station)
                                << share;
        };
        const std::string clock = client("80", ", 'arrival': 'deterministic'");
        row("D/M/1", clock, pool("1", "1", ""), 0);
        row("gamma/M/1", bursty("80", "0.5"), pool("1", "1", ""), 0);
        row("H2/M/1", bursty("70", "2"), pool("1", "1", ""), 0);
        row("H2/M/4", bursty("280", "3"), pool("1", "4", ""), 0);
        row("D/M/1, one of three by chance", client("210", ", 'arrival': 'deterministic'"),
            pool("3", "1", ""), 0);
        row("M/D/4", client("320"), pool("1", "4", ", 'service_cv': 0"), 0);
        row("slow share, one worker", client("40"), pool("1", "1", ", 'slow_share': 0.05, 'slow_factor': 12"),
            0);
        row("slow share, eight workers", client("400"),
            pool("1", "8", ", 'slow_share': 0.05, 'slow_factor': 12"), 0.08);
    }
    void bothEngines() {
        QFETCH(QString, arrivals);
        QFETCH(QString, station);
        QFETCH(double, share);
        const Both b = both(arrivals.toStdString() + station.toStdString(), call("c", "users", "s"), 8000);
        ALIKE(b, components.at("s").wait_ms.mean, share);
        ALIKE(b, components.at("s").utilization, 0);
        ALIKE(b, system.latency_ms.mean, share);
        ALIKE(b, system.latency_ms.p50, share);
        ALIKE(b, system.latency_ms.p99, share);
        QCOMPARE(hasFinding(b.solved, "approximate-wait"), share > 0);
    }

    // Services that vary otherwise, in turn without room: exact for one worker, for two as docs/engine.md
    // says.
    void inTurnWithoutRoom() {
        for (const auto& [workers, cv, points] :
             {std::tuple("1", "0", 0.0), {"1", "2", 0.0}, {"2", "2", 0.007}, {"2", "0.5", 0.006}}) {
            const double rps = 280 * std::stod(workers);
            const Both b =
                both(client(std::to_string(rps)) + component("lb", "load_balancer", "'service_time_ms': 0") +
                         pool("4", workers, ", 'queue_limit': 0, 'service_cv': " + std::string(cv)),
                     call("c", "users", "lb") + ", " + call("d", "lb", "s"), 2000);
            ALIKE(b, components.at("s").dropped_rps, points * rps / *b.solved.components.at("s").dropped_rps);
        }
    }

    // Neither is random. At one worker the mean is exact, and the percentile that of a gamma.
    void neitherIsRandom_data() {
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("station");
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("percentile");
        const auto row = [](const char* name, const std::string& arrivals, const std::string& station,
                            double mean, double percentile) {
            QTest::newRow(name) << QString::fromStdString(arrivals) << QString::fromStdString(station) << mean
                                << percentile;
        };
        const std::string balanced = component("lb", "load_balancer", "'service_time_ms': 0");
        const std::string slow = ", 'slow_share': 0.05, 'slow_factor': 10";
        row("E3/slow/1 at a light load", client("52"), balanced + pool("3", "1", slow), 0, 0.03);
        row("E3/D/1", client("210"), balanced + pool("3", "1", ", 'service_cv': 0"), 0, 0.05);
        row("E8/G/1", client("400"), balanced + pool("8", "1", ", 'service_cv': 2"), 0, 0.03);
        row("H2/D/1", bursty("50", "2.5"), balanced + pool("1", "1", ", 'service_cv': 0"), 0, 0.05);
        row("gamma/G/1", bursty("70", "0.5"), balanced + pool("1", "1", ", 'service_cv': 0.5"), 0, 0.03);
        row("D/G/1", client("70", ", 'arrival': 'deterministic'"),
            balanced + pool("1", "1", ", 'service_cv': 2"), 0, 0.03);
        row("H2/D/4", bursty("280", "2.5"), balanced + pool("1", "4", ", 'service_cv': 0"), 0.06, 0.1);
    }
    void neitherIsRandom() {
        QFETCH(QString, arrivals);
        QFETCH(QString, station);
        QFETCH(double, mean);
        QFETCH(double, percentile);
        const Both b = both(arrivals.toStdString() + station.toStdString(),
                            call("c", "users", "lb") + ", " + call("d", "lb", "s"), 12000);
        ALIKE(b, components.at("s").wait_ms.mean, mean);
        ALIKE(b, components.at("s").wait_ms.p99, percentile);
        QVERIFY(hasFinding(b.solved, "approximate-wait"));
    }

    // A clock's ticks dealt in turn over four machines by a balancer that takes no time are ticks again, each
    // machine's four times as far apart: D/M/1.
    void inTurnStaysAClock() {
        const std::string balancer =
            component("lb", "load_balancer", "'service_time_ms': 0, 'policy': 'round_robin'");
        const Both b = both(client("320", ", 'arrival': 'deterministic'") + balancer + pool("4", "1", ""),
                            call("c", "users", "lb") + "," + call("d", "lb", "s"), 4000);
        const Results one = solved(client("80", ", 'arrival': 'deterministic'") + pool("1", "1", ""),
                                   call("c", "users", "s"));
        COMPARE_WITHIN(b.solved.components.at("s").wait_ms.mean, *one.components.at("s").wait_ms.mean, 1e-9);
        ALIKE(b, components.at("s").wait_ms.mean, 0);
    }

    // What meets other arrivals is no stream of its own any more: two moments.
    void whatMeetsOthersIsApproximate() {
        const std::string two =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'a', 'rps': 40, "
            "'arrival': "
            "'bursty', 'arrival_cv': 2}, {'id': 'b', 'rps': 40}]}";
        const Both b = both(two + pool("1", "1", ""), call("c", "users", "s"), 8000);
        QVERIFY(hasFinding(b.solved, "approximate-wait"));
        ALIKE(b, components.at("s").wait_ms.mean, 0.1);
    }

    // A ticking clock and constant work that fits in between never meet.
    void nothingWaitsBetweenTicks() {
        const Both b =
            both(client("90", ", 'arrival': 'deterministic'") + pool("1", "1", ", 'service_cv': 0"),
                 call("c", "users", "s"), 100);
        QCOMPARE(*b.solved.components.at("s").wait_ms.mean, 0.0);
        QCOMPARE(*b.simulated.results.components.at("s").wait_ms.mean, 0.0);
        QVERIFY(!hasFinding(b.solved, "approximate-wait"));
    }

    // At cv 1 bursts are none: the answer is that of random arrivals, bit by bit.
    void variationOneIsRandom() {
        const std::string station = pool("1", "1", "");
        const Both a = both(bursty("80", "1") + station, call("c", "users", "s"), 50);
        const Both b = both(client("80") + station, call("c", "users", "s"), 50);
        QVERIFY(a.solved.system == b.solved.system);
        QCOMPARE(a.simulated.fingerprint, b.simulated.fingerprint);
    }

    // 100 a second for 10 s, then evenly up to 300 until 20 s: 1000 + 2000 ticks, one more or less.
    void theClockFollowsTheLoad() {
        const Both b = both(client("100", ", 'arrival': 'deterministic'") + pool("1", "100", ""),
                            call("c", "users", "s"), 20,
                            "'scenario': {'load': [{'at_s': 10, 'factor': 1}, {'at_s': 20, 'factor': 3}]}");
        QVERIFY(std::abs(*b.simulated.results.system.offered_rps * 20 - 3000) <= 1.5);
    }

    // 1 - 0.05 + 0.05 * 12 = 1.55 times the work.
    void slowOnesAreWorkToo() {
        const Results r = solved(client("40") + pool("1", "1", ", 'slow_share': 0.05, 'slow_factor': 12"),
                                 call("c", "users", "s"));
        COMPARE_WITHIN(r.components.at("s").utilization, 40 * 0.0155, 1e-12);
        COMPARE_WITHIN(r.components.at("s").capacity_rps, 1000 / 15.5, 1e-9);
        // Pollaczek and Khinchine: lambda E[S^2] / (2 (1 - rho)), E[S^2] = 200 (0.95 + 0.05 * 144) ms^2.
        COMPARE_WITHIN(r.components.at("s").wait_ms.mean, 0.04 * 200 * 8.15 / (2 * 0.38), 1e-9);
        const Results all = solved(client("40") + pool("1", "1", ", 'slow_share': 1, 'slow_factor': 2"),
                                   call("c", "users", "s"));
        COMPARE_WITHIN(all.components.at("s").wait_ms.mean, 20 * 0.8 / 0.2, 1e-9);  // M/M/1 of 20 ms
    }
};

QTEST_GUILESS_MAIN(ArrivalsTest)
#include "arrivals_test.moc"
