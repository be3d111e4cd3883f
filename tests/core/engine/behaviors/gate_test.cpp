#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

/// Clients, the gate with these parameters, and a service of 1 ms behind it; nothing else takes time.
results::Results behindGate(const std::string& rps, const std::string& params) {
    return solved(client(rps) +
                      component("gate", "rate_limiter", "'service_time_ms': 0, 'workers': 1000, " + params) +
                      component("web", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 1"),
                  call("in", "users", "gate") + ", " + call("on", "gate", "web"));
}

}  // namespace

class GateTest : public QObject {
    Q_OBJECT

  private slots:
    void tokenBucketOfReference_data();
    void tokenBucketOfReference();
    void windows_data();
    void windows();
    void whatIsTurnedAwayFailsAtOnce();
    void localCountersLetAsManyLimitsIn();
    void failuresGoToTheFallback();
    void countsWhatItTurnsAwayAndSaysSo();
    void lightTrafficPassesWithoutAWord();
};

void GateTest::tokenBucketOfReference_data() {
    // Reference cases 281, 283, 284: M/D/1 workload with admission where at most burst - 1 are missing.
    QTest::addColumn<QString>("rps");
    QTest::addColumn<int>("burst");
    QTest::addColumn<double>("admitted");
    QTest::newRow("0.8") << "800" << 5 << 0.964709603564;
    QTest::newRow("1") << "1000" << 10 << 0.949152542369;
    QTest::newRow("1.5") << "1500" << 10 << 0.666602985046;
}

void GateTest::tokenBucketOfReference() {
    QFETCH(QString, rps);
    QFETCH(int, burst);
    QFETCH(double, admitted);
    const auto results =
        behindGate(rps.toStdString(), "'instances': 1, 'limit_rps': 1000, 'burst': " + std::to_string(burst));
    const double let = rps.toDouble() * admitted;
    COMPARE_WITHIN(results.components.at("gate").throughput_rps, let, 1e-9);
    COMPARE_WITHIN(results.components.at("gate").dropped_rps, rps.toDouble() - let, 1e-9);
    COMPARE_WITHIN(results.components.at("web").arrival_rps, let, 1e-9);
    COMPARE_WITHIN(results.system.goodput_rps, let, 1e-9);
    COMPARE_WITHIN(results.system.error_rate, 1 - admitted, 1e-9);
}

void GateTest::windows_data() {
    // Limit 2 a second, 3 arrivals a second at random. Windows of 1 s: N Poisson of mean 3,
    // E[min(N, 2)] = p1 + 2 (1 - p0 - p1) = 2 - exp(-3) (2 + 3) = 1.75106. A log of 1 s: Erlang's B of 2
    // places and load 3 is 4.5 / (1 + 3 + 4.5), so 3 (1 - 9/17) = 24/17. Windows of half a second let one in
    // each: 2 (1 - exp(-1.5)), and the log 3 / (1 + 1.5).
    QTest::addColumn<QString>("params");
    QTest::addColumn<double>("admitted");
    QTest::newRow("fixed") << "'algorithm': 'fixed_window'" << 2 - 5 * std::exp(-3.0);
    QTest::newRow("log") << "'algorithm': 'sliding_log'" << 24.0 / 17;
    QTest::newRow("counter") << "'algorithm': 'sliding_counter'" << 24.0 / 17;
    QTest::newRow("short fixed") << "'algorithm': 'fixed_window', 'window_s': 0.5"
                                 << 2 * (1 - std::exp(-1.5));
    QTest::newRow("short log") << "'algorithm': 'sliding_log', 'window_s': 0.5" << 1.2;
}

void GateTest::windows() {
    QFETCH(QString, params);
    QFETCH(double, admitted);
    const auto results = behindGate("3", "'instances': 1, 'limit_rps': 2, " + params.toStdString());
    COMPARE_WITHIN(results.components.at("web").arrival_rps, admitted, 1e-12);
    QCOMPARE(hasFinding(results, "approximate-sliding-counter"), params.contains("counter"));
}

void GateTest::whatIsTurnedAwayFailsAtOnce() {
    // Only what got through counts as a response: 1 ms of exponential work, p99 at ln(100).
    const auto results = behindGate("3000", "'limit_rps': 1000");
    COMPARE_WITHIN(results.system.latency_ms.mean, 1, 1e-9);
    COMPARE_WITHIN(results.system.latency_ms.p99, std::log(100.0), 1e-6);
    COMPARE_WITHIN(results.connections.at("in").error_rate, 1 - 1.0 / 3, 1e-3);
}

void GateTest::localCountersLetAsManyLimitsIn() {
    // 12 machines of 100/s each, far above: 1 200/s instead of 100/s.
    const std::string limit = "'instances': 12, 'limit_rps': 100, 'burst': 50";
    COMPARE_WITHIN(behindGate("100000", limit).components.at("web").arrival_rps, 100, 1e-9);
    const auto local = behindGate("100000", limit + ", 'scope': 'local'");
    COMPARE_WITHIN(local.components.at("web").arrival_rps, 1200, 1e-9);
    COMPARE_WITHIN(local.components.at("gate").capacity_rps, 1200, 1e-12);
}

void GateTest::failuresGoToTheFallback() {
    // Reference case 284: a third is turned away, and all of that third takes the other way.
    const auto results =
        solved(client("1500") + component("web", "service", "'service_time_ms': 0") +
                   component("gate", "rate_limiter", "'instances': 1, 'limit_rps': 1000, 'burst': 10") +
                   component("other", "service", "'instances': 1, 'workers': 1000, 'service_time_ms': 7"),
               call("in", "users", "web") + ", " + call("try", "web", "gate") + ", " +
                   call("else", "web", "other", ", 'when': 'on_failure'"));
    COMPARE_WITHIN(results.components.at("other").arrival_rps, 1500 * 0.333397014954, 1e-9);
    COMPARE_WITHIN(results.system.error_rate, 0, 1e-12);
}

void GateTest::countsWhatItTurnsAwayAndSaysSo() {
    const auto results = behindGate("2000", "'limit_rps': 1000, 'burst': 10");
    QVERIFY(hasFinding(results, "gate-turns-away"));
    QVERIFY(hasFinding(results, "approximate-gate"));
    QVERIFY(results.components.at("gate").status == results::Status::degraded);
    COMPARE_WITHIN(results.components.at("gate").backlog_growth_rps, 0, 1e-12);
}

void GateTest::lightTrafficPassesWithoutAWord() {
    const auto results = behindGate("100", "'limit_rps': 1000, 'burst': 10");
    QVERIFY(!hasFinding(results, "gate-turns-away"));
    QVERIFY(results.components.at("gate").status == results::Status::ok);
    COMPARE_WITHIN(results.system.goodput_rps, 100, 1e-9);
}

QTEST_GUILESS_MAIN(GateTest)
#include "gate_test.moc"
