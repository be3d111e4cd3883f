#include "app/cli/flow_order.h"

#include <QTest>
#include <sstream>

#include "core/model/transaction.h"
#include "tests/app/cli/small_records.h"

using headroom::Id;
using headroom::cli::flowOrder;

namespace {

/// Components of these names in this order, and connections "a>b".
headroom::model::Design design(const std::string& components, const std::string& connections) {
    headroom::model::Transaction transaction{headroom::model::Design()};
    std::istringstream names(components);
    for (std::string id; names >> id;) {
        transaction.put(headroom::test::component(id, "service"));
    }
    std::istringstream pairs(connections);
    for (std::string pair; pairs >> pair;) {
        const auto arrow = pair.find('>');
        const std::string id = "e-" + std::to_string(transaction.design().connections().size());
        transaction.put(headroom::test::request(id, pair.substr(0, arrow), pair.substr(arrow + 1)));
    }
    return transaction.design();
}

std::string ordered(const std::string& components, const std::string& connections) {
    std::string out;
    for (const Id& id : flowOrder(design(components, connections))) {
        out += (out.empty() ? "" : " ") + id;
    }
    return out;
}

}  // namespace

class FlowOrderTest : public QObject {
    Q_OBJECT

  private slots:
    void callersStandAboveTheCalled();
    void fileOrderWhereThereIsAChoice();
    void cyclesAreLeftStanding();
    void longChainsFit();
};

void FlowOrderTest::callersStandAboveTheCalled() {
    QCOMPARE(ordered("db cache web users", "web>db users>web web>cache"), std::string("users web db cache"));
    // db is called by both; it comes after the later one.
    QCOMPARE(ordered("users web db worker", "users>web web>db web>worker worker>db"),
             std::string("users web worker db"));
}

void FlowOrderTest::fileOrderWhereThereIsAChoice() {
    QCOMPARE(ordered("a b c", ""), std::string("a b c"));
    QCOMPARE(ordered("a b x y", "a>x b>y"), std::string("a x b y"));
}

void FlowOrderTest::cyclesAreLeftStanding() {
    QCOMPARE(ordered("users a b", "users>a a>b b>a"), std::string("users a b"));
    QCOMPARE(ordered("a b", "a>b b>a"), std::string("a b"));
    QCOMPARE(ordered("a", "a>a"), std::string("a"));
}

void FlowOrderTest::longChainsFit() {
    std::string components;
    std::string connections;
    for (int i = 0; i < 5000; ++i) {
        components += "c" + std::to_string(i) + " ";
        connections += i > 0 ? "c" + std::to_string(i - 1) + ">c" + std::to_string(i) + " " : "";
    }
    QCOMPARE(ordered(components, connections) + " ", components);
}

QTEST_GUILESS_MAIN(FlowOrderTest)
#include "flow_order_test.moc"
