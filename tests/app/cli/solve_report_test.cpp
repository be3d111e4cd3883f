#include "app/cli/solve_report.h"

#include <QTest>

#include "core/model/transaction.h"
#include "tests/app/cli/small_records.h"

using namespace headroom;

namespace {

model::Design design() {
    model::Transaction transaction{model::Design()};
    model::Component users = test::component("users", "client");
    users.workloads = {{"ask", json::Object{{"deadline_ms", 1000}}}};
    transaction.put(users);
    transaction.put(test::component("web", "no_such_kind"));
    transaction.put(test::request("e1", "users", "web"));
    return transaction.design();
}

results::Results answer() {
    results::Results out;
    out.system.offered_rps = 1240;
    out.system.goodput_rps = 1000;
    out.workloads["users.ask"].offered_rps = 1240;
    out.components["users"].throughput_rps = 1240;
    results::ComponentResult& web = out.components["web"];
    web.arrival_rps = 1240;
    web.utilization = 1;
    web.offered_utilization = 1.24;
    web.backlog_growth_rps = 240;
    web.status = results::Status::saturated;
    out.connections["e1"].rps = 1240;
    out.system.bottleneck = "web";
    out.findings.push_back({Diagnostic{"a-rule", Severity::info, "", "It rains", "", {}}, {}});
    out.findings.push_back(
        {Diagnostic{"b-rule", Severity::warning, "", "It is full", "add one", {}}, {"web"}});
    return out;
}

QString report(const results::Results& results, cli::ReportOptions options = {}) {
    // Numbers keep their unit by a space that does not break; plain ones read better here.
    return QString::fromStdString(cli::solveReport(design(), catalog::Catalog(), results, options))
        .replace(QChar(0xa0), ' ');
}

}  // namespace

class SolveReportTest : public QObject {
    Q_OBJECT

  private slots:
    void figuresThatAreMissingAreDashes();
    void saturationIsSaidInWordsAndNumbers();
    void warningsComeBeforeRemarks();
    void unconvergedIsSaidFirst();
    void colourOnlyWhereWanted();
};

void SolveReportTest::figuresThatAreMissingAreDashes() {
    const QString text = report(answer());
    QVERIFY(text.contains("Availability  \u2014\n"));
    QVERIFY(text.contains("Goodput       1 k/s of 1.24 k/s offered\n"));
    QVERIFY(!text.contains("nan"));
}

void SolveReportTest::saturationIsSaidInWordsAndNumbers() {
    const QString text = report(answer());
    QVERIFY2(text.contains("\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0\u25a0 100 %"), qPrintable(text));
    QVERIFY2(text.contains("  saturated\n"), qPrintable(text));
    QVERIFY2(text.contains("Bottleneck    web (124 % of what it can do, backlog grows by 240 /s)"),
             qPrintable(text));
    QVERIFY(text.contains("no_such_kind"));
}

void SolveReportTest::warningsComeBeforeRemarks() {
    const QString text = report(answer());
    const auto warning = text.indexOf("  warning  web\n    It is full; add one\n");
    const auto remark = text.indexOf("  info\n    It rains\n");
    QVERIFY2(warning >= 0 && remark > warning, qPrintable(text));
}

void SolveReportTest::unconvergedIsSaidFirst() {
    results::Results results = answer();
    results.converged = false;
    results.iterations = 50;
    const QString text = report(results);
    QVERIFY(text.contains("Not converged after 50 iterations"));
    QVERIFY(text.indexOf("Not converged") < text.indexOf("Goodput"));
    QVERIFY(!report(answer()).contains("onverged"));
}

void SolveReportTest::colourOnlyWhereWanted() {
    QVERIFY(!report(answer(), {.connections = true}).contains('\033'));
    const QString text = report(answer(), {.connections = true, .colour = true});
    QVERIFY(text.contains("\033[31m  web"));
    QCOMPARE(text.count("\033[0m"), text.count('\033') / 2);
}

QTEST_GUILESS_MAIN(SolveReportTest)
#include "solve_report_test.moc"
