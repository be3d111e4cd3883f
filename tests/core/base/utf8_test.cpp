#include "core/base/utf8.h"

#include <QtTest/QtTest>
#include <string>

using namespace headroom;

namespace {

/// The encoding of one code point by the bit patterns of RFC 3629, without a look at the code under test.
std::string encoded(unsigned codePoint) {
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((codePoint >> shift) & 0x3FU));
    };
    if (codePoint < 0x80) {
        return {static_cast<char>(codePoint)};
    }
    if (codePoint < 0x800) {
        return {static_cast<char>(0xC0U | (codePoint >> 6U)), tail(0)};
    }
    if (codePoint < 0x10000) {
        return {static_cast<char>(0xE0U | (codePoint >> 12U)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0U | (codePoint >> 18U)), tail(12), tail(6), tail(0)};
}

}  // namespace

class Utf8Test : public QObject {
    Q_OBJECT

  private slots:
    void everyCodePointButSurrogates() {
        for (unsigned codePoint = 0; codePoint <= 0x110010; ++codePoint) {
            const std::string text = encoded(codePoint);
            const bool legal = codePoint <= 0x10FFFF && (codePoint < 0xD800 || codePoint > 0xDFFF);
            const std::size_t expected = legal ? text.size() : 0;
            if (utf8::sequenceLength(text) != expected) {
                QFAIL(qPrintable("code point " + QString::number(codePoint, 16)));
            }
        }
    }

    void brokenText_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        QTest::newRow("latin 1") << QByteArray("caf\xe9") << 3;
        QTest::newRow("lone continuation") << QByteArray("a\x80") << 1;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << 0;
        QTest::newRow("overlong of three") << QByteArray("\xe0\x80\xaf") << 0;
        QTest::newRow("overlong of four") << QByteArray("\xf0\x80\x80\xaf") << 0;
        QTest::newRow("surrogate") << QByteArray("ab\xed\xa0\x80") << 2;
        QTest::newRow("cut of two") << QByteArray("\xc3") << 0;
        QTest::newRow("cut of three") << QByteArray("x\xe2\x82") << 1;
        QTest::newRow("cut of four") << QByteArray("xy\xf0\x9f\x98") << 2;
        QTest::newRow("beyond the last") << QByteArray("\xf4\x90\x80\x80") << 0;
        QTest::newRow("byte that never is") << QByteArray("\xff") << 0;
        QTest::newRow("whole") << QByteArray("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80") << -1;
        QTest::newRow("empty") << QByteArray() << -1;
    }

    void brokenText() {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        const std::size_t found = utf8::firstBroken(text.toStdString());
        QCOMPARE(found, offset < 0 ? std::string_view::npos : static_cast<std::size_t>(offset));
    }

    void length() {
        QCOMPARE(utf8::length(""), std::size_t{0});
        QCOMPARE(utf8::length("gr\u00fc\u00df \U0001F600"), std::size_t{6});
        QCOMPARE(utf8::length("\xff\xff"), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(Utf8Test)
#include "utf8_test.moc"
