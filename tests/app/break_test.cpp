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

// The same tiers in two zones, with a cache.
const QByteArray zones = R"({
  "format": "headroom.design", "version": 1, "components": [
    {"id": "users", "kind": "client", "x": 0, "y": 0, "workloads": [{"id": "r", "op": "read", "rps": 10}]},
    {"id": "web", "kind": "service", "x": 240, "y": 0, "group": "a", "params": {"instances": 4}},
    {"id": "cache", "kind": "cache", "x": 480, "y": 90, "group": "a", "params": {"hit_ratio": 0.5}},
    {"id": "db", "kind": "sql_database", "x": 480, "y": 0, "group": "b"}],
  "connections": [{"id": "e1", "from": "users", "to": "web", "kind": "request"},
                  {"id": "e2", "from": "web", "to": "db", "kind": "request"},
                  {"id": "e3", "from": "web", "to": "cache", "kind": "request"}],
  "groups": [{"id": "a", "kind": "zone", "parent": null, "x": 200, "y": -40, "w": 220, "h": 200},
             {"id": "b", "kind": "zone", "parent": null, "x": 440, "y": -40, "w": 220, "h": 120}]
})";

class Bench : public WindowBench {
  public:
    explicit Bench(const QByteArray& design = threeTier) {
        window().resize(1280, 900);
        use(workspace().openFile(home.write(QStringLiteral("tiers.json"), design), &window()));
    }
    const json::Object& event(std::size_t place) {
        return *(*design().document().scenario.find("events")->array())[place].object();
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

    // A connection between two zones can be cut and slowed, a zone goes down, caches are emptied and nothing
    // else is.
    void whatCanHappenDependsOnWhatItIs() {
        Bench bench(zones);
        const auto offered = [&](const QSet<QString>& selection) {
            bench.session().setSelection(selection);
            QStringList names;
            for (const app::ActionSpec& spec : app::actionTable()) {
                if (QLatin1String(spec.menu) == QLatin1String("edit/break") && bench.enabled(spec.id)) {
                    names.append(QString::fromLatin1(spec.id).mid(6));
                }
            }
            return names.join(QLatin1Char(' '));
        };
        QCOMPARE(offered({}), QString());
        QCOMPARE(offered({QStringLiteral("users")}), QStringLiteral("spike"));
        QCOMPARE(offered({QStringLiteral("web")}), QStringLiteral("kill kill_one slow errors scale deploy"));
        QCOMPARE(offered({QStringLiteral("db")}), QStringLiteral("kill slow errors disk_full"));
        QCOMPARE(offered({QStringLiteral("cache")}),
                 QStringLiteral("kill slow errors flush expire scale deploy"));
        QCOMPARE(offered({QStringLiteral("e1")}), QStringLiteral("refuse slow_network errors"));
        QCOMPARE(offered({QStringLiteral("e2")}), QStringLiteral("cut_off refuse slow_network errors"));
        QCOMPARE(offered({QStringLiteral("a")}), QStringLiteral("down cut_off"));
        // From every other zone beside it: here there is one.
        bench.session().setSelection({QStringLiteral("a")});
        bench.choose("break_cut_off");
        QCOMPARE(bench.events(), std::size_t{1});
        const json::Array& between = *bench.event(0).find("between")->array();
        QCOMPARE(between.size(), std::size_t{2});
        QCOMPARE(std::string(between[0].text()), std::string("a"));
        QCOMPARE(std::string(between[1].text()), std::string("b"));
        bench.session().setSelection({QStringLiteral("cache")});
        bench.choose("break_flush");
        QCOMPARE(std::string(bench.event(1).find("type")->text()), std::string("flush_cache"));
        QVERIFY(!bench.event(1).contains("for_s") && bench.event(1).contains("at_s"));
        bench.session().setSelection({QStringLiteral("web")});
        bench.choose("break_scale");
        QCOMPARE(bench.event(2).find("instances")->number(), 8.0);
        for (int i = 0; i < 3; ++i) {
            bench.choose("undo");
        }
        QCOMPARE(bench.events(), std::size_t{0});
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
