// What happens to a design: its events by hand, and a run that shows what comes of them.
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "core/edit/edits.h"
#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/history_document.h"
#include "widgets/common/look.h"
#include "widgets/common/unit_field.h"
#include "widgets/timeline/timeline_chart.h"
#include "widgets/timeline/timeline_panel.h"

using namespace headroom;
using namespace headroom::widgets;
using State = SimulationFeed::State;

namespace {

const std::string dataDirectory = HEADROOM_SOURCE_DIR "/resources";

// 100/s at a machine that can do 200/s; four times as much in the middle.
const QByteArray small = R"({"format": "headroom.design", "version": 1, "components": [
    {"id": "users", "kind": "client", "label": "Users", "x": 0, "y": 0,
     "workloads": [{"id": "r", "op": "read", "rps": 100, "deadline_ms": 1000}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 0, "y": 0,
     "params": {"instances": 1, "workers": 1, "service_time_ms": 5}}],
  "connections": [{"id": "c", "from": "users", "to": "web", "kind": "request"}],
  "scenario": {"events": [{"type": "spike", "component": "users", "factor": 4, "at_s": 20, "for_s": 20}]}})";

}  // namespace

class TimelineTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Look> look_;
    std::unique_ptr<tests::HistoryDocument> document_;
    std::unique_ptr<TimelinePanel> panel_;

    UnitField* field(const char* name) const {
        for (auto* found : panel_->findChildren<UnitField*>(QLatin1String(name))) {
            if (found->isVisible()) {
                return found;
            }
        }
        return nullptr;
    }
    static void type(UnitField* field, const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    void clickRun() { QTest::mouseClick(panel_->findChild<QPushButton*>("runSimulation"), Qt::LeftButton); }
    const json::Object* event() const {
        const json::Value* events = document_->design().document().scenario.find("events");
        return events != nullptr ? (*events->array())[0].object() : nullptr;
    }
    const Phase& phase(std::size_t index) const { return panel_->chart().phases()[index]; }

  private slots:
    void init() {
        const auto catalog = std::make_shared<const catalog::Catalog>(*catalog::Catalog::load(dataDirectory));
        look_ = std::make_unique<Look>(dataDirectory, *render::Theme::load(dataDirectory, "light"));
        document_ = std::make_unique<tests::HistoryDocument>(
            catalog, format::read(small.toStdString(), *catalog)->design);
        panel_ = std::make_unique<TimelinePanel>(*document_, *look_);
        panel_->resize(760, 250);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }
    void cleanup() {
        panel_.reset();
        document_.reset();
    }

    // Ten steps of 1 s, slices of 5 s; an event from 4 to 6 s.
    void aRunIsToldBeforeDuringAndAfter() {
        engine::SimulationSeries series;
        series.step_s = 1;
        series.goodput_rps = {10, 10, 10, 10, 2, 4, 8, 10, 10, 12};
        series.error_rate = {0, 0, 0, 0, 0.8, 0.6, 0.2, 0, 0, 0};
        series.latency_step_s = 2;
        series.p99_ms = {20.0, 30.0, 500.0, std::nullopt, 40.0};
        Happening kill;
        kill.atS = 4;
        kill.forS = 2;
        const auto phases = phasesOf(series, {kill}, 10);
        QCOMPARE(phases.size(), std::size_t{3});
        QCOMPARE(*phases[0].goodput_rps, 10.0);
        QCOMPARE(*phases[1].goodput_rps, 3.0);
        QCOMPARE(*phases[2].goodput_rps, 10.0);
        QCOMPARE(*phases[0].worst_p99_ms, 30.0);
        QCOMPARE(*phases[1].worst_p99_ms, 500.0);
        QCOMPARE(*phases[2].worst_p99_ms, 40.0);
        QVERIFY(std::abs(*phases[1].error_rate - 0.7) < 1e-12);
        QVERIFY(std::abs(*phases[2].error_rate - 0.05) < 1e-12);
        QCOMPARE(phasesOf(series, {}, 10).size(), std::size_t{1});
        kill.forS.reset();
        QCOMPARE(phasesOf(series, {kill}, 10).size(), std::size_t{2});
    }

    void timesAreChangedAndEventsTakenAwayInSteps() {
        type(field("at_s"), QStringLiteral("12"));
        QCOMPARE(event()->find("at_s")->number(), 12.0);
        QTest::keyClick(field("for_s"), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(field("for_s"), Qt::Key_Delete);
        QTest::keyClick(field("for_s"), Qt::Key_Return);
        QVERIFY(!event()->contains("for_s"));
        document_->undo();
        QCOMPARE(event()->find("for_s")->number(), 20.0);
        QTest::mouseClick(panel_->findChild<QToolButton*>("removeEvent"), Qt::LeftButton);
        QVERIFY(event() == nullptr);
        document_->undo();
        document_->undo();
        QCOMPARE(event()->find("at_s")->number(), 20.0);
        QVERIFY(field("at_s") != nullptr);
    }

    void bandsAreTakenByTheirEdgesOrAsAWhole() {
        Happening event;
        event.atS = 20;
        event.forS = 20;
        QVERIFY(!gripAt({event}, 10, 1, 60));
        const auto begin = gripAt({event}, 20.5, 1, 60);
        QVERIFY(begin && begin->part == BandGrip::Part::begin);
        QCOMPARE(begin->at(15.6, 60, 1).atS, 15.0);
        QCOMPARE(*begin->at(15.6, 60, 1).forS, 25.0);
        QCOMPARE(begin->at(59, 60, 1).atS, 39.0);
        const auto end = gripAt({event}, 40, 1, 60);
        QCOMPARE(*end->at(50, 60, 1).forS, 30.0);
        QCOMPARE(*end->at(0, 60, 1).forS, 1.0);
        const auto whole = gripAt({event}, 30, 1, 60);
        QCOMPARE(whole->at(35, 60, 1).atS, 25.0);
        QCOMPARE(*whole->at(35, 60, 1).forS, 20.0);
        QCOMPARE(whole->at(-100, 60, 1).atS, 0.0);
        event.forS.reset();
        QVERIFY(!gripAt({event}, 30, 1, 60)->at(35, 60, 1).forS);
    }

    // The chart is as wide as what the list leaves; a drag by half of the plot is 30 s.
    void aDragOnTheChartIsOneStep() {
        auto* chart = panel_->findChild<TimelineChart*>();
        const double left = 84;
        const double width = chart->width() - left - 16;
        const auto at = [&](double seconds) {
            return QPoint(static_cast<int>(std::lround(left + width * seconds / 60)), 12);
        };
        const std::size_t steps = document_->history().done().size();
        QTest::mousePress(chart, Qt::LeftButton, {}, at(30));
        QTest::mouseMove(chart, at(28));
        QTest::mouseMove(chart, at(15));
        QTest::mouseRelease(chart, Qt::LeftButton, {}, at(15));
        QCOMPARE(event()->find("at_s")->number(), 5.0);
        QCOMPARE(event()->find("for_s")->number(), 20.0);
        QCOMPARE(document_->history().done().size(), steps + 1);
        document_->undo();
        QCOMPARE(event()->find("at_s")->number(), 20.0);
    }

    // Of 400/s 200/s are served, and the queue of 4000 that is left takes 40 s more at 100/s of room.
    void aRunShowsWhatASpikeDoes() {
        clickRun();
        QCOMPARE(panel_->feed().state(), State::running);
        QTRY_COMPARE_WITH_TIMEOUT(panel_->feed().state(), State::done, 20000);
        QVERIFY(std::abs(*phase(0).goodput_rps - 100) < 10);
        QVERIFY(*phase(0).error_rate < 0.01);
        QVERIFY(*phase(1).error_rate > 0.5);
        QVERIFY(*phase(2).error_rate > 0.5);
        QVERIFY(*phase(1).worst_p99_ms > 5000);
        QVERIFY(panel_->status().startsWith(QStringLiteral("1\u00A0min simulated")));
        QVERIFY(panel_->chart().momentText(10).startsWith(QStringLiteral("10\u00A0s: goodput ")));
    }

    void anEditMarksARunAsOld() {
        clickRun();
        QTRY_COMPARE_WITH_TIMEOUT(panel_->feed().state(), State::done, 20000);
        QVERIFY(document_->perform(QStringLiteral("More"), [&](model::Transaction& t) {
            return edit::setParam(t, document_->catalog(), "web", "workers", json::Value(2));
        }));
        QVERIFY(panel_->feed().outdated());
        QVERIFY(panel_->status().contains(QStringLiteral("changed")));
    }

    // A day at 100/s takes seconds: it grows while one looks, and what is there stays when it is stopped.
    void aRunGrowsAndCanBeStopped() {
        type(field("runLength"), QStringLiteral("86400"));
        clickRun();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->feed().simulatedSeconds() > 0, 20000);
        clickRun();
        QCOMPARE(panel_->feed().state(), State::stopped);
        const double far = panel_->feed().simulatedSeconds();
        QVERIFY(far < 86400);
        QTest::qWait(300);
        QCOMPARE(panel_->feed().simulatedSeconds(), far);
        QVERIFY(panel_->status().startsWith(QStringLiteral("Stopped after")));
    }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
