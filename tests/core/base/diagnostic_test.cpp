#include "core/base/diagnostic.h"

#include <rapidcheck.h>

#include <QtTest/QtTest>
#include <array>

#include "core/base/utf8.h"

using namespace headroom;

namespace {

constexpr std::array<MessageTemplate, 2> messages{{
    {"too-many", "found {found} of {what}", "use at most {limit} of {what}"},
    {"plain", "no arguments", ""},
}};

}  // namespace

class DiagnosticTest : public QObject {
    Q_OBJECT

  private slots:
    void argumentsAreFilledIn() {
        const Diagnostic made = makeDiagnostic(messages, "too-many", "/a/b",
                                               {{"found", "7"}, {"what", "{limit}"}, {"limit", "5"}});
        QCOMPARE(made.line(), std::string("/a/b: found 7 of {limit}; use at most 5 of {limit}"));
        QCOMPARE(made.code, std::string("too-many"));
        QCOMPARE(made.severity, Severity::error);
        QCOMPARE(made.arguments.size(), std::size_t{3});
    }

    void emptyPartsAreLeftOut() {
        const Diagnostic made = makeDiagnostic(messages, "plain", "", {}, Severity::info);
        QCOMPARE(made.line(), std::string("no arguments"));
        QCOMPARE(severityName(made.severity), std::string_view("info"));
        QCOMPARE(severityName(Severity::warning), std::string_view("warning"));
        QCOMPARE(severityName(Severity::error), std::string_view("error"));
    }

    void whatIsPrintable_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("abc") << 10 << "abc";
        QTest::newRow("line break and escape") << QByteArray("a\nb\x1b[31m") << 20 << u8"a\uFFFDb\uFFFD[31m";
        QTest::newRow("delete") << QByteArray("a\x7f") << 20 << u8"a\uFFFD";
        QTest::newRow("broken byte") << QByteArray("a\xff") << 20 << u8"a\uFFFD";
        QTest::newRow("just fits") << QByteArray("abcde") << 5 << "abcde";
        QTest::newRow("cut") << QByteArray("abcdef") << 5 << u8"abcde\u2026";
        QTest::newRow("cut before a character") << QByteArray("ab\xc3\xbc") << 3 << u8"ab\u2026";
        QTest::newRow("kept whole") << QByteArray("gr\xc3\xbc\xc3\x9f") << 9 << u8"gr\u00fc\u00df";
    }

    void whatIsPrintable() {
        QFETCH(QByteArray, text);
        QFETCH(int, most);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(printable(text.toStdString(), static_cast<std::size_t>(most))),
                 shown);
    }

    void aLineIsOneLineWhateverItHolds() {
        QVERIFY(rc::check("no control characters, well-formed, bounded", [] {
            Diagnostic made;
            made.where = *rc::gen::string<std::string>();
            made.text = *rc::gen::string<std::string>();
            made.hint = *rc::gen::string<std::string>();
            const std::string line = made.line();
            RC_ASSERT(utf8::firstBroken(line) == std::string::npos);
            RC_ASSERT(line.size() <= 603);
            for (const char c : line) {
                RC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
            }
        }));
    }
};

QTEST_GUILESS_MAIN(DiagnosticTest)
#include "diagnostic_test.moc"
