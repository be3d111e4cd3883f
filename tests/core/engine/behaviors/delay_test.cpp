#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

class DelayTest : public QObject {
    Q_OBJECT

  private slots:
    void nobodyWaitsForAnother();
    void itsVariationIsThatOfTheTimes();
    void aLimitRefuses();
    void withoutALimitThereIsNoCapacity();
};

void DelayTest::nobodyWaitsForAnother() {
    // A million a second or one: exponential of 200 ms, p99 = 200 ln 100.
    for (const char* rps : {"1", "1000000"}) {
        const auto results = solved(client(rps) + component("api", "external_api", "'service_time_ms': 200"),
                                    call("in", "users", "api"));
        COMPARE_WITHIN(results.system.latency_ms.mean, 200, 1e-9);
        COMPARE_WITHIN(results.system.latency_ms.p99, 200 * std::log(100.0), 1e-6);
        COMPARE_WITHIN(results.components.at("api").wait_ms.mean, 0, 1e-12);
    }
}

void DelayTest::itsVariationIsThatOfTheTimes() {
    const auto results =
        solved(client("1000") + component("api", "external_api", "'service_time_ms': 80, 'service_cv': 0"),
               call("in", "users", "api"));
    COMPARE_WITHIN(results.system.latency_ms.p999, 80, 1e-9);
    QVERIFY(!hasFinding(results, "approximate-wait"));
}

void DelayTest::aLimitRefuses() {
    // 3 a second and 2 in any second: Erlang's B(2, 3) = 9/17 are refused.
    const auto results = solved(client("3") + component("push", "notification_provider", "'limit_rps': 2"),
                                call("in", "users", "push"));
    COMPARE_WITHIN(results.components.at("push").dropped_rps, 3 * 9.0 / 17, 1e-12);
    COMPARE_WITHIN(results.system.goodput_rps, 3 * 8.0 / 17, 1e-12);
    COMPARE_WITHIN(results.components.at("push").capacity_rps, 2, 1e-12);
}

void DelayTest::withoutALimitThereIsNoCapacity() {
    const auto results =
        solved(client("3") + component("api", "external_api", ""), call("in", "users", "api"));
    QVERIFY(!results.components.at("api").capacity_rps);
    QVERIFY(!results.components.at("api").utilization);
    QVERIFY(results.components.at("api").status == results::Status::ok);
}

QTEST_GUILESS_MAIN(DelayTest)
#include "delay_test.moc"
