#include "core/json/value.h"

#include <QtTest/QtTest>
#include <type_traits>

#include "core/json/writer.h"

using namespace headroom;
using json::Array;
using json::Object;
using json::Value;

// A pointer would become true, and a forgotten * would go unnoticed.
static_assert(!std::is_convertible_v<const Value*, Value>);
static_assert(!std::is_convertible_v<void*, Value>);

class ValueTest : public QObject {
    Q_OBJECT

  private slots:
    void objectsKeepTheirOrder() {
        Object object{{"b", 1}, {"a", 2}};
        object.set("c", 3);
        object.set("b", 4);
        QCOMPARE(json::writeCompact(object), std::string(R"({"b":4,"a":2,"c":3})"));
        QVERIFY(object.erase("a"));
        QVERIFY(!object.erase("a"));
        QVERIFY(!(object == Object{{"c", 3}, {"b", 4}}));
        QVERIFY((object == Object{{"b", 4}, {"c", 3}}));
    }

    void numbersCompareByValue() {
        QVERIFY(Value(5) == Value(5.0));
        QVERIFY(Value(std::uint64_t{5}) == Value(5));
        QVERIFY(!(Value(5) == Value(6)));
        QVERIFY(!(Value(1) == Value(true)));
        QVERIFY(!(Value(0) == Value()));
        QVERIFY(!(Value("1") == Value(1)));
        // 2^53 + 1 is no double, and differs from 2^53 as a whole number.
        QVERIFY(!(Value(std::int64_t{9007199254740993}) == Value(std::int64_t{9007199254740992})));
        QVERIFY(Value(std::uint64_t{18446744073709551615U}) == Value(std::uint64_t{18446744073709551615U}));
    }

    void accessorsOfOtherTypesAreEmpty() {
        const Value text("abc");
        QVERIFY(text.boolean() == nullptr && text.array() == nullptr && text.object() == nullptr);
        QCOMPARE(text.number(7), 7.0);
        QCOMPARE(Value(3).text("none"), std::string_view("none"));
        QCOMPARE(Value(std::uint64_t{18446744073709551615U}).number(), 18446744073709551615.0);
    }

    void describesItself_data() {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("expected");
        const auto row = [](const Value& value, const char* expected) {
            QTest::newRow(expected) << QString::fromStdString(json::describe(value)) << expected;
        };
        row(Value(), "null");
        row(true, "true");
        row(0.1, "0.1");
        row("a\nb", "\"a\\nb\"");
        row(Array{1, 2}, "a list");
        row(Object{}, "an object");
    }

    void describesItself() {
        QFETCH(QString, shown);
        QFETCH(QString, expected);
        QCOMPARE(shown, expected);
    }
};

QTEST_GUILESS_MAIN(ValueTest)
#include "value_test.moc"
