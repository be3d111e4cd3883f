// What callers refuse themselves: bulkheads and breakers, by both engines.
#include "core/queueing/circuit_breaker.h"
#include "core/queueing/erlang.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string station(const std::string& params) {
    return component("web", "service", "'instances': 1, 'workers': 1000, " + params);
}

Both both(const std::string& rps, const std::string& web, const std::string& onCall) {
    return byBothEngines(client(rps) + web, call("c", "users", "web", onCall), {.seconds = 4000, .seed = 5});
}

}  // namespace

class OwnRefusalsTest : public QObject {
    Q_OBJECT

  private slots:
    // Erlang's loss formula of the open calls, whatever their times; refusals are not tried again.
    void openCallsAreErlangB() {
        const double lost = queueing::erlangB(2.4, 3);
        for (const char* cv : {"0", "1", "2"}) {
            const Both b = both("80", station("'service_time_ms': 30, 'service_cv': " + std::string(cv)),
                                ", 'max_concurrent': 3, 'retries': 2");
            COMPARE_WITHIN(b.solved.system.error_rate, lost, 1e-6);
            COMPARE_WITHIN(b.solved.connections.at("c").rps, 80 * (1 - lost), 1e-6);
            COMPARE_WITHIN(b.solved.connections.at("c").retry_rps, 0, 1e-9);
            COMPARE_WITHIN(b.solved.system.latency_ms.mean, 30, 1e-6);
            QVERIFY(hasFinding(b.solved, "caller-refuses"));
            AGREE(b, system.error_rate, 0);
            AGREE(b, connections.at("c").rps, 0);
            AGREE(b, components.at("web").arrival_rps, 0);
        }
    }

    void nothingMayBeOpen() {
        const Both b = both("50", station("'service_time_ms': 5"), ", 'max_concurrent': 0");
        COMPARE_WITHIN(b.solved.system.error_rate, 1, 1e-12);
        QCOMPARE(*b.solved.components.at("web").arrival_rps, 0.0);
        QCOMPARE(*b.simulated.results.system.error_rate, 1.0);
        QCOMPARE(*b.simulated.results.components.at("web").arrival_rps, 0.0);
    }

    // Of a callee that always fails, one probe for each time it is open: 1 s, 10 ms of the probe, and the
    // wait for the next of 100 a second.
    void aDeadCalleeGetsProbes() {
        const Both b = both("100", station("'service_time_ms': 10, 'error_rate': 1"),
                            ", 'breaker': {'threshold': 0.5, 'window': 10, 'open_ms': 1000}");
        COMPARE_WITHIN(b.solved.connections.at("c").rps, 1 / (1 + 0.01 + 0.01), 1e-3);
        AGREE(b, connections.at("c").rps, 0.02);
        COMPARE_WITHIN(b.simulated.results.system.error_rate, 1, 1e-12);
    }

    // Now and then the last ten calls have five failures among them.
    void anUnhealthyCalleeIsSpared() {
        for (const char* errors : {"0.2", "0.3", "0.5"}) {
            const Both b = both("100", station("'service_time_ms': 1, 'error_rate': " + std::string(errors)),
                                ", 'breaker': {'threshold': 0.5, 'window': 10, 'open_ms': 500}");
            AGREE(b, connections.at("c").rps, 0.05);
            AGREE(b, system.error_rate, 0.03);
        }
    }

    // A window of one call opens at the first failure; of two with both, by hand: from S (a success, or none
    // seen at first) to F to open, E = (1 + p) / p^2.
    void callsUntilItOpens() {
        COMPARE_WITHIN(queueing::callsUntilOpen(0.25, 0.5, 1), 4, 1e-9);
        COMPARE_WITHIN(queueing::callsUntilOpen(1, 0.5, 8), 8, 1e-12);
        COMPARE_WITHIN(queueing::callsUntilOpen(0.2, 1, 2), 1.2 / 0.04, 0.1);
        QVERIFY(std::isinf(queueing::callsUntilOpen(0, 0.5, 8)));
    }
};

QTEST_GUILESS_MAIN(OwnRefusalsTest)
#include "own_refusals_test.moc"
