#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string broker(const std::string& rps, const std::string& queue, const std::string& worker) {
    return client(rps, ", 'op': 'write'") + component("q", "message_queue", queue) +
           component("w", "worker", "'instances': 1, 'workers': 2, 'service_time_ms': 20" + worker);
}

std::string wires(const std::string& publish) {
    return "{'id': 'in', 'from': 'users', 'to': 'q', 'kind': 'publish', 'params': {'latency_ms': 0" +
           publish + "}}, " + call("out", "q", "w");
}

Both both(const std::string& rps, const std::string& queue, const std::string& worker = "",
          const std::string& publish = "", double seconds = 4000) {
    return byBothEngines(broker(rps, queue, worker), wires(publish), {.seconds = seconds, .seed = 5});
}

std::string late(const std::string& visibility, const std::string& more = "") {
    return "'visibility_timeout_ms': " + visibility + more;
}

}  // namespace

class MessagesTest : public QObject {
    Q_OBJECT

  private slots:
    // Exact but for the percentiles of what gives way: below, at and above what consumers can take.
    void boundedLength() {
        for (const char* rps : {"60", "90", "100", "200"}) {
            const Both refusing = both(rps, "'max_length': 6");
            AGREE(refusing, components.at("q").dropped_rps, 0.01);
            AGREE(refusing, components.at("q").error_rate, 0.01);
            AGREE(refusing, components.at("q").queue_length, 0.01);
            AGREE(refusing, components.at("q").wait_ms.mean, 0.01);
            AGREE(refusing, components.at("q").wait_ms.p99, 0.02);
            AGREE(refusing, components.at("w").offered_utilization, 0.01);
            AGREE(refusing, connections.at("in").error_rate, 0.01);
            AGREE(refusing, system.goodput_rps, 0.01);
            const Both fresh = both(rps, "'max_length': 6, 'overflow': 'drop_oldest'");
            AGREE(fresh, components.at("q").dropped_rps, 0.01);
            AGREE(fresh, components.at("q").queue_length, 0.01);
            AGREE(fresh, components.at("q").wait_ms.mean, 0.01);
            AGREE(fresh, components.at("q").wait_ms.p99, 0.12);
            AGREE(fresh, components.at("w").throughput_rps, 0.005);
            AGREE(fresh, system.goodput_rps, 0.005);
            QCOMPARE(fresh.solved.components.at("q").status,
                     fresh.simulated.results.components.at("q").status);
        }
    }

    // Services that are not exponential: what is lost within a tenth of all that could be, waits within a
    // fifth.
    void boundedLengthOfOtherServices() {
        for (const char* cv : {", 'service_cv': 0", ", 'service_cv': 2"}) {
            for (const char* rule : {"reject", "drop_oldest"}) {
                const Both b = both("105", std::string("'max_length': 12, 'overflow': '") + rule + "'", cv);
                AGREE(b, components.at("q").dropped_rps, 0.1);
                AGREE(b, components.at("q").wait_ms.mean, 0.2);
                AGREE(b, components.at("w").utilization, 0.01);
            }
        }
    }

    // A bounded queue pushes back: senders that try again load the broker, not its consumers.
    void refusedPublishesAreTriedAgain() {
        const Both b = both("120", "'max_length': 20", "", ", 'retries': 2, 'backoff_ms': 500");
        AGREE(b, connections.at("in").rps, 0.03);
        AGREE(b, connections.at("in").error_rate, 0.03);
        AGREE(b, system.goodput_rps, 0.005);
        AGREE(b, components.at("q").queue_length, 0.02);
        AGREE(b, components.at("w").offered_utilization, 0.03);
    }

    void retention() {
        for (const char* rps : {"90", "110", "200"}) {
            const Both b = both(rps, "'retention_s': 0.5");
            AGREE(b, components.at("q").dropped_rps, 0.02);
            AGREE(b, components.at("q").wait_ms.mean, 0.01);
            AGREE(b, components.at("q").wait_ms.p90, 0.1);
            AGREE(b, components.at("q").queue_length, 0.01);
            AGREE(b, components.at("w").throughput_rps, 0.005);
        }
    }

    // With both limits the one that leaves fewer waiting counts: at twice the load 50 messages are half a
    // second of refused or a quarter of given way.
    void bothLimits() {
        const Both length = both("200", "'max_length': 30, 'retention_s': 1");
        AGREE(length, components.at("q").queue_length, 0.01);
        AGREE(length, components.at("q").dropped_rps, 0.01);
        const Both age = both("200", "'max_length': 300, 'retention_s': 0.4, 'overflow': 'drop_oldest'");
        AGREE(age, components.at("q").queue_length, 0.02);
        AGREE(age, components.at("q").dropped_rps, 0.01);
        AGREE(age, components.at("q").wait_ms.mean, 0.02);
    }

