// Retries after a full queue has rejected them, by both engines.
#include "core/queueing/mm_c_k.h"
#include "core/queueing/retrial_queue.h"
#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string web(const std::string& params) {
    return component("web", "service", "'service_time_ms': 10, " + params);
}

std::string again(const std::string& retries, const std::string& backoffMs) {
    return ", 'retries': " + retries + ", 'backoff_ms': " + backoffMs;
}

}  // namespace

class RefusedAgainTest : public QObject {
    Q_OBJECT

  private slots:
    void measured_data() {
        QTest::addColumn<QString>("rps");
        QTest::addColumn<QString>("params");
        QTest::addColumn<int>("retries");
        QTest::addColumn<QString>("backoffMs");
        QTest::addColumn<double>("attempts");  // allowed, of that
        QTest::addColumn<double>("errors");
        const auto row = [](const char* name, const char* rps, const char* params, int retries,
                            const char* backoff, double attempts, double errors) {
            QTest::addRow("%s, %s ms", name, backoff)
                << rps << params << retries << backoff << attempts << errors;
        };
        const char* one = "'instances': 1, 'workers': 1, 'queue_limit': 4";
        const char* over = "'instances': 1, 'workers': 1, 'queue_limit': 9";
        const char* four = "'instances': 1, 'workers': 4, 'queue_limit': 2";
        const char* loss = "'instances': 1, 'workers': 4, 'queue_limit': 0";
        row("one", "80", one, 2, "0.1", 0.01, 0.02);
        row("one", "80", one, 2, "20", 0.01, 0.07);
        row("one", "80", one, 3, "100", 0.01, 0.08);
        row("one", "80", one, 2, "1000", 0.01, 0.08);
        row("one", "80", one, 2, "20000", 0.01, 0.08);
        row("over", "120", over, 3, "0.1", 0.01, 0.02);
        row("over", "120", over, 3, "20", 0.02, 0.02);
        row("over", "120", over, 3, "100", 0.02, 0.02);
        row("over", "120", over, 3, "20000", 0.02, 0.04);
        row("four", "350", four, 2, "0.1", 0.01, 0.03);
        row("four", "350", four, 2, "20", 0.01, 0.06);
        row("four", "350", four, 3, "30", 0.01, 0.08);
        row("four", "350", four, 2, "1000", 0.01, 0.05);
        row("loss", "300", loss, 3, "0.1", 0.01, 0.03);
        row("loss", "300", loss, 3, "5", 0.01, 0.06);
        row("loss", "300", loss, 3, "30", 0.01, 0.06);
        row("loss", "300", loss, 3, "1000", 0.01, 0.02);
    }

    // What finds the queue full again, and how long the others wait.
    void measured() {
        QFETCH(QString, rps);
        QFETCH(QString, params);
        QFETCH(int, retries);
        QFETCH(QString, backoffMs);
        QFETCH(double, attempts);
        QFETCH(double, errors);
        const Both b =
            byBothEngines(client(rps.toStdString()) + web(params.toStdString()),
                          call("c", "users", "web", again(std::to_string(retries), backoffMs.toStdString())),
                          {.seconds = 4000, .seed = 3});
        QVERIFY(b.solved.converged);
        QVERIFY(hasFinding(b.solved, "approximate-returns"));
        QVERIFY(!hasFinding(b.solved, "approximate-retries"));
        QVERIFY(!hasFinding(b.solved, "retries-taken-as-fresh"));
        AGREE(b, connections.at("c").rps, attempts);
        AGREE(b, connections.at("c").error_rate, errors);
        AGREE(b, components.at("web").dropped_rps, 0.05);
        AGREE(b, components.at("web").wait_ms.mean, 0.03);
        AGREE(b, system.goodput_rps, 0.01);
        AGREE(b, components.at("web").throughput_rps, 0.01);
        const auto& at = b.solved.components.at("web");
        COMPARE_WITHIN(*at.throughput_rps + *at.dropped_rps, *at.arrival_rps, 1e-6);
        COMPARE_WITHIN(at.throughput_rps, *b.solved.system.goodput_rps, 1e-6);
        COMPARE_WITHIN(at.arrival_rps, *b.solved.connections.at("c").rps, 1e-9);
        COMPARE_WITHIN(at.error_rate, *at.dropped_rps / *at.arrival_rps, 1e-6);
    }

