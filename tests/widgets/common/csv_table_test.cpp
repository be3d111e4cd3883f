#include "widgets/common/csv_table.h"

#include <QTest>
#include <clocale>

using namespace headroom::widgets;

class CsvTableTest : public QObject {
    Q_OBJECT

  private slots:
    void fieldsAreQuotedWhereTheyMustBe() {
        const CsvTable table{{"name", "p99 (ms)"},
                             {{"a, b", "1.5"}, {"say \"hi\"", ""}, {"two\nlines", "2"}, {"plain", "3"}}};
        QCOMPARE(table.text(), QByteArray("name,p99 (ms)\r\n\"a, b\",1.5\r\n\"say \"\"hi\"\"\",\r\n"
                                          "\"two\nlines\",2\r\nplain,3\r\n"));
    }

    void numbersHaveAPointInEveryLocale() {
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(csvNumber(1234.5), std::string("1234.5"));
        QCOMPARE(csvNumber(0.1), std::string("0.1"));
        QCOMPARE(csvNumber(std::nullopt), std::string());
    }
};

QTEST_GUILESS_MAIN(CsvTableTest)
#include "csv_table_test.moc"
