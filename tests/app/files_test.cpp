// What a window does with files: questions before work is lost, broken files, one window a design, and kinds
// that a person adds while nothing is rebuilt.
#include <QTest>
#include <filesystem>

#include "tests/app/window_bench.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/field_row.h"
#include "widgets/inspector/inspector.h"
#include "widgets/palette/kind_tile.h"
#include "widgets/palette/palette_panel.h"

using namespace headroom;
using namespace headroom::app;

class FilesTest : public QObject {
    Q_OBJECT

    tests::Home home_;
    std::unique_ptr<tests::WindowBench> bench_;

    void openFile(const QString& path) {
        bench_->choose("open");
        bench_->typePath(path);
    }

  private slots:
    void init() { bench_ = std::make_unique<tests::WindowBench>(); }
    void cleanup() { bench_.reset(); }

    void closingWithoutChangesAsksNothing() {
        QPointer<MainWindow> window(&bench_->window());
        window->close();
        QTRY_VERIFY(window == nullptr);
    }

    void cancelKeepsTheWindow() {
        bench_->drop("service", {300, 200});
        bench_->press("Ctrl+W");
        bench_->answer(QStringLiteral("Cancel"));
        QVERIFY(bench_->window().isVisible());
        QCOMPARE(bench_->design().components().size(), std::size_t{1});
    }

    void escapeIsCancel() {
        bench_->drop("service", {300, 200});
        bench_->press("Ctrl+W");
        QTest::keyClick(bench_->question(), Qt::Key_Escape);
        tests::WindowBench::settle();
        QVERIFY(bench_->window().isVisible());
        QVERIFY(bench_->session().dirty());
    }

    void notSavingClosesAndWritesNothing() {
        const QString path = home_.write("kept.json", tests::threeTier);
        openFile(path);
        bench_->drop("service", {300, 400});
        QPointer<MainWindow> window(&bench_->window());
        bench_->press("Ctrl+W");
        bench_->answer(QStringLiteral("Don"));
        QTRY_VERIFY(window == nullptr);
        QCOMPARE(tests::bytesOf(path), tests::threeTier);
    }

    void savingFirstAsksWhereAndThenCloses() {
        const QString path = home_.path("asked.json");
        bench_->drop("service", {300, 200});
        const QByteArray drawn = bench_->bytes();
        QPointer<MainWindow> window(&bench_->window());
        bench_->press("Ctrl+W");
        bench_->answer(QStringLiteral("Save"));
        bench_->typePath(path);
        QTRY_VERIFY(window == nullptr);
        QCOMPARE(tests::bytesOf(path), drawn);
    }

    void anotherFileGetsAWindowOfItsOwn() {
        openFile(home_.write("one.json", tests::threeTier));
        openFile(home_.write("two.json", tests::threeTier));
        QCOMPARE(bench_->workspace().windows().size(), 2);
    }

    void anOpenFileIsRaised() {
        const QString path = home_.write("same.json", tests::threeTier);
        openFile(path);
        openFile(path);
        QCOMPARE(bench_->workspace().windows().size(), 1);
    }

    void aBrokenFileIsSaidAndTheOpenWorkKept() {
        openFile(home_.write("good.json", tests::threeTier));
        bench_->drop("service", {300, 400});
        const QByteArray before = bench_->bytes();
        const QString broken = home_.write("broken.json", tests::threeTier.left(300));
        const auto read = format::readFile(broken.toStdString(), *tests::shippedCatalog());
        openFile(broken);
        QCOMPARE(bench_->bytes(), before);
        QVERIFY(bench_->session().dirty());
        // The same line as the command line's.
        QCOMPARE(bench_->window().banner().line(), QString::fromStdString(read.error().line()));
        QVERIFY(bench_->window().banner().isVisible());
        QCOMPARE(bench_->workspace().windows().size(), 1);
    }

    void aFolderThatCannotBeWrittenIsSaid() {
        bench_->drop("service", {300, 200});
        bench_->choose("export_png");
        QPointer<QFileDialog> dialog(bench_->window().findChild<QFileDialog*>());
        QVERIFY(dialog != nullptr);
        // The dialog itself would not let go of such a path; the folder may go after it has.
        const QString path = home_.path("gone/a.png");
        emit dialog->fileSelected(path);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog == nullptr);
        QVERIFY(bench_->window().banner().isVisible());
        QVERIFY2(bench_->window().banner().line().startsWith(path),
                 qPrintable(bench_->window().banner().line()));
    }

    void anUnknownKindOpensAndSavesBackUntouched() {
        QByteArray text = tests::threeTier;
        text.replace("\"kind\": \"service\"", "\"kind\": \"from_the_future\"");
        const QString path = home_.write("future.json", text);
        openFile(path);
        QVERIFY(bench_->window().banner().isVisible());
        bench_->choose("save");
        const auto again = format::read(tests::bytesOf(path).toStdString(), *tests::shippedCatalog());
        QVERIFY(again);
        QCOMPARE(again->design.components().find("web")->kind, std::string("from_the_future"));
        QCOMPARE(again->design.components().find("web")->params.find("instances")->number(), 4.0);
    }

    void aKindThatIsAddedAtRunTimeIsEverywhere() {
        namespace fs = std::filesystem;
        bench_.reset();  // one window at a time has the mouse
        const fs::path own = home_.path("data/headroom/kinds").toStdString();
        fs::create_directories(own);
        fs::copy(tests::dataDirectory + "/kinds/service", own / "edge_function", fs::copy_options::recursive);
        auto loaded = catalog::Catalog::load(tests::dataDirectory, {own.string()});
        QVERIFY(loaded);
        tests::WindowBench with(std::make_shared<const catalog::Catalog>(std::move(*loaded)));

        bool inPalette = false;
        for (widgets::KindTile* tile : with.window().palettePanel().visibleTiles()) {
            inPalette = inPalette || tile->kind().id == "edge_function";
        }
        QVERIFY(inPalette);
        QSignalSpy refused(&with.canvas(), &widgets::Canvas::refused);
        with.drop("client", {120, 200});
        with.drop("edge_function", {360, 200});
        with.wire("client-1", "edge_function-1");
        QVERIFY2(refused.isEmpty(), qPrintable(refused.value(0).value(0).toString()));
        QCOMPARE(with.design().connections().size(), std::size_t{1});
        QVERIFY(with.answered());
        QVERIFY(with.session().results()->components.at("edge_function-1").utilization.value_or(0) > 0);

        with.session().setSelection({"edge_function-1"});
        auto* row = with.window().inspector().findChild<widgets::FieldRow*>(QStringLiteral("instances"));
        QVERIFY(row != nullptr);
        const QString picture = home_.path("own.svg");
        with.choose("export_svg");
        with.typePath(picture);
        QVERIFY(tests::bytesOf(picture).startsWith("<?xml"));
    }
};

QTEST_MAIN(FilesTest)
#include "files_test.moc"
