#include <QtTest/QTest>

#include <rapidcheck.h>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "core/engine/passes/single_points.h"
#include "core/engine/passes/what_if.h"
#include "core/engine/solver/autoscaling.h"
#include "tests/core/engine/solved.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Results;

namespace {

std::set<Id> named(const Results& r) {
    for (const results::Finding& finding : r.findings) {
        if (finding.diagnostic.code == "single-point-of-failure") {
            return {finding.where.begin(), finding.where.end()};
        }
    }
    return {};
}

/// What solving the design without each of its parts says.
std::set<Id> counted(const model::Design& design) {
    std::set<Id> ids;
    for (const engine::WhatIf& answer : engine::whatIfs(design, shippedCatalog())) {
        if (answer.single_point_of_failure) {
            ids.insert(answer.dies);
        }
    }
    return ids;
}

std::set<Id> pointsOf(const std::string& components, const std::string& connections) {
    const model::Design design = designOf(components, connections);
    const std::set<Id> points = named(engine::solve(design, shippedCatalog()));
    if (points != counted(design)) {
        qFatal("the finding and the answers without each part differ");
    }
    return points;
}

std::string several(const std::string& id) {
    return component(id, "service", "'instances': 2");
}

}  // namespace

class SinglePointsTest : public QObject {
    Q_OBJECT

  private slots:
    void oneMachineOnTheWay() {
        const std::string chain = call("c", "users", "web") + "," + call("d", "web", "db");
        QCOMPARE(pointsOf(client("10") + service("web", "1") + service("db", "1"), chain),
                 (std::set<Id>{"web", "db"}));
        QCOMPARE(pointsOf(client("10") + several("web") + service("db", "1"), chain), std::set<Id>{"db"});
        QCOMPARE(pointsOf(client("10") + several("web") + several("db"), chain), std::set<Id>{});
    }

    // Nobody needs one of two targets, and everybody what both of them call.
    void behindABalancer() {
        const std::string both = call("c", "users", "lb") + "," + call("a", "lb", "s1") + "," +
                                 call("b", "lb", "s2") + "," + call("d", "s1", "db") + "," +
                                 call("e", "s2", "db");
        QCOMPARE(pointsOf(client("10") + component("lb", "load_balancer", "'instances': 2") +
                              service("s1", "1") + service("s2", "1") + service("db", "1"),
                          both),
                 std::set<Id>{"db"});
    }

    // A fallback, an optional call and a message leave nobody alone.
    void whatIsNotNeeded() {
        const std::string all = several("web") + service("a", "1") + service("b", "1");
        const std::string web = call("c", "users", "web");
        QCOMPARE(pointsOf(client("10") + all, web + "," + call("d", "web", "a") + "," +
                                                  call("e", "web", "b", ", 'when': 'on_failure'")),
                 std::set<Id>{});
        QCOMPARE(pointsOf(client("10") + all, web + "," + call("d", "web", "a", ", 'required': false") + "," +
                                                  call("e", "web", "b", ", 'calls': 0.5")),
                 std::set<Id>{});
        QCOMPARE(
            pointsOf(client("10") + all, web + ", {'id': 'd', 'from': 'web', 'to': 'a', 'kind': 'publish'}"),
            std::set<Id>{});
    }

    // Two of three: without one of them two are left; of two calls to one machine none is.
    void enoughOfABlock() {
        const auto part = [](const std::string& id, const std::string& more) {
            return call("c" + id, "web", id, ", 'mode': 'parallel'" + more);
        };
        const std::string web = call("c", "users", "web");
        const std::string all = several("web") + service("a", "1") + service("b", "1") + service("d", "1");
        QCOMPARE(pointsOf(client("10") + all, web + "," + part("a", ", 'wait_for': 2") + "," + part("b", "") +
                                                  "," + part("d", "")),
                 std::set<Id>{});
        QCOMPARE(pointsOf(client("10") + all,
                          web + "," + part("a", ", 'wait_for': 2, 'calls': 2") + "," + part("b", "")),
                 std::set<Id>{"a"});
        QCOMPARE(pointsOf(client("10") + all, web + "," + part("a", "") + "," + part("b", "")),
                 (std::set<Id>{"a", "b"}));
    }

    // What is found in the cache needs no store: only somebody whom the whole of a workload needs counts.
    void behindACache() {
        const std::string all = several("web") + component("k", "cache", "'hit_ratio': 0.9") +
                                component("db", "sql_database", "'replicas': 0");
        const std::string lookAside = call("c", "users", "web") + "," + call("l", "web", "k") + "," +
                                      call("m", "web", "db", ", 'when': 'on_miss'");
        const std::set<Id> points = pointsOf(client("10") + all, lookAside);
        QVERIFY(points.contains("k") && !points.contains("db"));
    }

    // Each calls the next and, in half of the cases, has done with that; the last may begin anew. All but
    // those beyond the first may be left out, however many there are.
    void aroundACircle() {
        std::string components = client("10");
        std::string connections = call("in", "users", "s0");
        constexpr int length = 30;
        for (int i = 0; i < length; ++i) {
            const std::string id = std::to_string(i);
            components += service("s" + id, "0.01");
            connections +=
                "," + call("c" + id, "s" + id, "s" + std::to_string((i + 1) % length), ", 'choice': 'next'") +
                "," + call("d" + id, "s" + id, "end", ", 'choice': 'next'");
        }
        QCOMPARE(pointsOf(components + service("end", "0.01"), connections), (std::set<Id>{"s0", "end"}));
    }

    // So many machines that the sets would take more memory than such a list is worth.
    void noListWithoutEnd() {
        std::string components = client("10");
        std::string connections = call("in", "users", "s0");
        constexpr int length = 23000;
        for (int i = 0; i < length; ++i) {
            components += service("s" + std::to_string(i), "0.01");
            connections += i == 0 ? "" : "," + call("c" + std::to_string(i), "s0", "s" + std::to_string(i));
        }
        const engine::solver::Model model = [&] {
            std::vector<results::Finding> findings;
            return engine::solver::compileScaled(designOf(components, connections), shippedCatalog(), {},
                                                 findings);
        }();
        const engine::solver::State state(model);
        QVERIFY(
            engine::passes::singlePointsOfFailure(model, engine::solver::calleesFirst(model), state).empty());
    }

    void asSolvingWithoutEachOfThem() {
        int some = 0;
        QVERIFY(rc::check("the finding names whom the answers without each part name", [&] {
            std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
            const auto loaded = format::read(calmDesign(random).dump(), shippedCatalog());
            RC_ASSERT(loaded.has_value());
            const Results r = engine::solve(loaded->design, shippedCatalog());
            RC_PRE(r.converged);
            RC_ASSERT(named(r) == counted(loaded->design));
            some += named(r).empty() ? 0 : 1;
        }));
        QVERIFY2(some >= 20, "hardly any of the designs had one");
    }
};

QTEST_GUILESS_MAIN(SinglePointsTest)
#include "single_points_test.moc"
