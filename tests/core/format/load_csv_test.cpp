#include <QTest>

#include "core/catalog/catalog.h"
#include "core/format/load_csv.h"
#include "core/json/writer.h"

using namespace headroom;

namespace {

const catalog::Catalog& shipped() {
    static const auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    return *loaded;
}

}  // namespace

class LoadCsvTest : public QObject {
    Q_OBJECT

  private slots:
    void pointsBecomeTheCurve() {
        const auto bare = format::readLoadCsv("0,1\n60, 2.5\r\n\n  90.5 ,0\n", shipped());
        QVERIFY(bare.has_value());
        QCOMPARE(bare->size(), std::size_t{3});
        QCOMPARE(bare->at(1).object()->find("at_s")->number(), 60.0);
        QCOMPARE(bare->at(1).object()->find("factor")->number(), 2.5);
        QCOMPARE(bare->at(2).object()->find("at_s")->number(), 90.5);
        const auto headed = format::readLoadCsv(
            "\xef\xbb\xbf"
            "at_s,factor\n0,1\n60,2.5\n90.5,0",
            shipped());
        QVERIFY(headed.has_value() && json::write(*headed) == json::write(*bare));
    }

    void whatIsWrongIsOneLine_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("word") << "0,1\n10,much"
                              << "line 2: found 'much'; expected factor, a number from 0 to 1000000";
        QTest::newRow("nothing") << "0,1\n,2"
                                 << "line 2: found nothing; expected at_s, a number of s from 0 to 10000000";
        QTest::newRow("range") << "0,-1"
                               << "line 1: found '-1'; expected factor, a number from 0 to 1000000";
        QTest::newRow("not finite") << "0,1e999"
                                    << "line 1: found '1e999'; expected factor, a number from 0 to 1000000";
        QTest::newRow("order")
            << "at_s,factor\n5,1\n5,2"
            << "line 3: found the moment 5; expected one later than that of the line before, 5";
        QTest::newRow("columns")
            << "0;1"
            << "line 1: found '0;1'; expected two numbers with a comma between them (at_s,factor)";
        QTest::newRow("three")
            << "0,1,2"
            << "line 1: found '0,1,2'; expected two numbers with a comma between them (at_s,factor)";
        QTest::newRow("other head")
            << "time,factor\n0,1"
            << "line 1: found 'time'; expected at_s, a number of s from 0 to 10000000";
        QTest::newRow("empty") << ""
                               << "line 1: found no points; expected lines such as 60,1.5 (at_s,factor)";
        QTest::newRow("head alone") << "at_s,factor\n"
                                    << "line 1: found no points; expected lines such as 60,1.5 (at_s,factor)";
    }

    void whatIsWrongIsOneLine() {
        QFETCH(QString, text);
        QFETCH(QString, line);
        const auto read = format::readLoadCsv(text.toStdString(), shipped());
        QVERIFY(!read.has_value());
        QCOMPARE(QString::fromStdString(read.error().line()), line);
    }

    void noMoreThanAHundredThousandPoints() {
        std::string text;
        for (int i = 0; i < 100000; ++i) {
            text += std::to_string(i) + ",1\n";
        }
        QVERIFY(format::readLoadCsv(text, shipped()).has_value());
        const auto more = format::readLoadCsv(text + "100000,1\n", shipped());
        QVERIFY(!more.has_value());
        QCOMPARE(QString::fromStdString(more.error().where), QString("line 100001"));
    }
};

QTEST_GUILESS_MAIN(LoadCsvTest)
#include "load_csv_test.moc"
