#include "core/engine/passes/what_if.h"

#include <QtTest/QTest>

#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;
using engine::WhatIf;

namespace {

WhatIf when(const std::vector<WhatIf>& all, const Id& dies) {
    for (const WhatIf& answer : all) {
        if (answer.dies == dies) {
            return answer;
        }
    }
    return {};
}

}  // namespace

class WhatIfTest : public QObject {
    Q_OBJECT

  private slots:
    // Reads go to the cache only, writes to the store and, by publish, to the mailer: 30 and 10 a second.
    void whoIsHit() {
        const std::string users =
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 30}, {'id': "
            "'w', "
            "'op': 'write', 'rps': 10}]}";
        const auto all = engine::whatIfs(
            designOf(users + service("web", "1") + service("front", "1") + service("db", "1") +
                         service("mail", "1"),
                     call("c", "users", "web") + "," + call("f", "web", "front", ", 'ops': ['read']") + "," +
                         call("d", "web", "db", ", 'ops': ['write']") +
                         ",{'id': 'p', 'from': 'web', 'to': 'mail', 'kind': 'publish'}"),
            shippedCatalog());
        QCOMPARE(all.size(), std::size_t{8});
        for (const WhatIf& answer : all) {
            const auto alone = engine::whatIf(
                designOf(users + service("web", "1") + service("front", "1") + service("db", "1") +
                             service("mail", "1"),
                         call("c", "users", "web") + "," + call("f", "web", "front", ", 'ops': ['read']") +
                             "," + call("d", "web", "db", ", 'ops': ['write']") +
                             ",{'id': 'p', 'from': 'web', 'to': 'mail', 'kind': 'publish'}"),
                shippedCatalog(), answer.dies);
            QVERIFY(alone && alone->success == answer.success && alone->hit == answer.hit);
        }
        const WhatIf store = when(all, "db");
        COMPARE_WITHIN(store.success, 0.75, 1e-12);
        QCOMPARE(store.hit, std::vector<std::string>{"users.w"});
        QVERIFY(store.single_point_of_failure);
        COMPARE_WITHIN(when(all, "d").success, 0.75, 1e-12);
        QVERIFY(!when(all, "d").single_point_of_failure);
        COMPARE_WITHIN(when(all, "web").success, 0, 1e-12);
        QVERIFY(!when(all, "web").mean_ms);
        const WhatIf later = when(all, "mail");
        COMPARE_WITHIN(later.success, 1, 1e-12);
        QVERIFY(later.hit.empty() && !later.single_point_of_failure);
    }

    // A zone takes the one of two machines that stands in it: half of the calls are refused.
    void aZoneDies() {
        const auto all = engine::whatIfs(
            designOf(
                client("10") + component("web", "service", "'instances': 2, 'placement': ['a', 'b']"),
                call("c", "users", "web"),
                "'groups': [{'id': 'a', 'kind': 'zone', 'x': 0, 'y': 0, 'w': 1, 'h': 1}, {'id': 'b', 'kind': "
                "'zone', 'x': 0, 'y': 0, 'w': 1, 'h': 1}]"),
            shippedCatalog());
        COMPARE_WITHIN(when(all, "a").success, 0.5, 1e-12);
        QVERIFY(!when(all, "web").single_point_of_failure);
    }
};

QTEST_GUILESS_MAIN(WhatIfTest)
#include "what_if_test.moc"
