#include "core/json/reader.h"

#include <rapidcheck.h>

#include <QtTest/QtTest>

#include "core/json/writer.h"
#include "tests/core/json/value_generator.h"

using namespace headroom;

namespace {

/// A value, or a line that says why there is none.
bool answers(std::string_view text) {
    const auto value = json::parse(text);
    return value || !value.error().line().empty();
}

}  // namespace

class ReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsWrittenReadsBack() {
        QVERIFY(rc::check("parse(write(v)) is v, pretty and compact", [] {
            const json::Value value = json::test::anyValue(5);
            const auto pretty = json::parse(json::write(value));
            const auto compact = json::parse(json::writeCompact(value));
            RC_ASSERT(pretty.has_value());
            RC_ASSERT(compact.has_value());
            RC_ASSERT(*pretty == value);
            RC_ASSERT(*compact == value);
            // And once in canonical form, the text stays.
            RC_ASSERT(json::write(*pretty) == json::write(value));
        }));
    }

    void anyBytesAreReadOrRefused() {
        QVERIFY(rc::check("parse never crashes, and says where", [] {
            const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
            const bool spoke = answers(bytes);
            RC_ASSERT(spoke);
        }));
        QVERIFY(rc::check("nor does a text with one byte changed", [] {
            std::string text = json::write(json::test::anyValue(4));
            text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
            const bool spoke = answers(text);
            RC_ASSERT(spoke);
        }));
    }

    void wholeNumbersKeepTheirBits_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808",
                                 "9223372036854775808", "18446744073709551615"}) {
            QTest::newRow(text) << text;
        }
    }

    void wholeNumbersKeepTheirBits() {
        QFETCH(QString, text);
        const auto value = json::parse(text.toStdString());
        QVERIFY(value);
        QCOMPARE(QString::fromStdString(json::writeCompact(*value)), text);
    }

    void otherNumbers() {
        QCOMPARE(json::parse("18446744073709551616")->number(), 18446744073709551616.0);
        QCOMPARE(json::parse("0.1")->number(), 0.1);
        QCOMPARE(json::parse("1E+2")->number(), 100.0);
        QCOMPARE(json::parse("1e-400")->number(1), 0.0);
        QVERIFY(!json::parse("1e400"));
        QVERIFY(!json::parse("-1e400"));
        for (const char* text : {"01", "1.", ".5", "+1", "0x1", "NaN", "Infinity", "1e", "--1"}) {
            QVERIFY2(!json::parse(text), text);
        }
    }

    void byteOrderMark() {
        QVERIFY(json::parse("\xef\xbb\xbf{}"));
        QVERIFY(!json::parse("\xef\xbb\xbf\xef\xbb\xbf{}"));
        QCOMPARE(json::parse("\xef\xbb\xbf").error().code, std::string("json-empty"));
    }

    void aNulByteEndsNothing() {
        // The library below takes a NUL for the end of the text.
        for (const std::string_view text : {std::string_view("{}\0x", 4), std::string_view("1\0", 2),
                                            std::string_view("\0", 1), std::string_view("\"a\0b\"", 5)}) {
            QVERIFY(!json::parse(text));
        }
        QCOMPARE(json::parse(std::string_view("{}\0x", 4)).error().line(),
                 std::string("line 1, column 3: this is not valid JSON (at a NUL byte); check for a missing "
                             "comma, quote or bracket"));
    }

    void escapes() {
        QCOMPARE(json::parse(R"("\u00fc\ud83d\ude00\n\/")")->text(), std::string_view("\u00fc\U0001F600\n/"));
        QVERIFY(!json::parse(R"("\ud83d")"));
        QVERIFY(!json::parse("\"line\nbreak\""));
        // A NUL within a text is kept.
        const auto nul = json::parse(R"("a\u0000b")");
        QCOMPARE(nul->text().size(), std::size_t{3});
        QCOMPARE(json::writeCompact(*nul), std::string(R"("a\u0000b")"));
    }

    void limits() {
        json::Limits small;
        small.maxBytes = 10;
        small.maxDepth = 2;
        QVERIFY(json::parse("[[1]]     ", small));
        QCOMPARE(json::parse("[[1]]      ", small).error().code, std::string("json-too-large"));
        QCOMPARE(json::parse("[[[1]]]", small).error().code, std::string("json-too-deep"));
    }

    void problemsNameTheirPlace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::newRow("syntax") << "{\n  \"a\": x}"
                                << "line 2, column 8";
        QTest::newRow("behind the end") << "{} {}"
                                        << "line 1, column 4";
        QTest::newRow("duplicate in a list item with an id")
            << "{\"items\": [{\"id\": \"one\", \"a\": 1, \"a\": 2}]}"
            << "/items/one";
        QTest::newRow("duplicate in a list item without") << "{\"items\": [0, {\"a\": 1, \"a\": 2}]}"
                                                          << "/items/1";
        QTest::newRow("number") << "{\"items\": [{\"id\": \"one\", \"a\": 1e999}]}"
                                << "/items/one/a";
        QTest::newRow("number of a list") << "[1, 2, 1e999]"
                                          << "/2";
        QTest::newRow("escaped") << "{\"a/b\": {\"c~d\": 1e999}}"
                                 << "/a~1b/c~0d";
    }

    void problemsNameTheirPlace() {
        QFETCH(QString, text);
        QFETCH(QString, where);
        const auto value = json::parse(text.toStdString());
        QVERIFY(!value);
        QCOMPARE(QString::fromStdString(value.error().where), where);
    }

    void aMillionKeysTakeNoHour() {
        std::string text = "{";
        for (int i = 0; i < 1000000; ++i) {
            text += "\"" + std::to_string(i) + "\":0,";
        }
        text.back() = '}';
        const auto value = json::parse(text);
        QVERIFY(value);
        QCOMPARE(value->object()->size(), std::size_t{1000000});
    }
};

QTEST_GUILESS_MAIN(ReaderTest)
#include "reader_test.moc"
