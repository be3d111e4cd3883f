#include "core/catalog/param_spec.h"

#include <QtTest/QtTest>
#include <limits>

#include "core/json/reader.h"

using namespace headroom;
using catalog::ParamSpec;

namespace {

/// JSON between single quotes, which is easier on the eye.
json::Value parsed(QString text) {
    return json::parse(text.replace('\'', '"').toStdString()).value_or(json::Value("(no JSON)"));
}

Result<ParamSpec> declared(const QString& text) {
    return catalog::readParamSpec(*parsed(text).object(), "file#");
}

}  // namespace

/// How a declaration is read, and what it then accepts.
class ParamSpecTest : public QObject {
    Q_OBJECT

  private slots:
    void aWholeDeclaration() {
        const auto spec = declared(
            "{'name': 'rps', 'type': 'number', 'unit': 'rps', 'default': null, 'min': 0, 'max': 1e9, 'step': "
            "10, "
            "'log': true, 'label': 'Rate', 'help': 'How many.', 'placeholder': 'none', 'section': 'load', "
            "'source': 'guess', 'hidden': true, 'visible_when': {'param': 'op', 'values': ['read', '']}}");
        QVERIFY2(spec, spec ? "" : spec.error().line().c_str());
        QCOMPARE(spec->name, std::string("rps"));
        QCOMPARE(spec->unit, Unit::per_second);
        QVERIFY(spec->defaultValue.isNull() && spec->logarithmic && spec->hidden);
        QCOMPARE(spec->maximum, 1e9);
        QCOMPARE(spec->step, 10.0);
        QCOMPARE(spec->visibleWhen->param, std::string("op"));
        QCOMPARE(spec->visibleWhen->values.size(), std::size_t{2});
        QVERIFY(!spec->visibleWhen->except);
    }

