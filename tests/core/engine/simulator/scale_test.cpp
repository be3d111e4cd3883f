// Machines that come and go: by the scenario, and by autoscaling.
#include <algorithm>
#include <numeric>

#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Figure;

namespace {

/// Values over time: their mean from one second to another.
double between(const SimulationAnswer& answer, const SimulationSeries::Values& values, double fromS,
               double toS) {
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double at = (static_cast<double>(i) + 0.5) * answer.series.step_s;
        if (at > fromS && at < toS) {
            sum += values[i];
            ++count;
        }
    }
    return sum / count;
}

std::string scenario(const std::string& events, const std::string& more = "") {
    return "'scenario': {'events': [" + events + "]" + more + "}";
}

std::string scaleTo(const std::string& component, const std::string& instances, const std::string& when) {
    return "{'type': 'scale', 'component': '" + component + "', 'instances': " + instances + ", " + when +
           "}";
}

/// A clock's requests, dealt in turn over machines with one worker of exactly 10 ms; of 2 to 20, as many as
/// are half busy, 20 s after they are asked for.
SimulationAnswer clockwork(const std::string& rps, const std::string& scenario, double seconds) {
    return simulated(
        client(rps, ", 'arrival': 'deterministic'") +
            component("lb", "load_balancer", "'service_time_ms': 0") +
            component(
                "web", "service",
                "'workers': 1, 'service_time_ms': 10, 'service_cv': 0, 'autoscale': {'min': 2, 'max': 20, "
                "'target': 0.5, 'delay_s': 20}"),
        call("c", "users", "lb") + ", " + call("d", "lb", "web"), {.seconds = seconds, .seed = 5}, scenario);
}

}  // namespace

class ScaleTest : public QObject {
    Q_OBJECT

  private slots:
    // 300 requests a second of 10 ms are 3 busy workers: of 6 machines from 0 to 100 s, of 4 up to 200 s.
    void theScenarioSetsTheNumber() {
        const SimulationAnswer a =
            simulated(client("300") +
                          component("web", "service", "'instances': 6, 'workers': 1, 'service_time_ms': 10"),
                      call("c", "users", "web"), {.seconds = 300, .seed = 5},
                      scenario(scaleTo("web", "4", "'at_s': 100, 'for_s': 100")));
        QVERIFY(!hasFinding(a.results, "events-not-simulated"));
        const auto& web = a.series.components.at("web");
        for (const auto& [from, to, machines] : {std::tuple{0, 98, 6.0}, {103, 197, 4.0}, {203, 300, 6.0}}) {
            COMPARE_WITHIN(between(a, web.instances, from, to), machines, 1e-9);
            COMPARE_WITHIN(between(a, web.utilization, from, to), 3 / machines, 0.02);
        }
        COMPARE_WITHIN(a.results.components.at("web").instances, 16.0 / 3, 0.003);
        COMPARE_WITHIN(a.results.system.error_rate, 0, 1e-12);
    }

    // 40 requests come in 10 s to two machines that take exactly a second for each; then one leaves. Both
    // go on with what waits for them, and none is lost. 10 s of 2, about 10 of 2 that finish, then one.
    void whoLeavesFinishesWhatItHas() {
        const SimulationAnswer a =
            simulated(client("4", ", 'arrival': 'deterministic'") +
                          component("lb", "load_balancer", "'service_time_ms': 0") +
                          component("web", "service",
                                    "'instances': 2, 'workers': 1, 'service_time_ms': 1000, 'service_cv': 0"),
                      call("c", "users", "lb") + ", " + call("d", "lb", "web"), {.seconds = 50, .seed = 5},
                      scenario(scaleTo("web", "1", "'at_s': 10"),
                               ", 'load': [{'at_s': 10, 'factor': 1}, {'at_s': 10.001, 'factor': 0}]"));
        const auto& web = a.series.components.at("web");
        COMPARE_WITHIN(between(a, web.instances, 0, 19), 2, 1e-9);
        COMPARE_WITHIN(between(a, web.utilization, 1, 19), 1, 1e-9);
        COMPARE_WITHIN(between(a, web.instances, 22, 50), 1, 1e-9);
        const double answered = std::accumulate(web.throughput_rps.begin(), web.throughput_rps.end(), 0.0);
        const double sent = std::accumulate(web.arrival_rps.begin(), web.arrival_rps.end(), 0.0);
        COMPARE_WITHIN(answered, sent, 1e-12);
        COMPARE_WITHIN(answered * a.series.step_s, 40, 0.03);
        COMPARE_WITHIN(a.results.system.error_rate, 0, 1e-12);
    }

