#include <QJsonArray>
#include <QTest>

#include "app/cli/variation.h"
#include "tests/app/cli/cli_process.h"

using namespace headroom;
using headroom::test::CliProcess;

namespace {

const QString sample = QStringLiteral(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json");

std::vector<double> valuesOf(const std::string& text) {
    const auto variation = cli::parseVariation(text);
    return variation ? variation->values : std::vector<double>();
}

std::string problemOf(const std::string& text) {
    const auto variation = cli::parseVariation(text);
    return variation ? std::string() : variation.error().code;
}

}  // namespace

class SweepTest : public QObject {
    Q_OBJECT

  private slots:
    void rangesAreRead() {
        QCOMPARE(valuesOf("/a/b=1..4"), (std::vector<double>{1, 2, 3, 4}));
        QCOMPARE(valuesOf("/a/b=0..1:5"), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
        QCOMPARE(valuesOf("/a/b=0.5..2").size(), std::size_t{11});
        QCOMPARE(valuesOf("/a/b=1..100:3:log"), (std::vector<double>{1, 10, 100}));
        QCOMPARE(valuesOf("/a/b=3..3"), (std::vector<double>{3}));
    }

    void wrongRangesAreToldApart() {
        QCOMPARE(problemOf("a=1..2"), std::string("vary-syntax"));
        QCOMPARE(problemOf("/a"), std::string("vary-syntax"));
        QCOMPARE(problemOf("/a=1,5..2"), std::string("vary-syntax"));
        QCOMPARE(problemOf("/a=1..2:1"), std::string("vary-count"));
        QCOMPARE(problemOf("/a=1..2:x"), std::string("vary-count"));
        QCOMPARE(problemOf("/a=0..2:5:log"), std::string("vary-log"));
    }

    void everyPointIsTheAnswerOfSolve() {
        const auto swept =
            CliProcess().run({"sweep", sample, "--vary", "/scenario/load_factor=0.5..2:4", "--json"});
        QCOMPARE(swept.code, 0);
        const QJsonArray points = swept.json()["points"].toArray();
        QCOMPARE(points.size(), 4);
        for (const QJsonValue& point : points) {
            const auto solved = CliProcess().run(
                {"solve", sample, "--load", QString::number(point["value"].toDouble()), "--json"});
            QCOMPARE(point["system"].toObject(), solved.json()["system"].toObject());
        }
    }

    void whatIsVariedIsChecked() {
        const auto refused = CliProcess().run({"sweep", sample, "--vary", "/scenario/load_factor=-1..1"});
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.error.contains("--vary /scenario/load_factor"), refused.error);
        QCOMPARE(CliProcess().run({"sweep", sample}).code, 2);
    }

    void aTableIsPrintedForPeople() {
        const auto swept =
            CliProcess().run({"sweep", sample, "--vary", "/components/shortener/params/instances=1..6"});
        QVERIFY2(swept.code == 0, swept.error);
        QVERIFY(swept.out.contains("goodput"));
        QVERIFY(swept.out.contains("saturated"));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
