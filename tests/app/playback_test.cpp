// A simulation on the drawing: the cache of the URL shortener dies in the middle of a run, and what that does
// is seen before, during and after.
#include <QLineEdit>
#include <QPushButton>

#include "app/headline_strip.h"
#include "app/settings.h"
#include "tests/app/window_bench.h"
#include "widgets/common/unit_field.h"
#include "widgets/timeline/timeline_chart.h"
#include "widgets/timeline/timeline_panel.h"

using namespace headroom;
using namespace headroom::tests;
using State = widgets::SimulationFeed::State;

namespace {

const Home home;

class Bench : public WindowBench {
  public:
    Bench() {
        window().resize(1280, 900);
        use(workspace().openFile(QStringLiteral(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json"),
                                 &window()));
        canvas().setMotion(false);
    }
    widgets::TimelinePanel& timeline() { return window().timeline(); }
    widgets::TimelineChart& chart() { return *timeline().findChild<widgets::TimelineChart*>(); }

    /// Six seconds, of which the cache is dead from the second to the fourth.
    void killTheCache() {
        choose("show_timeline");
        auto* length = timeline().findChild<widgets::UnitField*>(QStringLiteral("runLength"));
        length->setFocus();
        length->selectAll();
        QTest::keyClicks(length, QStringLiteral("6"));
        QTest::keyClick(length, Qt::Key_Return);
        session().setSelection({QStringLiteral("cache")});
        choose("break_kill");
        session().setSelection({});
        QTRY_COMPARE_WITH_TIMEOUT(timeline().feed().state(), State::done, 120000);
        settle();
    }
    void clickAt(double seconds) {
        QTest::mouseClick(
            &chart(), Qt::LeftButton, {},
            QPoint(static_cast<int>(std::lround(chart().across(seconds))), chart().height() / 2));
        settle();
    }
    /// What a screen reader is told of a component, the state last.
    QString state(const char* id) {
        return canvas().accessibleComponentName(QString::fromLatin1(id)).section(QStringLiteral(", "), -1);
    }
    /// How a component looks.
    QImage picture(const char* id) {
        const QRectF card = canvas().geometryReport().components[QString::fromLatin1(id)];
        return canvas().grab(card.toAlignedRect()).toImage();
    }
    double errors() { return *session().shown()->system.error_rate; }
};

}  // namespace

class PlaybackTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { app::settings().clear(); }

    void aDeadCacheIsSeenBeforeDuringAndAfter() {
        Bench bench;
        QVERIFY(bench.answered());
        bench.killTheCache();
        const QImage steady = bench.picture("cache");
        const QString headline = bench.window().headline().spoken(0);
        QVERIFY(bench.window().headline().stateText().isEmpty());

        bench.clickAt(1);
        QCOMPARE(bench.state("cache"), QStringLiteral("ok"));
        QVERIFY(bench.errors() < 0.01);
        QVERIFY(bench.window().headline().stateText().contains(QStringLiteral("of the simulation")));

        bench.clickAt(3);
        QCOMPARE(bench.state("cache"), QStringLiteral("down"));
        QCOMPARE(bench.state("shortener"), QStringLiteral("degraded"));
        QCOMPARE(bench.state("balancer"), QStringLiteral("degraded"));
        QVERIFY(*bench.session().shown()->connections.at("look-up").error_rate > 0.99);
        QVERIFY(bench.errors() > 0.4);
        QVERIFY(bench.picture("cache") != steady);
        QVERIFY(bench.window().headline().spoken(0) != headline);
        // Nobody asks the database any more: without an answer of the cache no miss is known.
        QVERIFY(*bench.session().shown()->connections.at("load").rps < 1);

        bench.clickAt(5.5);
        QCOMPARE(bench.state("cache"), QStringLiteral("ok"));
        QVERIFY(bench.errors() < 0.01);

        bench.canvas().setFocus();
        QTest::keyClick(&bench.canvas(), Qt::Key_Escape);
        WindowBench::settle();
        QVERIFY(!bench.session().moment());
        QCOMPARE(bench.picture("cache"), steady);
        QCOMPARE(bench.window().headline().spoken(0), headline);
        QVERIFY(!bench.chart().playhead());
    }

    // Playing goes through the whole run by itself; an edit marks what is shown as old and answers anyway.
    void playingAndEditing() {
        Bench bench;
        QVERIFY(bench.answered());
        bench.killTheCache();
        bench.timeline().playback().setSpeed(30);
        QStringList states;
        connect(&bench.session(), &widgets::Document::momentChanged, this,
                [&] { states.append(bench.state("cache")); });
        bench.choose("play");
        QVERIFY(bench.timeline().playback().playing());
        QTRY_VERIFY_WITH_TIMEOUT(!bench.timeline().playback().playing(), 20000);
        const auto down = states.indexOf(QStringLiteral("down"));
        QVERIFY(down > 0 && states.front() == QStringLiteral("ok") && states.back() == QStringLiteral("ok"));
        bench.session().setSelection({QStringLiteral("counter")});
        bench.choose("delete");
        QVERIFY(bench.answered());
        QVERIFY(bench.session().moment() && bench.session().moment()->outdated);
        QVERIFY(bench.window().headline().stateText().contains(QStringLiteral("before the last change")));
        // Without the timeline there is no playback.
        bench.choose("show_timeline");
        QVERIFY(!bench.session().moment());
    }
};

QTEST_MAIN(PlaybackTest)
#include "playback_test.moc"
