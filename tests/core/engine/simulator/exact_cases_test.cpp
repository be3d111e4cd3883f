#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Figure;

namespace {

/// One figure of a simulation and what theory says of it.
struct Comparison {
    std::string name;
    Figure measured;
    Figure halfWidth;
    double expected = 0;
};

using Comparisons = std::vector<Comparison>;

void compareMean(const std::string& name, const SimulationAnswer& answer, double expected,
                 Comparisons& list) {
    list.push_back(
        {name, answer.results.system.latency_ms.mean, answer.halfWidths.system.latency_ms.mean, expected});
}

SimulationAnswer station(const std::string& rps, const std::string& params) {
    return simulated(client(rps) + component("web", "service", params), call("c", "users", "web"));
}

// T is exponential with mean S / (1 - rho) = 50 ms: p99 = 50 ln 100; W = 40 ms, Lq = 3.2.
void oneServer(Comparisons& list) {
    const SimulationAnswer a = station("80", "'instances': 1, 'workers': 1, 'service_time_ms': 10");
    compareMean("M/M/1", a, 50, list);
    list.push_back({"M/M/1 p99", a.results.system.latency_ms.p99, a.halfWidths.system.latency_ms.p99,
                    50 * std::log(100)});
    const auto& web = a.results.components.at("web");
    const auto& width = a.halfWidths.components.at("web");
    list.push_back({"M/M/1 utilization", web.utilization, width.utilization, 0.8});
    list.push_back({"M/M/1 wait", web.wait_ms.mean, width.wait_ms.mean, 40});
    list.push_back({"M/M/1 queue", web.queue_length, width.queue_length, 3.2});
}

// Erlang C(4, 3.2) = 0.5964: W = C / (160/s - 128/s), T = 43.6385 ms.
void fourServers(Comparisons& list) {
    compareMean("M/M/4", station("128", "'instances': 1, 'workers': 4, 'service_time_ms': 25"), 43.6385,
                list);
}

// Pollaczek and Khinchine: W = lambda S^2 (1 + cv^2) / (2 (1 - rho)), at rho 0.8 and S 10 ms 20 ms (1 +
// cv^2).
void anyService(Comparisons& list) {
    const std::string one = "'instances': 1, 'workers': 1, 'service_time_ms': 10, 'service_cv': ";
    compareMean("M/D/1", station("80", one + "0"), 30, list);
    compareMean("M/G/1 gamma 0.5", station("80", one + "0.5"), 10 + 20 * 1.25, list);
    compareMean("M/G/1 gamma 1.5", station("80", one + "1.5"), 10 + 20 * 3.25, list);
    compareMean("M/G/1 lognormal", station("80", one + "0.8, 'service_distribution': 'lognormal'"),
                10 + 20 * 1.64, list);
    compareMean("M/G/1 two exponentials",
                station("80", one + "1.5, 'service_distribution': 'hyperexponential'"), 10 + 20 * 3.25, list);
}

// M/M/1 with four places to wait at rho 1.5: P(n) is 1.5^n over 20.78125; 7.59375 of it, 36.54 %, is lost;
// L = 3.577444, so that T = L / 95.18797 per second = 37.58294 ms.
void fullQueue(Comparisons& list) {
    const SimulationAnswer a =
        station("150", "'instances': 1, 'workers': 1, 'service_time_ms': 10, 'queue_limit': 4");
    compareMean("M/M/1/5", a, 37.58294, list);
    const auto& web = a.results.components.at("web");
    const auto& width = a.halfWidths.components.at("web");
    list.push_back({"M/M/1/5 goodput", web.throughput_rps, width.throughput_rps, 95.18797});
    list.push_back({"M/M/1/5 lost", web.error_rate, width.error_rate, 7.59375 / 20.78125});
}

// Jackson 1957: a request calls its own station again 0.5 times, so that it is visited 1.5 times; rho =
// 40 1.5 / 100 = 0.6 and T = 1.5 S / (1 - rho) = 37.5 ms; then M/M/1 at rho 0.4: 10 / 0.6 ms.
void network(Comparisons& list) {
    const SimulationAnswer a =
        simulated(client("40") + service("a", "10") + service("b", "10"),
                  call("c", "users", "a", ", 'calls': 1.5") + "," + call("d", "users", "b"));
    compareMean("Jackson", a, 37.5 + 10 / 0.6, list);
}

// Two machines by turns: E2/M/1 at rho 0.8. sigma = ((2 L / (2 L + 1 - sigma)))^2 with L = 0.8: sigma =
// 0.7366 as solved below; T = S / (1 - sigma).
void byTurns(Comparisons& list) {
    double sigma = 0.5;
    for (int i = 0; i < 1000; ++i) {
        sigma = std::pow(1.6 / (1.6 + 1 - sigma), 2);
    }
    const SimulationAnswer a =
        simulated(client("160") + component("lb", "load_balancer", "'service_time_ms': 0") +
                      component("web", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 10"),
                  call("c", "users", "lb") + "," + call("d", "lb", "web"));
    compareMean("E2/M/1", a, 10 / (1 - sigma), list);
}

// A queue in front of a worker that holds each message for 10 ms: M/M/1 again, W = 40 ms.
void consumer(Comparisons& list) {
    const SimulationAnswer a =
        simulated(client("80") + component("q", "message_queue", "'service_time_ms': 0") +
                      component("w", "worker", "'instances': 1, 'workers': 1, 'service_time_ms': 10"),
                  call("c", "users", "q") + "," + call("d", "q", "w"));
    list.push_back({"queue", a.results.components.at("q").wait_ms.mean,
                    a.halfWidths.components.at("q").wait_ms.mean, 40});
}

}  // namespace

/// What is known exactly lies in the intervals of the simulator, at a simultaneous level of 99 %.
class ExactCasesTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        oneServer(all_);
        fourServers(all_);
        anyService(all_);
        fullQueue(all_);
        network(all_);
        byTurns(all_);
        consumer(all_);
        QCOMPARE(all_.size(), std::size_t{17});
    }

    // Bonferroni: 14 intervals together at 99 % are each at 1 - 0.01 / 14; with the 9 degrees of freedom that
    // at least ten batches have, t(1 - 0.01 / 28) / t(0.975) = 5.02 / 2.262 = 2.22; with 19 it is 1.93.
    void allLieInTheirIntervals() {
        for (const Comparison& c : all_) {
            const std::string problem = outside(c.measured, c.halfWidth, 1.93, c.expected);
            QVERIFY2(problem.empty(), (c.name + ": " + problem).c_str());
        }
    }

    // The intervals are narrow enough that a constant wrong by a tenth is found out everywhere.
    void aWrongConstantIsFoundOut() {
        for (const Comparison& c : all_) {
            QVERIFY2(!outside(c.measured, c.halfWidth, 1.93, 1.1 * c.expected).empty(), c.name.c_str());
        }
    }

  private:
    Comparisons all_;
};

QTEST_GUILESS_MAIN(ExactCasesTest)
#include "exact_cases_test.moc"
