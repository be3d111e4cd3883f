#include "widgets/charts/axis_scale.h"

#include <QTest>

using namespace headroom::widgets;
using Kind = AxisScale::Kind;
using Ticks = std::vector<double>;

class AxisScaleTest : public QObject {
    Q_OBJECT

  private slots:
    void ticksOfAFewDecadesAreOneTwoFive() {
        QCOMPARE(AxisScale(Kind::logarithmic, 0.15, 6).ticks(9), (Ticks{0.2, 0.5, 1, 2, 5}));
    }
    void ticksOfManyDecadesAreWholeOnes() {
        QCOMPARE(AxisScale(Kind::logarithmic, 0.5, 2e4).ticks(6), (Ticks{1, 10, 100, 1000, 10000}));
        QCOMPARE(AxisScale(Kind::logarithmic, 1, 1e8).ticks(5).size(), std::size_t{5});
    }
    void evenTicksAreRound() {
        QCOMPARE(AxisScale(Kind::linear, 30.5, 43).ticks(7), (Ticks{32, 34, 36, 38, 40, 42}));
        QCOMPARE(AxisScale(Kind::linear, 0, 1).ticks(5), (Ticks{0, 0.2, 0.4, 3 * 0.2, 0.8, 1}));
    }
    void narrowRangesAreEven() {
        QVERIFY(AxisScale::fitting(30, 45).kind() == Kind::linear);
        QVERIFY(AxisScale::fitting(3, 45).kind() == Kind::logarithmic);
        QVERIFY(AxisScale::fitting(0, 45).kind() == Kind::linear);
    }
    void positionsAreLogarithms() {
        const AxisScale scale(Kind::logarithmic, 0.1, 100);
        QCOMPARE(scale.position(10), 1.0);
        QCOMPARE(scale.position(0), -1.0);  // nothing lies at the lower end
    }
};

QTEST_GUILESS_MAIN(AxisScaleTest)
#include "axis_scale_test.moc"
