// A whole session by hand: draw, wire, turn the traffic, undo, save, open again, export.
#include <QTest>

#include "app/headline_strip.h"
#include "app/traffic_bar.h"
#include "app/traffic_slider.h"
#include "tests/app/window_bench.h"
#include "widgets/common/unit_field.h"
#include "widgets/palette/kind_tile.h"
#include "widgets/palette/palette_panel.h"

using namespace headroom;
using namespace headroom::app;

class DrawingTest : public QObject {
    Q_OBJECT

    tests::Home home_;
    std::unique_ptr<tests::WindowBench> bench_;

    void drawThree() {
        bench_->drop("client", {120, 200});
        bench_->drop("service", {360, 200});
        bench_->drop("sql_database", {600, 200});
        bench_->wire("client-1", "service-1");
        bench_->wire("service-1", "sql_database-1");
    }

    double loadFactor() {
        const json::Value* factor = bench_->design().document().scenario.find("load_factor");
        return factor != nullptr ? factor->number() : 1;
    }

  private slots:
    void init() { bench_ = std::make_unique<tests::WindowBench>(); }
    void cleanup() { bench_.reset(); }

    void dragsAndWires() {
        drawThree();
        QCOMPARE(bench_->design().components().size(), std::size_t{3});
        QCOMPARE(bench_->design().connections().size(), std::size_t{2});
        QCOMPARE(bench_->design().connections()[0].from, std::string("client-1"));
        QCOMPARE(bench_->design().connections()[1].to, std::string("sql_database-1"));
        QVERIFY(bench_->answered());
        QVERIFY(bench_->session().results()->system.goodput_rps.value_or(0) > 0);
    }

    void aDoubleClickInThePaletteInserts() {
        for (widgets::KindTile* tile : bench_->window().palettePanel().visibleTiles()) {
            QTest::mouseDClick(tile, Qt::LeftButton);
        }
        QCOMPARE(bench_->design().components().size(), tests::shippedCatalog()->kinds().size());
    }

    void theTrafficMovesTheHeadline() {
        drawThree();
        QVERIFY(bench_->answered());
        const QString before = bench_->window().headline().spoken(0);
        TrafficSlider* slider = bench_->window().traffic().slider();
        const std::size_t steps = bench_->session().history().done().size();
        const int y = 13;
        QTest::mousePress(slider, Qt::LeftButton, {}, QPoint(slider->width() / 4, y));
        QTest::mouseMove(slider, QPoint(slider->width() / 3, y));
        QTest::mouseMove(slider, QPoint(slider->width() / 2, y));
        QTest::mouseRelease(slider, Qt::LeftButton, {}, QPoint(slider->width() / 2, y));
        // Half way from 0.1 to 1000 in decades is 10.
        QVERIFY(std::abs(loadFactor() - 10) < 0.5);
        QCOMPARE(bench_->session().history().done().size(), steps + 1);  // one drag, one step
        QVERIFY(bench_->answered());
        QVERIFY(bench_->window().headline().spoken(0) != before);
        QTest::mouseDClick(slider, Qt::LeftButton);
        QCOMPARE(loadFactor(), 1.0);
    }

    void theTrafficCanBeTyped() {
        widgets::UnitField* field = bench_->window().traffic().field();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("2.5"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(loadFactor(), 2.5);
        QTest::keyClick(bench_->window().traffic().slider(), Qt::Key_PageUp);
        QVERIFY(std::abs(loadFactor() - 25) < 0.5);
    }

    void undoAndRedoAreExact() {
        QList<QByteArray> states{bench_->bytes()};
        bench_->drop("client", {120, 200});
        states.append(bench_->bytes());
        bench_->drop("service", {360, 200});
        states.append(bench_->bytes());
        bench_->wire("client-1", "service-1");
        states.append(bench_->bytes());
        QCOMPARE(bench_->design().connections().size(), std::size_t{1});
        for (qsizetype i = states.size() - 2; i >= 0; --i) {
            bench_->press("Ctrl+Z");
            QCOMPARE(bench_->bytes(), states[i]);
        }
        for (qsizetype i = 1; i < states.size(); ++i) {
            bench_->press("Ctrl+Shift+Z");
            QCOMPARE(bench_->bytes(), states[i]);
        }
    }

    void theMenuNamesWhatUndoTakesBack() {
        bench_->drop("service", {360, 200});
        const QString label = bench_->window().actions().action(QStringLiteral("undo"))->text();
        QVERIFY2(label.contains(QString::fromStdString(bench_->session().history().undoName())),
                 qPrintable(label));
    }

    void savesAndOpensAgain() {
        drawThree();
        QVERIFY(bench_->window().isWindowModified());
        const QString path = home_.path("drawn.json");
        bench_->press("Ctrl+S");
        bench_->typePath(path);
        QVERIFY(!bench_->window().isWindowModified());
        const QByteArray saved = tests::bytesOf(path);
        QCOMPARE(saved, bench_->bytes());

        tests::WindowBench other;
        other.choose("open");
        other.typePath(path);
        QCOMPARE(other.workspace().windows().size(), 1);  // a blank window is taken
        QCOMPARE(other.bytes(), saved);
        other.press("Ctrl+S");
        QCOMPARE(tests::bytesOf(path), saved);
    }

    void exportsPictures_data() {
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("png") << "png" << QByteArray("\x89PNG");
        QTest::newRow("svg") << "svg" << QByteArray("<?xml");
        QTest::newRow("pdf") << "pdf" << QByteArray("%PDF-");
    }

    void exportsPictures() {
        QFETCH(QString, suffix);
        QFETCH(QByteArray, beginning);
        drawThree();
        const QString path = home_.path("picture." + suffix);
        bench_->choose(qPrintable("export_" + suffix));
        bench_->typePath(path);
        const QByteArray bytes = tests::bytesOf(path);
        QVERIFY(bytes.startsWith(beginning));
        QVERIFY(bytes.size() > 1000);
        QVERIFY(bench_->window().banner().line().contains(path));
    }

    void deletesWithTheKeyboardOnTheCanvasOnly() {
        drawThree();
        bench_->session().setSelection({"service-1"});
        QTest::keyClick(bench_->window().traffic().field(), Qt::Key_Delete);
        QCOMPARE(bench_->design().components().size(), std::size_t{3});
        bench_->canvas().setFocus();
        QTest::keyClick(&bench_->canvas(), Qt::Key_Delete);
        QCOMPARE(bench_->design().components().size(), std::size_t{2});
        QCOMPARE(bench_->design().connections().size(), std::size_t{0});
    }
};

QTEST_MAIN(DrawingTest)
#include "drawing_test.moc"