    // 3 busy workers at half of 6. From 60 s on 5.4: seen at 75 s, when 11 are wanted, and there at 95 s.
    // After 300 s 6 would do again; what was wanted up to 300 s counts for 5 minutes more.
    void autoscalingTakesItsTime() {
        const SimulationAnswer a =
            clockwork("300", scenario("{'type': 'spike', 'factor': 1.8, 'at_s': 60, 'for_s': 240}"), 800);
        const auto& web = a.series.components.at("web");
        for (const auto& [from, to, machines] : {std::tuple{0, 88, 6.0}, {96, 592, 11.0}, {624, 800, 6.0}}) {
            COMPARE_WITHIN(between(a, web.instances, from, to), machines, 1e-9);
        }
        COMPARE_WITHIN(between(a, web.utilization, 64, 88), 0.9, 0.01);
        COMPARE_WITHIN(between(a, web.utilization, 104, 296), 5.4 / 11, 0.01);
        COMPARE_WITHIN(a.results.system.error_rate, 0, 1e-12);
    }

    // Of 6 machines 2 die at 62 s: 2.9 busy workers of 4. At 75 s two more are asked for, at 95 s they are
    // there, and when the dead come back at 202 s, these two are too many at 210 s: never were 8 wanted.
    void autoscalingReplacesTheDead() {
        const SimulationAnswer a = clockwork(
            "290", scenario("{'type': 'kill', 'component': 'web', 'instances': 2, 'at_s': 62, 'for_s': 140}"),
            1000);
        const auto& web = a.series.components.at("web");
        COMPARE_WITHIN(between(a, web.instances, 0, 90), 6, 1e-9);
        COMPARE_WITHIN(between(a, web.utilization, 70, 90), 2.9 / 6, 0.01);  // the dead are counted
        COMPARE_WITHIN(between(a, web.instances, 100, 198), 8, 1e-9);
        COMPARE_WITHIN(between(a, web.instances, 220, 1000), 6, 1e-9);
        // Only what was at the two when they died has failed.
        QVERIFY(*a.results.system.error_rate < 1e-4);
    }

    // Nothing happens: as many as the solver says, all the time, and the same waits.
    void bothEnginesAgreeOnTheNumber() {
        for (const char* rps : {"110", "280", "520"}) {
            const Both b = byBothEngines(
                client(rps) +
                    component("web", "service",
                              "'workers': 2, 'service_time_ms': 10, 'autoscale': {'min': 1, 'max': 20, "
                              "'target': 0.6, 'delay_s': 20}"),
                call("c", "users", "web"), {.seconds = 3000, .seed = 3});
            AGREE(b, components.at("web").instances, 0.02);
            AGREE(b, components.at("web").utilization, 0.02);
            AGREE(b, components.at("web").response_ms.mean, 0.02);
        }
    }

    void whatTheScenarioSetsIsLeftAlone() {
        const SimulationAnswer a =
            clockwork("300", scenario(scaleTo("web", "4", "'at_s': 30, 'for_s': 170")), 600);
        const auto& web = a.series.components.at("web");
        COMPARE_WITHIN(between(a, web.instances, 36, 198), 4, 1e-9);
        // From 210 s on, when it looks, 6 are wanted.
        COMPARE_WITHIN(between(a, web.instances, 240, 600), 6, 1e-9);
    }

