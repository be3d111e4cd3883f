#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

namespace {

std::string balancer(const std::string& policy) {
    return component("lb", "load_balancer", "'service_time_ms': 0, 'policy': " + policy);
}

std::string machines(const std::string& id, int count, int workers, double serviceMs) {
    return component(id, "service",
                     "'instances': " + std::to_string(count) + ", 'workers': " + std::to_string(workers) +
                         ", 'service_time_ms': " + headroom::shortest(serviceMs));
}

struct Both {
    headroom::results::Results solved;
    SimulationAnswer simulated;
};

Both both(const std::string& components, const std::string& connections, double seconds) {
    const auto design = designOf(components, connections);
    return {solve(design, shippedCatalog()),
            simulate(design, shippedCatalog(), {.seconds = seconds, .seed = 11})};
}

/// Empty where the simulation's mean response is `expected` within that share of it and its own 99 %
/// interval.
std::string apart(const SimulationAnswer& simulated, double expected, double share) {
    constexpr double to99 = 1.35;  // of the half-widths at 95 %, by twenty batches
    const double mean = *simulated.results.system.latency_ms.mean;
    const double interval = to99 * *simulated.halfWidths.system.latency_ms.mean;
    return std::abs(mean - expected) <= share * expected + interval
               ? ""
               : headroom::shortest(mean) + " +- " + headroom::shortest(interval) + " instead of " +
                     headroom::shortest(expected);
}

}  // namespace

#define MEAN_WITHIN(simulated, expected, share) \
    QVERIFY2(apart(simulated, expected, share).empty(), apart(simulated, expected, share).c_str())

/// Policies: the simulator looks at the machines, the solver at formulas.
class BalancingAgreementTest : public QObject {
    Q_OBJECT

  private slots:
    // Mitzenmacher 2001: with very many machines 0.9 busy, two choices give 2.614 services, three 2.028. With
    // a hundred machines the solver says 1 % more, and the simulation is that.
    void choicesOfAHundred_data() {
        QTest::addColumn<int>("choices");
        QTest::addColumn<double>("limit");
        QTest::newRow("two") << 2 << 2613.7;
        QTest::newRow("three") << 3 << 2028.0;
    }
    void choicesOfAHundred() {
        QFETCH(int, choices);
        QFETCH(double, limit);
        const Both b = both(client("90") + balancer("'power_of_two', 'choices': " + std::to_string(choices)) +
                                machines("s", 100, 1, 1000),
                            call("c", "users", "lb") + "," + call("d", "lb", "s"), 20000);
        MEAN_WITHIN(b.simulated, limit, 0.015);
        MEAN_WITHIN(b.simulated, *b.solved.system.latency_ms.mean, 0.01);
        COMPARE_WITHIN(b.simulated.results.system.latency_ms.p99, *b.solved.system.latency_ms.p99, 0.04);
    }

