#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;
using headroom::results::Figure;

namespace {

constexpr double seconds = 4000;

std::string machine(const std::string& id, const std::string& params) {
    return component(id, "service", "'instances': 1, " + params);
}

Both both(const std::string& rps, const std::string& web, const std::string& db) {
    const std::string components = client(rps) + machine("web", web) + machine("db", db);
    const std::string connections = call("a", "users", "web") + "," + call("b", "web", "db");
    return byBothEngines(components, connections, {.seconds = seconds, .seed = 7});
}

}  // namespace

class SlotsAgreementTest : public QObject {
    Q_OBJECT

  private slots:
    // Exactly: M/M/10 of 100 ms, and Erlang's B(8, 6.75) of 45 ms.
    void exactCases() {
        const SimulationAnswer pool =
            simulated(client("80") + machine("web", "'workers': 40, 'slots': 10, 'service_time_ms': 100"),
                      call("a", "users", "web"), {.seconds = seconds, .seed = 3});
        const auto& web = pool.results.components.at("web");
        const auto& width = pool.halfWidths.components.at("web");
        const std::string wait =
            outside(web.wait_ms.mean, width.wait_ms.mean, 2, queueing::MmcQueue(0.08, 0.01, 10).meanWait());
        QVERIFY2(wait.empty(), wait.c_str());
        const std::string held = outside(web.slot_utilization, width.slot_utilization, 2, 0.8);
        QVERIFY2(held.empty(), held.c_str());
        const Both b = both("150", "'workers': 8, 'slots': 8, 'queue_limit': 0, 'service_time_ms': 5",
                            "'workers': 1000, 'service_time_ms': 40, 'service_cv': 0.3");
        const double lost = queueing::erlangB(6.75, 8);
        const std::string share = outside(b.simulated.results.components.at("web").error_rate,
                                          b.simulated.halfWidths.components.at("web").error_rate, 2, lost);
        QVERIFY2(share.empty(), share.c_str());
    }

    // What is conserved: what comes is let in or turned away, and slots held are throughput times the time
    // they are held (Little).
    void invariants() {
        const Both b = both("200", "'workers': 2, 'slots': 8, 'queue_limit': 5, 'service_time_ms': 5",
                            "'workers': 1000, 'service_time_ms': 40");
        const auto& web = b.simulated.results.components.at("web");
        COMPARE_WITHIN(*web.throughput_rps + *web.dropped_rps, *web.arrival_rps, 1e-3);
        const double inside = *b.simulated.results.components.at("db").response_ms.mean + 5;
        QVERIFY(*web.slot_utilization * 8 >= *web.throughput_rps * inside / 1000 * 0.99);
        AGREE(b, components.at("web").dropped_rps, 0.03);
        AGREE(b, components.at("web").slot_utilization, 0.01);
        AGREE(b, components.at("web").offered_utilization, 0.01);
        AGREE(b, system.latency_ms.mean, 0.02);
        AGREE(b, system.latency_ms.p99, 0.03);
    }

    // Slots over workers and calls: the wait is within a tenth of simulation, rates and slots closer.
    void layers() {
        for (const char* web : {"'workers': 2, 'slots': 8, 'service_time_ms': 5",
                                "'workers': 1, 'slots': 12, 'service_time_ms': 5",
                                "'workers': 8, 'slots': 8, 'service_time_ms': 5, 'service_cv': 0"}) {
            const Both b = both("150", web, "'workers': 1000, 'service_time_ms': 40");
            AGREE(b, components.at("web").wait_ms.mean, 0.1);
            AGREE(b, components.at("web").slot_utilization, 0.01);
            AGREE(b, system.latency_ms.mean, 0.05);
            AGREE(b, system.latency_ms.p99, 0.08);
        }
    }

    // Where the store behind is what fills up, it is busy as if there were no slots, and its queue stands at
    // the door of who calls it.
    void theQueueMovesToTheCaller() {
        const Both b = both("380", "'workers': 16, 'slots': 32, 'service_time_ms': 5",
                            "'workers': 4, 'service_time_ms': 10");
        AGREE(b, system.goodput_rps, 0.005);
        AGREE(b, components.at("db").utilization, 0.005);
        AGREE(b, system.latency_ms.mean, 0.05);
    }

    void aSlowStoreStopsItsCallers() {
        const Both b = both("500", "'workers': 16, 'slots': 32, 'service_time_ms': 5",
                            "'workers': 4, 'service_time_ms': 10");
        AGREE(b, system.goodput_rps, 0.01);
        AGREE(b, components.at("web").slot_utilization, 0.005);
        AGREE(b, components.at("web").offered_utilization, 0.01);
        AGREE(b, components.at("web").backlog_growth_rps, 0.03);
        AGREE(b, connections.at("b").latency_ms.mean, 0.02);
        QCOMPARE(b.simulated.results.components.at("web").status, results::Status::saturated);
    }
};

QTEST_GUILESS_MAIN(SlotsAgreementTest)
#include "slots_agreement_test.moc"
