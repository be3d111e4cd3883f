// Retries after timeouts, by both engines.
#include "core/queueing/client_timeout.h"
#include "core/queueing/late_retrials.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string web(const std::string& params) {
    return component("web", "service", "'service_time_ms': 10, 'instances': 1, " + params);
}

std::string again(const std::string& timeoutMs, const std::string& retries, const std::string& backoffMs) {
    return ", 'timeout_ms': " + timeoutMs + ", 'retries': " + retries + ", 'backoff_ms': " + backoffMs;
}

}  // namespace

class LateAgainTest : public QObject {
    Q_OBJECT

  private slots:
    void measured_data() {
        QTest::addColumn<QString>("rps");
        QTest::addColumn<QString>("workers");
        QTest::addColumn<QString>("timeoutMs");
        QTest::addColumn<int>("retries");
        QTest::addColumn<QString>("backoffMs");
        QTest::addColumn<double>("errors");  // allowed, of that
        QTest::addColumn<double>("wait");
        const auto row = [](const char* rps, const char* workers, const char* timeout, int retries,
                            const char* backoff, double errors, double wait) {
            QTest::addRow("%s a s, %s workers, %s ms, %d more up to %s ms", rps, workers, timeout, retries,
                          backoff)
                << rps << workers << timeout << retries << backoff << errors << wait;
        };
        row("20", "1", "30", 1, "5", 0.04, 0.02);
        row("20", "1", "30", 1, "30", 0.03, 0.02);
        row("20", "1", "30", 1, "300", 0.03, 0.02);
        row("40", "1", "30", 1, "300", 0.04, 0.02);
        row("30", "1", "15", 1, "10", 0.03, 0.02);
        row("20", "1", "30", 2, "30", 0.06, 0.05);
        row("10", "1", "15", 3, "10", 0.11, 0.05);
        row("10", "1", "15", 2, "300", 0.03, 0.02);
        row("60", "2", "15", 1, "30", 0.02, 0.06);
        row("80", "2", "30", 1, "2", 0.15, 0.06);
        row("120", "4", "15", 1, "2", 0.04, 0.12);
        row("120", "4", "30", 1, "10", 0.04, 0.02);
        row("240", "8", "15", 1, "10", 0.01, 0.07);
    }

    // What is late again, and how long all wait.
    void measured() {
        QFETCH(QString, rps);
        QFETCH(QString, workers);
        QFETCH(QString, timeoutMs);
        QFETCH(int, retries);
        QFETCH(QString, backoffMs);
        QFETCH(double, errors);
        QFETCH(double, wait);
        const Both b = byBothEngines(
            client(rps.toStdString()) + web("'workers': " + workers.toStdString()),
            call("c", "users", "web",
                 again(timeoutMs.toStdString(), std::to_string(retries), backoffMs.toStdString())),
            {.seconds = 20000, .seed = 3});
        QVERIFY(b.solved.converged);
        QVERIFY(hasFinding(b.solved, "approximate-returns"));
        QVERIFY(!hasFinding(b.solved, "approximate-retries"));
        AGREE(b, connections.at("c").rps, 0.012);
        AGREE(b, connections.at("c").error_rate, errors);
        AGREE(b, components.at("web").wait_ms.mean, wait);
        AGREE(b, components.at("web").residence_ms.mean, 0.05);
        AGREE(b, components.at("web").response_ms.mean, 0.05);
        AGREE(b, components.at("web").queue_length, wait + 0.02);
        AGREE(b, components.at("web").utilization, 0.012);
        AGREE(b, system.goodput_rps, 0.02);
    }

    void takenBack_data() {
        QTest::addColumn<QString>("rps");
        QTest::addColumn<QString>("params");
        QTest::addColumn<QString>("timeoutMs");
        QTest::addColumn<int>("retries");
        QTest::addColumn<QString>("backoffMs");
        QTest::addColumn<double>("errors");  // allowed, of that
        QTest::addColumn<double>("leaving");
        QTest::addRow("one") << "30"
                             << "'workers': 1"
                             << "15" << 1 << "10" << 0.05 << 0.06;
        QTest::addRow("two") << "40"
                             << "'workers': 2"
                             << "15" << 3 << "30" << 0.05 << 0.06;
        QTest::addRow("two nearly full") << "100"
                                         << "'workers': 2"
                                         << "30" << 1 << "30" << 0.03 << 0.06;
        QTest::addRow("four") << "120"
                              << "'workers': 4"
                              << "30" << 1 << "10" << 0.03 << 0.06;
        QTest::addRow("even") << "60"
                              << "'workers': 2, 'service_cv': 0.5"
                              << "15" << 1 << "30" << 0.03 << 1.0;
        QTest::addRow("uneven") << "100"
                                << "'workers': 2, 'service_cv': 2"
                                << "30" << 3 << "30" << 0.05 << 0.06;
    }

