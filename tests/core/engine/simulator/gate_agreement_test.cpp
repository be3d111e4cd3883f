#include "tests/core/engine/simulator/simulated.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;

/// Limits: the simulator counts, the solver has formulas.
class GateAgreementTest : public QObject {
    Q_OBJECT

  private slots:
    void limits_data() {
        QTest::addColumn<QString>("params");
        QTest::addColumn<double>("wait");  // share of the mean, besides the interval
        const char* bucket = "'limit_rps': 10, 'burst': 4, 'instances': 1";
        const auto row = [](const char* name, const QString& params, double wait) {
            QTest::newRow(name) << params << wait;
        };
        row("token bucket", bucket, 0);
        row("leaky bucket", QString(bucket) + ", 'algorithm': 'leaky_bucket'", 0);
        row("fixed window", QString(bucket) + ", 'algorithm': 'fixed_window'", 0);
        row("sliding log", QString(bucket) + ", 'algorithm': 'sliding_log'", 0);
        row("held tokens", QString(bucket) + ", 'action': 'delay'", 0);
        row("held leaky", QString(bucket) + ", 'action': 'delay', 'algorithm': 'leaky_bucket'", 0);
        row("four local", "'limit_rps': 3, 'burst': 2, 'instances': 4, 'scope': 'local'", 0);
        row("four shared", "'limit_rps': 12, 'burst': 2, 'instances': 4", 0);
        row("each client", "'limit_rps': 1, 'burst': 2, 'per_key': true, 'instances': 1", 0);
        row("each client leaky", "'limit_rps': 1, 'burst': 3, 'per_key': true, 'algorithm': 'leaky_bucket'",
            0.01);
        row("dear", "'limit_rps': 30, 'burst': 12, 'cost': 3, 'instances': 1", 0);
    }
    void limits() {
        QFETCH(QString, params);
        QFETCH(double, wait);
        const auto design =
            designOf(client("9", ", 'clients': {'count': 12, 'zipf': 1}") +
                         component("gate", "rate_limiter",
                                   "'service_time_ms': 0, 'workers': 1000, " + params.toStdString()) +
                         component("web", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 1"),
                     call("in", "users", "gate") + ", " + call("on", "gate", "web"));
        const auto solved = solve(design, shippedCatalog());
        const auto simulated = simulate(design, shippedCatalog(), {.seconds = 40000, .seed = 5});
        const auto& s = solved.components.at("gate");
        const auto& m = simulated.results.components.at("gate");
        const auto& w = simulated.halfWidths.components.at("gate");
        constexpr double to99 = 1.35;
        const auto within = [&](double share, const auto& figure, const auto& measured, const auto& half) {
            return std::abs(*figure - *measured) <= to99 * half.value_or(0) + share * *figure + 1e-6;
        };
        QVERIFY2(within(0.001, s.throughput_rps, m.throughput_rps, w.throughput_rps),
                 qPrintable(QString::number(*s.throughput_rps) + " " + QString::number(*m.throughput_rps)));
        QVERIFY2(within(wait + 0.005, s.wait_ms.mean, m.wait_ms.mean, w.wait_ms.mean),
                 qPrintable(QString::number(*s.wait_ms.mean) + " " + QString::number(*m.wait_ms.mean)));
        QVERIFY2(within(wait + 0.01, s.queue_length, m.queue_length, w.queue_length),
                 qPrintable(QString::number(*s.queue_length) + " " + QString::number(*m.queue_length)));
        // In a bucket that turns away, 15 % (`bucket_delay.h`).
        const double percentile = params.contains("leaky") && !params.contains("delay") ? 0.15 : 0.03;
        QVERIFY2(within(percentile, s.wait_ms.p99, m.wait_ms.p99, w.wait_ms.p99),
                 qPrintable(QString::number(*s.wait_ms.p99) + " " + QString::number(*m.wait_ms.p99)));
    }

    // Three priorities, 30 a second against a limit of 20: the lowest is turned away first. Buckets of some
    // tokens by level crossings, of very many as a fluid.
    void priorities_data() {
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<double>("seconds");
        QTest::newRow("tokens") << "'burst': 8, 'priority_reserve': 0.25" << 20000.0;
        QTest::newRow("leaky") << "'burst': 8, 'priority_reserve': 0.4, 'algorithm': 'leaky_bucket'"
                               << 20000.0;
        QTest::newRow("fluid") << "'burst': 10000, 'priority_reserve': 0.1" << 200000.0;
    }
    void priorities() {
        QFETCH(QString, bucket);
        QFETCH(double, seconds);
        const auto design = designOf(
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': ["
            "{'id': 'high', 'rps': 5, 'priority': 9}, {'id': 'low', 'rps': 10},"
            "{'id': 'middle', 'rps': 15, 'priority': 5, 'op': 'write'}]}" +
                component("gate", "rate_limiter",
                          "'service_time_ms': 0, 'limit_rps': 20, 'instances': 1, " + bucket.toStdString()),
            call("in", "users", "gate"));
        const auto solved = solve(design, shippedCatalog());
        const auto simulated = simulate(design, shippedCatalog(), {.seconds = seconds, .seed = 5});
        double before = 1;
        for (const char* name : {"users.high", "users.middle", "users.low"}) {
            const double share =
                *solved.workloads.at(name).goodput_rps / *solved.workloads.at(name).offered_rps;
            QVERIFY(share < before + 1e-9);
            before = share;
            const double half = simulated.halfWidths.workloads.at(name).goodput_rps.value_or(0);
            const double apart =
                *simulated.results.workloads.at(name).goodput_rps - *solved.workloads.at(name).goodput_rps;
            QVERIFY2(std::abs(apart) < 1.35 * half + 0.03, qPrintable(QString::number(apart)));
        }
    }

    // Windows that hold back: taken as buckets, 15 % of the limit away from it.
    void heldWindows() {
        for (const std::string algorithm : {"fixed_window", "sliding_log"}) {
            const auto design = designOf(
                client("9") + component("gate", "rate_limiter",
                                        "'service_time_ms': 0, 'limit_rps': 10, 'instances': 1, 'action': "
                                        "'delay', 'algorithm': '" +
                                            algorithm + "'"),
                call("in", "users", "gate"));
            const auto measured = simulate(design, shippedCatalog(), {.seconds = 20000, .seed = 5});
            QVERIFY(measured.results.components.at("gate").wait_ms.mean > 0.0);
            COMPARE_WITHIN(measured.results.components.at("gate").throughput_rps, 9, 0.01);
        }
    }

    // What gates do to the waits behind them, 100 a second and one worker at 70 %, as docs/engine.md says.
    void behindGates_data() {
        QTest::addColumn<QString>("arrivals");
        QTest::addColumn<QString>("gate");
        QTest::addColumn<double>("wait");
        const auto row = [](const char* name, const char* arrivals, const char* gate, double wait) {
            QTest::newRow(name) << arrivals << gate << wait;
        };
        row("one after the other", "", "'limit_rps': 120, 'action': 'delay', 'algorithm': 'leaky_bucket'",
            0.04);
        row("tokens", "", "'limit_rps': 120, 'burst': 10, 'action': 'delay'", 0.04);
        row("bursts", ", 'arrival': 'bursty', 'arrival_cv': 2.5",
            "'limit_rps': 150, 'burst': 20, 'action': 'delay'", 0.05);
        row("ten tokens", "", "'limit_rps': 90, 'burst': 10", 0.16);
    }
    void behindGates() {
        QFETCH(QString, arrivals);
        QFETCH(QString, gate);
        QFETCH(double, wait);
        const auto design =
            designOf(client("100", arrivals.toStdString()) +
                         component("gate", "rate_limiter", "'service_time_ms': 0, " + gate.toStdString()) +
                         service("s", "7"),
                     call("in", "users", "gate") + ", " + call("on", "gate", "s"));
        const auto solved = solve(design, shippedCatalog());
        const auto simulated = simulate(design, shippedCatalog(), {.seconds = 10000, .seed = 5});
        COMPARE_WITHIN(solved.components.at("s").wait_ms.mean,
                       *simulated.results.components.at("s").wait_ms.mean, wait);
        QVERIFY(hasFinding(solved, "approximate-gate"));
    }
};

QTEST_GUILESS_MAIN(GateAgreementTest)
#include "gate_agreement_test.moc"
