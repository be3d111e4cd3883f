#include <QtTest/QTest>
#include <cmath>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

/// A station that is hardly busy: its response is its service time within 1e-6, and exponential.
std::string calm(const std::string& id, const std::string& serviceMs, const std::string& more = "") {
    return component(id, "service",
                     "'instances': 1, 'workers': 1000, 'service_time_ms': " + serviceMs + more);
}

}  // namespace

/// Timeouts, retries and what a failure leads to (engine rules 6 to 9, 18).
class AttemptsTest : public QObject {
    Q_OBJECT

  private slots:
    // p = 0.1, three retries: attempts (1 - p^4) / (1 - p) = 1.111, of which 0.111 retries; 1e-4 fail.
    void retriesAfterErrors() {
        const Results r = solved(client("100") + calm("a", "1", ", 'error_rate': 0.1"),
                                 call("c", "users", "a", ", 'retries': 3, 'backoff_ms': 0"));
        COMPARE_WITHIN(r.connections.at("c").rps, 111.1, 1e-9);
        COMPARE_WITHIN(r.connections.at("c").retry_rps, 11.1, 1e-9);
        COMPARE_WITHIN(r.connections.at("c").error_rate, 1e-4, 1e-9);
        COMPARE_WITHIN(r.components.at("a").arrival_rps, 111.1, 1e-9);
        COMPARE_WITHIN(r.components.at("a").error_rate, 0.1, 1e-9);
        COMPARE_WITHIN(r.system.goodput_rps, 99.99, 1e-9);
        COMPARE_WITHIN(r.system.error_rate, 1e-4, 1e-9);
    }

    // p = 0.5, a budget of 0.2: 1.2 attempts for each call, of which half succeed: 0.6.
    void budgetLimitsRetries() {
        const Results r =
            solved(client("100") + calm("a", "1", ", 'error_rate': 0.5"),
                   call("c", "users", "a", ", 'retries': 5, 'backoff_ms': 0, 'retry_budget': 0.2"));
        COMPARE_WITHIN(r.connections.at("c").rps, 120, 1e-9);
        COMPARE_WITHIN(r.system.goodput_rps, 60, 1e-9);
    }

    // Everything fails, three retries at each of three layers: 4 * 4 * 4 = 64 attempts at the bottom.
    void layersMultiply() {
        const std::string more = ", 'retries': 3, 'backoff_ms': 0";
        const Results r =
            solved(client("1") + calm("a", "0") + calm("b", "0") + calm("c", "0", ", 'error_rate': 1"),
                   call("x", "users", "a", more) + "," + call("y", "a", "b", more) + "," +
                       call("z", "b", "c", more));
        COMPARE_WITHIN(r.components.at("c").arrival_rps, 64, 1e-9);
        COMPARE_WITHIN(r.system.goodput_rps, 0, 1e-9);
        COMPARE_WITHIN(r.system.error_rate, 1, 1e-9);
    }

    // One retry after an error of half of the calls, 10 ms of constant work, wait uniform on [0, 100]: of
    // those that succeed 2/3 take 10 ms, 1/3 take 10 + 50 + 10 on average: mean 30. p90 is 0.7 within the
    // second attempts: 20 + 70 = 90 ms.
    void latencyOfRetries() {
        const Results r = solved(client("0.001") + calm("a", "10", ", 'error_rate': 0.5, 'service_cv': 0"),
                                 call("c", "users", "a", ", 'retries': 1"));
        COMPARE_WITHIN(r.connections.at("c").latency_ms.mean, 30, 1e-6);
        COMPARE_WITHIN(r.connections.at("c").latency_ms.p50, 10, 1e-9);
        COMPARE_WITHIN(r.connections.at("c").latency_ms.p90, 90, 1e-3);
    }

    // Exponential work of mean 100 ms, given up after 100: 1 - 1/e succeed, in
    // 100 (1 - 2/e) / (1 - 1/e) = 41.8023 ms on average; the callee does all of the work.
    void timeoutWastesWork() {
        const Results r =
            solved(client("1") + calm("a", "100"), call("c", "users", "a", ", 'timeout_ms': 100"));
        const double e = std::exp(-1.0);
        COMPARE_WITHIN(r.system.goodput_rps, 1 - e, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.mean, 100 * (1 - 2 * e) / (1 - e), 1e-5);
        COMPARE_WITHIN(r.system.latency_ms.p50, -100 * std::log(1 - 0.5 * (1 - e)), 1e-5);
        COMPARE_WITHIN(r.components.at("a").throughput_rps, 1, 1e-12);
        COMPARE_WITHIN(r.components.at("a").utilization, 0.1 / 1000, 1e-9);
    }

    // The same with two retries, as reference case 268: attempts 1.50321, success 0.950213. Mean of the
    // successful: sum over k of q^k s (k 100 + 41.8023) / 0.950213 with q = 1/e, s = 1 - 1/e.
    void retriesAfterTimeouts() {
        const Results r =
            solved(client("1") + calm("a", "100"),
                   call("c", "users", "a", ", 'timeout_ms': 100, 'retries': 2, 'backoff_ms': 0"));
        const double q = std::exp(-1.0);
        const double s = 1 - q;
        const double cut = 100 * (1 - 2 * q) / s;
        COMPARE_WITHIN(r.connections.at("c").rps, 1.50321472441, 1e-6);
        COMPARE_WITHIN(r.system.goodput_rps, 0.950212931632, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.mean,
                       s * (cut + q * (100 + cut) + q * q * (200 + cut)) / (1 - q * q * q), 1e-5);
        COMPARE_WITHIN(r.connections.at("c").error_rate, q * q * q, 1e-6);
    }