    // 12 partitions over 2 machines of 100 a second, then over 4: 300 a second leave 100 a second over for 50
    // s, and after that 100 a second are made up for.
    void partitionsAreDealtAnew() {
        const SimulationAnswer a =
            simulated(client("300", ", 'op': 'write'") + component("q", "event_stream", "'partitions': 12") +
                          component("w", "worker", "'instances': 2, 'workers': 1, 'service_time_ms': 10"),
                      call("in", "users", "q") + ", " + call("out", "q", "w"), {.seconds = 200, .seed = 5},
                      scenario(scaleTo("w", "4", "'at_s': 50")));
        const auto& waiting = a.series.components.at("q").queue_length;
        QVERIFY(std::abs(between(a, waiting, 48, 50) - 4900) < 400);
        QVERIFY(std::abs(between(a, waiting, 74, 76) - 2500) < 500);
        QVERIFY(between(a, waiting, 120, 200) < 100);
        COMPARE_WITHIN(between(a, a.series.components.at("w").throughput_rps, 55, 90), 400, 0.03);
        COMPARE_WITHIN(between(a, a.series.components.at("w").throughput_rps, 120, 200), 300, 0.03);
    }

    // Consumers that leave take no more messages, and nobody waits in vain while others are free.
    void consumersLeave() {
        const SimulationAnswer a =
            simulated(client("150", ", 'op': 'write'") + component("q", "message_queue", "") +
                          component("w", "worker", "'instances': 6, 'workers': 1, 'service_time_ms': 10"),
                      call("in", "users", "q") + ", " + call("out", "q", "w"), {.seconds = 400, .seed = 5},
                      scenario(scaleTo("w", "2", "'at_s': 100")));
        // M/M/2 at 1.5 busy workers: C = 9/14, Lq = C * rho / (1 - rho) = 27/14 wait.
        COMPARE_WITHIN(between(a, a.series.components.at("q").queue_length, 110, 400), 27.0 / 14, 0.1);
        COMPARE_WITHIN(between(a, a.series.components.at("w").utilization, 110, 400), 0.75, 0.02);
    }

    // Two thirds of the keys of two machines fall to the four new ones, which begin empty; in the end there
    // is room for three times as much. Backwards two thirds are lost at once.
    void memoriesComeAndGo() {
        const std::string keys = ", 'keys': {'count': 20000, 'zipf': 0.8, 'object_bytes': 1000}";
        const auto hits = [&](const std::string& instances, const std::string& event) {
            return byBothEngines(
                client("400", keys) +
                    component("cache", "cache",
                              "'memory_bytes': 1000000, 'service_time_ms': 0.01, 'instances': " + instances),
                call("c", "users", "cache"), {.seconds = 200, .seed = 5},
                scenario(event, ", 'view_at_s': 150"));
        };
        const auto later = [](const SimulationAnswer& a, double from, double to) {
            std::vector<double> known;
            for (const Figure& ratio : a.series.components.at("cache").hit_ratio) {
                known.push_back(ratio.value_or(0));
            }
            return between(a, known, from, to);
        };
        const Both grows = hits("2", scaleTo("cache", "6", "'at_s': 100"));
        const Both shrinks = hits("6", scaleTo("cache", "2", "'at_s': 100"));
        COMPARE_WITHIN(later(grows.simulated, 150, 200), *grows.solved.components.at("cache").hit_ratio,
                       0.02);
        COMPARE_WITHIN(later(shrinks.simulated, 150, 200), *shrinks.solved.components.at("cache").hit_ratio,
                       0.02);
        COMPARE_WITHIN(later(grows.simulated, 0, 100), *shrinks.solved.components.at("cache").hit_ratio,
                       0.02);
        // Just after it, less is there than before.
        QVERIFY(later(grows.simulated, 100, 102) < 0.8 * later(grows.simulated, 0, 100));
        QVERIFY(later(shrinks.simulated, 100, 102) < later(shrinks.simulated, 150, 200));
    }

