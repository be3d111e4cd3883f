#include "widgets/charts/label_layout.h"

#include <QTest>

using namespace headroom::widgets;

class LabelLayoutTest : public QObject {
    Q_OBJECT

    static constexpr QRectF area{0, 0, 400, 200};

    static void verifyApart(const QList<QRectF>& places) {
        for (qsizetype i = 0; i < places.size(); ++i) {
            QVERIFY(area.contains(places[i]));
            for (qsizetype j = 0; j < i; ++j) {
                QVERIFY(!places[i].intersects(places[j]));
            }
        }
    }

  private slots:
    void aLabelStandsRightAboveItsMark() {
        const auto places = placeLabels({{{100, 100}, {60, 16}}}, area);
        QCOMPARE(places.front(), QRectF(105, 83, 60, 16));
    }

    /// A constant latency: the percentiles lie above each other, a few pixels apart or in one place.
    void percentilesOfAConstantDoNotOverlap_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("apart");
        for (const double x : {3.0, 200.0, 397.0}) {
            for (const double apart : {0.0, 3.0, 9.0, 40.0}) {
                QTest::addRow("x %g, %g apart", x, apart) << x << apart;
            }
        }
    }
    void percentilesOfAConstantDoNotOverlap() {
        QFETCH(double, x);
        QFETCH(double, apart);
        QList<MarkedLabel> labels;
        for (int i = 0; i < 4; ++i) {
            labels.append({{x, 40 + apart * i}, {72, 16}});
        }
        verifyApart(placeLabels(labels, area));
    }

    void aLabelThatWantsToStandLeftDoes() {
        const auto places = placeLabels({{{100, 100}, {60, 16}, true}}, area);
        QCOMPARE(places.front(), QRectF(35, 101, 60, 16));
    }

    void aLabelCoversNoOtherMark() {
        const QList<MarkedLabel> labels{{{100, 100}, {72, 16}}, {{130, 92}, {72, 16}}};
        const auto places = placeLabels(labels, area);
        QVERIFY(!places[0].contains(labels[1].mark));
        QVERIFY(!places[1].contains(labels[0].mark));
        verifyApart(places);
    }
};

QTEST_APPLESS_MAIN(LabelLayoutTest)
#include "label_layout_test.moc"
