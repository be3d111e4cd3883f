#include <QJsonArray>
#include <QTest>

#include "tests/app/cli/cli_process.h"

using headroom::test::CliProcess;
using headroom::test::Ended;
using headroom::test::fileBytes;
using headroom::test::sampleDesign;
using headroom::test::smallDesign;
using headroom::test::writeBytes;

namespace {

/// The answer for smallDesign() with more arguments.
Ended solved(const QStringList& more) {
    return CliProcess().run(QStringList{"solve", "-", "--json"} + more, smallDesign());
}

double offered(const Ended& ended) {
    return ended.json()["system"].toObject()["offered_rps"].toDouble(-1);
}

double utilization(const Ended& ended) {
    return ended.json()["components"].toObject()["web"].toObject()["utilization"].toDouble(-1);
}

QStringList sortedKeys(const QJsonObject& object) {
    return object.keys();  // QJsonObject keeps them sorted
}

}  // namespace

class SolveTest : public QObject {
    Q_OBJECT

  private slots:
    void answersInTheShapeOfTheContract();
    void computesTheMeanOfAnErlangStation();
    void loadMultipliesTheTraffic();
    void setChangesAValue();
    void setTakesTextWhereItIsNoJson();
    void laterAssignmentsSeeEarlierOnes();
    void refusesWhatDoesNotFit_data();
    void refusesWhatDoesNotFit();
    void checkComparesTheObjectives();
    void fileAndStandardInputAnswerTheSame();
    void reportIsReadable();
    void reportHasNoColoursInAPipe();
    void connectionsAreShownWhenAskedFor();
    void explainTakesALatencyApart();
    void explainOfNothingIsWrongUsage();
    void whatIfTellsWhatIsLeft();
};

// One machine that all requests pass: without it nothing is answered.
void SolveTest::whatIfTellsWhatIsLeft() {
    for (const QJsonValue& answer : solved({"--what-if"}).json()["what_if"].toArray()) {
        if (answer["dies"].toString() == "web") {
            QCOMPARE(answer["success_rate"].toDouble(-1), 0.0);
            QVERIFY(answer["mean_ms"].isNull());
            return;
        }
    }
    QFAIL("nothing is said of web");
}

// The parts of both figures of a station add up to its mean.
void SolveTest::explainTakesALatencyApart() {
    const QJsonArray figures = solved({"--explain", "web"}).json()["explanations"].toArray();
    QCOMPARE(figures.size(), 2);
    for (const QJsonValue& figure : figures) {
        double sum = 0;
        const QJsonObject parts = figure.toObject()["parts_ms"].toObject();
        QCOMPARE(parts.size(), 6);
        for (const QJsonValue& part : parts) {
            sum += part.toDouble();
        }
        const double mean = figure.toObject()["mean_ms"].toDouble();
        QVERIFY(mean > 0 && std::abs(sum - mean) < 1e-9 * mean);
    }
    const Ended text = CliProcess().run({"solve", "-", "--explain", "web"}, smallDesign());
    QVERIFY(text.out.contains("web: mean response"));
    QVERIFY(text.out.contains("queueing"));
}

void SolveTest::explainOfNothingIsWrongUsage() {
    const Ended ended = solved({"--explain", "nosuch"});
    QCOMPARE(ended.code, 2);
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY(ended.error.contains("nosuch"));
    QVERIFY(solved({"--explain", "wep"}).error.contains("did you mean web?"));
}

