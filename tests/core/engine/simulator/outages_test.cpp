// Machines that die or slow down in the middle of a run, and come back.
#include <cmath>
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

std::string during(const std::string& event, const std::string& more = "") {
    return "'scenario': {" + more + "'events': [{" + event + ", 'at_s': 400, 'for_s': 200}]}";
}

SimulationAnswer run(const std::string& components, const std::string& connections,
                     const std::string& event) {
    return simulated(components, connections, {.seconds = 1000, .seed = 11}, during(event));
}

const std::string balancer = component("lb", "load_balancer", "'workers': 1000, 'service_time_ms': 0.01");

}  // namespace

class OutagesTest : public QObject {
    Q_OBJECT

  private slots:
    // A hundred steps of 10 s: dead from the 40th to the 60th.
    void nobodyIsAnsweredByTheDead() {
        const auto a = run(client("50") + service("web", "10"), call("c", "users", "web"),
                           "'type': 'kill', 'component': 'web'");
        QVERIFY(!hasFinding(a.results, "events-not-simulated"));
        QCOMPARE(meanOf(a.series.goodput_rps, 40, 60), 0.0);
        QCOMPARE(meanOf(a.series.error_rate, 40, 60), 1.0);
        // 20 000 requests: a standard deviation of 0.7 %.
        QVERIFY(std::abs(meanOf(a.series.goodput_rps, 0, 40) - 50) < 1.5);
        QVERIFY(std::abs(meanOf(a.series.goodput_rps, 60, 100) - 50) < 1.5);
        QVERIFY(meanOf(a.series.error_rate, 0, 40) == 0 && meanOf(a.series.error_rate, 61, 100) == 0);
    }

    // Of four machines one: a caller that picks by chance meets it every fourth time.
    void aCallerThatDoesNotKnowKeepsAsking() {
        const auto a =
            run(client("50") + component("web", "service", "'instances': 4, 'service_time_ms': 10"),
                call("c", "users", "web"), "'type': 'kill', 'component': 'web', 'instances': 1");
        // 10 000 requests, each refused with 1/4: a standard deviation of 0.4 %.
        QVERIFY(std::abs(meanOf(a.series.error_rate, 40, 60) - 0.25) < 0.02);
        QCOMPARE(meanOf(a.series.error_rate, 60, 100), 0.0);
    }

    // Behind a balancer the other one does the work of both: 100/s of 4 ms on one worker are 0.4.
    void aBalancerSendsToWhoIsLeft_data() {
        QTest::addColumn<QString>("policy");
        for (const char* policy : {"round_robin", "random", "least_connections", "power_of_two"}) {
            QTest::newRow(policy) << QString::fromLatin1(policy);
        }
    }
    void aBalancerSendsToWhoIsLeft() {
        QFETCH(QString, policy);
        const std::string lb =
            component("lb", "load_balancer",
                      "'workers': 1000, 'service_time_ms': 0.01, 'policy': '" + policy.toStdString() + "'");
        const auto a =
            run(client("100") + lb +
                    component("web", "service", "'instances': 2, 'workers': 1, 'service_time_ms': 4"),
                call("c", "users", "lb") + "," + call("d", "lb", "web"),
                "'type': 'kill', 'component': 'web', 'instances': 1");
        // Only what was under way when it died is lost.
        QVERIFY(meanOf(a.series.error_rate, 41, 60) == 0);
        QVERIFY(meanOf(a.series.error_rate, 40, 41) < 0.01);
        // One of two workers, to 0.4; before, both to 0.2: the share of all workers is the same.
        const auto& web = a.series.components.at("web");
        QVERIFY(std::abs(meanOf(web.utilization, 41, 60) - 0.2) < 0.01);
        // M/M/1 at 0.4: 0.4²/0.6 wait, 0.267.
        QVERIFY(std::abs(meanOf(web.queue_length, 41, 60) - 0.267) < 0.05);
    }

