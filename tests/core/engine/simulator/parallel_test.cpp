#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

std::string idle(const std::string& id, const std::string& ms, const std::string& more = "") {
    return component(id, "service", "'instances': 1, 'workers': 1000, 'service_time_ms': " + ms + more);
}

std::string together(const std::string& id, const std::string& from, const std::string& to,
                     const std::string& more = "") {
    return call(id, from, to, ", 'mode': 'parallel'" + more);
}

}  // namespace

/// Calls that are sent together, request by request, against formulas and the solver; 99 % intervals (1.31
/// times those of 95 %).
class ParallelSimulationTest : public QObject {
    Q_OBJECT

  private:
    static void compareBoth(const std::string& components, const std::string& connections, double share) {
        const SimulationAnswer a = simulated(components, connections);
        const Results s = solved(components, connections);
        const auto& m = a.results;
        const double mean = *s.system.latency_ms.mean;
        const double off = std::abs(*m.system.latency_ms.mean - mean);
        QVERIFY2(off <= std::max(1.31 * *a.halfWidths.system.latency_ms.mean, share * mean),
                 qPrintable(QString("mean %1, solver %2").arg(*m.system.latency_ms.mean).arg(mean)));
        QVERIFY2(
            std::abs(*m.system.latency_ms.p99 - *s.system.latency_ms.p99) <=
                std::max(1.31 * *a.halfWidths.system.latency_ms.p99, share * *s.system.latency_ms.p99),
            qPrintable(
                QString("p99 %1, solver %2").arg(*m.system.latency_ms.p99).arg(*s.system.latency_ms.p99)));
        QVERIFY(std::abs(*m.system.error_rate - *s.system.error_rate) <=
                std::max(1.31 * *a.halfWidths.system.error_rate, 1e-3));
        for (const auto& [id, connection] : s.connections) {
            const double rate = *m.connections.at(id).rps;
            QVERIFY2(std::abs(rate - *connection.rps) <=
                         std::max(1.31 * *a.halfWidths.connections.at(id).rps, 0.005 * *connection.rps),
                     id.c_str());
        }
    }

  private slots:
    // 10 + 20 - 1 / (1/10 + 1/20) = 70 / 3.
    void theSlowerCounts() {
        const SimulationAnswer a =
            simulated(client("50") + idle("a", "10") + idle("b", "20"),
                      together("x", "users", "a") + ", " + together("y", "users", "b"));
        const std::string off =
            outside(a.results.system.latency_ms.mean, a.halfWidths.system.latency_ms.mean, 1.31, 70.0 / 3);
        QVERIFY2(off.empty(), off.c_str());
    }

    // Flatto and Hahn 1984: (12 - rho) / 8 / (mu - lambda) = 70 ms at rho 0.8 and S 10 ms.
    void twoServersFork() {
        const SimulationAnswer a =
            simulated(client("80") + service("a", "10") + service("b", "10"),
                      together("x", "users", "a") + ", " + together("y", "users", "b"));
        const std::string off =
            outside(a.results.system.latency_ms.mean, a.halfWidths.system.latency_ms.mean, 1.31, 70);
        QVERIFY2(off.empty(), off.c_str());
    }

    void agreesOnAQuorumWithErrors() {
        const std::string errors = ", 'error_rate': 0.1";
        compareBoth(
            client("50") + idle("a", "10", errors) + idle("b", "20", errors) + idle("c", "30", errors),
            together("x", "users", "a", ", 'wait_for': 2") + ", " + together("y", "users", "b") + ", " +
                together("z", "users", "c"),
            0.01);
    }

    void agreesOnSeveralCallsAtOnce() {
        compareBoth(client("50") + idle("a", "10", ", 'error_rate': 0.02"),
                    together("x", "users", "a", ", 'calls': 3.5"), 0.01);
    }

    // Retries, a fallback and an optional call within a block; something behind it.
    void agreesOnBranchesThatFail() {
        compareBoth(client("50") + idle("web", "1") + idle("a", "10", ", 'error_rate': 0.2") +
                        idle("b", "5", ", 'error_rate': 0.3") + idle("c", "3", ", 'error_rate': 0.1") +
                        idle("d", "4"),
                    call("w", "users", "web") + ", " +
                        together("x", "web", "a", ", 'retries': 1, 'backoff_ms': 4") + ", " +
                        call("f", "web", "d", ", 'when': 'on_failure', 'of': 'x'") + ", " +
                        together("y", "web", "b", ", 'required': false") + ", " + together("z", "web", "c") +
                        ", " + call("l", "web", "d"),
                    0.01);
    }
};

QTEST_GUILESS_MAIN(ParallelSimulationTest)
#include "parallel_test.moc"
