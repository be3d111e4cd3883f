// A worked case in its window, by mouse and keyboard.
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

#include "app/banner.h"
#include "app/case_dock.h"
#include "core/cases/case_file.h"
#include "tests/app/window_bench.h"
#include "widgets/common/unit_field.h"
#include "widgets/player/claim_list.h"
#include "widgets/player/narration.h"
#include "widgets/player/player_panel.h"

using namespace headroom;
using namespace headroom::app;

namespace {

const QString shippedCase = QStringLiteral(HEADROOM_SOURCE_DIR "/designs/url-shortener/case.json");

}  // namespace

class CaseTest : public QObject {
    Q_OBJECT

    tests::Home home_;
    std::unique_ptr<tests::WindowBench> bench_;
    cases::Case case_;

    widgets::PlayerPanel& panel() { return bench_->window().caseDock().panel(); }
    template <class T>
    T* part(const char* name) {
        auto* found = panel().findChild<T*>(QString::fromLatin1(name));
        Q_ASSERT(found != nullptr);
        return found;
    }
    void click(const char* button) {
        QTest::mouseClick(part<QPushButton>(button), Qt::LeftButton);
        tests::WindowBench::settle();
    }
    QByteArray bytesAt(int place) {
        return QByteArray::fromStdString(format::write(case_.designs[static_cast<std::size_t>(place)]));
    }
    /// All claims of the present step are ticked, and hold.
    bool allHold() {
        if (!QTest::qWaitFor([this] { return bench_->answered() && panel().claims().settled(); }, 5000)) {
            return false;
        }
        bool all = panel().claims().count() > 0;
        for (int i = 0; i < panel().claims().count(); ++i) {
            all = all && panel().claims().state(i) == widgets::TickMark::State::holds;
        }
        return all;
    }
    QString narrationText() { return panel().findChild<widgets::Narration*>()->toPlainText(); }
    QPushButton* returnButton() { return part<QPushButton>("caseReturn"); }

  private slots:
    void init() {
        auto loaded = cases::readFile(shippedCase.toStdString(), *tests::shippedCatalog());
        QVERIFY(loaded);
        case_ = std::move(loaded->content);
        bench_ = std::make_unique<tests::WindowBench>();
        bench_->choose("open");
        bench_->typePath(shippedCase);
    }
    void cleanup() { bench_.reset(); }

    void openingACasePlaysItInTheBlankWindow() {
        QCOMPARE(bench_->workspace().windows().size(), 1);
        QVERIFY(panel().isVisible());
        QCOMPARE(panel().place(), 0);
        QCOMPARE(bench_->bytes(), bytesAt(0));
        QVERIFY(!part<QPushButton>("caseBack")->isEnabled());
        QVERIFY(!bench_->window().isWindowModified());
    }

    void playsForthAndBackByItsButtons() {
        for (int place = 1; place <= 7; ++place) {
            click("caseNext");
            QCOMPARE(panel().place(), place);
            QCOMPARE(bench_->bytes(), bytesAt(place));
            QVERIFY2(allHold(), qPrintable(QString::number(place)));
            QVERIFY(!narrationText().contains("{{") && !narrationText().contains(QStringLiteral("\u2014")));
        }
        QVERIFY(!part<QPushButton>("caseNext")->isEnabled());
        QVERIFY2(part<QPushButton>("caseSummary")->text().contains(QStringLiteral("All 5 claims hold")),
                 qPrintable(part<QPushButton>("caseSummary")->text()));
        for (int place = 6; place >= 0; --place) {
            click("caseBack");
            QCOMPARE(bench_->bytes(), bytesAt(place));
        }
    }

    void playsByItsKeys() {
        bench_->press("Alt+Right");
        bench_->press("Alt+Right");
        QCOMPARE(panel().place(), 2);
        bench_->press("Alt+Left");
        QCOMPARE(panel().place(), 1);
        bench_->press("Alt+Right");
        bench_->press("Alt+Home");
        QCOMPARE(panel().place(), 0);
        QCOMPARE(bench_->bytes(), bytesAt(0));
    }

    void undoIsAStepBack() {
        click("caseNext");
        click("caseNext");
        bench_->press("Ctrl+Z");
        QCOMPARE(panel().place(), 1);
        QVERIFY(panel().onPath());
        QVERIFY(!returnButton()->isVisible());
    }

