#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

namespace {

std::string publish(const std::string& id, const std::string& from, const std::string& to) {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to +
           "', 'kind': 'publish', 'params': {'latency_ms': 0}}";
}

/// Readers with exponential work of 10 ms.
std::string reader(const std::string& id, int machines, int workers) {
    return component(id, "worker",
                     "'service_time_ms': 10, 'instances': " + std::to_string(machines) +
                         ", 'workers': " + std::to_string(workers));
}

results::Results streamed(const std::string& rps, int partitions, const std::string& readers,
                          const std::string& connections) {
    return solved(client(rps) +
                      component("log", "event_stream", "'partitions': " + std::to_string(partitions)) +
                      readers,
                  publish("in", "users", "log") + ", " + connections);
}

}  // namespace

class StreamTest : public QObject {
    Q_OBJECT

  private slots:
    void partitionsBoundTheWorkers_data();
    void partitionsBoundTheWorkers();
    void machinesWithMorePartitionsFallBehindFirst();
    void everyReaderGetsAllEvents();
    void theSlowestReaderMakesTheLag();
    void eachPartitionIsAQueueOfItsOwn();
    void theWriterWaitsForTheAcknowledgementOnly();
};

void StreamTest::partitionsBoundTheWorkers_data() {
    // Workers do 100 events a second each. Of 20 workers 10 partitions keep 10 busy; 3 machines share 10 as
    // 4, 3, 3, and the first, with 4 tenths of all, keeps up with 4 workers to 1 000/s, with 2 to 200 / 0.4 =
    // 500/s, with 1 to 250/s. Of 4 machines 2 partitions use two, one worker each.
    QTest::addColumn<int>("partitions");
    QTest::addColumn<int>("machines");
    QTest::addColumn<int>("workers");
    QTest::addColumn<double>("capacity");
    QTest::newRow("as many as partitions") << 10 << 10 << 1 << 1000.0;
    QTest::newRow("twice as many") << 10 << 20 << 1 << 1000.0;
    QTest::newRow("twice as many threads") << 10 << 5 << 4 << 1000.0;
    QTest::newRow("4, 3, 3, four threads") << 10 << 3 << 4 << 1000.0;
    QTest::newRow("4, 3, 3, two threads") << 10 << 3 << 2 << 500.0;
    QTest::newRow("4, 3, 3, one thread") << 10 << 3 << 1 << 250.0;
    QTest::newRow("fewer partitions") << 2 << 4 << 8 << 200.0;
    QTest::newRow("fewer workers") << 12 << 2 << 2 << 400.0;
}

void StreamTest::partitionsBoundTheWorkers() {
    QFETCH(int, partitions);
    QFETCH(int, machines);
    QFETCH(int, workers);
    QFETCH(double, capacity);
    const auto at = [&](double rps) {
        return streamed(shortest(rps), partitions, reader("r", machines, workers), call("out", "log", "r"));
    };
    const auto below = at(0.99 * capacity);
    QVERIFY(below.converged);
    COMPARE_WITHIN(below.components.at("r").capacity_rps, capacity, 1e-9);
    COMPARE_WITHIN(below.components.at("r").offered_utilization, 0.99, 1e-9);
    COMPARE_WITHIN(below.components.at("log").backlog_growth_rps, 0, 1e-12);
    QVERIFY(*at(1.01 * capacity).components.at("log").backlog_growth_rps > 0);
}

void StreamTest::machinesWithMorePartitionsFallBehindFirst() {
    // 4, 3 and 3 of 10 partitions, one worker of 100/s each, 300 events a second: 120 for the first, of which
    // 100 are taken, and 90 for each of the others.
    const auto results = streamed("300", 10, reader("r", 3, 1), call("out", "log", "r"));
    COMPARE_WITHIN(results.components.at("r").arrival_rps, 280, 1e-9);
    COMPARE_WITHIN(results.components.at("log").backlog_growth_rps, 20, 1e-8);
    // All of them too slow: 3 x 100.
    COMPARE_WITHIN(
        streamed("900", 10, reader("r", 3, 1), call("out", "log", "r")).components.at("r").arrival_rps, 300,
        1e-9);
}

void StreamTest::everyReaderGetsAllEvents() {
    const auto results = streamed("200", 12, reader("a", 6, 1) + reader("b", 3, 4),
                                  call("to-a", "log", "a") + ", " + call("to-b", "log", "b"));
    COMPARE_WITHIN(results.components.at("a").arrival_rps, 200, 1e-9);
    COMPARE_WITHIN(results.components.at("b").arrival_rps, 200, 1e-9);
}

void StreamTest::theSlowestReaderMakesTheLag() {
    // a takes 100/s of 150/s: 50/s pile up, for 600 s. b is not held back by that.
    const auto results = streamed("150", 12, reader("b", 4, 3) + reader("a", 1, 1),
                                  call("to-b", "log", "b") + ", " + call("to-a", "log", "a"));
    QVERIFY(results.converged);
    COMPARE_WITHIN(results.components.at("a").arrival_rps, 100, 1e-9);
    COMPARE_WITHIN(results.components.at("b").arrival_rps, 150, 1e-9);
    COMPARE_WITHIN(results.components.at("log").backlog_growth_rps, 50, 1e-8);
    COMPARE_WITHIN(results.components.at("log").backlog, 30000, 1e-8);
    COMPARE_WITHIN(results.components.at("log").lag_s, 200, 1e-8);
}

void StreamTest::eachPartitionIsAQueueOfItsOwn() {
    // 320 events a second over 4 partitions: M/M/1 at rho 0.8 with 10 ms of work, so a mean wait of 40 ms,
    // while the four workers of a queue, who share, would make it 10 ms x 0.596432 / (4 - 3.2) = 7.46 ms.
    const auto results = streamed("320", 4, reader("r", 1, 4), call("out", "log", "r"));
    COMPARE_WITHIN(results.components.at("log").wait_ms.mean, 40, 1e-9);
    COMPARE_WITHIN(results.components.at("log").backlog, 320 * 0.04, 1e-9);
}

void StreamTest::theWriterWaitsForTheAcknowledgementOnly() {
    const auto results = streamed("1", 1, reader("r", 1, 1), call("out", "log", "r"));
    COMPARE_WITHIN(results.system.latency_ms.mean, 2, 1e-6);
}

QTEST_GUILESS_MAIN(StreamTest)
#include "stream_test.moc"
