#include <QtTest/QTest>

#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include "core/engine/passes/explain.h"
#include "tests/core/engine/solved.h"
#include "tests/core/engine/solver/random_designs.h"

using namespace headroom;
using namespace headroom::engine::tests;
using results::Explanation;
using results::LatencyPart;

namespace {

Explanation explained(const model::Design& design, const std::string& subject, const std::string& figure) {
    for (const Explanation& explanation : engine::explain(design, shippedCatalog(), subject)) {
        if (explanation.figure == figure) {
            return explanation;
        }
    }
    return {};
}

double sumOf(const Explanation& explanation) {
    double sum = 0;
    for (const results::LatencyShare& share : explanation.shares) {
        sum += share.ms;
    }
    return sum;
}

std::string way(const std::string& id, const std::string& from, const std::string& to,
                const std::string& params) {
    return "{'id': '" + id + "', 'from': '" + from + "', 'to': '" + to + "', 'kind': 'request', 'params': {" +
           params + "}}";
}

}  // namespace

class ExplainTest : public QObject {
    Q_OBJECT

  private slots:
    // M/M/1: W = rho S / (1 - rho). web: rho 0.5, W 5. db: rho 0.8, W 32. Network 30 and 2.
    void aChainByHand() {
        const model::Design design = designOf(
            client("100") + service("web", "5") + service("db", "8"),
            way("c", "users", "web", "'latency_ms': 30") + "," + way("d", "web", "db", "'latency_ms': 2"));
        const Explanation system = explained(design, "system", "latency_ms");
        COMPARE_WITHIN(system.mean_ms, 30 + 10 + 2 + 40, 1e-12);
        COMPARE_WITHIN(system.sumOf(LatencyPart::service), 13, 1e-12);
        COMPARE_WITHIN(system.sumOf(LatencyPart::queueing), 37, 1e-12);
        COMPARE_WITHIN(system.sumOf(LatencyPart::network), 32, 1e-12);
        QCOMPARE(system.sumOf(LatencyPart::downstream), 0.0);
        const Explanation web = explained(design, "web", "response_ms");
        COMPARE_WITHIN(web.sumOf(LatencyPart::service), 5, 1e-12);
        COMPARE_WITHIN(web.sumOf(LatencyPart::queueing), 5, 1e-12);
        COMPARE_WITHIN(web.sumOf(LatencyPart::network), 2, 1e-12);
        COMPARE_WITHIN(web.sumOf(LatencyPart::downstream), 40, 1e-12);
        const Explanation residence = explained(design, "db", "residence_ms");
        COMPARE_WITHIN(residence.sumOf(LatencyPart::queueing), 32, 1e-12);
        QCOMPARE(residence.shares.front().where, Id("db"));
        QCOMPARE(residence.shares.front().formula, std::string("M/M/c, Erlang 1917"));
        const auto& inputs = residence.shares.front().inputs;
        const auto load = std::find_if(inputs.begin(), inputs.end(),
                                       [](const auto& input) { return input.first == "utilization"; });
        QVERIFY(load != inputs.end());
        COMPARE_WITHIN(load->second, 0.8, 1e-12);
    }

    // A quarter of the look-ups misses and goes to the store: 0.25 (2 + S + W) is the cold cache. The store
    // gets 25/s of 8 ms: rho 0.2, W = 2.
    void missesAreTheColdCache() {
        const model::Design design = designOf(
            client("100") + service("web", "1") +
                component("cache", "cache",
                          "'instances': 1, 'workers': 1, 'service_time_ms': 0, 'hit_ratio': 0.75") +
                service("db", "8"),
            way("c", "users", "web", "'latency_ms': 0") + "," + way("l", "web", "cache", "'latency_ms': 1") +
                "," + way("d", "web", "db", "'latency_ms': 2, 'when': 'on_miss'"));
        const Explanation web = explained(design, "web", "response_ms");
        COMPARE_WITHIN(web.sumOf(LatencyPart::cold_cache), 0.25 * (2 + 8 + 2), 1e-9);
        COMPARE_WITHIN(web.sumOf(LatencyPart::network), 1, 1e-12);
        COMPARE_WITHIN(sumOf(web), web.mean_ms, 1e-12);
    }

    // Half of the attempts fail after 4 ms of work without a queue, and the pause before the second is
    // uniform up to 10 ms. Of answers, 2/3 come at once and 1/3 after a failure: 4 + 5 = 9 of each of these.
    void whatFailedIsTheRetry() {
        const model::Design design = designOf(
            client("1") +
                component("web", "service",
                          "'instances': 1, 'workers': 1000, 'service_time_ms': 4, 'error_rate': 0.5"),
            way("c", "users", "web", "'latency_ms': 0, 'retries': 1, 'backoff_ms': 10"));
        const Explanation system = explained(design, "system", "latency_ms");
        COMPARE_WITHIN(system.sumOf(LatencyPart::service), 4, 1e-9);
        COMPARE_WITHIN(system.sumOf(LatencyPart::retry), 9.0 / 3, 1e-9);
        COMPARE_WITHIN(system.mean_ms, 7, 1e-9);
    }

    // M/M/1 with mean response 20 ms, cut at 20 ms: half of it is service and half is queueing before and
    // after.
    void aTimeoutCutsAllPartsAlike() {
        const model::Design design = designOf(client("50") + service("web", "10"),
                                              way("c", "users", "web", "'latency_ms': 0, 'timeout_ms': 20"));
        const Explanation system = explained(design, "system", "latency_ms");
        QVERIFY(system.mean_ms > 0 && system.mean_ms < 20);
        COMPARE_WITHIN(system.sumOf(LatencyPart::service), system.mean_ms / 2, 1e-9);
        COMPARE_WITHIN(sumOf(system), system.mean_ms, 1e-9);
    }

    void noSuchThing() {
        const model::Design design = designOf(client("100") + service("web", "5"), call("c", "users", "web"));
        QVERIFY(!engine::canExplain(design, "nosuch"));
        QVERIFY(engine::canExplain(design, "users.r") && engine::canExplain(design, "c") &&
                engine::canExplain(design, "system"));
        QVERIFY(engine::explain(design, shippedCatalog(), "nosuch").empty());
    }

    // Nothing is made up and nothing is lost, whatever is repeated, missed, drawn or stood in for.
    void sharesAddUpToTheMean() {
        const bool holds =
            rc::check("the shares of every figure add up to its mean, and it is the answer's", [] {
                std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
                const auto loaded = format::read(calmDesign(random).dump(), shippedCatalog());
                RC_ASSERT(loaded.has_value());
                const results::Results r = engine::solve(loaded->design, shippedCatalog());
                const auto check = [&](const std::string& subject, const std::string& figure,
                                       const results::Figure& mean) {
                    const Explanation e = explained(loaded->design, subject, figure);
                    RC_ASSERT(e.mean_ms == mean.value_or(0));
                    RC_ASSERT(std::abs(sumOf(e) - e.mean_ms) <= 1e-9 * std::max(e.mean_ms, 1e-9));
                    for (const results::LatencyShare& share : e.shares) {
                        RC_ASSERT(share.ms >= 0);
                    }
                };
                check("system", "latency_ms", r.system.latency_ms.mean);
                for (const auto& [id, component] : r.components) {
                    check(id, "response_ms", component.response_ms.mean);
                    check(id, "residence_ms", component.residence_ms.mean);
                }
                for (const auto& [id, connection] : r.connections) {
                    check(id, "latency_ms", connection.latency_ms.mean);
                }
            });
        QVERIFY(holds);
    }
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "explain_test.moc"
