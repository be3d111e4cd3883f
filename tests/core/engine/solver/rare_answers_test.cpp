#include <QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

class RareAnswersTest : public QObject {
    Q_OBJECT

  private slots:
    // 1000 calls one after the other into a queue: of 10 a second each is served with probability s, so that
    // 10 / (1 - s) come and 100 are served, s = 10 / 11; s^1000 = 4e-42 of them are answered at all, after
    // hours. The quick ones are M/M/1 at 50 of 100 a second: mean 20 ms, p50 20 ln 2, p99 20 ln 100.
    void whatHardlyEverEndsDoesNotTouchThePercentiles() {
        const std::string sources =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'quick', 'rps': 50}]}, "
            "{'id': 'others', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'slow', 'rps': 10}]}";
        const auto r = solved(sources + service("web", "10") + service("db", "10"),
                              call("a", "users", "web") + "," + call("b", "others", "db", ", 'calls': 1000"));
        QVERIFY(*r.workloads.at("others.slow").goodput_rps < 1e-9);
        COMPARE_WITHIN(r.system.latency_ms.mean, 20, 1e-9);
        COMPARE_WITHIN(r.system.latency_ms.p50, 20 * std::log(2), 1e-6);
        COMPARE_WITHIN(r.system.latency_ms.p99, 20 * std::log(100), 1e-6);
    }
};

QTEST_GUILESS_MAIN(RareAnswersTest)
#include "rare_answers_test.moc"
