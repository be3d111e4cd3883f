// What happens to a design: its events by hand, and a run that shows what comes of them.
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/edit/edits.h"
#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"
#include "core/render/theme.h"
#include "tests/widgets/history_document.h"
#include "tests/widgets/timeline/spiked_design.h"
#include "widgets/common/look.h"
#include "widgets/common/unit_field.h"
#include "widgets/timeline/timeline_chart.h"
#include "widgets/timeline/timeline_panel.h"

using namespace headroom;
using namespace headroom::widgets;
using State = SimulationFeed::State;

namespace {

const std::string dataDirectory = HEADROOM_SOURCE_DIR "/resources";

const QByteArray small = tests::spikedDesign(4);

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
    /// Of the chart's lane of that name, in one part of the run.
    results::Figure figure(const char* lane, std::size_t phase) const {
        for (const Lane& one : panel_->chart().lanes()) {
            if (one.name == QLatin1String(lane)) {
                return one.over(panel_->chart().phases()[phase]);
            }
        }
        return std::nullopt;
    }
    void runToItsEnd() {
        clickRun();
        QTRY_COMPARE_WITH_TIMEOUT(panel_->feed().state(), State::done, 20000);
    }
    QPoint onChart(double seconds) const {
        return {static_cast<int>(std::lround(panel_->chart().across(seconds))), panel_->chart().height() / 2};
    }
    const results::ComponentResult& shownWeb() const { return document_->shown()->components.at("web"); }

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

