#include "tests/core/engine/solved.h"

using namespace headroom;
using namespace headroom::engine::tests;

class PlainTest : public QObject {
    Q_OBJECT

  private slots:
    void hasNoResultsAndIsNotComplainedOf();
    void arrowsToAndFromItCarryNothing();
    void passesNoIgnoranceOn();
};

namespace {

const std::string drawn = component("note", "caption", "") + component("shape", "box", "");

}  // namespace

void PlainTest::hasNoResultsAndIsNotComplainedOf() {
    const auto results = solved(client("10") + service("web", "1") + drawn,
                                call("in", "users", "web") + ", " + call("a", "note", "shape"));
    QCOMPARE(results.components.count("note") + results.components.count("shape"), std::size_t{0});
    QCOMPARE(results.connections.count("a"), std::size_t{0});
    QCOMPARE(results.components.size(), std::size_t{2});
    QVERIFY(results.system.cost_usd_month.has_value());
    for (const results::Finding& finding : results.findings) {
        QVERIFY(std::find(finding.where.begin(), finding.where.end(), "shape") == finding.where.end());
        QVERIFY(std::find(finding.where.begin(), finding.where.end(), "note") == finding.where.end());
    }
}

void PlainTest::arrowsToAndFromItCarryNothing() {
    const auto without = solved(client("10") + service("web", "1"), call("in", "users", "web"));
    const auto with = solved(client("10") + service("web", "1") + drawn,
                             call("first", "users", "shape") + ", " + call("in", "users", "web") + ", " +
                                 call("on", "shape", "web") + ", " + call("out", "web", "note"));
    QVERIFY(with.system == without.system);
    QVERIFY(with.components == without.components);
    QVERIFY(with.connections == without.connections);
}

void PlainTest::passesNoIgnoranceOn() {
    // A component of a kind that nobody knows makes what stands behind it unknown, but not through a drawing.
    const auto results = solved(
        client("10") + service("web", "1") + drawn + component("odd", "no_such_kind", ""),
        call("in", "users", "web") + ", " + call("a", "odd", "shape") + ", " + call("b", "shape", "web"));
    QVERIFY(results.components.at("web").status == results::Status::ok);
    QCOMPARE(*results.system.goodput_rps, 10.0);
}

QTEST_GUILESS_MAIN(PlainTest)
#include "plain_test.moc"
