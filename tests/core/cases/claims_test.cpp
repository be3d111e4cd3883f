#include <QTest>

#include "core/cases/solved_case.h"
#include "tests/core/cases/small_case.h"

using namespace headroom;
using cases::SolvedCase;

/// What a case says of the engine's answers.
class ClaimsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void holdAtTheirStep();
    void areFalseBefore();
    void sayWhatWasFoundAndWanted();
    void narrationIsFilledFromTheAnswer();
    void questionsAreAnsweredByTheEngine();
    void aPointerToNowhereDoesNotHold();
    void nullIsNeverInARange();

  private:
    static SolvedCase solved(std::string text = test::smallCase);
    std::unique_ptr<SolvedCase> case_;
};

SolvedCase ClaimsTest::solved(std::string text) {
    auto loaded = cases::read(text, test::shippedCatalog());
    if (!loaded) {
        qFatal("%s", loaded.error().line().c_str());
    }
    return SolvedCase(std::move(loaded->content), test::shippedCatalog());
}

void ClaimsTest::initTestCase() {
    case_ = std::make_unique<SolvedCase>(solved());
}

void ClaimsTest::holdAtTheirStep() {
    for (std::size_t n = 1; n <= case_->stepCount(); ++n) {
        for (const auto& verdict : case_->check(n, case_->facts(n))) {
            QVERIFY2(verdict.holds, (verdict.text + ": " + verdict.found).c_str());
            QVERIFY(!verdict.problem);
        }
    }
}

void ClaimsTest::areFalseBefore() {
    const auto before = case_->check(1, case_->facts(0));
    QVERIFY(!before[0].holds && !before[1].holds);
    const auto second = case_->check(2, case_->facts(1));
    QVERIFY(!second[0].holds && second[1].holds);
    const auto third = case_->check(3, case_->facts(2));
    QVERIFY(!third[0].holds && third[0].problem);  // the number comes with its step
}

void ClaimsTest::sayWhatWasFoundAndWanted() {
    const auto verdicts = case_->check(1, case_->facts(1));
    QCOMPARE(QString::fromStdString(verdicts[0].text), QString("Web is busy"));
    QCOMPARE(QString::fromStdString(verdicts[0].found), QString::fromUtf8("80\u00a0%"));
    QCOMPARE(QString::fromStdString(verdicts[0].wanted),
             QString::fromUtf8("between 79\u00a0% and 81\u00a0%"));
    const auto second = case_->check(2, case_->facts(2));
    QCOMPARE(QString::fromStdString(second[1].found), QString("Web"));  // as it is called on the canvas
    QCOMPARE(QString::fromStdString(second[1].wanted), QString("Web"));
}

void ClaimsTest::narrationIsFilledFromTheAnswer() {
    // rho = 80 x 0.010 = 0.8; 10 / (1 - 0.8) = 50; with two machines 10 / (1 - 0.4) = 16.7.
    QCOMPARE(QString::fromStdString(case_->facts(1).fill(case_->step(1).text)),
             QString::fromUtf8("Busy 80\u00a0%, so 50\u00a0ms and not 10\u00a0ms."));
    QCOMPARE(QString::fromStdString(case_->facts(2).fill(case_->step(2).text)),
             QString::fromUtf8("From 50\u00a0ms to 16.7\u00a0ms with 2."));
    std::optional<Diagnostic> problem;
    QCOMPARE(QString::fromStdString(case_->facts(1).fill("{{/components/db/utilization}}", &problem)),
             QString::fromUtf8("\u2014"));
    QVERIFY(problem);
    QCOMPARE(QString::fromStdString(case_->facts(1).fill("{{10^9 * 10 | bytes}} and {{2 + 2}}")),
             QString::fromUtf8("10\u00a0GB and 4"));
}

void ClaimsTest::questionsAreAnsweredByTheEngine() {
    const auto busy = cases::answer(*case_->step(1).question, case_->facts(1));
    QVERIFY(busy && !busy->choice);
    QVERIFY(cases::isNear(*case_->step(1).question, *busy, 0.75));  // 0.8 - 10 % = 0.72
    QVERIFY(!cases::isNear(*case_->step(1).question, *busy, 0.7));
    const auto wait = cases::answer(*case_->step(2).question, case_->facts(2));
    QVERIFY(wait);
    QCOMPARE(wait->choice.value_or(9), std::size_t{1});
}

void ClaimsTest::aPointerToNowhereDoesNotHold() {
    std::string text = test::smallCase;
    const std::string from = "/components/web/utilization\", \"between";
    text.replace(text.find(from), from.size(), "/components/wob/utilization\", \"between");
    const SolvedCase other = solved(text);
    const auto verdicts = other.check(1, other.facts(1));
    QVERIFY(!verdicts[0].holds);
    QCOMPARE(QString::fromStdString(verdicts[0].problem->line()),
             QString("/components/wob/utilization: there is no 'wob' here; there is users, web"));
}

void ClaimsTest::nullIsNeverInARange() {
    cases::Comparison any;
    any.kind = cases::Comparison::Kind::between;
    any.low = -1e300;
    any.high = 1e300;
    QVERIFY(cases::satisfies(0.0, any));
    QVERIFY(!cases::satisfies(json::Value(), any));
    QVERIFY(!cases::satisfies("ok", any));
    cases::Comparison none;
    QVERIFY(cases::satisfies(json::Value(), none));  // "is": null
    QVERIFY(!cases::satisfies(0.0, none));
}

QTEST_GUILESS_MAIN(ClaimsTest)
#include "claims_test.moc"