void SolveTest::answersInTheShapeOfTheContract() {
    const QJsonObject answer = solved({}).json();
    QCOMPARE(sortedKeys(answer), (QStringList{"components", "connections", "converged", "engine", "findings",
                                              "fixed_points", "iterations", "system", "workloads"}));
    QCOMPARE(answer["engine"].toString(), "solver");
    QCOMPARE(answer["converged"].toBool(), true);

    const QStringList latency{"mean", "p50", "p90", "p95", "p99", "p999"};
    const QJsonObject system = answer["system"].toObject();
    QCOMPARE(sortedKeys(system),
             (QStringList{"availability", "bottleneck", "cost_usd_month", "cost_usd_per_million",
                          "degraded_rps", "error_rate", "goodput_rps", "latency_ms", "offered_rps"}));
    QCOMPARE(sortedKeys(system["latency_ms"].toObject()), latency);

    QCOMPARE(sortedKeys(answer["workloads"].toObject()), QStringList{"users.ask"});
    const QJsonObject workload = answer["workloads"].toObject()["users.ask"].toObject();
    QCOMPARE(sortedKeys(workload), (QStringList{"completion_ms", "cost_usd_month", "error_rate",
                                                "goodput_rps", "latency_ms", "offered_rps"}));
    QVERIFY(workload["completion_ms"].isNull());

    QCOMPARE(sortedKeys(answer["components"].toObject()), (QStringList{"users", "web"}));
    const QJsonObject component = answer["components"].toObject()["web"].toObject();
    QCOMPARE(sortedKeys(component), (QStringList{"abandoned_rps",
                                                 "arrival_rps",
                                                 "availability",
                                                 "backlog",
                                                 "backlog_growth_rps",
                                                 "conflict_share",
                                                 "cost_parts_usd_month",
                                                 "cost_usd_month",
                                                 "dead_letter_rps",
                                                 "disk_write_bytes_per_s",
                                                 "drain_s",
                                                 "dropped_rps",
                                                 "error_rate",
                                                 "hit_ratio",
                                                 "instances",
                                                 "lag_s",
                                                 "offered_utilization",
                                                 "open_connections",
                                                 "queue_length",
                                                 "read_amplification",
                                                 "replication_bytes_per_s",
                                                 "residence_ms",
                                                 "response_ms",
                                                 "slot_utilization",
                                                 "space_amplification",
                                                 "stale_read_share",
                                                 "stampede",
                                                 "status",
                                                 "storage_growth_bytes_per_s",
                                                 "stored_bytes",
                                                 "throughput_rps",
                                                 "utilization",
                                                 "wait_ms",
                                                 "write_amplification"}));
    for (const char* part : {"wait_ms", "residence_ms", "response_ms"}) {
        QCOMPARE(sortedKeys(component[part].toObject()), latency);
    }
    QCOMPARE(sortedKeys(answer["connections"].toObject()["e"].toObject()),
             (QStringList{"bytes_per_s", "error_rate", "latency_ms", "retry_rps", "rps", "silent_share"}));
}

void SolveTest::computesTheMeanOfAnErlangStation() {
    // M/M/4, a = 128 x 0.025 = 3.2 erlang, rho 0.8. Erlang C = 0.5964274, T = S + C S / (c - a)
    // = 25 + 0.5964274 x 25 / 0.8 = 43.638...
    const Ended ended = solved({});
    QCOMPARE(ended.code, 0);
    QCOMPARE(utilization(ended), 0.8);
    const double a = 3.2;
    const double sum = 1 + a + a * a / 2 + a * a * a / 6;
    const double tail = a * a * a * a / 24 / (1 - 0.8);
    const double expected = 25 + tail / (sum + tail) * 25 / (4 - a);
    const double mean = ended.json()["system"].toObject()["latency_ms"].toObject()["mean"].toDouble();
    QVERIFY2(std::abs(mean / expected - 1) < 1e-6, qPrintable(QString::number(mean, 'g', 12)));
}

void SolveTest::loadMultipliesTheTraffic() {
    QCOMPARE(offered(solved({"--load", "0.5"})), 64.0);
    QCOMPARE(offered(solved({"--load", "2e0"})), 256.0);
    QCOMPARE(offered(solved({"--load", "0"})), 0.0);
}

void SolveTest::setChangesAValue() {
    QCOMPARE(utilization(solved({"--set", "/components/web/params/workers=8"})), 0.4);
    QCOMPARE(utilization(solved({"--set=/components/web/params/instances=2"})), 0.4);
    QCOMPARE(offered(solved({"--set", "/components/users/workloads/ask/rps=64"})), 64.0);
}

void SolveTest::setTakesTextWhereItIsNoJson() {
    const Ended bare = solved({"--set", "/components/web/params/service_distribution=lognormal"});
    QCOMPARE(bare.code, 0);
    const Ended quoted = solved({"--set", "/components/web/params/service_distribution=\"lognormal\""});
    QCOMPARE(quoted.code, 0);
    QCOMPARE(bare.out, quoted.out);
}

void SolveTest::laterAssignmentsSeeEarlierOnes() {
    const QString pointer = "/components/web/params/workers=";
    QCOMPARE(utilization(solved({"--set", pointer + "8", "--set", pointer + "16"})), 0.2);
    QCOMPARE(offered(solved({"--load", "2", "--set", "/components/users/workloads/ask/rps=10"})), 20.0);
}