    // The queue of its own: p for a fresh request, q1 and q2 when it comes back.
    void theLoopCloses() {
        const auto r = solved(client("80") + web("'instances': 1, 'workers': 1, 'queue_limit': 4"),
                              call("c", "users", "web", again("2", "20")));
        queueing::RetrialQueue queue;
        queue.solve({.serviceRate = 0.1,
                     .servers = 1,
                     .capacity = 5,
                     .others = 0,
                     .streams = {{.fresh = {0.08}, .waits = {{0, 20}, {0, 40}}}}});
        const double p = queue.blocked();
        const double q1 = queue.fullAgain(0, 1);
        const double q2 = queue.fullAgain(0, 2);
        const auto& at = r.components.at("web");
        COMPARE_WITHIN(r.connections.at("c").error_rate, p * q1 * q2, 1e-6);
        COMPARE_WITHIN(r.connections.at("c").rps, 80 * (1 + p + p * q1), 1e-6);
        COMPARE_WITHIN(at.utilization, 0.8 * (1 - p * q1 * q2), 1e-6);
        COMPARE_WITHIN(at.wait_ms.mean, queue.waitProbability() * (1 + queue.meanAhead()) / 0.1, 1e-6);
        QVERIFY(r.iterations < 10);
    }

    // Of one of two workloads more comes back, over another connection with another backoff.
    void twoOfThem() {
        const std::string users =
            "{'id': 'other', 'kind': 'client', 'workloads': [{'id': 'w', 'rps': 45}]}, ";
        const Both b = byBothEngines(
            users + client("45") + web("'instances': 1, 'workers': 1, 'queue_limit': 4"),
            call("c", "users", "web", again("2", "20")) + ", " + call("d", "other", "web", again("1", "200")),
            {.seconds = 8000, .seed = 3});
        QVERIFY(hasFinding(b.solved, "approximate-returns"));
        AGREE(b, connections.at("c").rps, 0.01);
        AGREE(b, connections.at("c").error_rate, 0.06);
        AGREE(b, connections.at("d").rps, 0.01);
        AGREE(b, connections.at("d").error_rate, 0.04);
        AGREE(b, components.at("web").wait_ms.mean, 0.03);
    }

    // At once they meet what they have met: nothing is gained.
    void atOnceIsInVain() {
        const auto r = solved(client("80") + web("'instances': 1, 'workers': 1, 'queue_limit': 4"),
                              call("c", "users", "web", again("3", "0")));
        const double p = queueing::MmckQueue(0.08, 0.1, 1, 5).blocked();
        COMPARE_WITHIN(r.connections.at("c").error_rate, p, 1e-9);
        COMPARE_WITHIN(r.connections.at("c").rps, 80 * (1 + 3 * p), 1e-9);
    }

    // By chance among four machines: one in four comes back to where it was.
    void someMeetAnotherMachine() {
        const Both b =
            byBothEngines(client("320") + web("'instances': 4, 'workers': 1, 'queue_limit': 4"),
                          call("c", "users", "web", again("2", "5")), {.seconds = 4000, .seed = 3});
        QVERIFY(!hasFinding(b.solved, "retries-taken-as-fresh"));
        AGREE(b, connections.at("c").rps, 0.02);
        AGREE(b, system.goodput_rps, 0.01);
    }

    // With a timeout and a budget.
    void amongOtherFailures() {
        const Both b = byBothEngines(
            client("90") + web("'instances': 1, 'workers': 1, 'queue_limit': 4, 'error_rate': 0.1"),
            call("c", "users", "web", again("3", "50") + ", 'timeout_ms': 45, 'retry_budget': 0.3"),
            {.seconds = 4000, .seed = 3});
        QVERIFY(hasFinding(b.solved, "approximate-retries"));
        AGREE(b, connections.at("c").rps, 0.04);
        AGREE(b, system.goodput_rps, 0.04);
        COMPARE_WITHIN(b.solved.connections.at("c").rps, 90 * 1.3, 1e-6);
    }

    // Which of two has rejected it, and which it meets, is not known.
    void otherwiseItIsSaid() {
        const std::string two = web("'instances': 2, 'workers': 1, 'queue_limit': 4");
        const auto inTurn =
            solved(client("160") + two + component("lb", "load_balancer", ""),
                   call("in", "users", "lb", again("2", "20")) + ", " + call("c", "lb", "web", ""));
        QVERIFY(hasFinding(inTurn, "retries-taken-as-fresh"));
        const auto calm = solved(client("1") + web("'instances': 1, 'workers': 9, 'error_rate': 0.1"),
                                 call("c", "users", "web", again("2", "20")));
        QVERIFY(!hasFinding(calm, "retries-taken-as-fresh"));
    }
};

QTEST_GUILESS_MAIN(RefusedAgainTest)
#include "refused_again_test.moc"
