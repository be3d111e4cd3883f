// What befalls connections and deployments, against the steady state of the same moment.
#include <cmath>

#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

const std::string grouped =
    "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 100}]}"
    ", {'id': 'web', 'kind': 'service', 'x': 0, 'y': 0, 'group': 'one', 'params': {'service_time_ms': 1}}"
    ", {'id': 'db', 'kind': 'service', 'x': 0, 'y': 0, 'params': {'instances': 4, 'service_time_ms': 2, "
    "'placement': ['one', 'two']}}";
const std::string groups = "'groups': [{'id': 'one', 'kind': 'zone'}, {'id': 'two', 'kind': 'zone'}]";

/// The whole run under one event, by both engines.
struct Both {
    results::Results solved;
    SimulationAnswer simulated;

    Both(const std::string& components, const std::string& connections, const std::string& event,
         const std::string& more = "'groups': []")
        : solved(tests::solved(components, connections,
                               more + ", 'scenario': {'view_at_s': 1, 'events': [{" + event + "}]}")),
          simulated(tests::simulated(components, connections, {.seconds = 2000, .seed = 5},
                                     more + ", 'scenario': {'events': [{" + event + "}]}")) {}
};

}  // namespace

#define AGREE(field)                                                                              \
    do {                                                                                          \
        QVERIFY(b.solved.field.has_value());                                                      \
        const std::string problem =                                                               \
            outside(b.simulated.results.field, b.simulated.halfWidths.field, 2, *b.solved.field); \
        QVERIFY2(problem.empty(), (#field ": " + problem).c_str());                               \
    } while (false)

class LinksTest : public QObject {
    Q_OBJECT

  private slots:
    void aSlowNetworkAddsItsTime() {
        const Both b(client("50") + service("web", "10"), call("c", "users", "web"),
                     "'type': 'latency', 'connection': 'c', 'add_ms': 40");
        // M/M/1 at 0.5: 20 ms, and 40.
        COMPARE_WITHIN(b.solved.system.latency_ms.mean, 60, 1e-9);
        AGREE(system.latency_ms.mean);
        QVERIFY(!hasFinding(b.simulated.results, "events-not-simulated"));
    }

    // 0.3 of the attempts fail; with one retry 0.09 of the calls. Those attempts do not arrive.
    void errorsOfAConnection() {
        const Both b(client("50") + service("web", "1"),
                     call("c", "users", "web", ", 'retries': 1, 'backoff_ms': 10"),
                     "'type': 'errors', 'connection': 'c', 'share': 0.3");
        COMPARE_WITHIN(b.solved.system.error_rate, 0.09, 1e-9);
        AGREE(system.error_rate);
        AGREE(connections.at("c").rps);
        AGREE(connections.at("c").retry_rps);
        AGREE(components.at("web").arrival_rps);
        AGREE(system.latency_ms.mean);
    }

    // Half of the machines stand on the other side: half of the calls end with the timeout.
    void aPartitionIsSilence() {
        const std::string timeout = ", 'timeout_ms': 100";
        const Both b(grouped, call("a", "users", "web") + "," + call("b", "web", "db", timeout),
                     "'type': 'partition', 'between': ['one', 'two']", groups);
        COMPARE_WITHIN(b.solved.system.error_rate, 0.5, 1e-3);
        AGREE(system.error_rate);
        AGREE(components.at("db").arrival_rps);
        AGREE(system.latency_ms.mean);
    }

    // Without a timeout those callers hear nothing for good: neither finished nor failed.
    void withoutATimeoutNothingIsHeard() {
        const Both b(grouped, call("a", "users", "web") + "," + call("b", "web", "db"),
                     "'type': 'partition', 'between': ['one', 'two']", groups);
        COMPARE_WITHIN(b.solved.system.goodput_rps, 50, 1e-9);
        AGREE(system.goodput_rps);
        QCOMPARE(*b.simulated.results.system.error_rate, 0.0);
        COMPARE_WITHIN(b.solved.connections.at("b").silent_share, 0.5, 1e-12);
        AGREE(connections.at("b").silent_share);
        QVERIFY(!b.solved.connections.at("a").silent_share);
        QVERIFY(!b.simulated.results.connections.at("a").silent_share);
    }

    // A fifth of the machines fail half of what they get, beside 0.1 as usual: 1 - 0.9 * 0.9.
    void aDeploymentFailsItsShare() {
        const Both b(client("50") + service("web", "1", ", 'error_rate': 0.1"), call("c", "users", "web"),
                     "'type': 'deploy', 'component': 'web', 'share': 0.2, 'error_rate': 0.5");
        COMPARE_WITHIN(b.solved.system.error_rate, 0.19, 1e-9);
        AGREE(system.error_rate);
    }
};

QTEST_GUILESS_MAIN(LinksTest)
#include "links_test.moc"
