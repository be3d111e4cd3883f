#include "widgets/inspector/inspector.h"

#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "core/edit/edits.h"
#include "tests/widgets/inspector/fixture.h"
#include "widgets/common/names.h"
#include "widgets/inspector/changed_dot.h"
#include "widgets/inspector/figure_row.h"
#include "widgets/inspector/paragraph_editor.h"

using namespace headroom;
using namespace headroom::widgets;

namespace {

const QByteArray design = R"({"format": "headroom.design", "version": 1, "name": "Test",
  "components": [
    {"id": "users", "kind": "client", "x": 0, "y": 0, "workloads": [{"id": "browse", "op": "read", "rps": 900}]},
    {"id": "web", "kind": "service", "label": "Web", "x": 0, "y": 0, "params": {"instances": 4}},
    {"id": "api", "kind": "service", "x": 0, "y": 0},
    {"id": "hub", "kind": "service", "x": 0, "y": 0},
    {"id": "db", "kind": "sql_database", "x": 0, "y": 0},
    {"id": "odd", "kind": "from_the_future", "x": 0, "y": 0, "params": {"knob": 3}}],
  "connections": [
    {"id": "e1", "from": "users", "to": "web", "kind": "request"},
    {"id": "e2", "from": "web", "to": "db", "kind": "request"},
    {"id": "first", "from": "hub", "to": "db", "kind": "request"},
    {"id": "second", "from": "hub", "to": "db", "kind": "request"}],
  "groups": [
    {"id": "eu", "kind": "region", "label": "Europe", "x": 0, "y": 0, "w": 200, "h": 200},
    {"id": "us", "kind": "region", "label": "America", "x": 0, "y": 0, "w": 200, "h": 200,
     "params": {"latency_ms": [{"to": "eu", "ms": 90}]}},
    {"id": "eu-a", "kind": "zone", "parent": "eu", "x": 0, "y": 0, "w": 90, "h": 90},
    {"id": "us-a", "kind": "zone", "parent": "us", "x": 0, "y": 0, "w": 90, "h": 90}],
  "notes": [{"id": "why", "text": "because", "x": 0, "y": 0, "w": 100, "h": 80}]})";

}  // namespace

class InspectorTest : public QObject {
    Q_OBJECT

    std::unique_ptr<tests::InspectorBench> bench_;

    const json::Object& params(const char* id) {
        return bench_->document().design().components().find(id)->params;
    }
    double number(const char* id, const char* param) {
        const json::Value* value = params(id).find(param);
        return value != nullptr ? value->number(-1) : -1;
    }

  private slots:
    void init() { bench_ = std::make_unique<tests::InspectorBench>(design); }

    void typingSetsAndNamesTheStep() {
        bench_->select({"web"});
        bench_->type("instances", "2*4");
        QCOMPARE(number("web", "instances"), 8.0);
        QCOMPARE(bench_->document().history().undoName(), std::string("Set instances of Web"));
        bench_->document().undo();
        QCOMPARE(bench_->row("instances")->editor()->unitField()->text(), QStringLiteral("4"));
    }

    void theDotResets() {
        bench_->select({"web"});
        auto* dot = bench_->row("instances")->findChild<ChangedDot*>();
        QVERIFY(dot->isEnabled());
        QVERIFY(!bench_->row("workers")->findChild<ChangedDot*>()->isEnabled());
        QTest::mouseClick(dot, Qt::LeftButton);
        QVERIFY(!params("web").contains("instances"));
        QVERIFY(!dot->isEnabled());
    }

    void aRefusalIsSaidUnderTheFieldThatKeepsTheText() {
        bench_->select({"web"});
        bench_->type("instances", "0");
        FieldRow* row = bench_->row("instances");
        QVERIFY(!row->message().isEmpty());
        QCOMPARE(row->editor()->unitField()->text(), QStringLiteral("0"));
        QCOMPARE(number("web", "instances"), 4.0);
        bench_->type("instances", "5");
        QVERIFY(row->message().isEmpty());
        QCOMPARE(number("web", "instances"), 5.0);
    }

