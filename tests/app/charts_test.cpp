#include <QMenu>
#include <QToolButton>

#include "app/charts_dock.h"
#include "app/headline_strip.h"
#include "app/settings.h"
#include "tests/app/window_bench.h"
#include "widgets/charts/chart_page.h"

using namespace headroom;
using namespace headroom::tests;
using widgets::Chart;

namespace {

const Home home;

/// A window of `height` on the three tiers.
class Bench : public WindowBench {
  public:
    explicit Bench(int height) {
        window().resize(1280, height);
        use(workspace().openFile(home.write(QStringLiteral("three.json"), threeTier), &window()));
    }

    app::ChartsDock& charts() { return window().charts(); }

    void clickFigure(int index) {
        auto& strip = window().headline();
        QTest::mouseClick(&strip, Qt::LeftButton, {}, strip.cellRect(index).center().toPoint());
        settle();
    }
    void clickTool(const char* name) {
        auto* tool = window().findChild<QToolButton*>(QLatin1String(name));
        QVERIFY(tool != nullptr);
        QTest::mouseClick(tool, Qt::LeftButton);
        settle();
    }
    bool drawn() {
        return QTest::qWaitFor([this] { return charts().panel().page().hasData(); }, 10000);
    }
};

}  // namespace

class ChartsTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { app::settings().clear(); }

    void lowWindowsStartFoldedAndHighOnesOpen() {
        Bench low(720);
        QVERIFY(low.charts().folded());
        QVERIFY(!low.charts().panel().isVisible());
        QVERIFY(low.charts().height() < 48);
        low.window().resize(1280, 900);
        WindowBench::settle();
        QVERIFY(!low.charts().folded());
        QVERIFY(low.charts().panel().isVisible());
        QVERIFY(low.charts().height() > 150);
    }

    void foldingIsRemembered() {
        {
            Bench bench(720);
            bench.clickTool("foldCharts");
            QVERIFY(!bench.charts().folded());
            QVERIFY(bench.charts().panel().isVisible());
        }
        Bench again(720);
        QVERIFY(!again.charts().folded());
        again.clickTool("foldCharts");
        QVERIFY(again.charts().folded());
    }

    void aHeadlineFigureOpensTheChartBehindIt() {
        Bench bench(720);
        QVERIFY(bench.answered());
        const std::vector<std::pair<int, Chart>> behind{
            {0, Chart::load}, {1, Chart::distribution}, {3, Chart::cost}, {5, Chart::utilization}};
        for (const auto& [index, chart] : behind) {
            bench.clickFigure(index);
            QVERIFY(!bench.charts().folded());
            QCOMPARE(bench.charts().panel().chart(), chart);
            QVERIFY(bench.drawn());
        }
        QCOMPARE(bench.session().selection(),
                 QSet<QString>{QString::fromStdString(*bench.session().results()->system.bottleneck)});
    }

    void aHiddenDockComesBackByItsActionAndByAFigure() {
        Bench bench(900);
        bench.clickTool("hideCharts");
        QVERIFY(!bench.charts().isVisible());
        bench.choose("show_charts");
        QVERIFY(bench.charts().isVisible());
        bench.choose("show_charts");
        QVERIFY(!bench.charts().isVisible());
        bench.clickFigure(3);
        QVERIFY(bench.charts().isVisible());
    }

    void aChartIsSavedWhereAPersonSays() {
        Bench bench(900);
        QVERIFY(bench.answered());
        bench.clickFigure(3);
        QVERIFY(bench.drawn());
        auto* save = bench.window().findChild<QToolButton*>(QStringLiteral("saveChart"));
        save->menu()->actions().back()->trigger();
        WindowBench::settle();
        const QString path = home.path(QStringLiteral("cost.csv"));
        bench.typePath(path);
        QVERIFY(bytesOf(path).startsWith("component,name,cost (USD/month),share (ratio)\r\n"));
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
