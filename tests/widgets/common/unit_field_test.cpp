#include "widgets/common/unit_field.h"

#include <QSignalSpy>
#include <QTest>

#include "widgets/common/scrub_label.h"

using namespace headroom;
using namespace headroom::widgets;

class UnitFieldTest : public QObject {
    Q_OBJECT

    QWidget window_;
    UnitField* field_ = nullptr;
    UnitField* other_ = nullptr;

  private slots:
    void init() {
        field_ = new UnitField(&window_);
        other_ = new UnitField(&window_);
        other_->move(0, 60);
        field_->setFormat({Unit::milliseconds, 0, 1e7, 0.1, true, false});
        window_.resize(300, 120);
        window_.show();
        field_->show();
        other_->show();
        QVERIFY(QTest::qWaitForWindowActive(&window_));
        other_->setFocus();
    }

    void cleanup() {
        delete field_;
        delete other_;
    }

    void takesWhatPeopleType_data() {
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("value");
        QTest::newRow("k") << int(Unit::per_second) << "2k" << 2000.0;
        QTest::newRow("M") << int(Unit::per_second) << "1.5M" << 1.5e6;
        QTest::newRow("product") << int(Unit::count) << "3*4" << 12.0;
        QTest::newRow("bytes") << int(Unit::bytes) << "10 KB" << 10000.0;
        QTest::newRow("microseconds") << int(Unit::milliseconds) << "200us" << 0.2;
        QTest::newRow("bare") << int(Unit::milliseconds) << "25" << 25.0;
        QTest::newRow("percent") << int(Unit::ratio) << "85" << 0.85;
    }

    void takesWhatPeopleType() {
        QFETCH(int, unit);
        QFETCH(QString, typed);
        QFETCH(double, value);
        field_->setFormat({static_cast<Unit>(unit), 0, 1e12, 1, false, false});
        QSignalSpy entered(field_, &UnitField::entered);
        field_->setFocus();
        QTest::keyClicks(field_, typed);
        QTest::keyClick(field_, Qt::Key_Return);
        QCOMPARE(entered.size(), 1);
        QCOMPARE(entered[0][0].toDouble(), value);
    }

    void showsTheBestPrefixAtRestAndTheStoredUnitWhileTyping() {
        field_->setQuantity(1500);
        QCOMPARE(field_->text(), QStringLiteral("1.5"));  // with "s" beside it
        field_->setFocus();
        QCOMPARE(field_->text(), QStringLiteral("1500"));  // with "ms"
        other_->setFocus();
        QCOMPARE(field_->text(), QStringLiteral("1.5"));
        field_->setQuantity(1234.5678);  // no short form says this exactly
        QCOMPARE(field_->text(), QStringLiteral("1234.5678"));
    }

    void entersWhenTheKeyboardLeaves() {
        QSignalSpy entered(field_, &UnitField::entered);
        field_->setFocus();
        QTest::keyClicks(field_, QStringLiteral("7"));
        other_->setFocus();
        QCOMPARE(entered.size(), 1);
        other_->setFocus();
        field_->setFocus();
        other_->setFocus();
        QCOMPARE(entered.size(), 1);  // nothing new was typed
    }

    void keepsWhatCannotBeRead() {
        QSignalSpy entered(field_, &UnitField::entered);
        QSignalSpy unreadable(field_, &UnitField::unreadable);
        field_->setQuantity(5);
        field_->setFocus();
        QTest::keyClicks(field_, QStringLiteral("fast"));
        QTest::keyClick(field_, Qt::Key_Return);
        QCOMPARE(entered.size(), 0);
        QCOMPARE(unreadable.size(), 1);
        QVERIFY(unreadable[0][0].toString().contains(QLatin1String("fast")));
        QVERIFY(field_->broken());
        other_->setFocus();
        QCOMPARE(field_->text(), QStringLiteral("fast"));
        field_->setFocus();
        QTest::keyClick(field_, Qt::Key_Escape);
        QVERIFY(!field_->broken());
        QCOMPARE(field_->text(), QStringLiteral("5"));
    }

    void isNotDisturbedWhileOneTypes() {
        field_->setQuantity(5);
        field_->setFocus();
        QTest::keyClicks(field_, QStringLiteral("12"));
        field_->setQuantity(6);
        QCOMPARE(field_->text(), QStringLiteral("12"));
    }

    void emptyMeansTheDefault() {
        QSignalSpy cleared(field_, &UnitField::cleared);
        field_->setFallback(5);
        field_->setQuantity(8);
        field_->setFocus();
        QTest::keyClick(field_, Qt::Key_Backspace);  // all is selected
        QTest::keyClick(field_, Qt::Key_Return);
        QCOMPARE(cleared.size(), 1);
        QCOMPARE(field_->placeholderText(), QStringLiteral("5"));
    }

    void stepsInQuickSuccessionAreOneGesture() {
        QSignalSpy began(field_, &UnitField::gestureBegan);
        QSignalSpy ended(field_, &UnitField::gestureEnded);
        connect(field_, &UnitField::entered, field_, [this](double value) { field_->setQuantity(value); });
        field_->setQuantity(8);
        field_->setFocus();
        QTest::keyClick(field_, Qt::Key_Up);
        QTest::keyClick(field_, Qt::Key_Up);
        QTest::keyClick(field_, Qt::Key_Up);
        QCOMPARE(*field_->quantity(), 20.0);
        QCOMPARE(began.size(), 1);
        QCOMPARE(ended.size(), 0);
        other_->setFocus();
        QCOMPARE(ended.size(), 1);
    }

    void theLabelScrubs() {
        QSignalSpy began(field_, &UnitField::gestureBegan);
        QSignalSpy ended(field_, &UnitField::gestureEnded);
        connect(field_, &UnitField::entered, field_, [this](double value) { field_->setQuantity(value); });
        field_->setQuantity(5);
        ScrubLabel label(QStringLiteral("Service time"), &window_);
        label.resize(100, 26);
        label.setField(field_);
        label.show();
        QTest::mousePress(&label, Qt::LeftButton, {}, QPoint(10, 10));
        QTest::mouseMove(&label, QPoint(70, 10));
        QTest::mouseMove(&label, QPoint(130, 10));
        QTest::mouseRelease(&label, Qt::LeftButton, {}, QPoint(130, 10));
        QCOMPARE(*field_->quantity(), 50.0);  // 120 pixels are a decade
        QCOMPARE(began.size(), 1);
        QCOMPARE(ended.size(), 1);
    }

    void theWheelPassesThroughWithoutTheKeyboard() {
        QSignalSpy entered(field_, &UnitField::entered);
        field_->setQuantity(5);
        QWheelEvent wheel(QPointF(5, 5), QPointF(5, 5), {}, QPoint(0, 120), Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(field_, &wheel);
        QCOMPARE(entered.size(), 0);
        field_->setFocus();
        QApplication::sendEvent(field_, &wheel);
        QCOMPARE(entered.size(), 1);
    }
};

QTEST_MAIN(UnitFieldTest)
#include "unit_field_test.moc"
