#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

class StoreTest : public QObject {
    Q_OBJECT

  private slots:
    void shardsShareReadsAndWrites_data();
    void shardsShareReadsAndWrites();
    void shardsArePaidFor();
};

void StoreTest::shardsShareReadsAndWrites_data() {
    // 4 shards of a leader and 2 replicas, 10 workers each. 400 reads/s of 5 ms and 200 writes/s of 10 ms are
    // 100 reads and 50 writes a shard: 0.5 and 0.5 busy workers, and the writes once at each of its machines.
    // any: (0.5 / 3 + 0.5) / 10 at every machine. leader: (0.5 + 0.5) / 10 there, 0.5 / 10 at a replica.
    // replicas: 0.5 / 10 at the leader, (0.25 + 0.5) / 10 at each replica.
    QTest::addColumn<QString>("readFrom");
    QTest::addColumn<double>("busiest");
    QTest::addColumn<double>("mean");
    const double mean = (0.5 + 3 * 0.5) / 30;
    QTest::newRow("any") << "any" << (0.5 / 3 + 0.5) / 10 << mean;
    QTest::newRow("leader") << "leader" << 0.1 << mean;
    QTest::newRow("replicas") << "replicas" << 0.075 << mean;
}

void StoreTest::shardsShareReadsAndWrites() {
    QFETCH(QString, readFrom);
    QFETCH(double, busiest);
    QFETCH(double, mean);
    const auto results = solved(
        client("400", "}, {'id': 'w', 'op': 'write', 'rps': 200") +
            component(
                "db", "sql_database",
                "'shards': 4, 'replicas': 2, 'workers': 10, 'read_ms': 5, 'write_ms': 10, 'read_from': '" +
                    readFrom.toStdString() + "'"),
        call("in", "users", "db"));
    COMPARE_WITHIN(results.components.at("db").offered_utilization, busiest, 1e-12);
    COMPARE_WITHIN(results.components.at("db").utilization, mean, 1e-12);
}

void StoreTest::shardsArePaidFor() {
    // 4 x (1 + 2) machines of 0.5 dollars for 730 hours.
    const auto results =
        solved(client("1") + component("db", "sql_database", "'shards': 4, 'replicas': 2, 'price': 0.5"),
               call("in", "users", "db"));
    COMPARE_WITHIN(results.components.at("db").cost_parts->machines, 12 * 0.5 * 730, 1e-12);
}

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
