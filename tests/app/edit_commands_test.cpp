// The Edit menu on real windows: what is pressed and chosen, and the bytes that would be saved.
#include <QClipboard>
#include <QMenu>
#include <QTest>

#include "app/clipboard.h"
#include "app/kind_menu.h"
#include "app/settings.h"
#include "tests/app/window_bench.h"

using namespace headroom;
using namespace headroom::app;

class EditCommandsTest : public QObject {
    Q_OBJECT

    tests::Home home_;
    std::unique_ptr<tests::WindowBench> bench_;

    void open(const QString& name) {
        bench_->choose("open");
        bench_->typePath(home_.write(name, tests::threeTier));
        bench_->canvas().setFocus();
    }

    const model::Component& component(const Id& id) { return *bench_->design().components().find(id); }

  private slots:
    void init() {
        settings().clear();
        QGuiApplication::clipboard()->clear();
        bench_ = std::make_unique<tests::WindowBench>();
    }
    void cleanup() { bench_.reset(); }

    void duplicateByKeyIsOneStep() {
        open("a.json");
        const QByteArray before = bench_->bytes();
        bench_->session().setSelection({"web", "db"});
        bench_->press("Ctrl+D");
        QCOMPARE(bench_->design().components().size(), std::size_t{5});
        QCOMPARE(bench_->design().connections().size(), std::size_t{3});
        QCOMPARE(component("service-1").params.find("instances")->number(), 4.0);
        QCOMPARE(bench_->session().selection(), (QSet<QString>{"service-1", "sql_database-1"}));
        bench_->press("Ctrl+Z");
        QCOMPARE(bench_->bytes(), before);
    }

    void copyAndPasteInOneWindow() {
        open("a.json");
        bench_->session().setSelection({"web"});
        bench_->press("Ctrl+C");
        bench_->press("Ctrl+V");
        QCOMPARE(bench_->design().components().size(), std::size_t{4});
        QCOMPARE(component("service-1").label, std::string("Web"));
        bench_->press("Ctrl+V");
        QCOMPARE(bench_->design().components().size(), std::size_t{5});
        QVERIFY(component("service-1").position != component("service-2").position);
    }

    void cutAndPasteIntoAnotherWindow() {
        open("a.json");
        bench_->session().setSelection({"web", "db"});
        bench_->press("Ctrl+X");
        QCOMPARE(bench_->design().components().size(), std::size_t{1});
        QCOMPARE(bench_->design().connections().size(), std::size_t{0});
        MainWindow* first = &bench_->window();
        bench_->use(bench_->workspace().newWindow());
        bench_->canvas().setFocus();
        bench_->press("Ctrl+V");
        QCOMPARE(bench_->design().components().size(), std::size_t{2});
        QCOMPARE(bench_->design().connections().size(), std::size_t{1});
        QCOMPARE(component("web").params.find("instances")->number(), 4.0);
        bench_->use(first);
    }

