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
    void aLeakyBucketSpacesWhatItLetsIn();
    void whatIsHeldBackOfReference();
    void aboveTheLimitTheDoorIsSaturated();
    void everyClientHasTheLimit();
    void costIsAPartOfTheLimit();
    void thePoorerAreTurnedAwayFirst();
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

// Limit 1000 a second, room for one besides the one that leaves, load 1. Who is let in waits at most t < 1 ms
// with chance G(t) / G(1) = e^(t - 1) (the measure of M/D/1 is e^t there): e^-1 at once, and e^-1 ms in the
// mean. What is admitted is 1 / (1 + 1 / G(1)).
void GateTest::aLeakyBucketSpacesWhatItLetsIn() {
    const std::string bucket = "'instances': 1, 'limit_rps': 1000, 'burst': 2, 'algorithm': ";
    const auto leaky = behindGate("1000", bucket + "'leaky_bucket'");
    const auto token = behindGate("1000", bucket + "'token_bucket'");
    const double admitted = 1 / (1 + std::exp(-1.0));
    COMPARE_WITHIN(leaky.components.at("web").arrival_rps, 1000 * admitted, 1e-9);
    COMPARE_WITHIN(token.components.at("web").arrival_rps, 1000 * admitted, 1e-9);
    COMPARE_WITHIN(*token.components.at("gate").wait_ms.mean + 1, 1, 1e-9);
    COMPARE_WITHIN(leaky.components.at("gate").wait_ms.mean, std::exp(-1.0), 1e-9);
    COMPARE_WITHIN(leaky.components.at("gate").wait_ms.p99, 1 + std::log(0.99), 0.15);
}

// Reference cases 288 and 290, a token a ms: the work of M/D/1 beyond what is saved up.
void GateTest::whatIsHeldBackOfReference() {
    const auto held = [](const std::string& rps, const std::string& more) {
        return behindGate(rps, "'instances': 1, 'limit_rps': 1000, 'action': 'delay', 'burst': " + more)
            .components.at("gate");
    };
    const auto plain = held("800", "1");
    COMPARE_WITHIN(plain.wait_ms.mean, 2.0, 1e-9);
    COMPARE_WITHIN(plain.wait_ms.p99, 10.355886792, 1e-3);
    COMPARE_WITHIN(plain.dropped_rps.value_or(1) + 1, 1, 1e-9);
    COMPARE_WITHIN(plain.queue_length, 1.6, 1e-9);
    const auto saved = held("950", "20");
    COMPARE_WITHIN(saved.wait_ms.mean, 1.37550455417, 1e-6);
    COMPARE_WITHIN(saved.wait_ms.p99, 25.9377655084, 0.01);
    COMPARE_WITHIN(held("800", "50, 'algorithm': 'leaky_bucket'").wait_ms.mean, 2.0, 1e-9);
}

// 2000 a second against 1000: half is served, the wait is uniform up to H / 2 = 300 s.
void GateTest::aboveTheLimitTheDoorIsSaturated() {
    const auto results = behindGate("2000", "'instances': 1, 'limit_rps': 1000, 'action': 'delay'");
    QCOMPARE(results.components.at("gate").status, results::Status::saturated);
    COMPARE_WITHIN(results.components.at("web").arrival_rps, 1000, 1e-9);
    COMPARE_WITHIN(results.components.at("gate").wait_ms.mean, 150000, 1e-9);
    COMPARE_WITHIN(*results.system.error_rate + 1, 1, 1e-9);
}

// Ten clients, all alike, at 5 a second in all: each has 0.5 of its own limit of 1. With a window of a second
// and a log that is Erlang's B(0.5, 1) = 0.5 / 1.5.
void GateTest::everyClientHasTheLimit() {
    const auto limited = [](const std::string& clients) {
        return solved(client("5", ", 'clients': " + clients) +
                          component(
                              "gate", "rate_limiter",
                              "'instances': 1, 'limit_rps': 1, 'algorithm': 'sliding_log', 'per_key': true") +
                          component("web", "service", "'instances': 1"),
                      call("in", "users", "gate") + ", " + call("on", "gate", "web"))
            .components.at("web")
            .arrival_rps;
    };
    COMPARE_WITHIN(limited("{'count': 10}"), 5 / 1.5, 1e-9);
    COMPARE_WITHIN(limited("null"), 5, 1e-9);
    // Two clients, twice as active the first: 10/3 and 5/3 a second, B(a, 1) = a / (1 + a).
    COMPARE_WITHIN(limited("{'count': 2, 'zipf': 1}"), (10.0 / 3) / (13.0 / 3) + (5.0 / 3) / (8.0 / 3), 1e-9);
}

// Five tokens each of 1000 a second, ten of a burst of 50: as 200 a second and a burst of 10.
void GateTest::costIsAPartOfTheLimit() {
    const auto five = behindGate("200", "'instances': 1, 'limit_rps': 1000, 'burst': 50, 'cost': 5");
    const auto one = behindGate("200", "'instances': 1, 'limit_rps': 200, 'burst': 10");
    COMPARE_WITHIN(five.system.goodput_rps, *one.system.goodput_rps, 1e-12);
    COMPARE_WITHIN(one.system.goodput_rps, 200 * 0.949152542369, 1e-9);
}

// A burst of 2, half of it kept: the lower priority is let in where no token is missing, the higher one up
// to 1. With half an arrival each in the time of a token, G' = (G + 1) / 2 up to 1, so G(1) = 2 e^(1/2) - 1;
// and what comes in is what is not idle: G(2) = 1 + G(1) / 2 + 1 / 2 = 1 + e^(1/2).
void GateTest::thePoorerAreTurnedAwayFirst() {
    const auto twoPriorities = [](const std::string& reserve, const std::string& algorithm) {
        return solved(
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': ["
            "{'id': 'pay', 'rps': 500, 'priority': 3}, {'id': 'look', 'rps': 500}]}" +
                component("gate", "rate_limiter",
                          "'instances': 1, 'service_time_ms': 0, 'limit_rps': 1000, 'burst': 2, "
                          "'algorithm': '" +
                              algorithm + "', 'priority_reserve': " + reserve),
            call("in", "users", "gate"));
    };
    const double root = std::exp(0.5);
    for (const char* algorithm : {"token_bucket", "leaky_bucket"}) {
        const auto kept = twoPriorities("0.5", algorithm);
        COMPARE_WITHIN(kept.workloads.at("users.pay").goodput_rps, 500 * (2 * root - 1) / (1 + root), 1e-4);
        COMPARE_WITHIN(kept.workloads.at("users.look").goodput_rps, 500 / (1 + root), 1e-4);
        COMPARE_WITHIN(kept.components.at("gate").dropped_rps, 1000 - *kept.system.goodput_rps, 1e-9);
    }
    const auto alike = twoPriorities("0", "token_bucket");
    const auto hardly = twoPriorities("0.000001", "token_bucket");
    COMPARE_WITHIN(alike.workloads.at("users.pay").goodput_rps, 500 / (1 + std::exp(-1.0)), 1e-9);
    COMPARE_WITHIN(hardly.workloads.at("users.look").goodput_rps, 500 / (1 + std::exp(-1.0)), 1e-3);
}

QTEST_GUILESS_MAIN(GateTest)
#include "gate_test.moc"
