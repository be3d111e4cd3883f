#include <QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Results;

namespace {

// A month has 730 h = 2 628 000 s. A stream of 1 000 requests a second with answers of 1 000 bytes is
// 1e6 B/s = 2 628 GB a month.
constexpr double gbOfMegabytePerSecond = 2628;

std::string zones(const std::string& more = "") {
    return "'groups': [{'id': 'eu', 'kind': 'region', 'parent': null, 'x': 0, 'y': 0, 'w': 9, 'h': 9}, "
           "{'id': 'us', 'kind': 'region', 'parent': null, 'x': 0, 'y': 0, 'w': 9, 'h': 9}, "
           "{'id': 'eu-a', 'kind': 'zone', 'parent': 'eu', 'x': 0, 'y': 0, 'w': 9, 'h': 9}, "
           "{'id': 'eu-b', 'kind': 'zone', 'parent': 'eu', 'x': 0, 'y': 0, 'w': 9, 'h': 9}]" +
           more;
}

std::string placed(const std::string& id, const std::string& group) {
    return ", {'id': '" + id + "', 'kind': 'service', 'x': 0, 'y': 0, 'group': '" + group +
           "', 'params': {'price': 0}}";
}

std::string sizes(int request, int response) {
    return ", 'request_bytes': " + std::to_string(request) +
           ", 'response_bytes': " + std::to_string(response);
}

double transferOf(const Results& r, const std::string& id) {
    return r.components.at(id).cost_parts->transfer;
}

}  // namespace

class CostTest : public QObject {
    Q_OBJECT

  private slots:
    // 3 machines of 0.10 USD/h for 730 h are 219 USD; a store counts its replicas: 2 * 0.5 * 730 = 730.
    void machines() {
        const Results r =
            solved(client("1", sizes(0, 0)) + component("a", "service", "'instances': 3, 'price': 0.1") +
                       component("db", "sql_database", "'replicas': 1, 'price': 0.5, 'storage_price': 0"),
                   call("c", "users", "a") + "," + call("d", "a", "db"));
        COMPARE_WITHIN(r.components.at("a").cost_usd_month, 219, 1e-12);
        COMPARE_WITHIN(r.components.at("db").cost_usd_month, 730, 1e-12);
        COMPARE_WITHIN(r.system.cost_usd_month, 949, 1e-12);
        QVERIFY(hasFinding(r, "cost-leaves-out"));
        QVERIFY(!r.system.availability && !r.components.at("a").availability);
    }

    // As users of the price list publish them, at 730 h: 0.0225, 0.045 and 0.145 USD an hour.
    void monthsOfTheListToTheCent() {
        const auto cents = [](const std::string& kind, const std::string& params) {
            const Results r = solved(client("0") + component("x", kind, params), call("c", "users", "x"));
            return qRound64(*r.system.cost_usd_month * 100);
        };
        QCOMPARE(cents("load_balancer", "'instances': 1"), 1643LL);
        QCOMPARE(cents("nat_gateway", ""), 3285LL);
        const auto preset = [](const std::string& id) {
            for (const catalog::Preset& one : shippedCatalog().kind("sql_database")->presets) {
                if (one.id == id) {
                    return one.params.find("price")->number(0);
                }
            }
            return 0.0;
        };
        QCOMPARE(cents("sql_database",
                       "'replicas': 0, 'stored_bytes': 0, 'price': " + shortest(preset("aws-t3-large"))),
                 10585LL);
    }

    // 5 000 answers a second of 1 000 bytes are 13 140 GB: 10 000 at 0.09 and 3 140 at 0.085. What comes in
    // is free. Two components that answer share the tiers by what they send.
    void answersToTheInternetByTier() {
        const Results one = solved(client("5000", sizes(700, 1000)) + component("a", "service", "'price': 0"),
                                   call("c", "users", "a"));
        COMPARE_WITHIN(transferOf(one, "a"), 10000 * 0.09 + 3140 * 0.085, 1e-9);
        const Results two = solved(client("5000", sizes(700, 500)) + component("a", "service", "'price': 0") +
                                       component("b", "service", "'price': 0"),
                                   call("c", "users", "a") + "," + call("d", "users", "b"));
        COMPARE_WITHIN(transferOf(two, "a"), (10000 * 0.09 + 3140 * 0.085) / 2, 1e-9);
        COMPARE_WITHIN(transferOf(two, "b"), (10000 * 0.09 + 3140 * 0.085) / 2, 1e-9);
        COMPARE_WITHIN(two.system.cost_usd_month, 10000 * 0.09 + 3140 * 0.085, 1e-9);
    }

    // A kind that sends by a tariff of its own: 2 628 GB at 0.085, and 2 628 million requests at 1 USD.
    void aNetworkOfEdgesHasItsOwnTariff() {
        const Results r =
            solved(client("1000", sizes(0, 1000)) + component("edge", "cdn", "'hit_ratio': 1, 'price': 0"),
                   call("c", "users", "edge"));
        COMPARE_WITHIN(transferOf(r, "edge"), gbOfMegabytePerSecond * 0.085, 1e-9);
        COMPARE_WITHIN(r.components.at("edge").cost_parts->requests, 2628, 1e-9);
    }

