#include <QJsonArray>
#include <QTest>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::fileBytes;

namespace {

QString brokenFolder() {
    return QStringLiteral(HEADROOM_SOURCE_DIR "/tests/data/broken_cases");
}

/// 80 requests a second on a worker of 10 ms: rho = 0.8, mean 10 / (1 - 0.8) = 50 ms.
QByteArray smallCase(const char* rps = "80") {
    QByteArray text = R"({"format": "headroom.case", "version": 1, "title": "A queue",
 "base": {"format": "headroom.design", "version": 1, "components": [
  {"id": "users", "kind": "client", "x": 0, "y": 0, "workloads": [{"id": "ask", "rps": 1}]},
  {"id": "web", "kind": "service", "x": 240, "y": 0,
   "params": {"instances": 1, "workers": 1, "service_time_ms": 10, "service_cv": 1}}],
 "connections": [{"id": "e", "from": "users", "to": "web", "kind": "request", "params": {"latency_ms": 0}}]},
 "steps": [{"id": "load", "title": "People come", "text": "It takes {{/system/latency_ms/mean}}.",
  "edits": [{"do": "set_param", "component": "users", "workload": "ask", "param": "rps", "value": RPS}],
  "claims": [{"text": "it takes long", "of": "/system/latency_ms/mean", "between": [45, 55]}]}]})";
    return text.replace("RPS", rps);
}

}  // namespace

/// `replay`: what it prints, and how it ends.
class ReplayTest : public QObject {
    Q_OBJECT

  private slots:
    void aCaseThatHoldsEndsWith0();
    void oneStepIsToldWithItsNarration();
    void theAnswerAsJson();
    void aChangedParameterEndsWith1();
    void wordsWithoutAValueEndWith1();
    void aStepThatIsNotThereIsWrongUsage_data();
    void aStepThatIsNotThereIsWrongUsage();
    void aFileThatIsNotThereEndsWith3();
    void tableNamesEveryFile();
    void brokenFilesEndWithTheirLine_data();
    void brokenFilesEndWithTheirLine();
};

void ReplayTest::aCaseThatHoldsEndsWith0() {
    const Ended ended = CliProcess().run({"replay", "-"}, smallCase());
    QCOMPARE(ended.error, QByteArray());
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.out.contains("Step 1 of 1: People come"), ended.out.constData());
    QVERIFY(ended.out.contains("holds  it takes long  50\u00a0ms  between 45\u00a0ms and 55\u00a0ms"));
    QVERIFY(!ended.out.contains("It takes"));
}

void ReplayTest::oneStepIsToldWithItsNarration() {
    const Ended ended = CliProcess().run({"replay", "-", "--step", "1"}, smallCase());
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.out.contains("\n  It takes 50\u00a0ms.\n"), ended.out.constData());
}

void ReplayTest::theAnswerAsJson() {
    const QJsonObject answer = CliProcess().run({"replay", "-", "--json"}, smallCase()).json();
    QCOMPARE(answer["case"].toString(), QString("A queue"));
    QCOMPARE(answer["holds"].toBool(), true);
    const QJsonObject step = answer["steps"].toArray()[0].toObject();
    QCOMPARE(step["id"].toString(), QString("load"));
    const QJsonObject claim = step["claims"].toArray()[0].toObject();
    QCOMPARE(claim["holds"].toBool(), true);
    QVERIFY(qAbs(claim["value"].toDouble() - 50) < 1e-9);
}

void ReplayTest::aChangedParameterEndsWith1() {
    // rho = 0.7: 10 / (1 - 0.7) = 33.3 ms.
    const Ended ended = CliProcess().run({"replay", "-"}, smallCase("70"));
    QCOMPARE(ended.code, 1);
    QCOMPARE(ended.error,
             QByteArray(
                 "headroom-cli: standard input: /steps/load/claims/0: a claim does not hold: it takes long: "
                 "33.3\u00a0ms, wanted between 45\u00a0ms and 55\u00a0ms\n"));
    QVERIFY(ended.out.contains("FAILS  it takes long"));
}

void ReplayTest::wordsWithoutAValueEndWith1() {
    QByteArray text = smallCase();
    text.replace("{{/system/latency_ms/mean}}", "{{/system/latency_ms/average}}");
    const Ended ended = CliProcess().run({"replay", "-"}, text);
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.error.contains("there is no 'average' here"), ended.error.constData());
}

void ReplayTest::aStepThatIsNotThereIsWrongUsage_data() {
    QTest::addColumn<QString>("step");
    for (const char* step : {"0", "2", "-1", "1.5", "one", "1e9", ""}) {
        QTest::newRow(step) << QString(step);
    }
}

void ReplayTest::aStepThatIsNotThereIsWrongUsage() {
    QFETCH(QString, step);
    const Ended ended = CliProcess().run({"replay", "-", "--step=" + step}, smallCase());
    QCOMPARE(ended.code, 2);
    QCOMPARE(ended.error.count('\n'), 1);
    QCOMPARE(ended.out, QByteArray());
}

void ReplayTest::aFileThatIsNotThereEndsWith3() {
    const Ended ended = CliProcess().run({"replay", "/nowhere/case.json"});
    QCOMPARE(ended.code, 3);
    QCOMPARE(ended.error.count('\n'), 1);
}

void ReplayTest::tableNamesEveryFile() {
    const QStringList files = QDir(brokenFolder()).entryList({"*.json"}, QDir::Files);
    QVERIFY(files.size() >= 50);
    QCOMPARE(fileBytes(brokenFolder() + "/expected.txt").count('\n'), files.size());
}

void ReplayTest::brokenFilesEndWithTheirLine_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("line");
    for (const QByteArray& row : fileBytes(brokenFolder() + "/expected.txt").split('\n')) {
        const auto colon = row.indexOf(": ");
        if (colon > 0) {
            QTest::newRow(row.left(colon).constData())
                << QString::fromUtf8(row.left(colon)) << row.mid(colon + 2);
        }
    }
}

/// A line that ends with "..." in the table goes on with what other folders offer.
void ReplayTest::brokenFilesEndWithTheirLine() {
    QFETCH(QString, name);
    QFETCH(QByteArray, line);
    CliProcess process;
    const Ended ended = process.in(brokenFolder()).run({"replay", name});
    const QByteArray expected = "headroom-cli: " + name.toUtf8() + ": " + line;
    if (expected.endsWith("...")) {
        QVERIFY2(ended.error.startsWith(expected.chopped(3)), ended.error.constData());
    } else {
        QCOMPARE(ended.error, expected + "\n");
    }
    QCOMPARE(ended.error.count('\n'), 1);
    QCOMPARE(ended.out, QByteArray());
    QCOMPARE(ended.code, 3);
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "replay_test.moc"