    void theKeyboardStaysWhileNumbersChange() {
        bench_->select({"web"});
        UnitField* field = bench_->row("workers")->editor()->unitField();
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Up);
        QTest::keyClick(field, Qt::Key_Up);
        QVERIFY(field->hasFocus());
        QCOMPARE(bench_->row("workers")->editor()->unitField(), field);  // not built anew
        QCOMPARE(number("web", "workers"), 18.0);
    }

    void anotherOfTheSameKindKeepsTheForm() {
        bench_->select({"web"});
        FieldRow* row = bench_->row("instances");
        bench_->select({"api"});
        QCOMPARE(bench_->row("instances"), row);
        bench_->type("instances", "7");
        QCOMPARE(number("api", "instances"), 7.0);
        QCOMPARE(number("web", "instances"), 4.0);
    }

    void severalAreEditedTogether() {
        bench_->select({"web", "api"});
        UnitField* field = bench_->row("instances")->editor()->unitField();
        QCOMPARE(field->placeholderText(), QStringLiteral("mixed"));
        bench_->type("instances", "6");
        QCOMPARE(number("web", "instances"), 6.0);
        QCOMPARE(number("api", "instances"), 6.0);
        QCOMPARE(bench_->document().history().undoName(), std::string("Set instances of 2 components"));
        bench_->document().undo();
        QCOMPARE(number("web", "instances"), 4.0);
    }

    void differentKindsShareWhatTheyHaveAlike() {
        bench_->select({"web", "db"});
        QVERIFY(bench_->row("workers") != nullptr);
        QVERIFY(bench_->row("replicas") == nullptr);
        QVERIFY(bench_->row("instances") == nullptr);
    }

    void theRoundTripBetweenFramesIsEditedFromEitherSide() {
        const auto field = [&](const char* row) { return bench_->row(row)->editor()->unitField(); };
        bench_->select({"eu"});
        QCOMPARE(field("roundTrip/us")->quantity(), std::optional(90.0));  // said by the other frame
        bench_->type("roundTrip/us", "120");
        QCOMPARE(bench_->document().history().undoName(),
                 std::string("Set round trip from Europe to America"));
        bench_->select({"us"});
        QCOMPARE(field("roundTrip/eu")->quantity(), std::optional(120.0));
        // One figure for the pair, not two.
        QVERIFY(!bench_->document().design().groups().find("eu")->params.contains("latency_ms"));
        bench_->document().undo();
        QCOMPARE(field("roundTrip/eu")->quantity(), std::optional(90.0));
        bench_->type("roundTrip/eu", "-1");
        QVERIFY(!bench_->row("roundTrip/eu")->message().isEmpty());
        bench_->select({"eu-a"});
        QVERIFY(!field("roundTrip/us-a")->quantity());  // the regions' figure holds
        bench_->type("roundTrip/us-a", "70");
        QCOMPARE(field("roundTrip/us-a")->quantity(), std::optional(70.0));
        QTest::mouseClick(bench_->row("roundTrip/us-a")->findChild<ChangedDot*>(), Qt::LeftButton);
        QVERIFY(!bench_->document().design().groups().find("eu-a")->params.contains("latency_ms"));
        QVERIFY(bench_->row("roundTrip/eu") == nullptr);  // within one region
    }

    void aFrameIsAFailureDomain() {
        bench_->select({"eu"});
        bench_->type("availability", "99");
        QCOMPARE(bench_->document().history().undoName(), std::string("Set availability of Europe"));
        QCOMPARE(bench_->document().design().groups().find("eu")->params.find("availability")->number(),
                 0.99);
    }

    void aCapacityCanBeTyped() {
        bench_->select({"web"});
        // 4 machines, 16 workers, 5 ms: 4 * 16 / 0.005 = 12 800 a second.
        QCOMPARE(*bench_->document().results()->components.at("web").capacity_rps, 12800.0);
        bench_->type("capacity", "20k");
        QCOMPARE(*bench_->document().results()->components.at("web").capacity_rps, 20000.0);
        // workers = round(20000 * 0.005 / 4) = 25, then 5 ms is exact already.
        QCOMPARE(number("web", "workers"), 25.0);
        QVERIFY(bench_->row("capacity")->message().contains(QStringLiteral("16 → 25")));
    }

    void aPresetSetsItsValues() {
        bench_->select({"web"});
        auto* button = bench_->inspector().findChild<QPushButton*>(QStringLiteral("presets"));
        QMenu* menu = button->menu();
        QVERIFY(!menu->actions().isEmpty());
        QVERIFY(menu->actions()[0]->text().contains(QStringLiteral("$")));
        menu->popup(QPoint(0, 0));
        for (qsizetype i = 0; i < 3; ++i) {
            QTest::keyClick(menu, Qt::Key_Down);
        }
        QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY(bench_->document().history().undoName().starts_with("Apply "));
    }

    void aComponentIsRenamed() {
        bench_->select({"web"});
        tests::InspectorBench::type(bench_->inspector().findChild<QLineEdit*>(QStringLiteral("nameField")),
                                    QStringLiteral("Front"));
        QCOMPARE(bench_->document().design().components().find("web")->label, std::string("Front"));
    }

    void theDesignIsRenamedWhileNothingIsSelected() {
        bench_->select({});
        tests::InspectorBench::type(bench_->inspector().findChild<QLineEdit*>(QStringLiteral("nameField")),
                                    QStringLiteral("Shop"));
        QCOMPARE(bench_->document().design().document().name, std::string("Shop"));
    }

    void workloadsComeAndGo() {
        bench_->select({"users"});
        QTest::mouseClick(bench_->inspector().findChild<QPushButton*>(QStringLiteral("addWorkload")),
                          Qt::LeftButton);
        QCOMPARE(bench_->document().design().components().find("users")->workloads.size(), std::size_t{2});
        QCoreApplication::processEvents();
        int blocks = 0;
        for (const FieldRow* row : bench_->rows()) {
            blocks += row->objectName() == QLatin1String("deadline_ms") ? 1 : 0;
        }
        QCOMPARE(blocks, 2);
    }

    void anObjectThatIsNotThereHasNoFields() {
        bench_->select({"users"});
        QVERIFY(bench_->row("keys/zipf") == nullptr);
        QTest::mouseClick(bench_->row("keys")->editor()->findChild<QAbstractButton*>(), Qt::LeftButton);
        QVERIFY(bench_->row("keys/zipf") != nullptr);
        bench_->type("keys/zipf", "1.2");
        const auto& workload = bench_->document().design().components().find("users")->workloads.front();
        QCOMPARE(workload.params.find("keys")->object()->find("zipf")->number(), 1.2);
    }

    void aConditionShowsAndHidesAField() {
        bench_->select({"e2"});
        QVERIFY(bench_->row("of") == nullptr);
        auto* box = bench_->row("when")->findChild<QComboBox*>();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY(bench_->row("of") != nullptr);
    }

    void anUnknownKindIsKeptAndShownWithoutFields() {
        bench_->select({"odd"});
        QVERIFY(bench_->rows().isEmpty());
        QCOMPARE(number("odd", "knob"), 3.0);
    }

    void anArrowToAPlainBoxHasNothingToSet() {
        QVERIFY(bench_->document().perform("Draw", [&](model::Transaction& t) -> Result<> {
            const auto& catalog = bench_->document().catalog();
            const auto box = edit::addComponent(t, catalog, "box", {0, 400}, "talk");
            const auto wire = edit::connect(t, catalog, "web", "talk", "request", "arrow");
            return box && wire ? Result<>() : failure(wire.error());
        }));
        bench_->select({"arrow"});
        QCOMPARE(bench_->rows().size(), 0);
        bench_->select({"talk"});
        QStringList shown;
        for (const widgets::FieldRow* row : bench_->rows()) {
            shown << row->objectName();
        }
        QCOMPARE(shown, (QStringList{"description", "link"}));
    }

    void whatIsRemovedIsNoLongerShown() {
        bench_->select({"api"});
        QVERIFY(bench_->document().perform("Delete", [](model::Transaction& transaction) {
            transaction.erase<model::Component>("api");
            return Result<>();
        }));
        bench_->select({});
        QVERIFY(bench_->row("instances") == nullptr);
    }

    void theTextOfANoteIsOneStepOfTyping() {
        bench_->select({"why"});
        auto* editor = bench_->inspector().findChild<ParagraphEditor*>(QStringLiteral("noteText"));
        QVERIFY(editor->isVisible());
        auto* field = editor->findChild<QPlainTextEdit*>();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("Two words"));
        QCOMPARE(bench_->document().design().notes().find("why")->text, std::string("Two words"));
        field->clearFocus();
        QCOMPARE(bench_->document().history().done().size(), std::size_t{1});
        QCOMPARE(bench_->document().history().undoName(), std::string("Edit note"));
        bench_->document().undo();
        QCOMPARE(field->toPlainText(), QStringLiteral("because"));
    }

    void aDescriptionIsOneStepOfTyping() {
        bench_->select({"web"});
        auto* field = bench_->row("description")->findChild<QPlainTextEdit*>();
        field->setFocus();
        QTest::keyClicks(field, QStringLiteral("Renders pages"));
        field->clearFocus();
        QCOMPARE(std::string(params("web").find("description")->text()), std::string("Renders pages"));
        QCOMPARE(bench_->document().history().done().size(), std::size_t{1});
        bench_->document().undo();
        QVERIFY(!params("web").contains("description"));
        QVERIFY(field->toPlainText().isEmpty());
    }

    void onlyPagesOfTheWebAreOpened_data() {
        QTest::addColumn<QString>("link");
        QTest::addColumn<bool>("opens");
        QTest::newRow("https") << "https://example.org/runbook" << true;
        QTest::newRow("http") << "http://example.org" << true;
        QTest::newRow("file") << "file:///etc/passwd" << false;
        QTest::newRow("script") << "javascript:alert(1)" << false;
        QTest::newRow("words") << "ask Ann" << false;
        QTest::newRow("no host") << "https://" << false;
    }

    void onlyPagesOfTheWebAreOpened() {
        QFETCH(QString, link);
        QFETCH(bool, opens);
        bench_->select({"web"});
        bench_->type("link", link);
        auto* button = bench_->inspector().findChild<QPushButton*>(QStringLiteral("openLink"));
        QCOMPARE(button->isVisible(), opens);
    }

    void callsArePutInAnotherOrder() {
        bench_->select({"web"});
        auto* list = bench_->inspector().findChild<QWidget*>(QStringLiteral("callList"));
        QVERIFY(!list->isVisible());  // one call has no order
        bench_->select({"hub"});
        list = bench_->inspector().findChild<QWidget*>(QStringLiteral("callList"));
        QVERIFY(list->isVisible());
        const auto places = [this] {
            const auto& connections = bench_->document().design().connections();
            return connections.positionOf("first") < connections.positionOf("second");
        };
        QVERIFY(places());
        // Rows of the call list before may still be going away.
        for (auto* button : list->findChildren<QToolButton*>(QStringLiteral("↓1"))) {
            if (button->isVisible()) {
                QTest::mouseClick(button, Qt::LeftButton);
                break;
            }
        }
        QVERIFY(!places());
        QCOMPARE(bench_->document().history().undoName(), std::string("Change order of calls"));
        bench_->document().undo();
        QVERIFY(places());
    }

    void findingsCallRecordsByTheirNames() {
        bench_->select({"web"});
        bench_->type("service_time_ms", "1000");  // 900 requests a second on four machines
        bench_->select({});
        QStringList texts;
        for (const auto* line : bench_->inspector().findChildren<QLabel*>()) {
            texts.append(line->text());
        }
        const QString all = texts.join(QLatin1Char('\n'));
        QVERIFY2(all.contains(QStringLiteral("Web gets ")), qPrintable(all));
    }

    void connectionsAndGroupsAreCalledByWhatAPersonSees() {
        const model::Design& drawn = bench_->document().design();
        const catalog::Catalog& catalog = bench_->document().catalog();
        QCOMPARE(shownName(drawn, catalog, "web"), QStringLiteral("Web"));
        QCOMPARE(shownName(drawn, catalog, "e1"), QStringLiteral("Clients \u2192 Web"));
        QCOMPARE(shownName(drawn, catalog, "gone"), QStringLiteral("gone"));
    }

    void labelsAndHelpComeFromTheDescriptor() {
        bench_->select({"web"});
        QVERIFY(bench_->row("instances")->editor()->toolTip().contains(QStringLiteral("Default: 2")));
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
