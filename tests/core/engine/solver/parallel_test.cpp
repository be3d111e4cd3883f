#include <QtTest/QTest>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

// 1000 workers: nobody waits.
std::string idle(const std::string& id, const std::string& ms, const std::string& more = "") {
    return component(id, "service", "'instances': 1, 'workers': 1000, 'service_time_ms': " + ms + more);
}

std::string together(const std::string& id, const std::string& to, const std::string& more = "") {
    return call(id, "users", to, ", 'mode': 'parallel'" + more);
}

}  // namespace

/// Calls that are sent together: rules 4, 5 and 7.
class ParallelTest : public QObject {
    Q_OBJECT

  private slots:
    // E max of exponentials with means 10 and 20: 10 + 20 - 1 / (1/10 + 1/20) = 70 / 3.
    void theSlowerCountsNotTheSum() {
        const Results r = solved(client("1") + idle("a", "10") + idle("b", "20"),
                                 together("x", "a") + ", " + together("y", "b"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 70.0 / 3, 1e-5);
        // P(T > t) = e^-t/20 + e^-t/10 - e^-3t/20 = 0.01 where t = 92.31 (e^-t/10 = 1e-4 more than alone).
        const double t = *r.system.latency_ms.p99;
        const double tail = std::exp(-t / 20) + std::exp(-t / 10) - std::exp(-0.15 * t);
        QVERIFY2(std::abs(tail - 0.01) < 2e-4, qPrintable(QString::number(tail)));
        QVERIFY(!hasFinding(r, "approximate-parallel"));
    }

    // Neighbours only: a and b together, then c. 10 (1 + 1/2) + 5.
    void whatComesBehindWaitsForAll() {
        const Results r =
            solved(client("1") + idle("a", "10") + idle("b", "10") + idle("c", "5"),
                   together("x", "a") + ", " + together("y", "b") + ", " + call("z", "users", "c"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 20, 1e-6);
        COMPARE_WITHIN(r.connections.at("z").rps, 1, 1e-12);
    }

    // Second of three: 10 (1/3 + 1/2); all three are called.
    void aQuorumOfThree() {
        const Results r = solved(
            client("1") + idle("a", "10") + idle("b", "10") + idle("c", "10"),
            together("x", "a", ", 'wait_for': 2") + ", " + together("y", "b") + ", " + together("z", "c"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 10 * 5.0 / 6, 1e-6);
        for (const char* id : {"a", "b", "c"}) {
            COMPARE_WITHIN(r.components.at(id).throughput_rps, 1, 1e-12);
        }
    }

    // Four and a half calls at once: 10 (H_4 + H_5) / 2. With 1 % errors all succeed with 0.99^4 (0.5 + 0.5
    // 0.99).
    void callsOfOneConnectionAtOnce() {
        const Results r = solved(client("1") + idle("a", "10"), together("x", "a", ", 'calls': 4.5"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 10 * (25.0 / 12 + 137.0 / 60) / 2, 1e-5);
        COMPARE_WITHIN(r.connections.at("x").rps, 4.5, 1e-12);
        const Results bad = solved(client("1") + idle("a", "10", ", 'error_rate': 0.01"),
                                   together("x", "a", ", 'calls': 4.5"));
        COMPARE_WITHIN(bad.system.error_rate, 1 - std::pow(0.99, 4) * 0.995, 1e-9);
        COMPARE_WITHIN(bad.connections.at("x").rps, 4.5, 1e-12);
    }

    // Two of three, each with 0.9: 0.9^3 + 3 0.9^2 0.1 = 0.972.
    void enoughOfThemSucceed() {
        const std::string errors = ", 'error_rate': 0.1";
        const std::string stations =
            idle("a", "10", errors) + idle("b", "10", errors) + idle("c", "10", errors);
        const Results r = solved(client("1") + stations, together("x", "a", ", 'wait_for': 2") + ", " +
                                                             together("y", "b") + ", " + together("z", "c"));
        COMPARE_WITHIN(r.system.error_rate, 1 - 0.972, 1e-9);
        const Results all = solved(client("1") + stations, together("x", "a") + ", " + together("y", "b") +
                                                               ", " + together("z", "c"));
        COMPARE_WITHIN(all.system.error_rate, 1 - 0.729, 1e-9);
    }

    // The network is not part of what is joined by chance: 3 + 7 (1 + 1/2); a part of the mean for each
    // branch.
    void afterANetwork() {
        const std::string far = "', 'kind': 'request', 'params': {'mode': 'parallel', 'latency_ms': 3}}";
        const Results r = solved(
            client("1") + idle("a", "7") + idle("b", "7"),
            "{'id': 'x', 'from': 'users', 'to': 'a" + far + ", {'id': 'y', 'from': 'users', 'to': 'b" + far);
        COMPARE_WITHIN(r.system.latency_ms.mean, 13.5, 1e-6);
    }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
