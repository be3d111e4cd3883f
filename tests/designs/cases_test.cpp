#include <QDir>
#include <QTest>
#include <cmath>

#include "core/cases/case_file.h"
#include "core/cases/solved_case.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/app/cli/cli_process.h"
#include "tests/core/cases/small_case.h"

using namespace headroom;
using test::CliProcess;

/// Every shipped case: plays forth and back to the byte, ends at the design beside it, and claims what is so.
class CasesTest : public QObject {
    Q_OBJECT

  private slots:
    void playsForthAndBack_data();
    void playsForthAndBack();
    void endsAtTheDesignBesideIt_data() { playsForthAndBack_data(); }
    void endsAtTheDesignBesideIt();
    void everyStepClaimsWhatWasFalseBefore_data() { playsForthAndBack_data(); }
    void everyStepClaimsWhatWasFalseBefore();
    void numbersAreClaimedTightlyFromBothSides_data() { playsForthAndBack_data(); }
    void numbersAreClaimedTightlyFromBothSides();
    void questionsHaveOneRightAnswer_data() { playsForthAndBack_data(); }
    void questionsHaveOneRightAnswer();
    void allWordsHaveValues_data() { playsForthAndBack_data(); }
    void allWordsHaveValues();
    void replayEndsWith0_data() { playsForthAndBack_data(); }
    void replayEndsWith0();
    void aChangedParameterEndsWith1_data() { playsForthAndBack_data(); }
    void aChangedParameterEndsWith1();

  private:
    static cases::Case read(const QString& folder);
};

cases::Case CasesTest::read(const QString& folder) {
    auto loaded = cases::readFile((folder + "/case.json").toStdString(), test::shippedCatalog());
    if (!loaded) {
        qFatal("%s", loaded.error().line().c_str());
    }
    if (!loaded->notices.empty()) {
        qFatal("%s", loaded->notices.front().line().c_str());
    }
    return std::move(loaded->content);
}

void CasesTest::playsForthAndBack_data() {
    QTest::addColumn<QString>("folder");
    const QDir designs(QStringLiteral(HEADROOM_SOURCE_DIR "/designs"));
    int count = 0;
    for (const QString& name : designs.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (QFile::exists(designs.filePath(name + "/case.json"))) {
            QTest::newRow(qPrintable(name)) << designs.filePath(name);
            ++count;
        }
    }
    QVERIFY(count > 0);
}

void CasesTest::playsForthAndBack() {
    QFETCH(QString, folder);
    const cases::Case content = read(folder);
    test::HistoryStage stage(content.designs.front());
    cases::Player player(content, test::shippedCatalog());
    QStringList forth;
    for (std::size_t place = 0; place <= content.steps.size(); ++place) {
        QVERIFY(player.goTo(stage, place));
        forth.append(stage.bytes());
        QCOMPARE(stage.bytes(), QString::fromStdString(format::write(content.designs[place])));
    }
    for (std::size_t place = content.steps.size(); place-- > 0;) {
        QVERIFY(player.goTo(stage, place));
        QCOMPARE(stage.bytes(), forth[static_cast<qsizetype>(place)]);
    }
    QVERIFY(player.goTo(stage, content.steps.size()));
    QCOMPARE(stage.bytes(), forth.back());
}

void CasesTest::endsAtTheDesignBesideIt() {
    QFETCH(QString, folder);
    const cases::Case content = read(folder);
    QCOMPARE(QString::fromStdString(format::write(content.designs.back())),
             QString::fromUtf8(test::fileBytes(folder + "/design.json")));
}

void CasesTest::everyStepClaimsWhatWasFalseBefore() {
    QFETCH(QString, folder);
    const cases::SolvedCase solved(read(folder), test::shippedCatalog());
    for (std::size_t n = 1; n <= solved.stepCount(); ++n) {
        const auto now = solved.check(n, solved.facts(n));
        const auto before = solved.check(n, solved.facts(n - 1));
        bool newlyTrue = false;
        for (std::size_t i = 0; i < now.size(); ++i) {
            QVERIFY2(now[i].holds, now[i].text.c_str());
            // A pointer to what the step brings does not count: it would be false of nothing too.
            newlyTrue = newlyTrue || (!before[i].holds && !before[i].problem);
        }
        QVERIFY2(newlyTrue || n == 1, solved.step(n).title.c_str());
        const bool anyFalse =
            std::any_of(before.begin(), before.end(), [](const auto& verdict) { return !verdict.holds; });
        QVERIFY2(anyFalse, solved.step(n).title.c_str());
    }
}

