// What callers take back at their timeout while it waits in line (cancel_on_timeout), by both engines.
#include "core/queueing/erlang.h"
#include "core/queueing/mm_c_timeout.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

constexpr const char* cancels = ", 'timeout_ms': 50, 'cancel_on_timeout': true";

Both both(const std::string& components, const std::string& connections, double seconds = 4000) {
    return byBothEngines(components, connections, {.seconds = seconds, .seed = 7});
}

Both oneStation(const std::string& rps, const std::string& web, const std::string& onCall) {
    return both(client(rps) + component("web", "service", "'instances': 1, " + web),
                call("c", "users", "web", onCall));
}

// P(W + S <= t) where the wait has that density and the service that rate: by Simpson's rule.
double answeredBy(const queueing::PiecewiseWait& wait, double serviceRate, double t) {
    double sum = wait.atom() * -std::expm1(-serviceRate * t);
    for (const queueing::WaitPiece& piece : wait.pieces()) {
        const double length = std::min(piece.to, t) - piece.from;
        const int steps = 2000;
        for (int i = 0; length > 0 && i <= steps; ++i) {
            const double u = length * i / steps;
            const double weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
            sum += weight * length / (3.0 * steps) * piece.start * std::exp(-piece.decay * u) *
                   -std::expm1(-serviceRate * (t - piece.from - u));
        }
    }
    return sum;
}

void everythingAgrees(const Both& b, const char* id, double share) {
    AGREE(b, system.goodput_rps, share);
    AGREE(b, system.latency_ms.mean, share);
    AGREE(b, components.at(id).throughput_rps, share);
    AGREE(b, components.at(id).abandoned_rps, share);
    AGREE(b, components.at(id).utilization, share);
    AGREE(b, components.at(id).queue_length, share);
    AGREE(b, components.at(id).wait_ms.mean, share);
    AGREE(b, components.at(id).residence_ms.mean, share);
    AGREE(b, components.at(id).response_ms.mean, share);
    AGREE(b, components.at(id).offered_utilization, share);
}

}  // namespace

class LineLeaversTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/c+D of the wait; an answer in time is wait and service within the timeout. Light load, nearly full,
    // overloaded.
    void oneStationIsExact_data() {
        QTest::addColumn<QString>("rps");
        QTest::addColumn<int>("workers");
        QTest::newRow("light") << "120" << 2;
        QTest::newRow("busy") << "190" << 2;
        QTest::newRow("full") << "100" << 1;
        QTest::newRow("overloaded") << "600" << 3;
    }

    void oneStationIsExact() {
        QFETCH(QString, rps);
        QFETCH(int, workers);
        const double rate = rps.toDouble() / 1000;
        const queueing::MmcTimeoutQueue queue(rate, 0.1, workers, 50);
        const Both b = oneStation(
            rps.toStdString(), "'workers': " + std::to_string(workers) + ", 'service_time_ms': 10", cancels);
        const auto& web = b.solved.components.at("web");
        COMPARE_WITHIN(web.abandoned_rps, queue.abandoned() * rate * 1000, 1e-9);
        COMPARE_WITHIN(web.throughput_rps, queue.throughput() * 1000, 1e-9);
        COMPARE_WITHIN(web.utilization, queue.utilization(), 1e-9);
        COMPARE_WITHIN(web.offered_utilization, rate * 10 / workers, 1e-9);
        COMPARE_WITHIN(web.queue_length, queue.meanWaitOfAll() * rate, 1e-9);
        COMPARE_WITHIN(web.wait_ms.mean, queue.servedWait().mean(), 1e-9);
        COMPARE_WITHIN(web.residence_ms.mean, queue.servedWait().mean() + 10, 1e-9);
        // Inverted right where the density turns.
        COMPARE_WITHIN(b.solved.system.goodput_rps, rate * 1000 * answeredBy(queue.offeredWait(), 0.1, 50),
                       3e-5);
        QVERIFY(!hasFinding(b.solved, "approximate-cancel"));
        QVERIFY(!hasFinding(b.solved, "approximate-wait"));
        QVERIFY(!hasFinding(b.solved, "saturated"));
        everythingAgrees(b, "web", 0.002);
    }

    // Without it the callee drowns in work that nobody waits for.
    void itKeepsACalleeAlive() {
        const auto goodput = [](const char* more) {
            return *solved(client("150") + component("web", "service",
                                                     "'instances': 1, 'workers': 1, "
                                                     "'service_time_ms': 10"),
                           call("c", "users", "web", ", 'timeout_ms': 50" + std::string(more)))
                        .system.goodput_rps;
        };
        QVERIFY(goodput("") < 5);
        QVERIFY(goodput(", 'cancel_on_timeout': true") > 35);
    }

    // Their patience is independent of the queue, so that this is exact, too.
    void severalTimeoutsAndSomeWhoWaitForEver() {
        const auto source = [](const char* id, const char* rps) {
            return "{'id': '" + std::string(id) + "', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [" +
                   "{'id': 'r', 'rps': " + rps + "}]}";
        };
        const std::string components =
            source("a", "40") + ", " + source("b", "50") + ", " + source("c", "25") +
            component("web", "service", "'instances': 1, 'workers': 1, 'service_time_ms': 10");
        const Both b = both(components, call("ca", "a", "web", cancels) + ", " +
                                            call("cb", "b", "web",
                                                 ", 'timeout_ms': 120, 'bandwidth_mbps': 0.9, "
                                                 "'cancel_on_timeout': true") +
                                            ", " + call("cc", "c", "web", ""));
        const queueing::MmcTimeoutQueue queue(0.115, 0.1, 1, {{40.0 / 115, 50}, {50.0 / 115, 100}});
        const auto& web = b.solved.components.at("web");
        COMPARE_WITHIN(web.abandoned_rps, queue.abandoned() * 115, 1e-9);
        COMPARE_WITHIN(web.wait_ms.mean, queue.servedWait().mean(), 1e-9);
        COMPARE_WITHIN(b.solved.connections.at("cc").latency_ms.mean, queue.offeredWait().mean() + 10, 1e-9);
        COMPARE_WITHIN(b.solved.connections.at("cb").error_rate, 1 - answeredBy(queue.offeredWait(), 0.1, 80),
                       3e-5);
        everythingAgrees(b, "web", 0.003);
        for (const char* id : {"ca", "cb", "cc"}) {
            AGREE(b, connections.at(id).error_rate, 0.003);
            AGREE(b, connections.at(id).latency_ms.mean, 0.003);
        }
    }

    // Two moments: limits and waits are stretched as queues with a limit are.
    void otherServicesAndArrivals() {
        for (const char* cv : {"0", "0.5", "2"}) {
            for (const char* rps : {"90", "180"}) {
                const Both b = oneStation(
                    rps, "'workers': 1, 'service_time_ms': 10, 'service_cv': " + std::string(cv), cancels);
                QVERIFY(hasFinding(b.solved, "approximate-wait"));
                AGREE(b, components.at("web").abandoned_rps, 0.05);
                AGREE(b, components.at("web").wait_ms.mean, 0.06);
                const bool late = std::string(rps) == "180";
                AGREE(b, system.goodput_rps, late ? 0.27 : 0.02);
            }
        }
    }

    // Who would arrive after the timeout is served at once or not at all.
    void theWayTakesLongerThanTheTimeout() {
        const Both b = oneStation("150", "'workers': 2, 'service_time_ms': 10",
                                  ", 'timeout_ms': 20, 'bandwidth_mbps': 0.1, 'cancel_on_timeout': true");
        COMPARE_WITHIN(b.solved.components.at("web").abandoned_rps, 150 * queueing::erlangB(1.5, 2), 1e-9);
        QCOMPARE(*b.solved.system.goodput_rps, 0.0);
        QCOMPARE(*b.simulated.results.system.goodput_rps, 0.0);
        AGREE(b, components.at("web").abandoned_rps, 0.002);
        AGREE(b, components.at("web").utilization, 0.002);
    }

    // What is sent again finds a queue without those who have left.
    void retriesOfWhatWasTakenBack() {
        for (const char* rps : {"80", "200"}) {
            const Both b =
                oneStation(rps, "'workers': 1, 'service_time_ms': 10",
                           ", 'timeout_ms': 50, 'cancel_on_timeout': true, 'retries': 2, 'backoff_ms': 2000");
            QVERIFY(b.solved.converged);
            AGREE(b, connections.at("c").rps, 0.01);
            AGREE(b, components.at("web").throughput_rps, 0.01);
            AGREE(b, system.goodput_rps, 0.02);
        }
    }

    // Nothing behind a station is called for those who left it.
    void theirCallsAreNotMade() {
        const Both b = both(client("130") + service("web", "10") + service("db", "2"),
                            call("c", "users", "web", cancels) + ", " + call("d", "web", "db", ""));
        const auto& web = b.solved.components.at("web");
        COMPARE_WITHIN(b.solved.components.at("db").arrival_rps, *web.throughput_rps, 1e-9);
        AGREE(b, components.at("db").arrival_rps, 0.002);
        AGREE(b, components.at("web").response_ms.mean, 0.01);
        AGREE(b, system.goodput_rps, 0.01);
        AGREE(b, connections.at("c").bytes_per_s, 0.003);
    }

    // Those who wait for ever are more than can be served.
    void overloadedByOthers() {
        const auto source = [](const char* id, const char* rps) {
            return "{'id': '" + std::string(id) + "', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [" +
                   "{'id': 'r', 'rps': " + rps + "}]}";
        };
        const auto r = solved(source("a", "50") + ", " + source("b", "200") + service("web", "10"),
                              call("ca", "a", "web", cancels) + ", " + call("cb", "b", "web", ""));
        QCOMPARE(r.components.at("web").status, results::Status::saturated);
        COMPARE_WITHIN(r.components.at("web").throughput_rps, 100, 0.01);
        QVERIFY(*r.components.at("web").abandoned_rps > 49);
    }

    // What a balancer has passed on it does not take back; its own timeout does.
    void behindABalancer() {
        const std::string parts =
            client("180") + component("lb", "load_balancer", "") +
            component("web", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 10");
        const Both front =
            both(parts, call("c", "users", "lb", cancels) + ", " + call("d", "lb", "web", ""), 500);
        QVERIFY(hasFinding(front.solved, "cancel-ends-at-balancer"));
        QCOMPARE(*front.simulated.results.components.at("web").abandoned_rps, 0.0);
        QCOMPARE(*front.solved.components.at("web").abandoned_rps, 0.0);
        const Both behind =
            both(parts, call("c", "users", "lb", "") + ", " + call("d", "lb", "web", cancels));
        QVERIFY(!hasFinding(behind.solved, "cancel-ends-at-balancer"));
        AGREE(behind, components.at("web").abandoned_rps, 0.1);
        AGREE(behind, system.goodput_rps, 0.02);
    }

    // Where the solver has no formula with leavers it says so.
    void otherQueuesAreNamed() {
        for (const char* more : {", 'queue_limit': 3", ", 'slots': 4", ", 'discipline': 'priority'"}) {
            const bool ranked = std::string(more).find("priority") != std::string::npos;
            const auto r =
                solved(client("80") + service("web", "10", more), call("c", "users", "web", cancels));
            QVERIFY(hasFinding(r, "approximate-cancel") || ranked);
        }
        // Overloaded behind the shortest queue: all is worked on, as is said.
        const auto r =
            solved(client("300") + component("lb", "load_balancer", "'policy': 'least_connections'") +
                       component("web", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 10"),
                   call("c", "users", "lb", "") + ", " + call("d", "lb", "web", cancels));
        QVERIFY(hasFinding(r, "approximate-cancel"));
        QCOMPARE(*r.components.at("web").abandoned_rps, 0.0);
        COMPARE_WITHIN(r.components.at("web").throughput_rps, 200, 1e-6);
        const Both b = oneStation("150", "'workers': 2, 'slots': 3, 'service_time_ms': 10", cancels);
        const auto& web = b.simulated.results.components.at("web");
        COMPARE_WITHIN(*web.throughput_rps + *web.abandoned_rps, *web.arrival_rps, 1e-3);
    }
};

QTEST_GUILESS_MAIN(LineLeaversTest)
#include "line_leavers_test.moc"
