#include <cmath>

#include "core/queueing/hash_placement.h"
#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

class StoreTest : public QObject {
    Q_OBJECT

  private slots:
    void shardsShareReadsAndWrites_data();
    void shardsShareReadsAndWrites();
    void shardsArePaidFor();
    void shardsGetTheirKeys_data();
    void shardsGetTheirKeys();
    void eachWorkloadHasItsOwnHotShard();
    void readsAreStaleForAsLongAsTheLag();
    void leadersThatHaveNotSeenEachOther();
    void enginesWriteMoreThanIsWritten();
    void partedStores_data();
    void partedStores();
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

void StoreTest::shardsGetTheirKeys_data() {
    QTest::addColumn<QString>("params");
    QTest::addColumn<double>("hottest");  // its share of the requests
    // One of 8 shards with ten times as much as each other: 10 / 17.
    QTest::newRow("weights") << "'shards': 8, 'shard_weights': [1, 10]" << 10.0 / 17;
    QTest::newRow("no weight at all") << "'shards': 2, 'shard_weights': [0, 0]" << 0.5;
    QTest::newRow("evenly") << "'shards': 4" << 0.25;
    // Four keys, asked for as 1 : 1/2 : 1/3 : 1/4, in two ranges: 18 and 7 of 25.
    QTest::newRow("ranges") << "'shards': 2, 'partitioning': 'range'" << 18.0 / 25;
    QTest::newRow("ranges of few keys") << "'shards': 8, 'partitioning': 'range'" << 12.0 / 25;
    // By hash64(1 .. 4) mod 2: keys that are together, whatever the hash says.
    double even = 0;
    for (std::uint64_t key = 1; key <= 4; ++key) {
        even += queueing::hash64(key) % 2 == 0 ? 12.0 / 25 / static_cast<double>(key) : 0;
    }
    QTest::newRow("hash") << "'shards': 2, 'partitioning': 'hash'" << std::max(even, 1 - even);
}

void StoreTest::shardsGetTheirKeys() {
    QFETCH(QString, params);
    QFETCH(double, hottest);
    const auto results =
        solved(client("100", ", 'keys': {'count': 4, 'zipf': 1}") +
                   component("db", "sql_database", params.toStdString() + ", 'workers': 1, 'read_ms': 5"),
               call("in", "users", "db"));
    COMPARE_WITHIN(results.components.at("db").offered_utilization, 0.5 * hottest, 1e-9);
    COMPARE_WITHIN(results.components.at("db").capacity_rps, 200 / hottest, 1e-9);
}

// 100 reads of key 1 alone, 100 of two keys that are alike: of the first all are at the shard of key 1, of
// the others those that its hash sends there. 2 ms each.
void StoreTest::eachWorkloadHasItsOwnHotShard() {
    const auto results =
        solved(client("100",
                      ", 'keys': {'space': 'a', 'count': 1}}, {'id': 's', 'rps': 100, 'keys': "
                      "{'space': 'b', 'count': 2, 'zipf': 0}") +
                   component("db", "sql_database",
                             "'shards': 2, 'partitioning': 'hash', 'workers': 1, 'read_ms': 2"),
               call("in", "users", "db"));
    const bool together = queueing::hash64(1) % 2 == queueing::hash64(2) % 2;
    COMPARE_WITHIN(results.components.at("db").offered_utilization, together ? 0.4 : 0.3, 1e-9);
    COMPARE_WITHIN(results.components.at("db").utilization, 0.2, 1e-12);
}

// One key, written twice a second: 1 - e^(-2 * 0.5) of the reads at the one replica, half of all. 200 bytes
// for each write, at two machines.
void StoreTest::readsAreStaleForAsLongAsTheLag() {
    const std::string keys = ", 'keys': {'space': 'k', 'count': 1}";
    const auto db = [&](const std::string& params) {
        return solved(client("10",
                             keys + "}, {'id': 'w', 'op': 'write', 'rps': 2, 'request_bytes': 200" + keys) +
                          component("db", "sql_database", params),
                      call("in", "users", "db"))
            .components.at("db");
    };
    const double stale = -std::expm1(-1.0);
    const auto one = db("'replicas': 1, 'lag_ms': 500");
    COMPARE_WITHIN(one.stale_read_share, stale / 2, 1e-12);
    COMPARE_WITHIN(one.storage_growth_bytes_per_s, 800, 1e-12);
    COMPARE_WITHIN(one.replication_bytes_per_s, 400, 1e-12);
    COMPARE_WITHIN(db("'lag_ms': 500").stale_read_share, 0, 1e-12);
    COMPARE_WITHIN(db("'replicas': 1, 'lag_ms': 500, 'sync_replicas': 1").stale_read_share, 0, 1e-12);
    // Of the reads of one of three copies, right after a write to one of them, 2/3 miss it.
    COMPARE_WITHIN(db("'replication': 'leaderless', 'r': 1, 'w': 1, 'lag_ms': 500").stale_read_share,
                   stale * 2 / 3, 1e-12);
    COMPARE_WITHIN(db("'replication': 'leaderless', 'lag_ms': 500").stale_read_share, 0, 1e-12);
}

// One key, written twice a second by three leaders: 2/3 of that by others, within half a second.
void StoreTest::leadersThatHaveNotSeenEachOther() {
    const std::string keys = ", 'keys': {'space': 'k', 'count': 1}";
    const auto db = [&](const std::string& params) {
        return solved(client("2", ", 'op': 'write'" + keys) + component("db", "sql_database", params),
                      call("in", "users", "db"))
            .components.at("db");
    };
    COMPARE_WITHIN(db("'replication': 'multi_leader', 'replicas': 2, 'lag_ms': 500").conflict_share,
                   -std::expm1(-2.0 * 2 / 3 * 0.5), 1e-12);
    COMPARE_WITHIN(db("'replication': 'multi_leader', 'lag_ms': 500").conflict_share, 0, 1e-12);
    QVERIFY(!db("'replicas': 2, 'lag_ms': 500").conflict_share);
}

// 100 rows of 200 bytes a second into 400 GB over four shards with a copy each. Of a B-tree each writes a
// page of 8192, hardly ever twice between two checkpoints, and the log; of an LSM tree with 100 GB at a
// machine there are four levels of ten (0.9 x 100 GB / 64 MB = 1406 buffers), each written 5.5 times.
void StoreTest::enginesWriteMoreThanIsWritten() {
    const auto db = [](const std::string& engine) {
        return solved(client("100", ", 'op': 'write', 'request_bytes': 200") +
                          component("db", "sql_database",
                                    "'shards': 4, 'replicas': 1, 'stored_bytes': 4e11, 'storage_price': 0.1" +
                                        engine),
                      call("in", "users", "db"))
            .components.at("db");
    };
    const auto none = db("");
    QVERIFY(!none.write_amplification && !none.read_amplification && !none.disk_write_bytes_per_s);
    COMPARE_WITHIN(none.cost_parts->storage, 800 * 0.1, 1e-9);
    const auto tree = db(", 'storage_engine': 'btree'");
    const double k = 25.0 * 300 / (1e11 / (std::log(2.0) * 8192));
    COMPARE_WITHIN(tree.write_amplification, 1 + 8192.0 / 200 * -std::expm1(-k) / k, 1e-9);
    COMPARE_WITHIN(tree.disk_write_bytes_per_s, 100 * 200 * 2 * *tree.write_amplification, 1e-9);
    COMPARE_WITHIN(tree.cost_parts->storage, 800 * 0.1 / std::log(2.0), 1e-9);
    COMPARE_WITHIN(tree.read_amplification, 1, 1e-12);
    const auto levels = db(", 'storage_engine': 'lsm'");
    COMPARE_WITHIN(levels.write_amplification, 1 + 4 * 5.5, 1e-9);
    COMPARE_WITHIN(levels.space_amplification, 10.0 / 9, 1e-9);
    COMPARE_WITHIN(levels.cost_parts->storage, 800 * 0.1 * 10 / 9, 1e-9);
    // What a statement takes is as it was set.
    COMPARE_WITHIN(*levels.residence_ms.mean, *none.residence_ms.mean, 1e-12);
    COMPARE_WITHIN(*tree.utilization, *none.utilization, 1e-12);
}

// Callers in the east; of three machines of one shard two are in the west.
void StoreTest::partedStores_data() {
    QTest::addColumn<QString>("params");
    QTest::addColumn<double>("reads");  // share of them that is answered
    QTest::addColumn<double>("writes");
    const auto row = [](const char* name, const char* params, double reads, double writes) {
        QTest::newRow(name) << QString::fromLatin1(params) << reads << writes;
    };
    row("refuse", "'replicas': 2, 'on_partition': 'refuse'", 1.0 / 3, 1.0 / 3);
    row("stale", "'replicas': 2, 'on_partition': 'stale'", 1, 1.0 / 3);
    row("leaders", "'replication': 'multi_leader', 'replicas': 2, 'on_partition': 'refuse'", 0, 0);
    row("leaders, stale", "'replication': 'multi_leader', 'replicas': 2, 'on_partition': 'stale'", 1, 1);
    row("quorums", "'replication': 'leaderless', 'on_partition': 'refuse'", 0, 0);
    row("one is enough", "'replication': 'leaderless', 'r': 1, 'on_partition': 'refuse'", 1, 0);
    row("quorums, stale", "'replication': 'leaderless', 'on_partition': 'stale'", 1, 0);
}

void StoreTest::partedStores() {
    QFETCH(QString, params);
    QFETCH(double, reads);
    QFETCH(double, writes);
    const std::string keys = ", 'keys': {'space': 'k', 'count': 1}";
    const auto r =
        solved(client("10", keys + "}, {'id': 'w', 'op': 'write', 'rps': 2" + keys) +
                   ", {'id': 'web', 'kind': 'service', 'x': 0, 'y': 0, 'group': 'east', 'params': {}}" +
                   component("db", "sql_database",
                             "'lag_ms': 0, 'placement': ['west', 'east', 'west'], " + params.toStdString()),
               call("in", "users", "web") + ", " + call("on", "web", "db"),
               "'groups': [{'id': 'east', 'kind': 'region', 'x': 0, 'y': 0, 'w': 9, 'h': 9}, "
               "{'id': 'west', 'kind': 'region', 'x': 0, 'y': 0, 'w': 9, 'h': 9}], "
               "'scenario': {'view_at_s': 10, 'events': [{'type': 'partition', 'between': ['east', 'west'], "
               "'at_s': 9}]}");
    COMPARE_WITHIN(1 - *r.workloads.at("users.r").error_rate + 1, reads + 1, 1e-9);
    COMPARE_WITHIN(1 - *r.workloads.at("users.w").error_rate + 1, writes + 1, 1e-9);
    // For a second copies have got nothing.
    const bool stale = params.contains("'stale'");
    const double cut = params.contains("single") || !params.contains("replication") ? 2.0 / 3 : 1;
    const double written = 2 * writes;
    COMPARE_WITHIN(r.components.at("db").stale_read_share.value_or(0) + 1,
                   (stale ? cut * -std::expm1(-written) : 0) + 1, 1e-9);
}

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
