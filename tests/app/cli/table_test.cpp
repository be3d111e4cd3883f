#include "app/cli/table.h"

#include <QTest>

using namespace headroom::cli;

class TableTest : public QObject {
    Q_OBJECT

  private slots:
    void alignsByWhatIsSeen();
    void cutsLongCells();
    void keepsControlCharactersOut();
    void colourStandsAroundItsLineOnly();
    void wrapsAtSpaces();
};

void TableTest::alignsByWhatIsSeen() {
    Table table({{"NAME", Align::left}, {"MS"}});
    table.add({"web", "38.2"});
    table.add({"\u6771\u4EAC", "1.24"});  // two wide characters: four columns
    table.add({"e\u0301t\u00e9", "5"});   // a combining accent: none
    QCOMPARE(table.text(), std::string("  NAME    MS\n"
                                       "  web   38.2\n"
                                       "  \u6771\u4EAC  1.24\n"
                                       "  e\u0301t\u00e9      5\n"));
}

void TableTest::cutsLongCells() {
    QCOMPARE(fitted("a-rather-long-name", 8), std::string("a-rathe\u2026"));
    QCOMPARE(fitted("exactly8", 8), std::string("exactly8"));
    QCOMPARE(fitted("\u6771\u4EAC\u90FD", 4), std::string("\u6771\u2026"));
}

void TableTest::keepsControlCharactersOut() {
    Table table({{"NAME", Align::left}});
    table.add({"a\u001b[31mb\nc"});
    QCOMPARE(QString::fromStdString(table.text()).count('\n'), 2);
    QVERIFY(table.text().find('\u001b') == std::string::npos);
}

void TableTest::colourStandsAroundItsLineOnly() {
    Table table({{"A"}});
    table.add({"1"}, "\u001b[31m");
    QCOMPARE(table.text(), std::string("  A\n\u001b[31m  1\u001b[0m\n"));
}

void TableTest::wrapsAtSpaces() {
    QCOMPARE(wrapped("one two three", 2, 9), std::string("  one two\n  three\n"));
    QCOMPARE(wrapped("unbreakable", 2, 5), std::string("  unbreakable\n"));
    QCOMPARE(wrapped("", 2, 9), std::string());
}

QTEST_GUILESS_MAIN(TableTest)
#include "table_test.moc"
