#include "tests/core/engine/simulator/both_engines.h"

using namespace headroom::engine;
using namespace headroom::engine::tests;
using namespace headroom;

namespace {

std::string queue(const std::string& number, const std::string& rps, const std::string& params) {
    return "{'id': 'c" + number +
           "', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'w', 'op': 'write', 'rps': " + rps +
           "}]}" + component("q" + number, "message_queue", params);
}

std::string wires(const std::string& number) {
    return "{'id': 'in" + number + "', 'from': 'c" + number + "', 'to': 'q" + number +
           "', 'kind': 'publish', 'params': {'latency_ms': 0}}, " + call("out" + number, "q" + number, "w");
}

struct Side {
    std::string rps;
    std::string params;
};

/// Two queues before one consumer with two workers, 10 ms a message.
Both both(const Side& a, const Side& b, double seconds = 2000) {
    return byBothEngines(queue("1", a.rps, a.params) + ", " + queue("2", b.rps, b.params) +
                             component("w", "worker", "'instances': 1, 'workers': 2, 'service_time_ms': 10"),
                         wires("1") + ", " + wires("2"), {.seconds = seconds, .seed = 7});
}

}  // namespace

/// A consumer takes the oldest message of all queues before it.
class SharedConsumersTest : public QObject {
    Q_OBJECT

  private slots:
    // One line of 160 messages a second before two workers, whichever queue they wait in: exact.
    void belowWhatCanBeTaken() {
        const Both b = both({"60", ""}, {"100", ""});
        for (const char* queue : {"q1", "q2"}) {
            AGREE(b, components.at(queue).wait_ms.mean, 0.03);
            AGREE(b, components.at(queue).wait_ms.p99, 0.03);
        }
        // M/M/2 at 0.8: C = 2 * 0.8^2 / 1.8 = 0.7111, and 0.7111 / (200 - 160) s = 17.8 ms.
        QVERIFY(std::abs(*b.solved.components.at("q1").wait_ms.mean - 1000 * 2 * 0.64 / 1.8 / 40) < 1e-6);
    }

    void aboveIt() {
        const Both b = both({"150", ""}, {"300", ""});
        AGREE(b, connections.at("out1").rps, 0.02);
        AGREE(b, connections.at("out2").rps, 0.02);
    }

    // What one may hold keeps the wait of both.
    void oneHasALimit() {
        for (const char* rps : {"100", "150"}) {
            for (const char* limit : {"'max_length': 10", "'retention_s': 1"}) {
                const Both b = both({rps, ""}, {"300", limit});
                AGREE(b, connections.at("out1").rps, 0.02);
                AGREE(b, connections.at("out2").rps, 0.02);
                AGREE(b, components.at("q2").dropped_rps, 0.02);
                AGREE(b, components.at("q1").wait_ms.mean, 0.1);
                AGREE(b, components.at("q2").wait_ms.mean, 0.1);
                AGREE(b, components.at("q1").wait_ms.p99, 0.1);
            }
        }
    }

    // One queue before unlike consumers: a message goes to any free slot, and where all are busy to who is
    // free first.
    void unlikeConsumers() {
        for (const char* rps : {"20", "120", "220", "400"}) {
            const Both b = byBothEngines(
                queue("1", rps, "") + component("w", "worker", "'workers': 3, 'service_time_ms': 10") +
                    component("v", "worker", "'workers': 1, 'service_time_ms': 30"),
                wires("1") + ", " + call("slow", "q1", "v"), {.seconds = 2000, .seed = 7});
            AGREE(b, connections.at("out1").rps, 0.03);
            AGREE(b, connections.at("slow").rps, 0.03);
        }
    }

    void bothHaveLimits() {
        const Both b = both({"300", "'max_length': 100"}, {"600", "'max_length': 20"});
        AGREE(b, connections.at("out1").rps, 0.02);
        AGREE(b, connections.at("out2").rps, 0.02);
        AGREE(b, components.at("q1").wait_ms.mean, 0.03);
        AGREE(b, components.at("q2").wait_ms.mean, 0.03);
        AGREE(b, components.at("q2").wait_ms.p99, 0.1);
    }
};

QTEST_GUILESS_MAIN(SharedConsumersTest)
#include "shared_consumers_test.moc"