    void otherProgramsGetATextAndGiveOneBack() {
        open("a.json");
        bench_->session().setSelection({"web"});
        bench_->press("Ctrl+C");
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(QStringLiteral("headroom.fragment")));
        QGuiApplication::clipboard()->setText(text);  // as from an editor: the text alone
        bench_->press("Ctrl+V");
        QCOMPARE(bench_->design().components().size(), std::size_t{4});
    }

    void aStrangersTextIsRefusedInOneLine() {
        open("a.json");
        const QByteArray before = bench_->bytes();
        QGuiApplication::clipboard()->setText(QStringLiteral("{\"format\": \"headroom.fragment\", [[["));
        bench_->press("Ctrl+V");
        QVERIFY(bench_->window().banner().isVisible());
        QVERIFY(!bench_->window().banner().line().contains(QLatin1Char('\n')));
        QCOMPARE(bench_->bytes(), before);
        QVERIFY(!bench_->session().dirty());
    }

    void keysOfATextFieldStayItsOwn() {
        open("a.json");
        bench_->session().setSelection({"web"});
        auto* name = bench_->window().findChild<QLineEdit*>(QStringLiteral("nameField"));
        name->setFocus();
        name->selectAll();
        QTest::keyClick(name, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Web"));
        QCOMPARE(bench_->design().components().size(), std::size_t{3});
    }

    void settingsCanBePasted() {
        open("a.json");
        bench_->drop("service", {600, 400});
        bench_->session().setSelection({"web"});
        bench_->press("Ctrl+C");
        bench_->session().setSelection({"service-1", "db"});
        bench_->press("Ctrl+Shift+V");
        QCOMPARE(component("service-1").params.find("instances")->number(), 4.0);
        QVERIFY(component("service-1").label.empty());
    }

    void alignAndDistribute() {
        open("a.json");
        bench_->session().setSelection({"users", "web", "db"});
        bench_->choose("align_left");
        QCOMPARE(component("db").position.x, 0.0);
        bench_->press("Ctrl+Z");
        QCOMPARE(component("db").position.x, 480.0);
        bench_->session().setSelection({"users"});
        QVERIFY(!bench_->window().actions().action("align_left")->isEnabled());
        QVERIFY(bench_->window().actions().action("bring_to_front")->isEnabled());
    }

    void aFrameAroundTheSelection() {
        open("a.json");
        bench_->session().setSelection({"web", "db"});
        bench_->choose("frame_zone");
        QCOMPARE(component("web").group, std::optional<Id>("zone-1"));
        QCOMPARE(bench_->session().selection(), QSet<QString>{"zone-1"});
    }

    void theKeyOfAFrameIsThatOfTheMenu() {
        open("a.json");
        const QAction* menu = bench_->window().actions().action("frame_region");
        QCOMPARE(menu->text().section(QLatin1Char('\t'), 1) + menu->shortcut().toString(),
                 QStringLiteral("G"));
        bench_->session().setSelection({"web", "db"});
        QTest::keyClick(&bench_->window().canvas(), Qt::Key_G);
        const std::string byKey = bench_->session().history().undoName();
        QCOMPARE(component("web").group, std::optional<Id>("region-1"));
        bench_->window().canvas().undo();
        bench_->session().setSelection({"web", "db"});
        bench_->choose("frame_region");
        QCOMPARE(component("web").group, std::optional<Id>("region-1"));
        QCOMPARE(bench_->session().history().undoName(), byKey);
        bench_->window().canvas().undo();
        // Nothing selected: both wait for a rectangle.
        bench_->session().setSelection({});
        QVERIFY(menu->isEnabled());
    }

    void anotherKindIsChosenFromAMenu() {
        open("a.json");
        bench_->session().setSelection({"web"});
        bench_->choose("replace_kind");
        auto* menu = bench_->window().findChild<KindMenu*>();
        QVERIFY(menu != nullptr && menu->isVisible());
        auto* worker = menu->findChild<QAction*>(QStringLiteral("worker"));
        QVERIFY(worker != nullptr);
        worker->trigger();
        menu->close();
        QCOMPARE(component("web").kind, std::string("worker"));
        QCOMPARE(bench_->design().connections().size(), std::size_t{2});
    }

    void whatHangsTogetherIsSelected() {
        open("a.json");
        bench_->drop("service", {600, 400});
        bench_->session().setSelection({"web"});
        bench_->canvas().setFocus();
        bench_->press("Ctrl+Shift+A");
        QCOMPARE(bench_->session().selection(), (QSet<QString>{"users", "web", "db", "e1", "e2"}));
    }

    void findSelectsAndGoesOn() {
        open("a.json");
        bench_->press("Ctrl+F");
        auto* field =
            bench_->window().findChild<QWidget*>(QStringLiteral("findBar"))->findChild<QLineEdit*>();
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, QStringLiteral("b"));  // Web, Database
        QCOMPARE(bench_->session().selection(), QSet<QString>{"web"});
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(bench_->session().selection(), QSet<QString>{"db"});
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
    }

    void aCopyLeavesTheOpenFileAlone() {
        open("a.json");
        const QString path = bench_->session().filePath();
        bench_->drop("service", {600, 400});
        bench_->choose("save_copy");
        bench_->typePath(home_.path("copy.json"));
        QCOMPARE(tests::bytesOf(home_.path("copy.json")), bench_->bytes());
        QCOMPARE(tests::bytesOf(path), tests::threeTier);
        QCOMPARE(bench_->session().filePath(), path);
        QVERIFY(bench_->session().dirty());
    }

    void revertAsksAndGoesBack() {
        open("a.json");
        QVERIFY(!bench_->window().actions().action("revert")->isEnabled());
        const QByteArray before = bench_->bytes();
        bench_->drop("service", {600, 400});
        bench_->choose("revert");
        bench_->answer(QStringLiteral("Cancel"));
        QVERIFY(bench_->session().dirty());
        bench_->choose("revert");
        bench_->answer(QStringLiteral("Revert"));
        QCOMPARE(bench_->bytes(), before);
        QVERIFY(!bench_->session().dirty());
    }

    void whatWasOpenIsOpenedAgain() {
        open("a.json");
        open("b.json");
        QCOMPARE(bench_->workspace().windows().size(), 2);
        bench_->workspace().closeAll();
        QTRY_VERIFY(bench_->workspace().windows().isEmpty());
        QVERIFY(bench_->workspace().restoreSession());
        QCOMPARE(bench_->workspace().windows().size(), 2);
        QCOMPARE(bench_->workspace().windows()[0]->session().design().components().size(), std::size_t{3});
    }

    void presentationHidesAndBringsBack() {
        MainWindow& window = bench_->window();
        bench_->press("F11");
        QVERIFY(window.isFullScreen());
        QVERIFY(!window.panelShown(MainWindow::Panel::inspector));
        bench_->press("F11");
        QVERIFY(!window.isFullScreen());
        QVERIFY(window.panelShown(MainWindow::Panel::inspector));
        QVERIFY(window.panelShown(MainWindow::Panel::palette));
    }
};

QTEST_MAIN(EditCommandsTest)
#include "edit_commands_test.moc"