    void brokenDeclarations_data() {
        QTest::addColumn<QString>("declaration");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* declaration, const char* line) {
            QTest::newRow(declaration) << declaration << line;
        };
        row("{'type': 'bool'}", "file#/?: there is no 'name'; add it");
        row("{'name': 'a'}", "file#/a: there is no 'type'; add it");
        row("{'name': 'a', 'type': 'colour'}",
            "file#/a: 'colour' is no type of a parameter; one of number, integer, bool, enum, text, id, "
            "object and "
            "list");
        row("{'name': 'a', 'type': 'number', 'min': 0, 'max': 1, 'unit': 'miles'}",
            "file#/a: 'miles' is no unit; one of none, count, ms, s, hours, rps, bytes, bytes_per_s, mbps, "
            "ratio, "
            "factor, usd_month, usd_hour, usd_million, usd_gb and usd_gb_month");
        row("{'name': 'a', 'type': 'number', 'min': 0}",
            "file#/a: the range of 'a' is missing or upside down; give min and max, both finite");
        row("{'name': 'a', 'type': 'integer', 'min': 2, 'max': 1}",
            "file#/a: the range of 'a' is missing or upside down; give min and max, both finite");
        row("{'name': 'a', 'type': 'number', 'min': 0, 'max': 1, 'default': 2}",
            "file#/a/default: found 2; expected a number from 0 to 1");
        row("{'name': 'a', 'type': 'enum', 'options': []}",
            "file#/a: 'a' has no options, fields or item; an enum needs options, an object fields, a list an "
            "item");
        row("{'name': 'a', 'type': 'list'}",
            "file#/a: 'a' has no options, fields or item; an enum needs options, an object fields, a list an "
            "item");
        row("{'name': 'a', 'type': 'enum', 'options': [{'value': 'x'}], 'default': 'y'}",
            "file#/a/default: found \"y\"; expected one of x");
        row("{'name': 'a', 'type': 'bool', 'defualt': true}",
            "file#/a: 'defualt' means nothing here; known are name, type, unit, min, max, step, log, label, "
            "help, "
            "placeholder, section, source, hidden, required, references, options, fields, item, visible_when "
            "and "
            "default");
        row("{'name': 'a', 'type': 'bool', 'hidden': 1}",
            "file#/a: 'hidden' is a number; expected true or false");
        row("{'name': 'a', 'type': 'object', 'fields': [{'name': 'b', 'type': 'bool'}, {'name': 'b', 'type': "
            "'bool'}]}",
            "file#/a: 'b' is declared twice; keep one of the two");
    }

    void brokenDeclarations() {
        QFETCH(QString, declaration);
        QFETCH(QString, line);
        const auto spec = declared(declaration);
        QVERIFY(!spec);
        QCOMPARE(QString::fromStdString(spec.error().line()), line);
    }

    void checks_data() {
        QTest::addColumn<QString>("declaration");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("problem");  // empty: legal
        const auto row = [](const char* declaration, const char* value, const char* problem = "") {
            QTest::newRow(qPrintable(QString(declaration) + " <- " + value))
                << declaration << value << problem;
        };
        const char* ratio =
            "{'name': 'a', 'type': 'number', 'unit': 'ratio', 'min': 0, 'max': 1, 'default': 0.5}";
        row(ratio, "0");
        row(ratio, "1");
        row(ratio, "1.0000001", "/a: found 1.0000001; expected a number from 0 to 1");
        row(ratio, "-0.1", "/a: found -0.1; expected a number from 0 to 1");
        row(ratio, "null", "/a: found null; expected a number from 0 to 1");
        row(ratio, "true", "/a: found true; expected a number from 0 to 1");
        row(ratio, "'0.5'", "/a: found \"0.5\"; expected a number from 0 to 1");
        const char* count = "{'name': 'a', 'type': 'integer', 'unit': 'count', 'min': 1, 'max': 1e12}";
        row(count, "null");
        row(count, "1000000000000");
        row(count, "2.0");
        row(count, "2.5", "/a: found 2.5; expected a whole number from 1 to 1000000000000 or null");
        row(count, "18446744073709551615",
            "/a: found 18446744073709551615; expected a whole number from 1 to 1000000000000 or null");
        const char* choice =
            "{'name': 'a', 'type': 'enum', 'options': [{'value': 'x'}, {'value': 'y'}], 'default': 'x'}";
        row(choice, "'y'");
        row(choice, "'z'", "/a: found \"z\"; expected one of x, y");
        row(choice, "['x']", "/a: found a list; expected one of x, y");
        const char* text = "{'name': 'a', 'type': 'text', 'max': 3}";
        row(text, "'\u00fc\u00fc\u00fc'");
        row(text, "'abcd'", "/a: found \"abcd\"; expected a text of at most 3 characters or null");
        const char* id = "{'name': 'a', 'type': 'id', 'references': 'group'}";
        row(id, "'zone-a'");
        row(id, "'Zone A'", "/a: found \"Zone A\"; expected the id of a group or null");
        const char* object =
            "{'name': 'a', 'type': 'object', 'fields': [{'name': 'n', 'type': 'bool', 'required': true}]}";
        row(object, "{'n': true, 'unknown': 1}");
        row(object, "{}", "/a: there is no 'n'; give it true or false");
        row(object, "{'n': null}", "/a/n: found null; expected true or false");
        row(object, "null");
        const char* list = "{'name': 'a', 'type': 'list', 'item': {'type': 'bool'}, 'default': []}";
        row(list, "[true, false]");
        row(list, "[true, null]", "/a/1: found null; expected true or false");
        row(list, "null", "/a: found null; expected a list");
    }

    void checks() {
        QFETCH(QString, declaration);
        QFETCH(QString, value);
        QFETCH(QString, problem);
        const auto spec = declared(declaration);
        QVERIFY2(spec, spec ? "" : spec.error().line().c_str());
        const auto legal = check(*spec, parsed(value), "/a");
        QCOMPARE(legal ? QString() : QString::fromStdString(legal.error().line()), problem);
    }

    void numbersThatAreNoneAreRefused() {
        const auto spec = declared("{'name': 'a', 'type': 'number', 'min': 0, 'max': 1}");
        QVERIFY(!check(*spec, std::numeric_limits<double>::quiet_NaN(), ""));
        QVERIFY(!check(*spec, std::numeric_limits<double>::infinity(), ""));
        QVERIFY(!check(*declared("{'name': 'a', 'type': 'text'}"), std::string("caf\xe9"), ""));
    }

    void theOverrideHolds() {
        const auto spec = declared("{'name': 'a', 'type': 'number', 'min': 0, 'max': 9, 'default': 3}");
        QCOMPARE(effective(*spec, json::Object()).number(), 3.0);
        QCOMPARE(effective(*spec, json::Object{{"a", 4}}).number(), 4.0);
        QCOMPARE(effective(*spec, json::Object{{"b", 4}}).number(), 3.0);
    }
};

QTEST_GUILESS_MAIN(ParamSpecTest)
#include "param_spec_test.moc"
