#include "core/base/units.h"

#include <QtTest/QtTest>
#include <set>

using namespace headroom;

class UnitsTest : public QObject {
    Q_OBJECT

  private slots:
    void everyUnitIsInTheTableOnce() {
        std::set<Unit> units;
        std::set<std::string_view> ids;
        for (const UnitInfo& info : unitTable()) {
            QVERIFY(units.insert(info.unit).second);
            QVERIFY(ids.insert(info.id).second);
            QCOMPARE(&unitInfo(info.unit), &info);
            QCOMPARE(findUnit(info.id), &info);
        }
        // The last of the enumeration: every value before it must have a line.
        QCOMPARE(units.size(), static_cast<std::size_t>(Unit::usd_per_gb_month) + 1);
    }

    void unknownIdsNameNothing() {
        QVERIFY(findUnit("furlongs") == nullptr);
        QVERIFY(findUnit("") == nullptr);
    }

    void symbolsCanBeTyped() {
        // What is shown behind a number is understood when typed, as one of the stored unit.
        for (const UnitInfo& info : unitTable()) {
            if (info.symbol.empty() || info.unit == Unit::ratio) {
                continue;
            }
            double factor = 0;
            for (const UnitSuffix& suffix : info.suffixes) {
                factor = suffix.text == info.symbol ? suffix.factor : factor;
            }
            QVERIFY2(factor == 1, info.id.data());
        }
    }
};

QTEST_GUILESS_MAIN(UnitsTest)
#include "units_test.moc"
