#include "core/base/numbers.h"

#include <rapidcheck.h>

#include <QtTest/QtTest>
#include <bit>
#include <cmath>
#include <limits>

using namespace headroom;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const double notANumber = std::nan("");

/// A finite double of any size, from all its bits.
double anyFinite() {
    const auto bits = *rc::gen::arbitrary<std::uint64_t>();
    const auto value = std::bit_cast<double>(bits);
    return std::isfinite(value) ? value : 0.5;
}

/// Labels hold hard spaces, which the rows below write as '_'.
QString shown(const std::string& text) {
    return QString::fromStdString(text).replace(QChar(0x00a0), '_');
}

}  // namespace

Q_DECLARE_METATYPE(headroom::Unit)

class NumbersTest : public QObject {
    Q_OBJECT

  private slots:
    void shortestReadsBack() {
        QVERIFY(rc::check("parseNumber(shortest(x)) is x", [] {
            const double value = anyFinite();
            RC_ASSERT(*parseNumber(shortest(value)) == value);
            RC_ASSERT(*parseNumber(plainNumber(value)) == value);
        }));
    }

    void shortestIsShort() {
        QCOMPARE(shortest(0.1), std::string("0.1"));
        QCOMPARE(shortest(5), std::string("5"));
        QCOMPARE(shortest(-0.0), std::string("0"));
        QCOMPARE(shortest(1e6), std::string("1e+06"));
        QCOMPARE(plainNumber(1e6), std::string("1000000"));
        QCOMPARE(plainNumber(1e15), std::string("1000000000000000"));
        QCOMPARE(plainNumber(1e16), std::string("1e+16"));
        QCOMPARE(plainNumber(-0.0), std::string("0"));
        QCOMPARE(plainNumber(0.25), std::string("0.25"));
    }

