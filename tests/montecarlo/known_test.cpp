// The Monte Carlo program itself against closed forms, before anything is held against it.
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/montecarlo/monte_carlo.h"

using nlohmann::json;

namespace {

json station(int workers, double serviceMs, double rps, json extra = json::object()) {
    json params{{"instances", 1}, {"workers", workers}, {"service_time_ms", serviceMs}};
    params.update(extra);
    return {{"components",
             {{{"id", "users"}, {"kind", "client"}, {"workloads", {{{"id", "w"}, {"rps", rps}}}}},
              {{"id", "web"}, {"kind", "service"}, {"params", params}}}},
            {"connections",
             {{{"id", "e"},
               {"from", "users"},
               {"to", "web"},
               {"kind", "request"},
               {"params", {{"latency_ms", 0}}}}}}};
}

/// 40 batches: 4.1 standard errors are exceeded once in 5 000.
bool agrees(const montecarlo::Estimate& estimate, double expected) {
    const bool close = std::abs(estimate.mean - expected) < 4.1 * estimate.standardError;
    if (!close) {
        qWarning() << estimate.mean << "+-" << estimate.standardError << "instead of" << expected;
    }
    return close;
}

}  // namespace

class KnownTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/1, rho 0.8, S 10 ms: T is exponential with mean S / (1 - rho) = 50 ms, so p50 is 50 ln 2 and p99 50
    // ln 100.
    void oneServer() {
        const auto report = montecarlo::simulate(station(1, 10, 80), 1, 2000000);
        const auto& workload = report.workloads.at("users.w");
        QVERIFY(agrees(workload.mean, 50));
        QVERIFY(agrees(workload.p50, 50 * std::log(2.0)));
        QVERIFY(agrees(workload.p99, 50 * std::log(100.0)));
        QVERIFY(agrees(report.components.at("web").arrivalRps, 80));
        QVERIFY(agrees(report.components.at("web").utilization, 0.8));
        QVERIFY(agrees(report.components.at("web").waitMs, 40));
    }

    // M/M/4, rho 0.8, S 25 ms: Erlang C is 0.596432, the wait C S / (c (1 - rho)) = 18.6385 ms.
    void fourServers() {
        const auto report = montecarlo::simulate(station(4, 25, 128), 2, 1000000);
        QVERIFY(agrees(report.workloads.at("users.w").mean, 43.6385));
    }

    // An error is drawn after full work: a tenth fails, and what succeeds takes as long as ever.
    void errors() {
        const auto report = montecarlo::simulate(station(1, 10, 50, {{"error_rate", 0.1}}), 3, 1000000);
        QVERIFY(agrees(report.workloads.at("users.w").failedShare, 0.1));
        QVERIFY(agrees(report.workloads.at("users.w").mean, 20));
    }

    // Exponential work of 10 ms, hardly a queue, given up after 10 ms, two retries at once: p = 1/e, attempts
    // 1 + p + p^2 = 1.50321, all of them work; p^3 = 0.0497871 fail.
    void timeoutsAndRetries() {
        nlohmann::json design = station(1000, 10, 50);
        design["connections"][0]["params"].update({{"timeout_ms", 10}, {"retries", 2}, {"backoff_ms", 0}});
        const auto report = montecarlo::simulate(design, 5, 1000000);
        QVERIFY(agrees(report.components.at("web").arrivalRps, 50 * 1.50321472441));
        QVERIFY(agrees(report.components.at("web").utilization, 50 * 1.50321472441 * 0.01 / 1000));
        QVERIFY(agrees(report.workloads.at("users.w").failedShare, 0.049787068368));
    }

    // The test of the tests: a wrong expectation is noticed.
    void aWrongConstantIsNoticed() {
        const auto report = montecarlo::simulate(station(1, 10, 80), 1, 2000000);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("instead of 51"));
        QVERIFY(!agrees(report.workloads.at("users.w").mean, 51.5));
    }
};

QTEST_GUILESS_MAIN(KnownTest)
#include "known_test.moc"