void SolveTest::refusesWhatDoesNotFit_data() {
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("start");
    const auto row = [](const char* name, const QStringList& more, const QString& start) {
        QTest::newRow(name) << more << "headroom-cli: standard input: " + start;
    };
    row("no number", {"--load", "lots"}, "--load: 'lots' is not a number; write it like --load 2.5\n");
    row("a decimal comma", {"--load", "2,5"}, "--load: '2,5' is not a number; write it like --load 2.5\n");
    row("not finite", {"--load", "inf"}, "--load: 'inf' is not a number; write it like --load 2.5\n");
    row("negative load", {"--load", "-1"}, "--load /scenario/load_factor: ");
    row("no pointer to a component", {"--set", "/components/wbe/params/workers=1"},
        "--set /components/wbe/params/workers: ");
    row("by index", {"--set", "/components/1/params/workers=1"}, "--set /components/1/params/workers: ");
    row("out of range", {"--set", "/components/web/params/workers=0"},
        "--set /components/web/params/workers: ");
    row("wrong type", {"--set", "/components/web/params/workers=many"},
        "--set /components/web/params/workers: ");
    row("dangling", {"--set", "/connections/e/to=nobody"}, "--set /connections/e/to: ");
}

void SolveTest::refusesWhatDoesNotFit() {
    QFETCH(QStringList, more);
    QFETCH(QString, start);
    const Ended ended = solved(more);
    QVERIFY2(QString::fromUtf8(ended.error).startsWith(start), ended.error.constData());
    QCOMPARE(ended.error.count('\n'), 1);
    QVERIFY2(ended.error.contains("; "), ended.error.constData());
    QCOMPARE(ended.out, QByteArray());
    QCOMPARE(ended.code, 2);
}

void SolveTest::checkComparesTheObjectives() {
    QCOMPARE(solved({"--check"}).code, 0);
    const Ended missed = solved({"--check", "--set", "/objectives/0/at_most=100"});
    QCOMPARE(missed.code, 1);
    QCOMPARE(missed.error.count('\n'), 1);
    QVERIFY2(missed.error.startsWith(
                 "headroom-cli: standard input: /objectives: an objective is missed: p99 latency at most "),
             missed.error.constData());
    QVERIFY2(!missed.json().isEmpty(), "the answer is printed all the same");
    QCOMPARE(solved({"--set", "/objectives/0/at_most=100"}).code, 0);
}

void SolveTest::fileAndStandardInputAnswerTheSame() {
    const Ended file = CliProcess().run({"solve", "--json", sampleDesign()});
    QCOMPARE(file.code, 0);
    QCOMPARE(file.error, QByteArray());
    const Ended input = CliProcess().run({"solve", "--json", "-"}, fileBytes(sampleDesign()));
    QCOMPARE(input.code, 0);
    QCOMPARE(input.out, file.out);
}

void SolveTest::reportIsReadable() {
    const Ended ended = CliProcess().run({"solve", sampleDesign(), "--connections", "--load", "3"});
    QCOMPARE(ended.code, 0);
    const QString text = QString::fromUtf8(ended.out);
    for (const QString& line : text.split('\n')) {
        QVERIFY2(line.size() <= 100, qPrintable(line));
        QVERIFY2(!line.endsWith(' '), qPrintable(line));
    }
    // Callers stand above the called.
    QVERIFY(text.indexOf("\n  users ") < text.indexOf("\n  balancer "));
    QVERIFY(text.indexOf("\n  shortener ") < text.indexOf("\n  cache "));
    QVERIFY(text.indexOf("\n  scanner ") < text.indexOf("\n  links "));
    QVERIFY(text.contains("saturated"));
    QVERIFY(text.contains("\u25a0"));
}

void SolveTest::reportHasNoColoursInAPipe() {
    const Ended ended = CliProcess().run({"solve", sampleDesign(), "--load", "3"});
    QVERIFY(!ended.out.contains('\033'));
}

void SolveTest::connectionsAreShownWhenAskedFor() {
    const Ended without = CliProcess().run({"solve", sampleDesign()});
    const Ended with = CliProcess().run({"solve", sampleDesign(), "--connections"});
    QVERIFY(!without.out.contains("Connections\n"));
    QVERIFY(with.out.contains("Connections\n"));
    QVERIFY(with.out.startsWith(without.out.left(200)));
}

QTEST_GUILESS_MAIN(SolveTest)
#include "solve_test.moc"
