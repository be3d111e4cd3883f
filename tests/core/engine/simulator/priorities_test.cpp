#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using headroom::results::Results;

namespace {

/// Three workloads of falling priority, each a third of the rate, to one station.
Both both(double rps, const std::string& params, double seconds, std::uint32_t replications = 1) {
    std::string workloads;
    for (const char* id : {"a", "b", "c"}) {
        workloads += std::string(workloads.empty() ? "" : ", ") + "{'id': '" + id +
                     "', 'rps': " + headroom::shortest(rps / 3) +
                     ", 'priority': " + std::to_string('c' - id[0]) + "}";
    }
    return byBothEngines(
        "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [" + workloads + "]}" +
            component("s", "service",
                      "'instances': 1, 'service_time_ms': 10, 'discipline': 'priority', " + params),
        call("c", "users", "s"), {.seconds = seconds, .seed = 3, .replications = replications});
}

/// Empty where both agree within the 99.9 % interval of the simulation, or that share.
std::string unlike(double solved, double simulated, double halfWidth, double share) {
    return apart(solved, simulated, halfWidth, 1.8, share * solved);
}

}  // namespace

class PrioritiesTest : public QObject {
    Q_OBJECT

  private slots:
    void bothEngines_data() {
        QTest::addColumn<double>("rps");
        QTest::addColumn<QString>("station");
        QTest::addColumn<double>("meanShare");  // 0: exact
        QTest::addColumn<double>("tailShare");
        QTest::newRow("one worker") << 80.0 << "'workers': 1" << 0.0 << 0.04;
        QTest::newRow("four workers") << 340.0 << "'workers': 4" << 0.0 << 0.04;
        QTest::newRow("constant work") << 80.0 << "'workers': 1, 'service_cv': 0" << 0.0 << 0.04;
        QTest::newRow("varied work") << 75.0 << "'workers': 1, 'service_cv': 2" << 0.0 << 0.05;
        QTest::newRow("varied work, four") << 320.0 << "'workers': 4, 'service_cv': 2" << 0.08 << 0.10;
        QTest::newRow("room for five") << 110.0 << "'workers': 1, 'queue_limit': 5" << 0.05 << 0.25;
    }
    void bothEngines() {
        QFETCH(double, rps);
        QFETCH(QString, station);
        QFETCH(double, meanShare);
        QFETCH(double, tailShare);
        const Both b = both(rps, station.toStdString(), 20000);
        QVERIFY(hasFinding(b.solved, "approximate-priority"));
        double last = 0;
        for (const std::string id : {"users.a", "users.b", "users.c"}) {
            const auto& solved = b.solved.workloads.at(id);
            const auto& simulated = b.simulated.results.workloads.at(id);
            const auto& width = b.simulated.halfWidths.workloads.at(id);
            const std::string mean = unlike(*solved.latency_ms.mean, *simulated.latency_ms.mean,
                                            *width.latency_ms.mean, meanShare);
            QVERIFY2(mean.empty(), (id + " mean " + mean).c_str());
            const std::string p99 =
                unlike(*solved.latency_ms.p99, *simulated.latency_ms.p99, *width.latency_ms.p99, tailShare);
            QVERIFY2(p99.empty(), (id + " p99 " + p99).c_str());
            QVERIFY(*solved.latency_ms.mean > last);
            last = *solved.latency_ms.mean;
        }
    }

    // Who is served when cannot change how much waits in all (Kleinrock 1965).
    void theWholeQueueIsTheSame() {
        const Both b = both(80, "'workers': 1", 10);
        COMPARE_WITHIN(b.solved.components.at("s").queue_length, 3.2, 1e-9);
        COMPARE_WITHIN(b.solved.components.at("s").wait_ms.mean, 40, 1e-9);
    }

    // 150 a second where 100 can be done: the first two are served in full, of the last nobody gets through.
    void overloadStarvesTheLast() {
        const Both b = both(150, "'workers': 1", 3000);
        for (const std::string id : {"users.a", "users.b"}) {
            COMPARE_WITHIN(b.solved.workloads.at(id).goodput_rps, 50, 1e-9);
        }
        QVERIFY(*b.solved.workloads.at("users.c").goodput_rps < 1e-6);
        const std::string first =
            unlike(*b.solved.workloads.at("users.a").latency_ms.mean,
                   *b.simulated.results.workloads.at("users.a").latency_ms.mean,
                   *b.simulated.halfWidths.workloads.at("users.a").latency_ms.mean, 0.02);
        QVERIFY2(first.empty(), first.c_str());
        // 130 a second: of the last 13.33 in 43.33 are served, and the wait of these grows from nothing.
        const Both some = both(130, "'workers': 1", 600, 12);
        COMPARE_WITHIN(some.solved.workloads.at("users.c").goodput_rps, 100 - 2 * 130 / 3.0, 1e-9);
        const std::string last =
            unlike(*some.solved.workloads.at("users.c").latency_ms.mean,
                   *some.simulated.results.workloads.at("users.c").latency_ms.mean, 0, 0.03);
        QVERIFY2(last.empty(), last.c_str());
    }
};

QTEST_GUILESS_MAIN(PrioritiesTest)
#include "priorities_test.moc"
