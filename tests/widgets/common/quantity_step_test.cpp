#include "widgets/common/quantity_step.h"

#include <QTest>

using namespace headroom;
using namespace headroom::widgets;

namespace {

const QuantityFormat decades{Unit::per_second, 0, 1e9, 10, true, false};
const QuantityFormat machines{Unit::count, 1, 1000, 1, true, true};
const QuantityFormat share{Unit::ratio, 0, 1, 0.01, false, false};

}  // namespace

class QuantityStepTest : public QObject {
    Q_OBJECT

  private slots:
    void stepsByTheDecadeOfTheValue() {
        // 8, 9, 10, then tens: one step is one unit of the decade the value lies in.
        QCOMPARE(stepped(8, 1, StepSize::normal, decades), 9.0);
        QCOMPARE(stepped(8, 2, StepSize::normal, decades), 10.0);
        QCOMPARE(stepped(8, 3, StepSize::normal, decades), 20.0);
        QCOMPARE(stepped(20, -1, StepSize::normal, decades), 10.0);
        QCOMPARE(stepped(10, -1, StepSize::normal, decades), 9.0);
        QCOMPARE(stepped(900, 1, StepSize::coarse, decades), 9000.0);
        QCOMPARE(stepped(900, -1, StepSize::coarse, decades), 90.0);
        QCOMPARE(stepped(900, 1, StepSize::fine, decades), 910.0);
        QCOMPARE(stepped(16, 1, StepSize::normal, decades), 20.0);
        QCOMPARE(stepped(16, -1, StepSize::normal, decades), 10.0);
        QCOMPARE(stepped(0.03, 1, StepSize::normal, decades), 0.04);
    }

    void leavesZeroByOneStep() {
        QCOMPARE(stepped(0, 1, StepSize::normal, decades), 10.0);
        QCOMPARE(stepped(0, -1, StepSize::normal, decades), 0.0);
    }

    void wholeNumbersStayWholeAndMove() {
        QCOMPARE(stepped(2, 1, StepSize::normal, machines), 3.0);
        QCOMPARE(stepped(2, 1, StepSize::fine, machines), 3.0);
        QCOMPARE(stepped(12, 1, StepSize::fine, machines), 13.0);
        QCOMPARE(stepped(1, -1, StepSize::normal, machines), 1.0);
        QCOMPARE(stepped(16, 1, StepSize::normal, machines), 17.0);
        QCOMPARE(stepped(120, 1, StepSize::normal, machines), 130.0);
        QCOMPARE(stepped(990, 3, StepSize::normal, machines), 1000.0);
    }

    void linearStepsLeaveNoLastBits() {
        // 0.1 + 0.01 + ... would end in 0.15000000000000002.
        QCOMPARE(stepped(0.1, 5, StepSize::normal, share), 0.15);
        QCOMPARE(stepped(0.1, 1, StepSize::fine, share), 0.101);
        QCOMPARE(stepped(0.97, 9, StepSize::normal, share), 1.0);
        QCOMPARE(stepped(0.5, 1, StepSize::coarse, share), 0.6);
    }

    void scrubbingGoesByPixels() {
        // 120 pixels are a decade; 4 pixels are a linear step.
        QCOMPARE(scrubbed(500, 120, decades), 5000.0);
        QCOMPARE(scrubbed(500, -240, decades), 5.0);
        QCOMPARE(scrubbed(0.2, 40, share), 0.3);
        QCOMPARE(scrubbed(0.2, -400, share), 0.0);
        QCOMPARE(scrubbed(0, 120, decades), 100.0);
    }
};

QTEST_GUILESS_MAIN(QuantityStepTest)
#include "quantity_step_test.moc"