    // Ten steps of 1 s, slices of 2 s; an event from 4 to 6 s.
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
        const auto phases = phasesOf({kill}, 10);
        QCOMPARE(phases.size(), std::size_t{3});
        const auto lanes = lanesOf(series, {});
        QCOMPARE(lanes.size(), std::size_t{3});
        QCOMPARE(*lanes[0].over(phases[0]), 10.0);
        QCOMPARE(*lanes[0].over(phases[1]), 3.0);
        QCOMPARE(*lanes[0].over(phases[2]), 10.0);
        QCOMPARE(*lanes[1].over(phases[0]), 30.0);
        QCOMPARE(*lanes[1].over(phases[1]), 500.0);
        QCOMPARE(*lanes[1].over(phases[2]), 40.0);
        QVERIFY(std::abs(*lanes[2].over(phases[1]) - 0.7) < 1e-12);
        QVERIFY(std::abs(*lanes[2].over(phases[2]) - 0.05) < 1e-12);
        QCOMPARE(*lanes[0].at(4.5), 2.0);
        QVERIFY(!lanes[0].at(10) && !lanes[1].at(7));
        QCOMPARE(phasesOf({}, 10).size(), std::size_t{1});
        kill.forS.reset();
        QCOMPARE(phasesOf({kill}, 10).size(), std::size_t{2});
    }

    // What has no workers has no utilization, a cache has hits, and errors only where there are some.
    void componentsHaveLanesOfTheirOwn() {
        engine::SimulationSeries series;
        series.step_s = 1;
        engine::SimulationSeries::Component c;
        c.arrival_rps = {10, 20};
        c.utilization = {0.1, 0.2};
        c.queue_length = {0, 3};
        c.error_rate = {0.0, 0.0};
        series.components["web"] = c;
        c.hit_ratio = {0.9, 0.8};
        c.error_rate = {0.0, 0.5};
        series.components["cache"] = c;
        engine::SimulationSeries::Component source;
        source.arrival_rps = {10, 20};
        source.error_rate = {0.0, 0.5};
        series.components["users"] = source;
        series.connections["e"] = {.rps = {10, 20}, .retry_rps = {0, 0}, .error_rate = {0.0, 1.0}};
        const auto names = [&](const char* id) {
            QStringList list;
            for (const Lane& lane : lanesOf(series, id)) {
                list.append(lane.name);
            }
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(names("web"), QStringLiteral("Arrivals Utilization Waiting"));
        QCOMPARE(names("cache"), QStringLiteral("Arrivals Utilization Hit ratio Waiting Errors"));
        QCOMPARE(names("users"), QStringLiteral("Arrivals p99 Errors"));
        QCOMPARE(names("e"), QStringLiteral("Calls Errors"));
        QCOMPARE(names("gone"), QStringLiteral("Goodput p99 Errors"));
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

    // Four times as much is a field like the times; an event that has none has no such field.
    void howMuchOfItIsChangedToo() {
        type(field("factor"), QStringLiteral("7"));
        QCOMPARE(event()->find("factor")->number(), 7.0);
        QVERIFY(field("share") == nullptr);
        QVERIFY(document_->perform(QStringLiteral("Other"), [&](model::Transaction& t) {
            const auto gone = edit::removeEvent(t, document_->catalog(), 0);
            return gone ? edit::addEvent(t, document_->catalog(),
                                         {{"type", "errors"}, {"component", "web"}, {"share", 0.25}})
                        : gone;
        }));
        QTRY_VERIFY(field("factor") == nullptr);
        QCOMPARE(*field("share")->quantity(), 0.25);
        document_->undo();
        QCOMPARE(*field("factor")->quantity(), 7.0);
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

    void aDragOnTheChartIsOneStep() {
        auto* chart = panel_->findChild<TimelineChart*>();
        const auto at = [&](double seconds) { return QPoint(onChart(seconds).x(), 12); };
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
        QVERIFY(std::abs(*figure("Goodput", 0) - 100) < 10);
        QVERIFY(*figure("Errors", 0) < 0.01);
        QVERIFY(*figure("Errors", 1) > 0.5);
        QVERIFY(*figure("Errors", 2) > 0.5);
        QVERIFY(*figure("p99", 1) > 5000);
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

    // The same run: full at 30 s, when 4 times as much comes as before, and at rest at 10 s.
    void aMomentIsShownInPlaceOfTheSteadyState() {
        runToItsEnd();
        document_->setResults(engine::solve(document_->design(), document_->catalog()));
        const auto steady = document_->results();
        auto* chart = panel_->findChild<TimelineChart*>();
        QSignalSpy spy(document_.get(), &Document::momentChanged);
        QTest::mouseClick(chart, Qt::LeftButton, {}, onChart(30));
        QVERIFY(document_->moment() && !document_->moment()->outdated);
        QCOMPARE(document_->moment()->words,
                 panel_->playback().clock(*panel_->playback().at()) + QStringLiteral(" of the simulation"));
        QVERIFY(shownWeb().status == results::Status::saturated);
        QVERIFY(*shownWeb().arrival_rps > 300 && *shownWeb().backlog_growth_rps > 100);
        QVERIFY(*document_->shown()->connections.at("c").rps > 300);
        QVERIFY(chart->playhead().has_value());
        QTest::mouseClick(chart, Qt::LeftButton, {}, onChart(10));
        QVERIFY(*shownWeb().arrival_rps < 160);
        QVERIFY(spy.count() == 2);
        QTest::keyClick(chart, Qt::Key_Escape);
        QVERIFY(!document_->moment() && document_->shown() == steady && !chart->playhead());
    }

    void theKeyboardPlaysAndScrubs() {
        runToItsEnd();
        auto* chart = panel_->findChild<TimelineChart*>();
        chart->setFocus();
        Playback& playback = panel_->playback();
        const double step = panel_->feed().series().step_s;
        QTest::keyClick(chart, Qt::Key_Right);
        QTest::keyClick(chart, Qt::Key_Right);
        QTest::keyClick(chart, Qt::Key_Left);
        QVERIFY(std::abs(*playback.at() - step) < 1e-9);
        QTest::keyClick(chart, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(std::abs(*playback.at() - 11 * step) < 1e-9);
        QTest::keyClick(chart, Qt::Key_End);
        QVERIFY(std::abs(*playback.at() - 60) < 1e-9);
        QTest::keyClick(chart, Qt::Key_Home);
        QCOMPARE(*playback.at(), 0.0);
        playback.setSpeed(60);
        QTest::keyClick(chart, Qt::Key_Space);
        QVERIFY(playback.playing());
        QTRY_VERIFY_WITH_TIMEOUT(*playback.at() > 5, 5000);
        QTest::keyClick(chart, Qt::Key_Space);
        QVERIFY(!playback.playing() && document_->moment());
        const double stands = *playback.at();
        QTest::qWait(100);
        QCOMPARE(*playback.at(), stands);
    }

    // At its end it stops, and from there begins anew; what is hidden leaves the drawing alone.
    void playingEndsWithTheRun() {
        runToItsEnd();
        Playback& playback = panel_->playback();
        playback.setSpeed(300);
        playback.scrubTo(50);
        playback.play();
        QTRY_VERIFY_WITH_TIMEOUT(!playback.playing(), 5000);
        QVERIFY(std::abs(*playback.at() - 60) < 1e-9);
        playback.play();
        QVERIFY(*playback.at() < 30 && playback.playing());
        panel_->hide();
        QVERIFY(!playback.playing() && !document_->moment());
    }

    void anEditMarksTheMomentAsOld() {
        runToItsEnd();
        panel_->playback().scrubTo(30);
        QVERIFY(document_->perform(QStringLiteral("More"), [&](model::Transaction& t) {
            return edit::setParam(t, document_->catalog(), "web", "workers", json::Value(2));
        }));
        QVERIFY(document_->moment() && document_->moment()->outdated);
        // Somebody else leads back, and the playhead goes.
        document_->showMoment(std::nullopt);
        QVERIFY(!panel_->playback().at());
    }

    void whatIsSelectedHasTheChart() {
        runToItsEnd();
        QCOMPARE(panel_->chart().subject(), QStringLiteral("System"));
        document_->setSelection({QStringLiteral("web")});
        QCOMPARE(panel_->chart().subject(), QStringLiteral("Web"));
        QCOMPARE(panel_->chart().lanes().front().name, QStringLiteral("Arrivals"));
        QVERIFY(std::abs(*figure("Arrivals", 1) - 400) < 30);
        QVERIFY(*figure("Utilization", 1) > 0.97);
        QVERIFY(std::abs(*figure("Utilization", 0) - 0.5) < 0.05);
        document_->setSelection({QStringLiteral("c")});
        QCOMPARE(panel_->chart().lanes().front().name, QStringLiteral("Calls"));
        document_->setSelection({QStringLiteral("c"), QStringLiteral("web")});
        QCOMPARE(panel_->chart().subject(), QStringLiteral("System"));
    }

    // A run is as long as what happens in it, with something to be seen after that; whoever says how long it
    // is is right.
    void aRunIsLongEnoughForItsEvents() {
        QCOMPARE(panel_->seconds(), 60.0);
        type(field("at_s"), QStringLiteral("80"));  // for 20 s
        QCOMPARE(panel_->seconds(), 180.0);
        type(field("at_s"), QStringLiteral("20"));
        QCOMPARE(panel_->seconds(), 60.0);
        type(field("runLength"), QStringLiteral("90"));
        type(field("at_s"), QStringLiteral("500"));
        QCOMPARE(panel_->seconds(), 90.0);
    }

    // A day at 100/s takes seconds: it grows while one looks, and what is there stays when it is stopped.
    void aRunGrowsAndCanBeStopped() {
        type(field("runLength"), QStringLiteral("86400"));
        clickRun();
        QTRY_VERIFY_WITH_TIMEOUT(panel_->feed().simulatedSeconds() > 0, 20000);
        clickRun();
        QCOMPARE(panel_->feed().state(), State::stopped);
        QTRY_VERIFY_WITH_TIMEOUT(panel_->feed().answer() != nullptr, 20000);
        const double far = panel_->feed().simulatedSeconds();
        QVERIFY(far > 0 && far < 86400);
        QVERIFY(*panel_->feed().answer()->results.system.offered_rps > 90);
        QVERIFY(panel_->status().startsWith(QStringLiteral("Stopped after")));
    }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
