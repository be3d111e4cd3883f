// Retries after a full queue has rejected them, by both engines.
#include "core/queueing/mm_c_k.h"
#include "core/queueing/retry.h"
#include "core/queueing/still_full.h"
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
        row("one", "80", one, 2, "20", 0.06, 0.5);
        row("one", "80", one, 2, "20000", 0.01, 0.08);
        row("over", "120", over, 3, "0.1", 0.01, 0.02);
        row("over", "120", over, 3, "20", 0.08, 0.08);
        row("over", "120", over, 3, "20000", 0.02, 0.04);
        row("four", "350", four, 2, "0.1", 0.01, 0.03);
        row("four", "350", four, 2, "20", 0.04, 0.5);
        row("four", "350", four, 2, "1000", 0.01, 0.05);
        row("loss", "300", loss, 3, "0.1", 0.01, 0.03);
        row("loss", "300", loss, 3, "5", 0.04, 0.45);
        row("loss", "300", loss, 3, "1000", 0.01, 0.02);
    }

    // What finds the queue full again is told far better than by taking it for a fresh request.
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
        QVERIFY(!hasFinding(b.solved, "retries-taken-as-fresh"));
        AGREE(b, connections.at("c").rps, attempts);
        AGREE(b, connections.at("c").error_rate, errors);
        AGREE(b, system.goodput_rps, 0.04);
        AGREE(b, components.at("web").throughput_rps, 0.04);
        const auto& at = b.solved.components.at("web");
        COMPARE_WITHIN(*at.throughput_rps + *at.dropped_rps, *at.arrival_rps, 1e-6);
        COMPARE_WITHIN(at.throughput_rps, *b.solved.system.goodput_rps, 1e-6);
        COMPARE_WITHIN(at.arrival_rps, *b.solved.connections.at("c").rps, 1e-9);
        COMPARE_WITHIN(at.error_rate, *at.dropped_rps / *at.arrival_rps, 1e-6);
    }

    // The loop by hand: an equivalent random stream x of which p = B(x) is rejected, and of what comes back
    // q1 and q2; x (1 - p) gets in, and so does 80 (1 - p q1 q2).
    void theLoopCloses() {
        const auto r = solved(client("80") + web("'instances': 1, 'workers': 1, 'queue_limit': 4"),
                              call("c", "users", "web", again("2", "20")));
        const auto& at = r.components.at("web");
        const double x = *at.throughput_rps;
        // B(x) rises in x: the rate at which as much gets in.
        double low = 0.01;
        double high = 1;
        for (int i = 0; i < 100; ++i) {
            const double middle = (low + high) / 2;
            (queueing::MmckQueue(middle, 0.1, 1, 5).throughput() * 1000 < x ? low : high) = middle;
        }
        const double p = queueing::MmckQueue(low, 0.1, 1, 5).blocked();
        const double q1 = queueing::stillFull(low, 0.1, 1, 5, 0, 20);
        const double q2 = queueing::stillFull(low, 0.1, 1, 5, 0, 40);
        COMPARE_WITHIN(r.connections.at("c").error_rate, p * q1 * q2, 1e-5);
        COMPARE_WITHIN(r.connections.at("c").rps, 80 * (1 + p + p * q1), 1e-5);
        COMPARE_WITHIN(at.utilization, x / 100, 1e-6);
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
