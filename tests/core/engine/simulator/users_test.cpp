// Closed workloads by both engines.
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

std::string users(const std::string& count, const std::string& thinkMs, const std::string& more = "") {
    return "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'users': " + count +
           ", 'think_time_ms': " + thinkMs + "}" + more + "]}";
}

std::string machines(const std::string& id, const std::string& instances, const std::string& workers,
                     const std::string& serviceMs, const std::string& more = "") {
    return component(
        id, "service",
        "'instances': " + instances + ", 'workers': " + workers + ", 'service_time_ms': " + serviceMs + more);
}

constexpr double msPerSecond = 1000;

}  // namespace

class UsersTest : public QObject {
    Q_OBJECT

  private slots:
    // Machines of several workers, picked by chance, one after the other, with network between: a product
    // form. 30 000 s.
    void productForm() {
        const Both both = byBothEngines(
            users("25", "300") + machines("a", "2", "2", "40") +
                machines("b", "1", "1", "12", ", 'error_rate': 0.1"),
            "{'id': 'c', 'from': 'users', 'to': 'a', 'kind': 'request', 'params': {'latency_ms': 20}}, " +
                call("d", "a", "b", ", 'calls': 0.7"),
            {.seconds = 30000, .seed = 11, .replications = 2});
        QVERIFY(!hasFinding(both.solved, "approximate-users"));
        AGREE(both, system.offered_rps, 0.002);
        AGREE(both, system.goodput_rps, 0.002);
        AGREE(both, system.latency_ms.mean, 0.005);
        AGREE(both, components.at("a").utilization, 0.002);
        AGREE(both, components.at("a").wait_ms.mean, 0.01);
        AGREE(both, components.at("b").wait_ms.mean, 0.01);
        AGREE(both, system.latency_ms.p99, 0.03);
        const auto& s = both.simulated.results.system;
        // N = X (Z + R), R of failures as of answers.
        QVERIFY(std::abs(*s.offered_rps * (300 + *s.latency_ms.mean) / msPerSecond / 25 - 1) < 0.01);
    }

    // Behind a balancer that takes turns: as docs/engine.md says of `approximate-users`.
    void inTurn() {
        const auto at = [](const std::string& count) {
            return byBothEngines(users(count, "100") +
                                     component("lb", "load_balancer", "'service_time_ms': 0") +
                                     machines("s", "4", "4", "10"),
                                 call("c", "users", "lb") + ", " + call("d", "lb", "s"),
                                 {.seconds = 4000, .seed = 3, .replications = 2});
        };
        for (const char* count : {"100", "150", "300"}) {
            const Both both = at(count);
            QVERIFY(hasFinding(both.solved, "approximate-users"));
            AGREE(both, system.offered_rps, 0.003);
            AGREE(both, system.latency_ms.mean, 0.01);
            AGREE(both, system.latency_ms.p99, 0.06);
        }
    }

    // Who picks the least busy machine finds nearly one line before all of them: from below the knee to far
    // beyond it.
    void leastBusy() {
        for (const char* policy : {"least_connections", "power_of_two"}) {
            for (const char* count : {"40", "106", "198"}) {
                const Both both = byBothEngines(
                    users(count, "100") +
                        component("lb", "load_balancer",
                                  std::string("'service_time_ms': 0, 'policy': '") + policy + "'") +
                        machines("s", "3", "2", "10"),
                    call("c", "users", "lb") + ", " + call("d", "lb", "s"), {.seconds = 1500, .seed = 3});
                QVERIFY(hasFinding(both.solved, "approximate-users"));
                AGREE(both, system.offered_rps, 0.005);
                AGREE(both, system.latency_ms.mean, 0.025);
                AGREE(both, system.latency_ms.p99, 0.12);
            }
        }
    }

    // Beside a cache that misses are filled into, before a store, and with a timeout that is hardly ever met.
    void throughACache() {
        const std::string keys = ", 'keys': {'count': 1000, 'zipf': 0.9}";
        for (const char* count : {"40", "106", "198"}) {
            const Both both = byBothEngines(users(count, "100" + keys) + machines("s", "3", "2", "10") +
                                                component("cache", "cache", "'memory_bytes': 100000") +
                                                component("db", "sql_database", ""),
                                            call("c", "users", "s", ", 'timeout_ms': 5000, 'retries': 1") +
                                                ", " + call("d", "s", "cache") + ", " +
                                                call("e", "s", "db", ", 'when': 'on_miss'"),
                                            {.seconds = 1500, .seed = 3});
            AGREE(both, system.offered_rps, 0.005);
            AGREE(both, system.latency_ms.mean, 0.015);
            AGREE(both, system.latency_ms.p99, 0.1);
        }
    }

