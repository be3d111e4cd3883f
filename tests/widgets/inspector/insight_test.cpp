// Where the time goes and what is left when a component dies, as the inspector tells it.
#include <QTest>

#include "core/edit/edits.h"
#include "tests/widgets/inspector/fixture.h"
#include "widgets/common/section.h"
#include "widgets/inspector/death_note.h"
#include "widgets/inspector/figure_row.h"
#include "widgets/inspector/latency_split.h"

using namespace headroom;
using namespace headroom::widgets;
using results::LatencyPart;

namespace {

// Users ask one machine with one worker: 50/s of 10 ms each. It asks a store, of which there are two.
const QByteArray twoTiers = R"({"format": "headroom.design", "version": 1, "components": [
    {"id": "users", "kind": "client", "label": "Users", "x": 0, "y": 0,
     "workloads": [{"id": "r", "op": "read", "rps": 40}, {"id": "w", "op": "write", "rps": 10}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 0, "y": 0,
     "params": {"instances": 1, "workers": 1, "service_time_ms": 10, "service_cv": 1}},
    {"id": "db", "kind": "service", "label": "Store", "x": 0, "y": 0,
     "params": {"instances": 2, "workers": 64, "service_time_ms": 2, "service_cv": 1}}],
  "connections": [
    {"id": "c", "from": "users", "to": "web", "kind": "request"},
    {"id": "d", "from": "web", "to": "db", "kind": "request",
     "params": {"latency_ms": 1, "ops": ["write"], "policy": "round_robin"}}]})";

}  // namespace

class InsightTest : public QObject {
    Q_OBJECT

    std::unique_ptr<tests::InspectorBench> bench_;

    template <class Part>
    Part* part() const {
        for (Part* found : bench_->inspector().findChildren<Part*>()) {
            if (found->isVisible()) {
                return found;
            }
        }
        return nullptr;
    }
    QList<LatencySplit*> splits() const {
        QList<LatencySplit*> seen;
        for (auto* found : bench_->inspector().findChildren<LatencySplit*>()) {
            if (found->isVisible()) {
                seen.append(found);
            }
        }
        return seen;
    }
    const LatencySplit::Line* line(LatencyPart part) const {
        for (const LatencySplit::Line& one : this->part<LatencySplit>()->lines()) {
            if (one.part == part) {
                return &one;
            }
        }
        return nullptr;
    }
    void change(const char* component, const char* param, const json::Value& value) {
        QVERIFY(bench_->document().perform(QStringLiteral("Set"), [&](model::Transaction& transaction) {
            return edit::setParam(transaction, bench_->document().catalog(), component, param, value);
        }));
    }
    void fold(const char* section, bool folded) {
        bench_->inspector().findChild<Section*>(QLatin1String(section))->setFolded(folded);
    }

  private slots:
    void init() { bench_ = std::make_unique<tests::InspectorBench>(twoTiers); }
    void cleanup() { bench_.reset(); }

    // M/M/1 at 50/s of 10 ms: rho = 0.5, W = S·rho/(1 − rho) = 10 ms. One in five goes on to the store:
    // 0.2 · 1 ms of network and 0.2 · 2 ms there. In all 10 + 10 + 0.2 + 0.4 = 20.6 ms.
    void theTimeOfAnAnswerIsTakenApart() {
        bench_->select({QStringLiteral("web")});
        QTRY_COMPARE(part<LatencySplit>()->lines().size(), 4);
        QVERIFY(std::abs(line(LatencyPart::service)->ms - 10) < 1e-6);
        QVERIFY(std::abs(line(LatencyPart::queueing)->ms - 10) < 1e-6);
        QVERIFY(std::abs(line(LatencyPart::network)->ms - 0.2) < 1e-6);
        QVERIFY(std::abs(line(LatencyPart::downstream)->ms - 0.4) < 1e-3);
        QVERIFY(std::abs(line(LatencyPart::service)->share - 10 / 20.6) < 1e-4);
        QCOMPARE(line(LatencyPart::service)->formulas, QStringLiteral("service time"));
        QCOMPARE(line(LatencyPart::downstream)->formulas, QStringLiteral("service time (Store)"));
        QVERIFY(line(LatencyPart::queueing)->help.contains(QStringLiteral("utilization 0.5")));
    }

    // The web server is one machine that everything passes; of the store only the writes, 10 of 50, need one.
    void itSaysWhatIsLeftWhenItDies() {
        bench_->select({QStringLiteral("web")});
        QTRY_COMPARE(part<DeathNote>()->verdict(),
                     QStringLiteral("A single point of failure. Hit: r of Users, w of Users."));
        bench_->select({QStringLiteral("db")});
        QTRY_COMPARE(part<DeathNote>()->verdict(), QStringLiteral("Hit: w of Users."));
        QCOMPARE(part<DeathNote>()->findChildren<FigureRow*>().front()->text(), QStringLiteral("80\u00A0%"));
    }

    void anEditMakesItStaleAndThenRight() {
        bench_->select({QStringLiteral("web")});
        QTRY_COMPARE(part<LatencySplit>()->lines().size(), 4);
        change("web", "service_time_ms", json::Value(4.0));
        QVERIFY(part<LatencySplit>()->stale());
        QTRY_VERIFY(!part<LatencySplit>()->stale());
        QVERIFY(std::abs(line(LatencyPart::service)->ms - 4) < 1e-6);
    }

    void aClientTellsItOfEachWorkload() {
        bench_->select({QStringLiteral("users")});
        QTRY_COMPARE(splits().size(), 2);
        QTRY_VERIFY(!splits().back()->lines().isEmpty());
        QVERIFY(part<DeathNote>() == nullptr);
    }

    void nothingIsComputedThatNobodySees() {
        bench_->select({QStringLiteral("web")});
        fold("time", true);
        fold("death", true);
        QTest::qWait(400);
        auto* hidden = bench_->inspector().findChild<LatencySplit*>();
        QVERIFY(hidden->lines().isEmpty());
        fold("time", false);
        QTRY_COMPARE(hidden->lines().size(), 4);
    }
};

QTEST_MAIN(InsightTest)
#include "insight_test.moc"
