#include <QObject>
#include <QtTest>

#include "core/json/reader.h"

using namespace headroom;

/// Once, every fraction in a file was refused where the locale writes 0,5. This runs in C.UTF-8, and once
/// more in locale/comma.
class DecimalPointTest : public QObject {
    Q_OBJECT

  private slots:
    void fractionsAreReadInAnyLocale() {
        const auto read = json::parse("[0.5, -1.25e-3, 2.5E+10]");
        QVERIFY(read);
        const json::Array& numbers = *read->array();
        QCOMPARE(numbers.size(), std::size_t{3});
        QCOMPARE(numbers[0].number(), 0.5);
        QCOMPARE(numbers[1].number(), -0.00125);
        QCOMPARE(numbers[2].number(), 25000000000.0);
    }

    void aCommaIsNoDecimalPoint() { QVERIFY(!json::parse("{\"a\": 0,5}")); }

    void aNumberOutOfRangeIsNamedAsItStands() {
        const auto read = json::parse("[1.5e400]");
        QVERIFY(!read);
        QVERIFY2(read.error().line().find("1.5e400") != std::string::npos, read.error().line().c_str());
    }
};

QTEST_GUILESS_MAIN(DecimalPointTest)
#include "decimal_point_test.moc"