    // Failures alone come back as fresh messages do (Jackson 1957): exact.
    void failuresAreDeliveredAgain() {
        const Both b = both("60", "'max_receives': 3", ", 'error_rate': 0.2");
        AGREE(b, connections.at("out").rps, 0.005);
        AGREE(b, connections.at("out").retry_rps, 0.01);
        AGREE(b, components.at("q").dead_letter_rps, 0.05);
        AGREE(b, components.at("q").wait_ms.mean, 0.02);
        AGREE(b, components.at("w").utilization, 0.005);
    }

    // What is late comes back while the first delivery still holds a slot.
    void whatIsLateIsDeliveredAgain() {
        for (const char* rps : {"30", "50", "70"}) {
            const Both b = both(rps, late("40", ", 'max_receives': 3"), ", 'error_rate': 0.05", "", 12000);
            AGREE(b, connections.at("out").rps, 0.005);
            AGREE(b, connections.at("out").retry_rps, 0.01);
            AGREE(b, components.at("q").dead_letter_rps, 0.03);
            AGREE(b, components.at("q").wait_ms.mean, 0.08);
            AGREE(b, components.at("w").utilization, 0.005);
        }
    }

    // Beyond what consumers can do, deliveries that are made again take the place of others.
    void overload() {
        const Both grows = both("100", late("30", ", 'max_receives': 3"), "", "", 600);
        AGREE(grows, components.at("q").backlog_growth_rps, 0.03);
        AGREE(grows, components.at("q").dead_letter_rps, 0.03);
        AGREE(grows, connections.at("out").retry_rps, 0.02);
        AGREE(grows, components.at("w").offered_utilization, 0.01);
        const Both full = both("150", late("30", ", 'max_receives': 3, 'max_length': 60"));
        AGREE(full, components.at("q").dropped_rps, 0.02);
        AGREE(full, components.at("q").queue_length, 0.05);
        AGREE(full, connections.at("out").retry_rps, 0.02);
        const Both fresh =
            both("150", late("30", ", 'max_receives': 3, 'max_length': 60, 'overflow': 'drop_oldest'"));
        AGREE(fresh, components.at("q").dropped_rps, 0.02);
        AGREE(fresh, components.at("q").queue_length, 0.05);
        AGREE(fresh, components.at("q").dead_letter_rps, 0.05);
        AGREE(fresh, components.at("q").wait_ms.mean, 0.05);
    }

    // Every message that came is done, given up, lost, waiting or at a consumer, whatever the rules.
    void messagesAreConserved() {
        for (const char* rules :
             {"'max_length': 3, 'overflow': 'drop_oldest'", "'max_length': 0, 'overflow': 'drop_oldest'",
              "'retention_s': 0.02", "'visibility_timeout_ms': 15, 'max_receives': 2",
              "'visibility_timeout_ms': 0, 'max_receives': 5, 'max_length': 2"}) {
            const SimulationAnswer a = simulated(broker("50", rules, ", 'error_rate': 0.1"), wires(""),
                                                 {.seconds = 500, .seed = 9, .coldStart = true});
            const auto& q = a.results.components.at("q");
            const auto& out = a.results.connections.at("out");
            const double first = *out.rps - *out.retry_rps;
            // Each message is delivered for the first time, or lost; some of those that come back are, too.
            QVERIFY(first + *q.dropped_rps >= *q.throughput_rps * 0.998);
            QVERIFY(first <= *q.throughput_rps);
            QVERIFY(q.dead_letter_rps.value_or(0) <= first);
        }
    }

    // Four workers read nine partitions, each in order: the wait is exact, percentiles are not.
    void workersShareTheirPartitions() {
        for (const char* rps : {"60", "120", "150"}) {
            const Both b = byBothEngines(
                client(rps, ", 'op': 'write'") + component("q", "event_stream", "'partitions': 9") +
                    component("w", "worker", "'instances': 1, 'workers': 4, 'service_time_ms': 20"),
                wires(""), {.seconds = 2000, .seed = 3});
            AGREE(b, components.at("q").wait_ms.mean, 0.02);
            AGREE(b, components.at("q").wait_ms.p99, 0.1);
            AGREE(b, components.at("w").utilization, 0.01);
        }
    }

    void streamsKeepAndLoseWhatIsOld() {
        const std::string components =
            client("200", ", 'op': 'write', 'request_bytes': 500") +
            component("q", "event_stream", "'partitions': 10, 'retention_s': 5") +
            component("w", "worker", "'instances': 10, 'workers': 1, 'service_time_ms': 100");
        const Both b = byBothEngines(components, wires(""), {.seconds = 2000, .seed = 3});
        AGREE(b, components.at("q").stored_bytes, 0.01);
        AGREE(b, components.at("q").dropped_rps, 0.01);
        AGREE(b, components.at("q").queue_length, 0.02);
        AGREE(b, components.at("q").lag_s, 0.01);
        AGREE(b, components.at("w").offered_utilization, 0.01);
    }
};

QTEST_GUILESS_MAIN(MessagesTest)
#include "messages_test.moc"
