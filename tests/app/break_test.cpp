// "Break This": from the menu of a component to what comes of it, and back.
#include <QDockWidget>
#include <QMenu>

#include "app/charts_dock.h"
#include "app/settings.h"
#include "tests/app/window_bench.h"
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
        use(workspace().openFile(home.write(QStringLiteral("three.json"), threeTier), &window()));
    }
    std::size_t events() {
        const json::Value* list = design().document().scenario.find("events");
        return list != nullptr ? list->array()->size() : 0;
    }
    bool enabled(const char* action) {
        return window().actions().action(QString::fromLatin1(action))->isEnabled();
    }
};

}  // namespace

class BreakTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { app::settings().clear(); }

    void theMenuOffersWhatCanHappen() {
        Bench bench;
        QVERIFY(!bench.enabled("break_kill"));
        bench.session().setSelection({QStringLiteral("web")});
        QVERIFY(bench.enabled("break_kill") && bench.enabled("break_slow"));
        QVERIFY(!bench.enabled("break_spike"));
        bench.session().setSelection({QStringLiteral("users")});
        QVERIFY(!bench.enabled("break_kill"));
        QVERIFY(bench.enabled("break_spike"));
        QMenu menu;
        bench.window().actions().fillContextMenu(menu);
        QStringList titles;
        for (const QAction* action : menu.actions()) {
            titles.append(action->text().remove(QLatin1Char('&')));
        }
        QVERIFY(titles.contains(QStringLiteral("Break This")));
    }

    void whatIsBrokenIsAnEventThatUndoTakesBack() {
        Bench bench;
        bench.session().setSelection({QStringLiteral("web"), QStringLiteral("db")});
        const QByteArray before = bench.bytes();
        bench.choose("break_slow");
        QCOMPARE(bench.events(), std::size_t{2});
        const json::Object& event =
            *(*bench.design().document().scenario.find("events")->array())[0].object();
        QCOMPARE(std::string(event.find("type")->text()), std::string("slow"));
        QCOMPARE(event.find("factor")->number(), 5.0);
        QCOMPARE(event.find("at_s")->number(), 20.0);
        QCOMPARE(event.find("for_s")->number(), 20.0);
        bench.choose("undo");
        QCOMPARE(bench.bytes(), before);
    }

    void itIsRunInPlaceOfTheChartsWhichComeBack() {
        Bench bench;
        QVERIFY(bench.window().charts().isVisible());
        bench.session().setSelection({QStringLiteral("users")});
        bench.choose("break_spike");
        QVERIFY(bench.window().timeline().isVisible());
        QVERIFY(!bench.window().charts().isVisible());
        QVERIFY(bench.window().width() <= 1280);
        const auto& feed = bench.window().timeline().feed();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), State::done, 20000);
        QCOMPARE(bench.window().timeline().chart().phases().size(), std::size_t{3});
        bench.choose("show_timeline");
        QVERIFY(!bench.window().timeline().isVisible());
        QVERIFY(bench.window().charts().isVisible());
    }

    void anEditIsAnsweredWhileItRuns() {
        Bench bench;
        bench.choose("simulate");
        QCOMPARE(bench.window().timeline().feed().state(), State::running);
        bench.session().setSelection({QStringLiteral("db")});
        bench.choose("delete");
        QVERIFY(bench.answered());
        QVERIFY(bench.window().timeline().feed().outdated());
    }
};

QTEST_MAIN(BreakTest)
#include "break_test.moc"