    // Every machine of a local limit has a counter of its own.
    void limitsComeAndGo() {
        const SimulationAnswer a =
            simulated(client("1000") +
                          component("door", "rate_limiter",
                                    "'limit_rps': 50, 'scope': 'local', 'burst': 5, 'instances': 2") +
                          service("web", "0.1"),
                      call("c", "users", "door") + ", " + call("d", "door", "web"),
                      {.seconds = 200, .seed = 5}, scenario(scaleTo("door", "6", "'at_s': 100")));
        COMPARE_WITHIN(between(a, a.series.connections.at("d").rps, 4, 100), 100, 0.02);
        COMPARE_WITHIN(between(a, a.series.connections.at("d").rps, 104, 200), 300, 0.02);
    }

    // 1000 clients at 4 machines of 200 places, 400 while two are dead and 1000 when there are 5: from 0.2 of
    // what they send, 0.6 and nothing is refused.
    void placesForConnectionsComeAndGo() {
        const Both b = byBothEngines(
            client("200", ", 'connections': 1000") + component("lb", "load_balancer", "") +
                component("web", "service",
                          "'instances': 4, 'workers': 4, 'service_time_ms': 1, 'connection_limit': 200"),
            call("c", "users", "lb") + ", " + call("d", "lb", "web"), {.seconds = 300, .seed = 5},
            scenario("{'type': 'kill', 'component': 'web', 'instances': 2, 'at_s': 100, 'for_s': 100}, " +
                     scaleTo("web", "5", "'at_s': 200")));
        const auto& d = b.simulated.series.connections.at("d");
        std::vector<double> errors;
        for (const Figure& share : d.error_rate) {
            errors.push_back(share.value_or(0));
        }
        COMPARE_WITHIN(between(b.simulated, errors, 0, 98), 0.2, 0.05);
        COMPARE_WITHIN(*b.solved.connections.at("d").error_rate, 0.2, 1e-9);
        COMPARE_WITHIN(between(b.simulated, errors, 104, 198), 0.6, 0.05);
        COMPARE_WITHIN(between(b.simulated, errors, 204, 300), 0, 1e-12);
        COMPARE_WITHIN(b.simulated.results.components.at("web").open_connections, 2200.0 / 3, 1e-9);
    }

    // By every policy, new machines get their share and those that leave get nothing.
    void everyPolicyFollows() {
        for (const char* policy :
             {"round_robin", "weighted_round_robin", "least_connections", "least_response_time", "random",
              "power_of_two", "ip_hash", "consistent_hash"}) {
            const SimulationAnswer a = simulated(
                client("200", ", 'clients': {'count': 100000}") +
                    component("lb", "load_balancer",
                              "'service_time_ms': 0, 'policy': '" + std::string(policy) + "'") +
                    component("web", "service", "'instances': 2, 'workers': 2, 'service_time_ms': 10"),
                call("c", "users", "lb") + ", " + call("d", "lb", "web"), {.seconds = 300, .seed = 5},
                scenario(scaleTo("web", "5", "'at_s': 100, 'for_s': 100")));
            const auto& web = a.series.components.at("web");
            COMPARE_WITHIN(between(a, web.utilization, 0, 100), 0.5, 0.03);
            COMPARE_WITHIN(between(a, web.utilization, 104, 200), 0.2, 0.03);
            COMPARE_WITHIN(between(a, web.utilization, 204, 300), 0.5, 0.03);
            QVERIFY(between(a, web.queue_length, 104, 200) < between(a, web.queue_length, 0, 100));
            COMPARE_WITHIN(a.results.system.error_rate, 0, 1e-12);
        }
    }
};

QTEST_GUILESS_MAIN(ScaleTest)
#include "scale_test.moc"