void CasesTest::numbersAreClaimedTightlyFromBothSides() {
    QFETCH(QString, folder);
    const cases::SolvedCase solved(read(folder), test::shippedCatalog());
    for (std::size_t n = 1; n <= solved.stepCount(); ++n) {
        const auto verdicts = solved.check(n, solved.facts(n));
        for (std::size_t i = 0; i < verdicts.size(); ++i) {
            const cases::Comparison& holds = solved.step(n).claims[i].holds;
            if (!verdicts[i].value.value.isNumber() || holds.kind == cases::Comparison::Kind::is) {
                continue;
            }
            QVERIFY2(holds.kind == cases::Comparison::Kind::between, verdicts[i].text.c_str());
            const double value = verdicts[i].value.value.number();
            QVERIFY2(
                value - holds.low <= 0.2 * std::abs(value) && holds.high - value <= 0.2 * std::abs(value),
                verdicts[i].text.c_str());
        }
    }
}

void CasesTest::questionsHaveOneRightAnswer() {
    QFETCH(QString, folder);
    const cases::SolvedCase solved(read(folder), test::shippedCatalog());
    for (std::size_t n = 1; n <= solved.stepCount(); ++n) {
        const auto& question = solved.step(n).question;
        if (!question) {
            continue;
        }
        const auto outcome = cases::answer(*question, solved.facts(n));
        QVERIFY2(outcome, question->text.c_str());
        const auto right = std::count_if(
            question->choices.begin(), question->choices.end(),
            [&](const cases::Choice& choice) { return cases::satisfies(outcome->value.value, choice.when); });
        QCOMPARE(right, question->choices.empty() ? 0 : 1);
    }
}

void CasesTest::allWordsHaveValues() {
    QFETCH(QString, folder);
    const cases::SolvedCase solved(read(folder), test::shippedCatalog());
    const auto check = [&](const std::string& text, std::size_t place) {
        std::optional<Diagnostic> problem;
        const std::string filled = solved.facts(place).fill(text, &problem);
        QVERIFY2(!problem, problem ? problem->line().c_str() : "");
        QVERIFY(filled.find("{{") == std::string::npos);
    };
    check(solved.content().text, 0);
    for (std::size_t n = 1; n <= solved.stepCount(); ++n) {
        check(solved.step(n).text, n);
        if (solved.step(n).question) {
            check(solved.step(n).question->text, n - 1);
        }
    }
}

void CasesTest::replayEndsWith0() {
    QFETCH(QString, folder);
    const auto ended = CliProcess().run({"replay", folder + "/case.json"});
    QCOMPARE(ended.error, QByteArray());
    QCOMPARE(ended.code, 0);
}

/// The first number that an edit sets, a third larger: some claim must notice.
void CasesTest::aChangedParameterEndsWith1() {
    QFETCH(QString, folder);
    auto value = json::parseFile((folder + "/case.json").toStdString());
    QVERIFY(value);
    bool changed = false;
    for (json::Value& step : *value->object()->find("steps")->array()) {
        json::Value* edits = step.object()->find("edits");
        for (json::Value& one : *edits->array()) {
            json::Object& edit = *one.object();
            const json::Value* set = edit.find("value");
            if (!changed && set != nullptr && set->isNumber() &&
                edit.find("param")->text() == "service_time_ms") {
                edit.set("value", set->number() * 4 / 3);
                changed = true;
            }
        }
    }
    QVERIFY(changed);
    const auto ended = CliProcess().run({"replay", "-"}, QByteArray::fromStdString(json::write(*value)));
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY(ended.out.contains("FAILS"));
}

QTEST_GUILESS_MAIN(CasesTest)
#include "cases_test.moc"