    // No more wait at one of two machines than there are users who do not think: far beyond the knee any
    // number up to that is as likely, by the product form and, in turn, by the measured approximation.
    void fullMachines() {
        for (const bool inTurn : {false, true}) {
            const Both both = byBothEngines(
                users("124", "300") +
                    component("lb", "load_balancer",
                              inTurn ? "'service_time_ms': 0" : "'service_time_ms': 0, 'policy': 'random'") +
                    machines("s", "2", "1", "10"),
                call("c", "users", "lb") + ", " + call("d", "lb", "s"),
                {.seconds = 20000, .seed = 3, .replications = 2});
            QCOMPARE(hasFinding(both.solved, "approximate-users"), inTurn);
            AGREE(both, system.offered_rps, inTurn ? 0.003 : 0);
            AGREE(both, system.latency_ms.mean, inTurn ? 0.01 : 0);
            AGREE(both, system.latency_ms.p99, inTurn ? 0.06 : 0);
        }
    }

    // A product form of users and open traffic: one worker, where users wait as if each took as long as what
    // comes beside, and several.
    void besideARate() {
        for (const char* workers : {"1", "4"}) {
            const Both both = byBothEngines(
                users("20", workers == std::string("1") ? "200" : "40", ", {'id': 'open', 'rps': 30}") +
                    machines("s", "1", workers, "10"),
                call("c", "users", "s"), {.seconds = 20000, .seed = 5});
            QVERIFY(!hasFinding(both.solved, "approximate-users"));
            AGREE(both, workloads.at("users.r").offered_rps, 0);
            AGREE(both, workloads.at("users.open").goodput_rps, 0);
            AGREE(both, workloads.at("users.r").latency_ms.mean, 0);
            AGREE(both, workloads.at("users.r").latency_ms.p99, 0);
            AGREE(both, workloads.at("users.open").latency_ms.mean, 0);
            AGREE(both, workloads.at("users.open").latency_ms.p99, 0);
            AGREE(both, components.at("s").wait_ms.mean, 0);
        }
    }

    // In turn, too, it is as good as without.
    void besideARateInTurn() {
        const Both both = byBothEngines(
            users("60", "100", ", {'id': 'open', 'rps': 300}") +
                component("lb", "load_balancer", "'service_time_ms': 0") + machines("s", "4", "2", "10"),
            call("c", "users", "lb") + ", " + call("d", "lb", "s"), {.seconds = 8000, .seed = 5});
        QVERIFY(hasFinding(both.solved, "approximate-users"));
        AGREE(both, workloads.at("users.r").offered_rps, 0.003);
        AGREE(both, workloads.at("users.r").latency_ms.mean, 0.01);
        AGREE(both, workloads.at("users.open").latency_ms.mean, 0.01);
        AGREE(both, workloads.at("users.r").latency_ms.p99, 0.04);
        AGREE(both, workloads.at("users.open").latency_ms.p99, 0.04);
    }

    // Who is given up comes back after the timeout.
    void timeouts() {
        const Both both =
            byBothEngines(users("15", "100") + machines("s", "1", "1", "10"),
                          call("c", "users", "s", ", 'timeout_ms': 80"), {.seconds = 5000, .seed = 5});
        AGREE(both, system.offered_rps, 0.04);
    }

    // As many as the curve says: 100 users at 1/s each up to 100 s, then up to three times as many and back.
    void usersComeAndGo() {
        const std::string scenario =
            "'scenario': {'load': [{'at_s': 0, 'factor': 1}, {'at_s': 100, 'factor': 1}, {'at_s': 200, "
            "'factor': 3}, {'at_s': 300, 'factor': 3}, {'at_s': 301, 'factor': 0.5}]}";
        const engine::SimulationAnswer answer =
            simulated(users("100", "900") + machines("s", "1", "1000", "100"), call("c", "users", "s"),
                      {.seconds = 400, .seed = 9}, scenario);
        const auto& rates = answer.series.components.at("s").throughput_rps;
        const auto mean = [&](std::size_t from, std::size_t to) {
            double sum = 0;
            for (std::size_t i = from; i < to; ++i) {
                sum += rates[i];
            }
            return sum / static_cast<double>(to - from);
        };
        // Steps of 4 s; Poisson within 4 standard deviations.
        QVERIFY(std::abs(mean(2, 25) - 100) < 4);
        QVERIFY(std::abs(mean(35, 40) - 200) < 13);
        QVERIFY(std::abs(mean(52, 75) - 300) < 8);
        QVERIFY(std::abs(mean(78, 100) - 50) < 4);
    }

    // Any number of those who think costs nothing; who neither thinks nor waits comes round once a
    // microsecond.
    void extremes() {
        const engine::SimulationAnswer many =
            simulated(users("1000000000", "1000000000") + machines("s", "1", "1000", "1"),
                      call("c", "users", "s"), {.seconds = 10, .seed = 9});
        COMPARE_WITHIN(many.results.system.offered_rps, 1000, 0.05);
        const engine::SimulationAnswer idle = simulated(users("1", "0"), "", {.seconds = 0.1, .seed = 9});
        COMPARE_WITHIN(idle.results.system.offered_rps, 1e6, 1e-3);
    }
};

QTEST_GUILESS_MAIN(UsersTest)
#include "users_test.moc"