    // Who leaves the line makes no work, and no longer holds up what comes back.
    void takenBack() {
        QFETCH(QString, rps);
        QFETCH(QString, params);
        QFETCH(QString, timeoutMs);
        QFETCH(int, retries);
        QFETCH(QString, backoffMs);
        QFETCH(double, errors);
        QFETCH(double, leaving);
        const Both b = byBothEngines(
            client(rps.toStdString()) + web(params.toStdString()),
            call("c", "users", "web",
                 again(timeoutMs.toStdString(), std::to_string(retries), backoffMs.toStdString()) +
                     ", 'cancel_on_timeout': true"),
            {.seconds = 20000, .seed = 3});
        QVERIFY(b.solved.converged);
        QVERIFY(hasFinding(b.solved, "approximate-returns"));
        AGREE(b, connections.at("c").rps, 0.015);
        AGREE(b, connections.at("c").error_rate, errors);
        AGREE(b, components.at("web").abandoned_rps, leaving);
        AGREE(b, components.at("web").throughput_rps, 0.01);
        AGREE(b, components.at("web").utilization, 0.015);
        AGREE(b, components.at("web").wait_ms.mean, 0.06);
        AGREE(b, system.goodput_rps, 0.015);
        const auto& at = b.solved.components.at("web");
        COMPARE_WITHIN(*at.throughput_rps + *at.abandoned_rps, *at.arrival_rps, 1e-6);
    }

    // The queue of its own: p for a fresh request, q when it comes back.
    void theLoopCloses() {
        const auto r =
            solved(client("20") + web("'workers': 1"), call("c", "users", "web", again("30", "1", "5")));
        queueing::LateRetrialQueue queue;
        queueing::RetrialStream stream;
        stream.fresh = {0.02};
        stream.waits = {{.from = 30, .length = 5}};
        QVERIFY(queue.solve({.serviceRate = 0.1,
                             .servers = 1,
                             .limit = 30,
                             .others = 0,
                             .streams = {stream},
                             .restMean = 10,
                             .restScv = 1}));
        const auto& c = r.connections.at("c");
        COMPARE_WITHIN(c.rps, 20 * (1 + queue.late()), 1e-4);
        COMPARE_WITHIN(c.error_rate, queue.late() * queue.lateAgain(0, 1), 1e-3);
        COMPARE_WITHIN(r.components.at("web").utilization, 0.2 * (1 + queue.late()), 1e-4);
    }

    // Only what is late remembers: errors come back as fresh requests do, though what was in time has left a
    // shorter queue. Too much fails for good.
    void amongErrors() {
        const Both b =
            byBothEngines(client("20") + web("'workers': 1, 'error_rate': 0.1"),
                          call("c", "users", "web", again("30", "2", "30")), {.seconds = 20000, .seed = 3});
        QVERIFY(hasFinding(b.solved, "approximate-retries"));
        AGREE(b, connections.at("c").rps, 0.015);
        AGREE(b, connections.at("c").error_rate, 0.3);
        AGREE(b, components.at("web").wait_ms.mean, 0.18);
    }

    void withABudget() {
        const Both b =
            byBothEngines(client("20") + web("'workers': 1"),
                          call("c", "users", "web", again("30", "2", "30") + ", 'retry_budget': 0.05"),
                          {.seconds = 20000, .seed = 3});
        COMPARE_WITHIN(b.solved.connections.at("c").rps, 21, 1e-6);
        AGREE(b, system.goodput_rps, 0.01);
    }

    // By chance among four machines: one in four comes back to where it was.
    void someMeetAnotherMachine() {
        const Both b = byBothEngines(
            client("80") + component("web", "service", "'service_time_ms': 10, 'instances': 4, 'workers': 1"),
            call("c", "users", "web", again("30", "1", "5")), {.seconds = 8000, .seed = 3});
        QVERIFY(hasFinding(b.solved, "approximate-returns"));
        AGREE(b, connections.at("c").rps, 0.01);
        AGREE(b, connections.at("c").error_rate, 0.1);
        AGREE(b, components.at("web").wait_ms.mean, 0.1);
    }

    // Whoever sends there without a timeout finds what is so too; a second connection with another timeout
    // is taken as fresh.
    void besideOthers() {
        const std::string users =
            "{'id': 'other', 'kind': 'client', 'workloads': [{'id': 'w', 'rps': 20}]}, ";
        const Both b = byBothEngines(
            users + client("15") + web("'workers': 1"),
            call("c", "users", "web", again("30", "1", "5")) + ", " + call("d", "other", "web", ""),
            {.seconds = 20000, .seed = 3});
        AGREE(b, connections.at("c").error_rate, 0.06);
        AGREE(b, components.at("web").wait_ms.mean, 0.04);
        AGREE(b, connections.at("d").latency_ms.mean, 0.03);
    }
};

QTEST_GUILESS_MAIN(LateAgainTest)
#include "late_again_test.moc"