    void parsesNumbers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("legal");
        QTest::addColumn<double>("value");
        QTest::newRow("whole") << "12" << true << 12.0;
        QTest::newRow("negative") << "-1.5" << true << -1.5;
        QTest::newRow("exponent") << "2e3" << true << 2000.0;
        QTest::newRow("capital exponent") << "2E-3" << true << 0.002;
        QTest::newRow("largest") << "1.7976931348623157e308" << true << 1.7976931348623157e308;
        QTest::newRow("too large") << "1e309" << false << 0.0;
        QTest::newRow("far too large") << "1e99999999999999" << false << 0.0;
        QTest::newRow("long and too large") << QString("1") + QString(400, '0') << false << 0.0;
        // What is too small for a double is 0, its nearest.
        QTest::newRow("too small") << "1e-400" << true << 0.0;
        QTest::newRow("far too small") << "-1e-99999999999999" << true << 0.0;
        QTest::newRow("long and too small") << "0." + QString(400, '0') + "1" << true << 0.0;
        QTest::newRow("smallest") << "5e-324" << true << 5e-324;
        QTest::newRow("empty") << "" << false << 0.0;
        QTest::newRow("blank before") << " 1" << false << 0.0;
        QTest::newRow("blank behind") << "1 " << false << 0.0;
        QTest::newRow("plus") << "+1" << false << 0.0;
        QTest::newRow("hexadecimal") << "0x10" << false << 0.0;
        QTest::newRow("infinity") << "inf" << false << 0.0;
        QTest::newRow("no number") << "nan" << false << 0.0;
        QTest::newRow("comma") << "1,5" << false << 0.0;
        QTest::newRow("two") << "1 2" << false << 0.0;
    }

    void parsesNumbers() {
        QFETCH(QString, text);
        QFETCH(bool, legal);
        QFETCH(double, value);
        const auto parsed = parseNumber(text.toStdString());
        QCOMPARE(parsed.has_value(), legal);
        if (legal) {
            QCOMPARE(*parsed, value);
        }
    }

    void parsesQuantities_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Unit>("unit");
        QTest::addColumn<double>("value");
        const auto row = [](const char* text, Unit unit, double value) {
            QTest::newRow(qPrintable(QString(text) + " in " + QString::number(static_cast<int>(unit))))
                << text << unit << value;
        };
        row("2k", Unit::count, 2000);
        row("1.5M", Unit::per_second, 1.5e6);
        row("10 KB", Unit::bytes, 10000);
        row("1 KiB", Unit::bytes, 1024);
        row("1.5 GiB", Unit::bytes, 1610612736);
        row("2TB", Unit::bytes, 2e12);
        row("200us", Unit::milliseconds, 0.2);
        row("200\u00b5s", Unit::milliseconds, 0.2);
        row("200\u03bcs", Unit::milliseconds, 0.2);
        row("5 min", Unit::milliseconds, 300000);
        row("5 min", Unit::seconds, 300);
        row("1h", Unit::seconds, 3600);
        row("30d", Unit::hours, 720);
        row("90", Unit::seconds, 90);
        row("3*4", Unit::count, 12);
        row("86400/24", Unit::count, 3600);
        row("2 + 3 * 4", Unit::count, 14);
        row("(2+3)*4", Unit::count, 20);
        row("-(2-5)", Unit::count, 3);
        row("10 - 2 - 3", Unit::count, 5);
        row("64/4/2", Unit::count, 8);
        row("1s + 250ms", Unit::milliseconds, 1250);
        row("2 * 1.5s", Unit::milliseconds, 3000);
        row("2k/s", Unit::per_second, 2000);
        row("2kreq/s", Unit::per_second, 2000);
        row("120/min", Unit::per_second, 2);
        row("10M/d", Unit::per_second, 1e7 / 86400);
        row("85", Unit::ratio, 0.85);
        row("85 %", Unit::ratio, 0.85);
        row("0.5%", Unit::ratio, 0.005);
        row("1/4", Unit::ratio, 0.0025);
        // Bare numbers beside percents are percents too.
        row("50 % + 10", Unit::ratio, 0.6);
        row("10 + 50%", Unit::ratio, 0.6);
        row("2 * 10%", Unit::ratio, 0.2);
        row("2 * (10 + 5)", Unit::ratio, 0.3);
        row("1G", Unit::megabits_per_second, 1000);
        row("10 Gbit/s", Unit::megabits_per_second, 10000);
        row("100", Unit::megabits_per_second, 100);
        row("3x", Unit::factor, 3);
        row("3\u00d7", Unit::factor, 3);
        row("1\u00a0k", Unit::count, 1000);
        row("1e3", Unit::count, 1000);
    }

    void parsesQuantities() {
        QFETCH(QString, text);
        QFETCH(Unit, unit);
        QFETCH(double, value);
        const auto parsed = parseQuantity(text.toStdString(), unit);
        QVERIFY2(parsed, parsed ? "" : parsed.error().line().c_str());
        QVERIFY2(std::abs(*parsed - value) <= 1e-12 * std::abs(value), shortest(*parsed).c_str());
    }

    void refusesWhatIsNoQuantity_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", " ", "abc", "5 apples", "1,5", "(1", "1)", "1+", "*2", "1/0", "1e308*10",
                                 "--", "2kk", "5mins", "inf", "nan", "0x10", "1 2", "10 KB/s/s"}) {
            QTest::newRow(text) << text;
        }
        QTest::newRow("deep parentheses") << QString(1000, '(') + "1" + QString(1000, ')');
        QTest::newRow("deep minus") << QString(100000, '-') + "1";
    }

    void refusesWhatIsNoQuantity() {
        QFETCH(QString, text);
        const auto parsed = parseQuantity(text.toStdString(), Unit::milliseconds);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, std::string("number-unreadable"));
        QVERIFY(parsed.error().hint.find("25, 200us or 1.5s") != std::string::npos);
    }

    void formats_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<Unit>("unit");
        QTest::addColumn<QString>("text");
        const auto row = [](double value, Unit unit, const char* text) {
            QTest::newRow(text) << value << unit << text;
        };
        row(1240, Unit::per_second, "1.24_k/s");
        row(38.2, Unit::milliseconds, "38.2_ms");
        row(4100, Unit::milliseconds, "4.1_s");
        row(1910.4, Unit::usd_per_month, "$1,910/mo");
        row(1234567.5, Unit::usd_per_month, "$1,234,568/mo");
        row(3.5, Unit::usd_per_month, "$3.50/mo");
        row(-3.5, Unit::usd_per_month, "\u2212$3.50/mo");
        row(0, Unit::usd_per_month, "$0/mo");
        row(0.096, Unit::usd_per_hour, "$0.096/h");
        row(0.75, Unit::ratio, "75_%");
        row(0.00123, Unit::ratio, "0.123_%");
        row(0.00001, Unit::ratio, "0.001_%");
        row(1, Unit::ratio, "100_%");
        row(0, Unit::milliseconds, "0_ms");
        row(0.0002, Unit::milliseconds, "200_ns");
        row(0.0123, Unit::milliseconds, "12.3_\u00b5s");
        row(999.4, Unit::milliseconds, "999_ms");
        row(999.6, Unit::milliseconds, "1_s");
        row(59999, Unit::milliseconds, "60_s");
        row(60000, Unit::milliseconds, "1_min");
        row(7.2e6, Unit::milliseconds, "2_h");
        row(600, Unit::seconds, "10_min");
        row(0.5, Unit::seconds, "500_ms");
        row(999.6, Unit::count, "1_k");
        row(999.4, Unit::count, "999");
        row(12, Unit::count, "12");
        row(1e12, Unit::count, "1_T");
        row(0.5, Unit::per_second, "0.5_/s");
        row(0.0123456, Unit::per_second, "0.0123_/s");
        row(0.00012, Unit::per_second, "0.00012_/s");
        row(1.23456e-9, Unit::per_second, "1.23e-09_/s");
        row(2.5e9, Unit::bytes, "2.5_GB");
        row(10, Unit::factor, "10_\u00d7");
        row(10000, Unit::factor, "10_k\u00d7");
        row(-12.34, Unit::none, "-12.3");
        row(infinite, Unit::per_second, "\u2014");
        row(notANumber, Unit::usd_per_month, "\u2014");
    }

    void formats() {
        QFETCH(double, value);
        QFETCH(Unit, unit);
        QFETCH(QString, text);
        QCOMPARE(shown(formatQuantity(value, unit)), text);
    }

    void editableNumbersReadBack() {
        for (const UnitInfo& info : unitTable()) {
            QVERIFY(rc::check("parseQuantity(editableNumber(x)) is x", [&] {
                const double value = std::min(std::abs(anyFinite()), 1e300);  // a percent is 100 times that
                const auto back = parseQuantity(editableNumber(value, info.unit), info.unit);
                RC_ASSERT(back.has_value());
                RC_ASSERT(*back == value);
            }));
        }
    }

    void percentsAreShort() {
        // 0.07 * 100 is 7.000000000000001 in doubles.
        QCOMPARE(editableNumber(0.07, Unit::ratio), std::string("7"));
        QCOMPARE(editableNumber(0.29, Unit::ratio), std::string("29"));
        QCOMPARE(editableNumber(0.005, Unit::ratio), std::string("0.5"));
        QCOMPARE(editableNumber(0.0033, Unit::ratio), std::string("0.33"));
        QCOMPARE(editableNumber(1, Unit::ratio), std::string("100"));
        QCOMPARE(editableNumber(0, Unit::ratio), std::string("0"));
        QCOMPARE(*parseQuantity("0.33 %", Unit::ratio), 0.0033);
    }

    void availability_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](double value, const char* text) { QTest::newRow(text) << value << text; };
        row(1, "100_%");
        row(0.9995, "99.95_%");
        row(0.999, "99.9_%");
        row(0.99953, "99.953_%");
        row(0.99999, "99.999_%");
        row(0.999949, "99.9949_%");
        row(0.5, "50_%");
        row(0, "0_%");
        row(0.123456, "12_%");
        row(0.9876, "98.7_%");
        row(notANumber, "\u2014");
    }

    void availability() {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(shown(formatAvailability(value)), text);
    }

    void availabilityIsNeverFlattered() {
        QVERIFY(rc::check("what is shown is at most what is", [] {
            const double missing = std::pow(10.0, -*rc::gen::inRange(0, 1000) / 100.0);
            const std::string text = formatAvailability(1 - missing);
            const double shownValue = *parseNumber(text.substr(0, text.find('\xc2'))) / 100;
            RC_ASSERT(shownValue <= 1 - missing + 1e-12);
        }));
    }

    void errorSharesKeepTheirWidth() {
        QCOMPARE(shown(formatErrorShare(0)), QString("0_%"));
        QCOMPARE(shown(formatErrorShare(0.0025)), QString("0.25_%"));
        QCOMPARE(shown(formatErrorShare(1e-5)), QString("0.001_%"));
        QCOMPARE(shown(formatErrorShare(1.48e-6)), QString("<_0.001_%"));
    }

    void ranges() { QCOMPARE(shown(formatRange(1, 1e6, Unit::count)), QString("between 1 and 1_M")); }
};

QTEST_GUILESS_MAIN(NumbersTest)
#include "numbers_test.moc"
