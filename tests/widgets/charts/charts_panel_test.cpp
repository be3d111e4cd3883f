#include "widgets/charts/charts_panel.h"

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include "core/base/numbers.h"
#include "core/edit/edits.h"
#include "core/engine/sweep/load_sweep.h"
#include "tests/widgets/charts/charts_bench.h"
#include "widgets/charts/load_chart.h"

using namespace headroom;
using namespace headroom::tests;
using namespace headroom::widgets;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The words of a drawing; empty where it is no XML.
QStringList wordsOf(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    QStringList words;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters && !reader.isWhitespace()) {
            words.append(reader.text().toString().simplified());
        }
    }
    return reader.hasError() ? QStringList() : words;
}

int columnOf(const QList<QByteArrayList>& csv, const char* name) {
    return static_cast<int>(csv.front().indexOf(name));
}

}  // namespace

class ChartsPanelTest : public QObject {
    Q_OBJECT

  private slots:
    // 4 workers / 25 ms = 160 a second = 1.6 times 100.
    void theBreakingPointIsMarkedAndSaid() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::load));
        const auto sweep = dynamic_cast<LoadChart&>(bench.panel().page()).sweep();
        QVERIFY(sweep && sweep->breaking);
        QVERIFY(std::abs(sweep->breaking->factor / 1.6 - 1) < 1e-6);
        const QString words = wordsOf(bench.panel().page().svg()).join(QLatin1Char('|'));
        QVERIFY2(words.contains(QStringLiteral("breaks at 1.6 ×: Web, \"first\" tier saturates")),
                 qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("now 1")), qPrintable(words));
        QVERIFY2(bench.panel().page().statement().contains(QStringLiteral("Room for")), qPrintable(words));
    }

    void theNumbersOfTheLoadChartAreTheSolvers() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::load));
        const auto csv = bench.csv();
        QVERIFY(csv.size() > 20);
        const int factor = columnOf(csv, "load factor");
        const int p99 = columnOf(csv, "p99 (ms)");
        const int goodput = columnOf(csv, "goodput (requests/s)");
        QVERIFY(factor == 0 && p99 > 0 && goodput > 0);
        for (qsizetype i = 1; i < csv.size(); ++i) {
            const auto load = parseNumber(csv[i][factor].toStdString());
            QVERIFY(load);
            const auto answer =
                engine::solve(engine::sweep::atLoad(bench.document().design(), *load), bench.catalog());
            QCOMPARE(csv[i][p99].toStdString(), shortest(*answer.system.latency_ms.p99));
            QCOMPARE(csv[i][goodput].toStdString(), shortest(*answer.system.goodput_rps));
        }
    }

    void theDistributionShowsThePercentilesOfTheAnswer() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::distribution));
        const auto& ms = bench.document().results()->system.latency_ms;
        const QStringList words = wordsOf(bench.panel().page().svg());
        QVERIFY(words.contains(QStringLiteral("p99 ") + figureText(ms.p99, Unit::milliseconds).simplified()));
        QVERIFY(
            words.contains(QStringLiteral("p99.9 ") + figureText(ms.p999, Unit::milliseconds).simplified()));
        bool found = false;
        for (const QByteArrayList& line : bench.csv()) {
            const auto share = parseNumber(line[1].toStdString());
            if (line[0] == "system" && share && std::abs(*share - 0.01) < 1e-9) {
                found = std::abs(*parseNumber(line[2].toStdString()) / *ms.p99 - 1) < 1e-9;
            }
        }
        QVERIFY(found);
    }

    void barsAreRankedAndTellTheirState() {
        ChartsBench bench(twoTiers("150"));  // web at 150 / 160 = 93.75 %
        QVERIFY(bench.show(Chart::utilization));
        QCOMPARE(bench.bars().ids().front(), QStringLiteral("web"));
        QVERIFY(wordsOf(bench.panel().page().svg()).contains(QStringLiteral("93.8\u00a0% hot").simplified()));
        ChartsBench over(twoTiers("320"));  // 200 %
        QVERIFY(over.show(Chart::utilization));
        const QString words = wordsOf(over.panel().page().svg()).join(QLatin1Char('|'));
        QVERIFY2(words.contains(QStringLiteral("saturated")), qPrintable(words));
        QVERIFY(over.panel().page().statement().contains(QStringLiteral("200")));
    }

    // 0.2 x 730 = 146 and 0.6 x 730 = 438 dollars.
    void costsAreRankedAndAddUp() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::cost));
        const CsvTable table = bench.panel().page().table();
        QCOMPARE(table.header[2], std::string("cost (USD/month)"));
        QCOMPARE(table.rows[0][0], std::string("db"));
        QCOMPARE(table.rows[0][2], std::string("438"));
        QCOMPARE(table.rows[1][2], std::string("146"));
        QCOMPARE(table.rows[1][3], std::string("0.25"));
        QVERIFY(bench.panel().page().statement().contains(QStringLiteral("$584/mo")));
    }

    void aClickOnABarSelectsItsComponent() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::cost));
        const QRectF row = bench.bars().rowOf(QStringLiteral("web"));
        QVERIFY(!row.isEmpty());
        QTest::mouseClick(bench.bars().viewport(), Qt::LeftButton, {}, row.center().toPoint());
        QCOMPARE(bench.document().selection(), QSet<QString>{QStringLiteral("web")});
        QTest::keyClick(&bench.bars(), Qt::Key_Up);
        QCOMPARE(bench.document().selection(), QSet<QString>{QStringLiteral("db")});
    }

    void whatDoesNotFitIsSummed() {
        QByteArray many = "{'format': 'headroom.design', 'version': 1, 'connections': [], 'components': [";
        for (int i = 0; i < 30; ++i) {
            many += QByteArray(i == 0 ? "" : ",") + "{'id': 's" + QByteArray::number(i) +
                    "', 'kind': 'service', 'x': 0, 'y': 0, 'params': {'instances': 1, 'price': 1}}";
        }
        ChartsBench bench(many + "]}");
        QVERIFY(bench.show(Chart::cost));
        const QString words = wordsOf(bench.panel().page().svg()).join(QLatin1Char('|'));
        QVERIFY2(words.contains(QStringLiteral("others together")), qPrintable(words));
        QCOMPARE(bench.panel().page().table().rows.size(), std::size_t{30});
    }

    void filesAreWrittenByTheirSuffix() {
        ChartsBench bench(twoTiers("100"));
        const QTemporaryDir folder;
        for (std::size_t i = 0; i < chartCount; ++i) {
            QVERIFY(bench.show(static_cast<Chart>(i)));
            const QString stem = folder.filePath(ChartsPanel::fileStem(static_cast<Chart>(i)));
            QVERIFY(bench.panel().save(stem + QStringLiteral(".png")));
            QVERIFY(bench.panel().save(stem + QStringLiteral(".svg")));
            QVERIFY(bench.panel().save(stem + QStringLiteral(".csv")));
            QCOMPARE(QImage(stem + QStringLiteral(".png")).size(), bench.panel().page().size() * 2);
            QVERIFY(!wordsOf(bytesOf(stem + QStringLiteral(".svg"))).isEmpty());
            QCOMPARE(bytesOf(stem + QStringLiteral(".csv")), bench.panel().page().table().text());
        }
        QCOMPARE(bench.panel().save(folder.filePath(QStringLiteral("a.gif"))).error().code,
                 std::string("chart-format-unknown"));
        QCOMPARE(bench.panel().save(QStringLiteral("/nowhere/a.csv")).error().code,
                 std::string("chart-not-written"));
    }

    void anEmptyDesignSaysSoInWords() {
        ChartsBench bench("{'format': 'headroom.design', 'version': 1, 'components': [], 'connections': []}");
        bench.panel().show();
        QVERIFY(QTest::qWaitForWindowExposed(&bench.panel()));
        for (std::size_t i = 0; i < chartCount; ++i) {
            bench.panel().setChart(static_cast<Chart>(i));
            QTRY_VERIFY(!bench.panel().page().statement().isEmpty());
            QVERIFY(!bench.panel().page().hasData());
            QVERIFY(bench.panel().page().table().rows.empty());
            QVERIFY(!bench.panel().save(QStringLiteral("/tmp/never.png")));
        }
    }

    // A source that asks nobody is answered at once: there is no latency, and a logarithm of it even less.
    void aSourceWithoutAnybodySaysSoInWords() {
        ChartsBench bench(
            "{'format': 'headroom.design', 'version': 1, 'connections': [], 'components': ["
            "{'id': 'users', 'kind': 'client', 'x': 0, 'y': 0, 'workloads': [{'id': 'r', 'rps': 100}]}]}");
        bench.panel().show();
        QVERIFY(QTest::qWaitForWindowExposed(&bench.panel()));
        for (const Chart chart : {Chart::load, Chart::distribution}) {
            bench.panel().setChart(chart);
            QTRY_VERIFY_WITH_TIMEOUT(
                bench.panel().page().statement().startsWith(QStringLiteral("No latency to show")), 10000);
            QVERIFY(!bench.panel().page().hasData());
        }
    }

    void nothingIsComputedForAChartThatIsHidden() {
        ChartsBench bench(twoTiers("100"));
        const auto setLoad = [&](double factor) {
            return bench.document().perform(QStringLiteral("load"), [&](model::Transaction& transaction) {
                return edit::setScenario(transaction, bench.catalog(), "load_factor", factor);
            });
        };
        QVERIFY(setLoad(0.5));
        QTest::qWait(300);
        const auto& chart = dynamic_cast<LoadChart&>(bench.panel().page(Chart::load));
        QVERIFY(!chart.sweep());
        QVERIFY(bench.show(Chart::load));
        QCOMPARE(chart.sweep()->present.value, 0.5);
        bench.panel().hide();
        QVERIFY(setLoad(0.75));
        QTest::qWait(300);
        QCOMPARE(chart.sweep()->present.value, 0.5);
        bench.panel().show();
        QTRY_COMPARE(chart.sweep()->present.value, 0.75);
    }

    void theChartFollowsTheLatestOfManyEdits() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::load));
        for (int i = 1; i <= 40; ++i) {
            QVERIFY(bench.document().perform(QStringLiteral("load"), [&](model::Transaction& transaction) {
                return edit::setScenario(transaction, bench.catalog(), "load_factor", 0.02 * i);
            }));
            QTest::qWait(5);
        }
        const auto& chart = dynamic_cast<LoadChart&>(bench.panel().page());
        QTRY_COMPARE(chart.sweep()->present.value, 0.8);
    }

    void themesSwitchLive() {
        ChartsBench bench(twoTiers("100"));
        QVERIFY(bench.show(Chart::utilization));
        const QColor light = bench.panel().grab().toImage().pixelColor(2, 100);
        bench.look().setTheme(*render::Theme::load(ChartsBench::data(), "dark"));
        const QColor dark = bench.panel().grab().toImage().pixelColor(2, 100);
        QCOMPARE(light, (*render::Theme::load(ChartsBench::data(), "light"))[render::Token::surface]);
        QCOMPARE(dark, bench.look().color(render::Token::surface));
    }
};

QTEST_MAIN(ChartsPanelTest)
#include "charts_panel_test.moc"