    // Like machines in two groups, of one worker and of several.
    void likeMachines_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<int>("workers");
        QTest::addColumn<double>("within");
        QTest::newRow("in turn") << "'round_robin'" << 1 << 0.02;
        QTest::newRow("fewest open") << "'least_connections'" << 1 << 0.02;
        QTest::newRow("least response time") << "'least_response_time'" << 1 << 0.02;
        QTest::newRow("two choices") << "'power_of_two'" << 1 << 0.025;
        QTest::newRow("fewest open of four workers") << "'least_connections'" << 4 << 0.025;
        QTest::newRow("two choices of four workers") << "'power_of_two'" << 4 << 0.025;
    }
    void likeMachines() {
        QFETCH(QString, policy);
        QFETCH(int, workers);
        QFETCH(double, within);
        const Both b = both(
            client(headroom::shortest(8.5 * workers)) + balancer(policy.toStdString()) +
                machines("a", 6, workers, 1000) + machines("b", 4, workers, 1000),
            call("c", "users", "lb") + "," + call("to-a", "lb", "a") + "," + call("to-b", "lb", "b"), 100000);
        COMPARE_WITHIN(b.simulated.results.components.at("a").arrival_rps, 5.1 * workers, 0.01);
        MEAN_WITHIN(b.simulated, *b.solved.system.latency_ms.mean, within);
    }

    // What is counted as open, but is behind the machine, hides how long its queue is: two services there
    // bring the wait of 40 machines half of the way to that of machines drawn at random.
    void whatIsBehindIsCounted_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("workers");
        QTest::addColumn<double>("load");
        QTest::newRow("fewest open of two") << "'least_connections'" << 2 << 1 << 0.8;
        QTest::newRow("fewest open of six") << "'least_connections'" << 6 << 1 << 0.5;
        QTest::newRow("fewest open of many") << "'least_connections'" << 40 << 1 << 0.8;
        QTest::newRow("fewest open of four workers") << "'least_connections'" << 6 << 4 << 0.8;
        QTest::newRow("two choices") << "'power_of_two'" << 6 << 1 << 0.8;
        QTest::newRow("two choices of four workers") << "'power_of_two'" << 12 << 4 << 0.9;
    }
    void whatIsBehindIsCounted() {
        QFETCH(QString, policy);
        QFETCH(int, count);
        QFETCH(int, workers);
        QFETCH(double, load);
        for (const char* behind : {"0.5", "4"}) {
            const Both b = both(
                client(headroom::shortest(100 * load * count * workers)) + balancer(policy.toStdString()) +
                    machines("s", count, workers, 10) +
                    component("far", "external_api", "'service_time_ms': " + std::string(behind) + "0"),
                call("c", "users", "lb") + "," + call("d", "lb", "s") + "," + call("e", "s", "far"), 600);
            const auto& solved = b.solved.components.at("s");
            const auto& simulated = b.simulated.results.components.at("s");
            COMPARE_WITHIN(solved.response_ms.mean, *simulated.response_ms.mean, 0.04);
            COMPARE_WITHIN(solved.residence_ms.p99, *simulated.residence_ms.p99, 0.1);
            // Without what is behind it would be up to ten times too short.
            QVERIFY(std::abs(*solved.wait_ms.mean - *simulated.wait_ms.mean) <=
                    0.12 * *simulated.wait_ms.mean + 0.5);
        }
    }

    // Machines in turn that turn away when their queues are full: E_n/M/c/K.
    void turnsWithLimits_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("workers");
        QTest::addColumn<int>("places");
        QTest::addColumn<double>("load");
        QTest::newRow("one worker, no room") << 4 << 1 << 0 << 0.9;
        QTest::newRow("one worker, two places") << 4 << 1 << 2 << 0.9;
        QTest::newRow("one worker, ten places") << 4 << 1 << 10 << 1.0;
        QTest::newRow("four workers, two places") << 8 << 4 << 2 << 1.0;
    }
    void turnsWithLimits() {
        QFETCH(int, count);
        QFETCH(int, workers);
        QFETCH(int, places);
        QFETCH(double, load);
        const double rps = load * count * workers;
        const auto design =
            designOf(client(headroom::shortest(rps)) +
                         component("s", "service",
                                   "'instances': " + std::to_string(count) +
                                       ", 'workers': " + std::to_string(workers) +
                                       ", 'service_time_ms': 1000, 'queue_limit': " + std::to_string(places)),
                     call("c", "users", "s", ", 'policy': 'round_robin'"));
        const auto solved = solve(design, shippedCatalog());
        const auto simulated = simulate(design, shippedCatalog(), {.seconds = 1e6 / rps, .seed = 11});
        const auto& web = solved.components.at("s");
        const auto& measured = simulated.results.components.at("s");
        const auto& half = simulated.halfWidths.components.at("s");
        constexpr double to99 = 1.35;
        QVERIFY2(std::abs(*web.dropped_rps - *measured.dropped_rps) <= to99 * *half.dropped_rps,
                 qPrintable(QString("lost %1 %2 +- %3")
                                .arg(*web.dropped_rps)
                                .arg(*measured.dropped_rps)
                                .arg(*half.dropped_rps)));
        QVERIFY2(std::abs(*web.wait_ms.mean - *measured.wait_ms.mean) <= to99 * *half.wait_ms.mean,
                 qPrintable(QString("wait %1 %2 +- %3")
                                .arg(*web.wait_ms.mean)
                                .arg(*measured.wait_ms.mean)
                                .arg(*half.wait_ms.mean)));
        COMPARE_WITHIN(web.wait_ms.p99, *measured.wait_ms.p99, 0.03);
    }

    // Twenty clients of unlike activity on five machines of two targets: the same hash, the same shares.
    void hashes_data() {
        QTest::addColumn<QString>("policy");
        QTest::newRow("modulo") << "'ip_hash'";
        QTest::newRow("ring") << "'consistent_hash', 'virtual_nodes': 50";
    }
    void hashes() {
        QFETCH(QString, policy);
        for (const std::string clients :
             {"{'count': 20, 'zipf': 0.5}", "{'count': 1000000, 'zipf': 0.9}", "null"}) {
            const Both b =
                both(client("1", ", 'clients': " + clients) + balancer(policy.toStdString()) +
                         machines("a", 3, 1, 1000) + machines("b", 2, 1, 1000),
                     call("c", "users", "lb") + "," + call("to-a", "lb", "a") + "," + call("to-b", "lb", "b"),
                     200000);
            for (const char* id : {"a", "b"}) {
                const auto& measured = b.simulated.results.components.at(id);
                COMPARE_WITHIN(measured.arrival_rps, *b.solved.components.at(id).arrival_rps, 0.02);
                COMPARE_WITHIN(measured.wait_ms.mean, *b.solved.components.at(id).wait_ms.mean, 0.05);
            }
            MEAN_WITHIN(b.simulated, *b.solved.system.latency_ms.mean, 0);
        }
    }

    // Half of the machines take three times as long. Shares within 6 % of all, means within 10 %
    // (`approximate-balancing`).
    void unlikeMachines_data() {
        QTest::addColumn<QString>("policy");
        QTest::newRow("by capacity") << "'weighted_round_robin'";
        QTest::newRow("fewest open") << "'least_connections'";
        QTest::newRow("least response time") << "'least_response_time'";
        QTest::newRow("two choices") << "'power_of_two'";
    }
    void unlikeMachines() {
        QFETCH(QString, policy);
        const double rps = 4.2667;
        const Both b = both(
            client(headroom::shortest(rps)) + balancer(policy.toStdString()) + machines("fast", 4, 1, 1000) +
                machines("slow", 4, 1, 3000),
            call("c", "users", "lb") + "," + call("f", "lb", "fast") + "," + call("s", "lb", "slow"), 100000);
        const auto shareOf = [&](const headroom::results::Results& results) {
            return *results.components.at("slow").arrival_rps / rps;
        };
        QVERIFY(std::abs(shareOf(b.solved) - shareOf(b.simulated.results)) < 0.06);
        MEAN_WITHIN(b.simulated, *b.solved.system.latency_ms.mean, 0.1);
    }
};

QTEST_GUILESS_MAIN(BalancingAgreementTest)
#include "balancing_agreement_test.moc"
