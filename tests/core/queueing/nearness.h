// Numbers that agree but for a part of what is expected.
#pragma once

#include <QTest>
#include <cmath>

namespace headroom::queueing::testing {

inline bool near(double actual, double expected, double part) {
    return std::abs(actual - expected) <= part * std::abs(expected);
}

inline void compareNear(double actual, double expected, double part) {
    QVERIFY2(near(actual, expected, part),
             qPrintable(QString("%1 instead of %2").arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12)));
}

}  // namespace headroom::queueing::testing