    // Between zones both sides pay 0.01 for each direction, so that requests of 300 and answers of 700 bytes
    // cost either side 2 628 GB * 0.01.
    void betweenZonesBothSidesPay() {
        const Results r =
            solved(client("1000", sizes(300, 700)) + placed("a", "eu-a") + placed("b", "eu-b"),
                   call("c", "users", "a", ", 'transfer_price': 0") + "," + call("d", "a", "b"), zones());
        COMPARE_WITHIN(transferOf(r, "a"), gbOfMegabytePerSecond * 0.01, 1e-9);
        COMPARE_WITHIN(transferOf(r, "b"), gbOfMegabytePerSecond * 0.01, 1e-9);
    }

    // Between regions whoever sends pays 0.02: the caller for 300 bytes, the callee for 700. The region is
    // the wider border, so nothing is paid for the zone.
    void betweenRegionsTheSenderPays() {
        const Results r =
            solved(client("1000", sizes(300, 700)) + placed("a", "eu-a") + placed("b", "us"),
                   call("c", "users", "a", ", 'transfer_price': 0") + "," + call("d", "a", "b"), zones());
        COMPARE_WITHIN(transferOf(r, "a"), gbOfMegabytePerSecond * 0.3 * 0.02, 1e-9);
        COMPARE_WITHIN(transferOf(r, "b"), gbOfMegabytePerSecond * 0.7 * 0.02, 1e-9);
    }

    void withinAZoneAndWithoutPlacesNothingIsPaid() {
        for (const std::string group : {"eu-a", "eu"}) {
            const Results r =
                solved(client("1000", sizes(300, 700)) + placed("a", group) + placed("b", group),
                       call("c", "users", "a", ", 'transfer_price': 0") + "," + call("d", "a", "b"), zones());
            COMPARE_WITHIN(r.system.cost_usd_month, 0, 1e-12);
        }
    }

    // A connection's own price: 0.5 USD for each of 2 628 * 0.3 GB sent and 2 628 * 0.7 GB sent back.
    void aConnectionsOwnPrice() {
        const Results r = solved(client("1000", sizes(300, 700)) + placed("a", "eu-a") + placed("b", "eu-a"),
                                 call("c", "users", "a", ", 'transfer_price': 0") + "," +
                                     call("d", "a", "b", ", 'transfer_price': 0.5"),
                                 zones());
        COMPARE_WITHIN(transferOf(r, "a"), gbOfMegabytePerSecond * 0.3 * 0.5, 1e-9);
        COMPARE_WITHIN(transferOf(r, "b"), gbOfMegabytePerSecond * 0.7 * 0.5, 1e-9);
    }

    // 10 requests a second are 26.28 million a month.
    void requestsByTheMillion() {
        const Results own =
            solved(client("10", sizes(0, 0)) + component("a", "service", "'price': 0, 'request_price': 0.5"),
                   call("c", "users", "a"));
        COMPARE_WITHIN(own.components.at("a").cost_parts->requests, 13.14, 1e-9);
        COMPARE_WITHIN(own.system.cost_usd_per_million, 0.5, 1e-9);
        const Results files = solved(
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 10}, "
            "{'id': 'w', 'op': 'write', 'rps': 1}]}" +
                component("files", "object_storage", ""),
            call("c", "users", "files"));
        COMPARE_WITHIN(files.components.at("files").cost_parts->requests, 26.28 * 0.4 + 2.628 * 5, 1e-9);
    }

    // 1e6 keys of 1 000 bytes are 1 GB in each of three copies, 0.115 USD a gigabyte; or what is stated. A
    // population that two workloads share is kept once.
    void storage() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 1, 'keys': "
            "{'count': 1000000, 'object_bytes': 1000}}, {'id': 'w', 'op': 'write', 'rps': 1}]}";
        const Results keys =
            solved(users + component("db", "sql_database", "'replicas': 2"), call("c", "users", "db"));
        COMPARE_WITHIN(keys.components.at("db").cost_parts->storage, 3 * 0.115, 1e-9);
        const Results stated = solved(
            users + component("db", "sql_database", "'replicas': 2, 'stored_bytes': 5e9, 'storage_price': 1"),
            call("c", "users", "db"));
        COMPARE_WITHIN(stated.components.at("db").cost_parts->storage, 15, 1e-9);
    }

    // The service costs 73 USD; reads take 10 of 30 units of its time and writes 20. What the queue's worker
    // does, at another 73 USD, is all the writes'.
    void workloadsPayForTheWorkTheyMake() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 10}, "
            "{'id': 'w', 'op': 'write', 'rps': 20}]}";
        const Results r = solved(users + component("a", "service", "'instances': 1, 'price': 0.1") +
                                     component("q", "message_queue", "'price': 0") +
                                     component("job", "worker", "'instances': 10, 'price': 0.01"),
                                 call("c", "users", "a", ", 'transfer_price': 0") + "," +
                                     call("p", "a", "q", ", 'ops': ['write']") + "," + call("j", "q", "job"));
        COMPARE_WITHIN(r.workloads.at("users.r").cost_usd_month, 73 / 3.0, 1e-9);
        COMPARE_WITHIN(r.workloads.at("users.w").cost_usd_month, 73 * 2 / 3.0 + 73, 1e-9);
        COMPARE_WITHIN(r.system.cost_usd_month, 146, 1e-9);
    }
};

QTEST_GUILESS_MAIN(CostTest)
#include "cost_test.moc"
