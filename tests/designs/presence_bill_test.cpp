#include "tests/designs/queues.h"
#include "tests/designs/solved_design.h"

using headroom::test::RawDesign;
using headroom::test::SolvedDesign;

namespace {

constexpr double hoursPerMonth = 730;
const QString slug = QStringLiteral("presence-bill");

QString set(const char* pointer, double value) {
    return QString("/components/%1=%2").arg(QLatin1String(pointer)).arg(value, 0, 'g', 15);
}

}  // namespace

/// The figures of designs/presence-bill, worked out here from the numbers in the file. Nothing of the engine
/// is used.
class PresenceBillTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void aMillionWritesASecond();
    void thirtyNineNodesAreTheLeast();
    void theWaitIsThatOfOneQueueANode();
    void theBillFollowsFromTheHourlyPrice();
    void theDotsAreFourTenthsOfTheMachines();
    void below70PercentTakes55();
    void tiersAndChannels();
    void theRestIsNotBusy();

  private:
    [[nodiscard]] double price(const QString& id) const { return design_.raw().number(id, "price"); }
    [[nodiscard]] double beats() const {
        return RawDesign::stated(design_.raw().workload("users", "beat"), "rps");
    }
    [[nodiscard]] double nodes() const { return design_.raw().number("presence", "instances"); }
    [[nodiscard]] double nodeRate() const {
        return 1000 / design_.raw().number("presence", "service_time_ms");
    }

    SolvedDesign design_{slug};
};

void PresenceBillTest::initTestCase() {
    QCOMPARE(design_.answer()["converged"].toBool(), true);
}

void PresenceBillTest::aMillionWritesASecond() {
    const QJsonObject beat = design_.raw().workload("users", "beat");
    const double people = RawDesign::stated(beat["keys"].toObject(), "count");
    QCOMPARE(people, 5e6);
    QCOMPARE(beats(), people / 5);      // each every 5 seconds
    QCOMPARE(beats() * 86400, 86.4e9);  // a day
    QCOMPARE(design_.of("components", "presence", "arrival_rps"), beats());
    // 5 M x 100 B = 0.5 GB: a node of 10 GB would hold everybody.
    QVERIFY(people * RawDesign::stated(beat["keys"].toObject(), "object_bytes") <= 0.5e9);
}

void PresenceBillTest::thirtyNineNodesAreTheLeast() {
    COMPARE_BY_HAND(nodeRate(), 26000.0, 1e-12);
    QCOMPARE(std::ceil(beats() / 26000), nodes());
    QCOMPARE(nodes(), 39.0);
    COMPARE_BY_HAND(design_.of("components", "presence", "utilization"), 1e6 / 26000 / 39, 1e-9);
    QCOMPARE(design_.component("presence")["status"].toString(), "hot");
    const SolvedDesign less(slug, {"--set", set("presence/params/instances", 38)});
    QCOMPARE(less.component("presence")["status"].toString(), "saturated");
    // 38 nodes do 988 000; 12 000 a second pile up.
    COMPARE_BY_HAND(less.of("components", "presence", "backlog_growth_rps"), 1e6 - 38 * 26000.0, 1e-9);
}

void PresenceBillTest::theWaitIsThatOfOneQueueANode() {
    const double service = design_.raw().number("presence", "service_time_ms");
    const double wait = headroom::test::meanWaitPoisson(beats() / 1000 / nodes(), service, 1);
    COMPARE_BY_HAND(design_.component("presence")["wait_ms"].toObject()["mean"].toDouble(), wait, 1e-6);
    QVERIFY(wait > 2.7 && wait < 2.8);
}

void PresenceBillTest::theBillFollowsFromTheHourlyPrice() {
    COMPARE_BY_HAND(nodes() * price("presence") * hoursPerMonth, 5864.82, 1e-9);
    COMPARE_BY_HAND(design_.of("components", "presence", "cost_usd_month"), 5864.82, 1e-9);
}

void PresenceBillTest::theDotsAreFourTenthsOfTheMachines() {
    const double dots = nodes() * price("presence");
    const auto& raw = design_.raw();
    const double rest =
        raw.number("gateways", "instances") * price("gateways") +
        raw.number("chat", "instances") * price("chat") +
        raw.number("history", "shards") * (1 + raw.number("history", "replicas")) * price("history") +
        raw.number("balancer", "instances") * 0.0225;
    COMPARE_BY_HAND(rest * hoursPerMonth, 9062.0, 1e-3);
    COMPARE_BY_HAND(dots / (dots + rest), 0.393, 1e-2);
}

void PresenceBillTest::below70PercentTakes55() {
    // 1e6 / 26 000 / 0.7 = 54.9.
    const SolvedDesign more(slug, {"--set", set("presence/params/instances", 55)});
    COMPARE_BY_HAND(more.of("components", "presence", "utilization"), 1e6 / 26000 / 55, 1e-9);
    QCOMPARE(more.component("presence")["status"].toString(), "ok");
    COMPARE_BY_HAND(more.of("components", "presence", "cost_usd_month"),
                    55 * price("presence") * hoursPerMonth, 1e-9);
}

void PresenceBillTest::tiersAndChannels() {
    // 70 % less: 300 000 / 26 000 = 11.5. A hundredth: 10 000 / 26 000 = 0.38.
    for (const auto& [rate, needed] : {std::pair{0.3 * beats(), 12.0}, std::pair{0.01 * beats(), 1.0}}) {
        QCOMPARE(std::ceil(rate / 26000), needed);
        const SolvedDesign fewer(slug, {"--set", set("users/workloads/beat/rps", rate), "--set",
                                        set("presence/params/instances", needed)});
        COMPARE_BY_HAND(fewer.of("components", "presence", "utilization"), rate / 26000 / needed, 1e-9);
        COMPARE_BY_HAND(fewer.of("components", "presence", "cost_usd_month"),
                        needed * price("presence") * hoursPerMonth, 1e-9);
    }
}

void PresenceBillTest::theRestIsNotBusy() {
    for (const char* id : {"balancer", "gateways", "chat", "history"}) {
        QVERIFY2(design_.of("components", id, "utilization") < 0.7, id);
    }
    QCOMPARE(design_.answer()["system"].toObject()["bottleneck"].toString(), "presence");
}

QTEST_GUILESS_MAIN(PresenceBillTest)
#include "presence_bill_test.moc"