    // A constant round trip of 50 ms is over a timeout of 40: nothing ever succeeds, yet all work is done.
    void timeoutBelowTheNetwork() {
        const Results r = solved(client("10") + calm("a", "1"),
                                 "{'id': 'c', 'from': 'users', 'to': 'a', 'kind': 'request', 'params': "
                                 "{'latency_ms': 50, 'timeout_ms': 40}}");
        COMPARE_WITHIN(r.system.goodput_rps, 0, 1e-12);
        COMPARE_WITHIN(r.system.error_rate, 1, 1e-12);
        COMPARE_WITHIN(r.components.at("a").throughput_rps, 10, 1e-12);
        QVERIFY(!r.system.latency_ms.mean);
    }

    // A fallback after a timeout: 1/e of the calls take 100 ms and then 10 more. Mean over all:
    // E[min(X, 100)] + 10/e = 100 (1 - 1/e) + 10/e.
    void fallbackAfterTimeout() {
        const Results r = solved(client("1") + calm("a", "0") + calm("b", "100") + calm("spare", "10"),
                                 call("c", "users", "a") + "," + call("d", "a", "b", ", 'timeout_ms': 100") +
                                     "," + call("e", "a", "spare", ", 'when': 'on_failure', 'of': 'd'"));
        const double q = std::exp(-1.0);
        COMPARE_WITHIN(r.system.goodput_rps, 1, 1e-9);
        COMPARE_WITHIN(r.connections.at("e").rps, q, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.mean, 100 * (1 - q) + 10 * q, 1e-5);
        COMPARE_WITHIN(r.system.degraded_rps, 0, 1e-9);
    }

    // An optional call that fails for 0.2: the caller succeeds all the same, 20 of 100 are degraded.
    void optionalCallDegrades() {
        const Results r = solved(client("100") + calm("a", "1") + calm("b", "1", ", 'error_rate': 0.2"),
                                 call("c", "users", "a") + "," + call("d", "a", "b", ", 'required': false"));
        COMPARE_WITHIN(r.system.goodput_rps, 100, 1e-12);
        COMPARE_WITHIN(r.system.degraded_rps, 20, 1e-9);
        COMPARE_WITHIN(r.system.error_rate, 0, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 2, 1e-6);
        COMPARE_WITHIN(r.connections.at("d").error_rate, 0.2, 1e-9);
    }

    // Two optional calls in a row behind one that must succeed: 0.9 * (1 - 0.8 * 0.7) degraded.
    void degradedOnce() {
        const Results r =
            solved(client("100") + calm("a", "1") + calm("must", "1", ", 'error_rate': 0.1") +
                       calm("b", "1", ", 'error_rate': 0.2") + calm("d", "1", ", 'error_rate': 0.3"),
                   call("c", "users", "a") + "," + call("m", "a", "must") + "," +
                       call("x", "a", "b", ", 'required': false") + "," +
                       call("y", "a", "d", ", 'required': false"));
        COMPARE_WITHIN(r.system.goodput_rps, 90, 1e-9);
        COMPARE_WITHIN(r.system.degraded_rps, 90 * (1 - 0.8 * 0.7), 1e-9);
    }

    // A cache that must not be there: a look-up that fails (0.25) goes to the store like a miss (0.75 * 0.2).
    void optionalLookupIsAMiss() {
        const Results r =
            solved(client("100") + calm("web", "1") +
                       component("cache", "cache",
                                 "'instances': 1, 'workers': 1000, 'service_time_ms': 1, 'hit_ratio': 0.8, "
                                 "'strategy': 'look_aside', 'error_rate': 0.25") +
                       calm("db", "1"),
                   call("c", "users", "web") + "," + call("look", "web", "cache", ", 'required': false") +
                       "," + call("load", "web", "db", ", 'when': 'on_miss'"));
        COMPARE_WITHIN(r.system.goodput_rps, 100, 1e-9);
        COMPARE_WITHIN(r.connections.at("load").rps, 100 * (0.25 + 0.75 * 0.2), 1e-9);
        COMPARE_WITHIN(r.system.degraded_rps, 25, 1e-9);
    }

    // Exponential work of mean 100 ms, a copy after ln(20) * 100: 5 % more load, mean 97.5, p99 380.045
    // (reference case 123).
    void hedgedCall() {
        const Results r = solved(client("1") + calm("a", "100"),
                                 call("c", "users", "a", ", 'hedge_after_ms': 299.5732273553991"));
        COMPARE_WITHIN(r.connections.at("c").rps, 1.05, 1e-6);
        COMPARE_WITHIN(r.connections.at("c").retry_rps, 0, 1e-12);
        COMPARE_WITHIN(r.system.latency_ms.mean, 97.5, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p99, 380.045122977, 1e-5);
        COMPARE_WITHIN(r.system.latency_ms.p999, 495.174377627, 1e-4);
    }
};

QTEST_GUILESS_MAIN(AttemptsTest)
#include "attempts_test.moc"
