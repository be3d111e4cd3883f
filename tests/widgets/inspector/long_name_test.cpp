#include <QLabel>
#include <QTest>

#include "tests/widgets/inspector/fixture.h"

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
};

QTEST_MAIN(LongNameTest)
#include "long_name_test.moc"
