#include <QTest>
#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_k.h"
#include "core/queueing/mm_c_timeout.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

// Requests of 1 kB over a broker without work of its own to two workers of 20 ms: 100 messages a second.
std::string broker(const std::string& rps, const std::string& queue, const std::string& worker = "") {
    return client(rps, ", 'op': 'write', 'request_bytes': 1000") +
           component("q", "message_queue", "'service_time_ms': 0" + (queue.empty() ? "" : ", " + queue)) +
           component("w", "worker", "'instances': 1, 'workers': 2, 'service_time_ms': 20" + worker);
}

std::string wires(const std::string& publish = "", const std::string& delivery = "") {
    return "{'id': 'in', 'from': 'users', 'to': 'q', 'kind': 'publish', 'params': {'latency_ms': 0" +
           publish + "}}, " + call("out", "q", "w", delivery);
}

results::Results queued(const std::string& rps, const std::string& queue, const std::string& worker = "",
                        const std::string& delivery = "") {
    return solved(broker(rps, queue, worker), wires("", delivery));
}

}  // namespace

class MessagesTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/2/7 at rho 0.9, whoever gives way; the sender is told only when the new message does.
    void boundedLengthIsMmck() {
        const queueing::MmckQueue queue(0.09, 0.05, 2, 7);
        for (const bool reject : {true, false}) {
            const auto r = queued(
                "90", std::string("'max_length': 5, 'overflow': '") + (reject ? "reject'" : "drop_oldest'"));
            const auto& q = r.components.at("q");
            COMPARE_WITHIN(q.dropped_rps, 90 * queue.blocked(), 1e-9);
            COMPARE_WITHIN(q.error_rate, reject ? queue.blocked() : 0, 1e-9);
            COMPARE_WITHIN(r.connections.at("in").error_rate, reject ? queue.blocked() : 0, 1e-9);
            COMPARE_WITHIN(r.system.goodput_rps, reject ? 90 * (1 - queue.blocked()) : 90, 1e-9);
            COMPARE_WITHIN(q.backlog, queue.meanQueueLength(), 1e-9);
            COMPARE_WITHIN(r.components.at("w").throughput_rps, 90 * (1 - queue.blocked()), 1e-9);
            QCOMPARE(*q.backlog_growth_rps, 0.0);
            QVERIFY(hasFinding(r, reject ? "queue-full" : "messages-lost"));
        }
        COMPARE_WITHIN(queued("90", "'max_length': 5").components.at("q").wait_ms.mean, queue.meanWait(),
                       1e-9);
    }

    // Without room only what a consumer takes at once gets in: Erlang's B(2, 1.8), whatever the services.
    void withoutRoomItIsErlangB() {
        for (const char* cv : {"0", "1", "2"}) {
            const auto r = queued("90", "'max_length': 0", ", 'service_cv': " + std::string(cv));
            COMPARE_WITHIN(r.components.at("q").error_rate, queueing::erlangB(1.8, 2), 1e-9);
            QCOMPARE(*r.components.at("q").wait_ms.mean, 0.0);
        }
    }

    // Twice what can be taken: full all the time, half of it is lost. A message waits for K completions when
    // the new is refused, and moves up with every arrival when the oldest gives way: K / 100 and K / 200 s.
    void overloadKeepsTheQueueFull() {
        const auto refused = queued("200", "'max_length': 5000");
        COMPARE_WITHIN(refused.components.at("q").backlog, 5000, 1e-3);
        COMPARE_WITHIN(refused.components.at("q").dropped_rps, 100, 1e-6);
        COMPARE_WITHIN(refused.components.at("q").lag_s, 50, 1e-3);
        COMPARE_WITHIN(refused.components.at("w").offered_utilization, 2, 1e-6);
        QCOMPARE(*refused.components.at("q").backlog_growth_rps, 0.0);
        QVERIFY(!refused.components.at("q").drain_s);
        const auto fresh = queued("200", "'max_length': 5000, 'overflow': 'drop_oldest'");
        COMPARE_WITHIN(fresh.components.at("q").lag_s, 25, 1e-3);
        COMPARE_WITHIN(fresh.components.at("q").backlog, 5000, 1e-3);
        COMPARE_WITHIN(fresh.system.goodput_rps, 200, 1e-9);
    }

    // 100 a second more than is taken: in the 600 s of the horizon 60 000 gather, and the root of 300 * 600
    // by chance. A longer queue is not full by then, and the answer is that without a limit.
    void whatIsNotFullWithinTheHorizonGrows() {
        const auto bound = queued("200", "'max_length': 60425, 'retention_s': 302.2");
        const auto free = queued("200", "");
        QVERIFY(bound.components.at("q") == free.components.at("q"));
        COMPARE_WITHIN(free.components.at("q").backlog, 60000, 1e-9);
        COMPARE_WITHIN(queued("200", "'max_length': 59999").components.at("q").backlog, 59999, 1e-3);
    }

    // M/M/2+D: what is older than half a second is lost, and its sender never hears of it.
    void retentionIsATimeoutInLine() {
        const queueing::MmcTimeoutQueue queue(0.11, 0.05, 2, 500);
        const auto r = queued("110", "'retention_s': 0.5");
        COMPARE_WITHIN(r.components.at("q").dropped_rps, 110 * queue.abandoned(), 1e-9);
        COMPARE_WITHIN(r.components.at("q").wait_ms.mean, queue.servedWait().mean(), 1e-9);
        COMPARE_WITHIN(r.components.at("q").backlog, 0.11 * queue.meanWaitOfAll(), 1e-6);
        COMPARE_WITHIN(r.system.goodput_rps, 110, 1e-9);
        QVERIFY(hasFinding(r, "messages-lost"));
    }

    // Nobody takes anything: the first thousand wait, the others are refused; or the last ten seconds do.
    void withoutConsumersItFills() {
        const std::string alone = client("100") + component("q", "message_queue", "'max_length': 1000");
        const std::string in = "{'id': 'in', 'from': 'users', 'to': 'q', 'kind': 'publish', 'params': {}}";
        const auto full = solved(alone, in);
        COMPARE_WITHIN(full.components.at("q").backlog, 1000, 1e-12);
        COMPARE_WITHIN(full.components.at("q").dropped_rps, 100, 1e-12);
        QCOMPARE(*full.system.goodput_rps, 0.0);
        const auto old = solved(client("100") + component("q", "message_queue", "'retention_s': 10"), in);
        COMPARE_WITHIN(old.components.at("q").backlog, 1000, 1e-12);
        COMPARE_WITHIN(old.system.goodput_rps, 100, 1e-12);
    }

    // One in five fails, at most three deliveries: 1 + 0.2 + 0.04 for each message, 0.008 end as dead
    // letters. A queue with feedback is M/M/c at the higher rate (Jackson 1957).
    void failedDeliveriesAreMadeAgain() {
        const auto r = queued("60", "'max_receives': 3", ", 'error_rate': 0.2");
        COMPARE_WITHIN(r.connections.at("out").rps, 60 * 1.24, 1e-9);
        COMPARE_WITHIN(r.connections.at("out").retry_rps, 60 * 0.24, 1e-9);
        COMPARE_WITHIN(r.components.at("q").dead_letter_rps, 60 * 0.008, 1e-9);
        COMPARE_WITHIN(r.components.at("w").utilization, 0.744, 1e-9);
        COMPARE_WITHIN(r.components.at("q").wait_ms.mean, queueing::MmcQueue(0.0744, 0.05, 2).meanWait(),
                       1e-9);
        QVERIFY(hasFinding(r, "dead-letters"));
        QVERIFY(!queued("60", "").components.at("q").dead_letter_rps);
    }

    // Exponential work of 20 ms is not done after 40 ms with e^-2: two deliveries at most make 1 + e^-2, and
    // e^-4 of the messages dead letters. Without a limit there are 1 / (1 - e^-2).
    void theVisibilityTimeoutMakesThemAgain() {
        const double late = std::exp(-2.0);
        const auto twice = queued("40", "'visibility_timeout_ms': 40, 'max_receives': 2");
        COMPARE_WITHIN(twice.connections.at("out").rps, 40 * (1 + late), 1e-5);
        COMPARE_WITHIN(twice.components.at("q").dead_letter_rps, 40 * late * late, 1e-4);
        const auto ever = queued("40", "'visibility_timeout_ms': 40");
        COMPARE_WITHIN(ever.connections.at("out").rps, 40 / (1 - late), 1e-5);
        QCOMPARE(*ever.components.at("q").dead_letter_rps, 0.0);
        // A delivery of two calls takes an Erlang-2 time: later than 40 ms with e^-2 (1 + 2).
        const auto calls = queued("20", "'visibility_timeout_ms': 40, 'max_receives': 2", "", ", 'calls': 2");
        COMPARE_WITHIN(calls.connections.at("out").rps, 20 * 2 * (1 + 3 * late), 1e-4);
    }

    // Two calls for each message: half as many messages can be taken, and one is held for twice the time,
    // with half the squared variation. M/E2/1 at rho 0.8: 0.8 / 0.2 * 20 ms * (1 + 1/2) / 2.
    void deliveriesOfSeveralCallsHoldTheirSlotForAll() {
        const auto r =
            solved(client("40") + component("q", "message_queue", "'service_time_ms': 0") +
                       component("w", "worker", "'instances': 1, 'workers': 1, 'service_time_ms': 10"),
                   wires("", ", 'calls': 2"));
        COMPARE_WITHIN(r.components.at("q").wait_ms.mean, 0.8 / 0.2 * 20 * 0.75, 1e-9);
        const auto over = queued("60", "", "", ", 'calls': 2");
        COMPARE_WITHIN(over.components.at("q").backlog_growth_rps, 10, 1e-9);
        COMPARE_WITHIN(over.components.at("w").offered_utilization, 1.2, 1e-9);
    }

    // What is given up is delivered less often when nobody gets round to it: of each time that a message
    // waits, the share q is taken, and 0.2 q of them come back. I = 150 + 0.2 * 100 - those given up.
    void overloadLeavesDeliveriesBehind() {
        const auto r = queued("150", "'max_receives': 3", ", 'error_rate': 0.2");
        const auto& q = r.components.at("q");
        const double inflow = 100 * *r.components.at("w").offered_utilization;
        const double again = 0.2 * 100 / inflow;
        COMPARE_WITHIN(inflow, 150 * (1 + again + again * again), 1e-6);
        COMPARE_WITHIN(q.dead_letter_rps, 150 * again * again * again, 1e-6);
        COMPARE_WITHIN(q.backlog_growth_rps, inflow - 100, 1e-6);
        COMPARE_WITHIN(r.components.at("w").arrival_rps, 100, 1e-6);
        COMPARE_WITHIN(q.wait_ms.mean, 300'000 * (1 - 100 / inflow), 1e-6);
    }

    // 100 events of 1 kB a second for a day, on three brokers: 25.92 GB, at 0.10 dollars a GB and month.
    void retentionOfAStreamIsStorage() {
        const auto stream = [](const std::string& params) {
            return solved(client("100", ", 'op': 'write', 'request_bytes': 1000") +
                              component("q", "event_stream", params) +
                              component("w", "worker", "'instances': 12, 'workers': 1, 'service_time_ms': 1"),
                          wires());
        };
        const auto kept = stream("'retention_s': 86400");
        COMPARE_WITHIN(kept.components.at("q").stored_bytes, 25.92e9, 1e-9);
        QVERIFY(kept.components.at("q").cost_parts.has_value());
        COMPARE_WITHIN(kept.components.at("q").cost_parts->storage, 2.592, 1e-9);
        const auto free = stream("'copies': 2");
        QVERIFY(!free.components.at("q").stored_bytes);
        QCOMPARE(free.components.at("q").cost_parts->storage, 0.0);
        const auto two = stream("'retention_s': 86400, 'copies': 5, 'instances': 2");
        COMPARE_WITHIN(two.components.at("q").stored_bytes, 17.28e9, 1e-9);
    }

    // A reader that does half of what comes never catches up; with a day kept nothing is lost within the
    // horizon, with ten seconds it reads what is nearly so old, and loses half.
    void readersLoseWhatIsNoLongerKept() {
        const auto stream = [](const std::string& retention) {
            return solved(
                client("200", ", 'op': 'write'") +
                    component("q", "event_stream", "'partitions': 10, 'service_time_ms': 0" + retention) +
                    component("w", "worker", "'instances': 10, 'workers': 1, 'service_time_ms': 100"),
                wires());
        };
        COMPARE_WITHIN(stream(", 'retention_s': 86400").components.at("q").backlog, 60000, 1e-6);
        const auto lost = stream(", 'retention_s': 10");
        COMPARE_WITHIN(lost.components.at("q").dropped_rps, 100, 1e-6);
        COMPARE_WITHIN(lost.components.at("q").lag_s, 10, 0.01);
        COMPARE_WITHIN(lost.components.at("q").backlog, 2000, 0.01);
        QCOMPARE(*lost.components.at("q").backlog_growth_rps, 0.0);
    }

    // The ends of every range, alone and together: an answer without infinities that adds up.
    void hostileValues() {
        for (const char* length : {"", "'max_length': 0", "'max_length': 1e12"}) {
            for (const char* rule : {"'overflow': 'reject'", "'overflow': 'drop_oldest'"}) {
                for (const char* age : {"", ", 'retention_s': 0", ", 'retention_s': 1e10"}) {
                    for (const char* again : {"", ", 'visibility_timeout_ms': 0",
                                              ", 'visibility_timeout_ms': 1e9", ", 'max_receives': 1000000",
                                              ", 'visibility_timeout_ms': 0, 'max_receives': 1000000"}) {
                        for (const char* worker : {", 'error_rate': 1", ", 'service_cv': 10"}) {
                            const std::string more = *length == 0 ? rule : std::string(length) + ", " + rule;
                            check(queued("99", more + age + again, worker));
                        }
                    }
                }
            }
        }
    }

  private:
    static void check(const results::Results& r) {
        const auto& q = r.components.at("q");
        for (const results::Figure& figure : {q.backlog, q.lag_s, q.queue_length, q.dropped_rps,
                                              r.components.at("w").offered_utilization, q.wait_ms.mean}) {
            QVERIFY(figure && std::isfinite(*figure) && *figure >= 0);
        }
        QVERIFY(*q.dropped_rps <= 99 * 1e6);
        QVERIFY(*r.components.at("w").utilization <= 1 + 1e-9);
    }
};

QTEST_GUILESS_MAIN(MessagesTest)
#include "messages_test.moc"