    // M/M/1 at 0.2, and at 0.6 while it takes three times as long.
    void slowMachinesTakeLonger() {
        const auto a = run(client("20") + service("web", "10"), call("c", "users", "web"),
                           "'type': 'slow', 'component': 'web', 'factor': 3");
        const auto& busy = a.series.components.at("web").utilization;
        QVERIFY(std::abs(meanOf(busy, 0, 40) - 0.2) < 0.01);
        QVERIFY(std::abs(meanOf(busy, 41, 60) - 0.6) < 0.03);
        QVERIFY(std::abs(meanOf(busy, 61, 100) - 0.2) < 0.01);
    }

    // A tenth of the machine's own errors and a fifth by the event: 1 − 0.9·0.8 = 0.28.
    void errorsCombine() {
        const auto a = run(client("50") + service("web", "10", ", 'error_rate': 0.1"),
                           call("c", "users", "web"), "'type': 'errors', 'component': 'web', 'share': 0.2");
        QVERIFY(!hasFinding(a.results, "events-not-simulated"));
        // 20 000 and 10 000 requests: standard deviations of 0.2 % and 0.45 %.
        QVERIFY(std::abs(meanOf(a.series.error_rate, 0, 40) - 0.1) < 0.01);
        QVERIFY(std::abs(meanOf(a.series.error_rate, 40, 60) - 0.28) < 0.02);
    }

    // Nobody takes from the queue: 10/s pile up for 200 s, 1000 on the average; then 90/s go away, within 23
    // s.
    void messagesWaitForTheirConsumer() {
        const auto a =
            run(client("10") + service("web", "0.1") +
                    component("jobs", "message_queue", "'service_time_ms': 0.01") + service("worker", "10"),
                call("c", "users", "web") + ",{'id': 'p', 'from': 'web', 'to': 'jobs', 'kind': 'publish'}," +
                    call("t", "jobs", "worker"),
                "'type': 'kill', 'component': 'worker'");
        const auto& waiting = a.series.components.at("jobs").queue_length;
        QVERIFY(std::abs(meanOf(waiting, 40, 60) - 1000) < 100);
        QVERIFY(meanOf(waiting, 64, 100) < 1);
        QCOMPARE(meanOf(a.series.error_rate, 0, 100), 0.0);
    }

    // Both machines of the zone, of three in all.
    void aZoneTakesItsMachines() {
        const auto a = simulated(
            client("30") + component("web", "service",
                                     "'instances': 3, 'service_time_ms': 10, 'placement': ['a', 'b', 'a']"),
            call("c", "users", "web"), {.seconds = 1000, .seed = 11},
            "'groups': [{'id': 'a', 'kind': 'zone'}, {'id': 'b', 'kind': 'zone'}]," +
                during("'type': 'zone_down', 'group': 'a'"));
        QVERIFY(std::abs(meanOf(a.series.error_rate, 40, 60) - 2.0 / 3) < 0.03);
    }

    // The steady state of the moment, and the run while it lasts: the same goodput within 1 %.
    void theSolverSaysTheSame() {
        const std::string parts =
            client("200") + balancer +
            component("web", "service", "'instances': 4, 'workers': 2, 'service_time_ms': 10") +
            component("db", "service", "'instances': 3, 'service_time_ms': 5");
        const std::string wires = call("c", "users", "lb") + "," + call("d", "lb", "web") + "," +
                                  call("e", "web", "db", ", 'retries': 1, 'backoff_ms': 1");
        const std::string event = "'type': 'kill', 'component': 'db', 'instances': 1";
        const auto a = run(parts, wires, event);
        const auto steady =
            solve(designOf(parts, wires, during(event, "'view_at_s': 500, ")), shippedCatalog());
        // One in nine fails twice.
        QVERIFY(std::abs(*steady.system.goodput_rps - 200.0 * 8 / 9) < 0.1);
        QVERIFY(std::abs(meanOf(a.series.goodput_rps, 41, 60) / *steady.system.goodput_rps - 1) < 0.02);
    }
};

QTEST_GUILESS_MAIN(OutagesTest)
#include "outages_test.moc"