    void leavesThePathAndReturns() {
        for (int i = 0; i < 4; ++i) {
            click("caseNext");
        }
        QVERIFY(allHold());
        const QString told = narrationText();
        bench_->session().setSelection({"cache"});
        bench_->canvas().setFocus();
        QTest::keyClick(&bench_->canvas(), Qt::Key_Delete);
        QVERIFY(!panel().onPath());
        QVERIFY(returnButton()->isVisible());
        QVERIFY(bench_->window().isWindowModified());
        QCOMPARE(panel().place(), 4);
        QCOMPARE(narrationText(), told);
        // Without the cache all clicks are the database's: its claims are false of this design.
        QVERIFY(!allHold());
        QTest::mouseClick(returnButton(), Qt::LeftButton);
        tests::WindowBench::settle();
        QVERIFY(panel().onPath());
        QVERIFY(!returnButton()->isVisible());
        QCOMPARE(bench_->bytes(), bytesAt(4));
        QVERIFY(allHold());
        QVERIFY(!bench_->window().isWindowModified());
    }

    void nextFromOffThePathTakesTheChangeBackFirst() {
        click("caseNext");
        bench_->drop("service", {400, 400});
        QVERIFY(!panel().onPath());
        click("caseNext");
        QCOMPARE(bench_->bytes(), bytesAt(2));
        QVERIFY(panel().onPath());
    }

    void aGuessIsToldAfterTheStep() {
        auto* first = panel().findChildren<QRadioButton*>().value(0);
        QVERIFY(first != nullptr && first->isVisible());
        QTest::mouseClick(first, Qt::LeftButton, {}, {8, first->height() / 2});
        click("caseNext");
        bool told = false;
        for (const QLabel* label : panel().findChildren<QLabel*>()) {
            told = told ||
                   (label->isVisible() && label->text().startsWith(QStringLiteral("You said “About 3 %”")));
        }
        QVERIFY(told);
    }

    void aNumberIsGuessedByTyping() {
        for (int i = 0; i < 3; ++i) {
            click("caseNext");
        }
        auto* field = panel().findChild<widgets::UnitField*>();
        QVERIFY(field != nullptr && field->isVisible());
        field->setFocus();
        QTest::keyClicks(field, "11");  // in percent, as the field shows
        QTest::keyClick(field, Qt::Key_Return);
        click("caseNext");
        bool told = false;
        for (const QLabel* label : panel().findChildren<QLabel*>()) {
            told = told || (label->isVisible() && label->text().contains(QStringLiteral("and so it is")));
        }
        QVERIFY(told);
    }

    void closingOnThePathAsksNothing() {
        click("caseNext");
        QPointer<MainWindow> window(&bench_->window());
        window->close();
        QTRY_VERIFY(window == nullptr);
    }

    void closingOffThePathAsks() {
        click("caseNext");
        bench_->drop("service", {400, 400});
        bench_->window().close();
        QVERIFY(bench_->question() != nullptr);
        bench_->answer(QStringLiteral("Cancel"));
    }

    void savingAsksWhereAndWritesADesign() {
        click("caseNext");
        const QString path = home_.path("mine.json");
        bench_->choose("save");
        bench_->typePath(path);
        QCOMPARE(tests::bytesOf(path), bytesAt(1));
        QVERIFY(panel().playing());
    }

    void theSameCaseIsRaisedAndNotOpenedTwice() {
        bench_->choose("open");
        bench_->typePath(shippedCase);
        QCOMPARE(bench_->workspace().windows().size(), 1);
        QCOMPARE(panel().place(), 0);
    }

    void aBrokenCaseIsSaidAndNothingChanges() {
        click("caseNext");
        const QByteArray before = bench_->bytes();
        QByteArray text = tests::bytesOf(shippedCase);
        text.replace("\"above\": 0.6", "\"abofe\": 0.6");
        bench_->choose("open");
        bench_->typePath(home_.write("broken.json", text));
        QVERIFY(bench_->window().banner().isVisible());
        QVERIFY2(bench_->window().banner().line().startsWith("/steps/one-server/question/choices/2"),
                 qPrintable(bench_->window().banner().line()));
        QCOMPARE(bench_->bytes(), before);
        QCOMPARE(bench_->workspace().windows().size(), 1);
    }

    void thePaletteComesBackForTheNextWindow() {
        QVERIFY(!bench_->window().panelShown(MainWindow::Panel::palette));
        QPointer<MainWindow> window(&bench_->window());
        window->close();
        QTRY_VERIFY(window == nullptr);
        MainWindow* fresh = bench_->workspace().newWindow();
        bench_->use(fresh);
        QVERIFY(fresh->panelShown(MainWindow::Panel::palette));
        QVERIFY(!fresh->caseDock().shown());
    }

    void theMenuOffersTheCase() {
        bench_ = std::make_unique<tests::WindowBench>();
        bench_->choose("worked_case");
        QVERIFY(panel().playing());
        QCOMPARE(bench_->bytes(), bytesAt(0));
        bench_->choose("show_case");
        QVERIFY(!panel().isVisible());
        bench_->choose("show_case");
        QVERIFY(panel().isVisible());
    }
};

QTEST_MAIN(CaseTest)
#include "case_test.moc"
