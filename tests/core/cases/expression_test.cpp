#include <QTest>
#include <cmath>

#include "core/cases/expression.h"

using namespace headroom;
using cases::Expression;

namespace {

Result<double> reckoned(std::string_view text) {
    const auto expression = Expression::parse(text);
    if (!expression) {
        return failure(expression.error());
    }
    return expression->evaluate([](std::string_view name) -> std::optional<double> {
        return name == "links" ? std::optional(1e8) : name == "bytes" ? std::optional(100.0) : std::nullopt;
    });
}

}  // namespace

class ExpressionTest : public QObject {
    Q_OBJECT

  private slots:
    void reckons_data();
    void reckons();
    void refuses_data();
    void refuses();
    void namesOnceInOrder();
    void hostileTextsCostLittle();
};

void ExpressionTest::reckons_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    const auto row = [](const char* text, double value) { QTest::newRow(text) << QString(text) << value; };
    row("1 + 2 * 3", 7);
    row("(1 + 2) * 3", 9);
    row("7 - 2 - 1", 4);   // to the left
    row("12 / 2 / 3", 2);  // to the left
    row("2^3^2", 512);     // to the right
    row("-2^2", -4);
    row("2^-1", 0.5);
    row("--3", 3);
    row("62^7", 3521614606208.0);
    row("links * bytes", 1e10);
    row("log10(links) + log2(8) + ln(exp(1))", 12);
    row("ceil(log2(62^7))", 42);  // 2^41 = 2.2e12 < 3.5e12 < 2^42
    row("min(3, 1, 2) + max(1, 2)", 3);
    row("floor(2.5) + round(2.5) + abs(-1) + sqrt(9)", 9);
    row("1e3 + .5", 1000.5);
}

void ExpressionTest::reckons() {
    QFETCH(QString, text);
    QFETCH(double, value);
    const auto found = reckoned(text.toStdString());
    QVERIFY2(found, found ? "" : found.error().line().c_str());
    QVERIFY2(std::abs(*found - value) <= 1e-12 * std::abs(value),
             qPrintable(QString::number(*found, 'g', 17)));
}

void ExpressionTest::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* text, const char* line) { QTest::newRow(text) << QString(text) << line; };
    row("", "cannot read 'the end' here; expected a number, a name or '('");
    row("1 +", "cannot read 'the end' here; expected a number, a name or '('");
    row("(1", "cannot read 'the end' here; expected ')'");
    row("1 2", "cannot read '2' here; expected an operator or the end");
    row("2 GB", "cannot read 'GB' here; expected an operator or the end");
    row("inf", "'inf' has no value here; nothing can be said of it");
    row("system(1)",
        "there is no function 'system'; there are abs, ceil, exp, floor, ln, log2, log10, max, min, "
        "round, sqrt");
    row("max(1)", "max was given 1 numbers; expected 2 to 16");
    row("log10(1, 2)", "log10 was given 2 numbers; expected one");
    row("1 / 0", "a part of this is no finite number; check what it divides by");
    row("log10(-1)", "a part of this is no finite number; check what it divides by");
    row("1 / (1 / 0)", "a part of this is no finite number; check what it divides by");
    row("10^400", "a part of this is no finite number; check what it divides by");
    row("1e400", "cannot read '1e400' here; expected a number, a name or '('");
    row("clicks", "'clicks' has no value here; nothing can be said of it");
}

void ExpressionTest::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, line);
    const auto found = reckoned(text.toStdString());
    QVERIFY(!found);
    QCOMPARE(QString::fromStdString(found.error().line()), line);
}

void ExpressionTest::namesOnceInOrder() {
    const auto expression = Expression::parse("b + a * b + min(a, c_1)");
    QVERIFY(expression);
    QCOMPARE(expression->names(), (std::vector<std::string>{"b", "a", "c_1"}));
}

void ExpressionTest::hostileTextsCostLittle() {
    for (const std::string part : {"(", "-", "max(1,", "2^", "1+", "a"}) {
        std::string text;
        while (text.size() < 400) {
            text += part;
        }
        const auto shallow = Expression::parse(text);  // a sum or a name of 400 characters is none of these
        QVERIFY(shallow || !shallow.error().line().empty());
        while (text.size() < 1000000) {
            text += text;
        }
        const auto found = Expression::parse(text);
        QVERIFY(!found);
        QCOMPARE(QString::fromStdString(found.error().code), QString("expression-long"));
    }
    const auto deep = Expression::parse(std::string(100, '(') + "1" + std::string(100, ')'));
    QVERIFY(!deep);
    QCOMPARE(QString::fromStdString(deep.error().code), QString("expression-deep"));
    std::string tower = "2";
    for (int i = 0; i < 100; ++i) {
        tower += "^2";
    }
    QCOMPARE(QString::fromStdString(Expression::parse(tower).error().code), QString("expression-deep"));
}

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expression_test.moc"
