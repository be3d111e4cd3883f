#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

#include "tests/widgets/inspector/fixture.h"
#include "widgets/common/scrub_label.h"
#include "widgets/inspector/figure_row.h"

using namespace headroom;

class LongNameTest : public QObject {
    Q_OBJECT

  private slots:
    void aNameThatCannotBeChangedTakesMoreLines() {
        tests::InspectorBench bench(R"({"format": "headroom.design", "version": 1,
          "components": [
            {"id": "web", "kind": "service", "label": "The machines that answer whatever anybody asks", "x": 0, "y": 0},
            {"id": "db", "kind": "sql_database", "label": "Links", "x": 0, "y": 0}],
          "connections": [{"id": "e1", "from": "web", "to": "db", "kind": "request"}]})");
        bench.select({"e1"});
        const QLabel* title = nullptr;
        for (const auto* label : bench.inspector().findChildren<QLabel*>()) {
            if (label->isVisible() && label->property("role").toString() == QStringLiteral("name")) {
                title = label;
            }
        }
        QVERIFY(title != nullptr);
        QCOMPARE(title->text(), QStringLiteral("The machines that answer whatever anybody asks → Links"));
        QVERIFY(title->height() >= title->heightForWidth(title->width()));
        QVERIFY(title->height() >= 2 * title->fontMetrics().height());
    }

    // Were cut: "Variation of service", "Price of a million requests", "as set at the callee", ...
    void noWordOfTheCatalogIsCutInTheNarrowestInspector() {
        QByteArray components = R"({"id": "users", "kind": "client", "x": 0, "y": 0,
            "workloads": [{"id": "a", "op": "read", "rps": 1}, {"id": "b", "op": "read", "rps": 1}]})";
        const auto catalog = catalog::Catalog::load(tests::InspectorBench::data());
        QStringList all{QStringLiteral("users"), QStringLiteral("e"), QStringLiteral("zone")};
        for (const catalog::Kind& kind : catalog->kinds()) {
            const QString id = QStringLiteral("all-") + QString::fromStdString(kind.id);
            components += QStringLiteral(R"(, {"id": "%1", "kind": "%2", "x": 0, "y": 0})")
                              .arg(id, QString::fromStdString(kind.id))
                              .toUtf8();
            all.append(id);
        }
        tests::InspectorBench bench(R"({"format": "headroom.design", "version": 1, "components": [)" +
                                    components + R"(], "groups": [{"id": "zone", "kind": "zone"}],
            "connections": [{"id": "e", "from": "all-service", "to": "all-cache", "kind": "request"}]})");
        constexpr int narrowest = 288;
        bench.inspector().resize(narrowest, 700);
        QStringList cut;
        for (const QString& id : all) {
            bench.select({id});
            QTest::qWait(1);
            for (const widgets::FieldRow* row : bench.rows()) {
                cut += cutIn(*row);
            }
        }
        cut.removeDuplicates();
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QStringLiteral(", "))));
    }

    // A queue in which as good as nobody waits was said to hold "5.8e-15".
    void nextToNothingIsSaidAsLessThanSomething() {
        widgets::Look look(tests::InspectorBench::data(),
                           *render::Theme::load(tests::InspectorBench::data(), "light"));
        widgets::FigureRow row(look, QStringLiteral("Waiting"), {});
        const auto shown = [&](double value, Unit unit) {
            row.setFigure(value, unit);
            return row.text().replace(QChar(0x00A0), QLatin1Char(' '));
        };
        QCOMPARE(shown(5.8e-15, Unit::count), QStringLiteral("< 0.001"));
        QCOMPARE(shown(0, Unit::count), QStringLiteral("0"));
        QCOMPARE(shown(0.00491, Unit::count), QStringLiteral("0.00491"));
        QCOMPARE(shown(1.48e-6, Unit::ratio), QStringLiteral("< 0.001 %"));
        QCOMPARE(shown(0.25, Unit::ratio), QStringLiteral("25 %"));
    }

  private:
    /// Words of a row for which there is not the room.
    static QStringList cutIn(const widgets::FieldRow& row) {
        constexpr int edges = 16;
        constexpr int chevron = 32;
        QStringList cut;
        const auto check = [&](const QWidget& widget, const QString& text, int room) {
            if (widget.isVisible() && widget.fontMetrics().horizontalAdvance(text) > room) {
                cut.append(text);
            }
        };
        for (const auto* label : row.findChildren<widgets::ScrubLabel*>()) {
            check(*label, label->text().contains(QChar(0x2026)) ? label->toolTip() : label->text(),
                  label->width());
        }
        for (const auto* field : row.findChildren<QLineEdit*>()) {
            check(*field, field->placeholderText(), field->width() - edges);
        }
        for (const auto* choice : row.findChildren<QComboBox*>()) {
            for (int i = 0; i < choice->count(); ++i) {
                check(*choice, choice->itemText(i), choice->width() - chevron);
            }
        }
        return cut;
    }
};

QTEST_MAIN(LongNameTest)
#include "long_name_test.moc"
