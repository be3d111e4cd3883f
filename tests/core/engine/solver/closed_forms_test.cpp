#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom::engine::tests;
using headroom::results::Results;

/// Designs whose answers are closed forms: 1e-6 for means and closed percentiles, 1e-3 for inverted ones.
class ClosedFormsTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/1, rho 0.8, S 10 ms: T is exponential with mean S / (1 - rho) = 50 ms, so p = 50 ln(1 / (1 - p)).
    void oneServer() {
        const Results r = solved(client("80") + service("web", "10"), call("c", "users", "web"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 50, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p50, 50 * std::log(2), 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p99, 230.2585093, 1e-6);
        const auto& web = r.components.at("web");
        COMPARE_WITHIN(web.utilization, 0.8, 1e-9);
        COMPARE_WITHIN(web.wait_ms.mean, 40, 1e-9);
        COMPARE_WITHIN(web.wait_ms.p99, 50 * std::log(80), 1e-6);
        COMPARE_WITHIN(web.queue_length, 3.2, 1e-9);
        COMPARE_WITHIN(web.capacity_rps, 100, 1e-9);
        QCOMPARE(web.status, headroom::results::Status::hot);
        QCOMPARE(*r.system.bottleneck, std::string("web"));
    }

    // M/M/4, rho 0.8, S 25 ms: Erlang C(4, 3.2) = 0.5964, W = C / (160/s - 128/s), T = 43.6385 ms.
    void fourServers() {
        const Results r =
            solved(client("128") +
                       component("web", "service", "'instances': 1, 'workers': 4, 'service_time_ms': 25"),
                   call("c", "users", "web"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 43.6385, 1e-6);
    }

    // Two M/M/1 in a row, rho 0.5, S 10 ms: Erlang-2 of mean 40; (1 + t/20) e^(-t/20) = 0.01 at t = 132.77.
    void twoInARow() {
        const Results r = solved(client("50") + service("a", "10") + service("b", "10"),
                                 call("c", "users", "a") + "," + call("d", "a", "b"));
        COMPARE_WITHIN(r.system.latency_ms.mean, 40, 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p99, 132.7670, 1e-5);
        COMPARE_WITHIN(r.components.at("a").response_ms.p99, 132.7670, 1e-5);
        COMPARE_WITHIN(r.components.at("b").response_ms.p99, 20 * std::log(100), 1e-6);
    }
};

QTEST_GUILESS_MAIN(ClosedFormsTest)
#include "closed_forms_test.moc"
