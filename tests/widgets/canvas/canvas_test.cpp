#include "widgets/canvas/canvas.h"

#include <QAccessible>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/edit/edits.h"
#include "tests/widgets/canvas/canvas_hand.h"

using namespace headroom;
using namespace headroom::widgets;

/// Acts as a person does: by events to the widget. Asserts on the records of the design.
class CanvasTest : public QObject, private tests::CanvasHand {
    Q_OBJECT

  private slots:
    void init() { open(); }
    void cleanup() { close(); }

    void droppingAddsAComponentAtThePointerOnTheGrid() {
        const QString id = drop("service", {401, 303});
        // Its centre at (401, 303) puts the corner at (313, 267): (312, 264) on the grid of 8.
        QCOMPARE(place(id).x, 312.0);
        QCOMPARE(place(id).y, 264.0);
        QCOMPARE(selection(), QSet<QString>{id});
        QCOMPARE(steps(), std::size_t{1});
    }

    void whatIsNoKindIsNotDropped() {
        QMimeData data;
        data.setText("service");
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas_.get(), &enter);
        QVERIFY(!enter.isAccepted());
        const QSignalSpy refused(canvas_.get(), &Canvas::refused);
        QVERIFY(drop("no_such_kind", {300, 300}).isEmpty());
        QCOMPARE(refused.count(), 1);
    }

    void wiringFromAHandleConnects() {
        const QString a = drop("client", {300, 300});
        const QString b = drop("service", {700, 300});
        wire(a, b);
        QCOMPARE(design().connections().size(), std::size_t{1});
        QCOMPARE(toQt(design().connections()[0].from), a);
        QCOMPARE(toQt(design().connections()[0].to), b);
        QCOMPARE(steps(), std::size_t{3});
        QCOMPARE(selection(), QSet<QString>{toQt(design().connections()[0].id)});
    }

    void aConnectionWithoutSenseIsRefusedWithItsReason() {
        const QString users = drop("client", {300, 300});
        const QString web = drop("service", {700, 300});
        const QSignalSpy refused(canvas_.get(), &Canvas::refused);
        wire(web, users);  // nobody calls a client
        QVERIFY(design().connections().empty());
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused[0][0].toString().size() > 10);
    }

    void aWireThatIsHardlyDrawnOutIsNone() {
        const QString a = drop("client", {300, 300});
        hover(cardCenter(a));
        const QPoint handle = canvas_->geometryReport().handles(a)[2].toPoint();
        drag(handle, handle + QPoint(9, 0));
        QVERIFY(design().connections().empty());
        QVERIFY(!popupIsOpen());
        QCOMPARE(steps(), std::size_t{1});
    }

    void anEndIsTakenElsewhere() {
        const QString a = drop("client", {250, 300});
        const QString b = drop("service", {650, 300});
        const QString c = drop("service", {650, 600});
        wire(a, b);
        const QPoint end = canvas_->geometryReport().components.value(b).toRect().topLeft() + QPoint(-1, 36);
        drag(end, cardCenter(c));
        QCOMPARE(toQt(design().connections()[0].to), c);
        canvas_->undo();
        QCOMPARE(toQt(design().connections()[0].to), b);
    }

    void movingSnapsToTheGridAndIsOneStep() {
        const QString id = drop("service", {400, 300});
        const model::Point before = place(id);
        drag(cardCenter(id), cardCenter(id) + QPoint(101, 53));
        // 101 and 53 are nearest to 104 and 56 on the grid of 8.
        QCOMPARE(place(id).x, before.x + 104);
        QCOMPARE(place(id).y, before.y + 56);
        QCOMPARE(steps(), std::size_t{2});
        canvas_->undo();
        QVERIFY(place(id) == before);
    }

    void movingComesLevelWithAnotherCard() {
        const QString a = drop("service", {300, 300});
        const QString b = drop("service", {700, 500});
        key(Qt::Key_Up, Qt::ShiftModifier);  // off the grid by one
        document_->setSelection({a});
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        const double level = place(a).y;
        QVERIFY(std::fmod(level, 8) != 0);
        const int down = static_cast<int>(level - place(b).y);
        drag(cardCenter(b), cardCenter(b) + QPoint(0, down + 2));
        QCOMPARE(place(b).y, level);
    }

    void escapeTakesAMoveBack() {
        const QString id = drop("service", {400, 300});
        const model::Point before = place(id);
        const QPoint start = cardCenter(id);
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, start);
        dragOn(start, start + QPoint(200, 100));
        QVERIFY(place(id) != before);
        key(Qt::Key_Escape);
        QVERIFY(place(id) == before);
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, start + QPoint(200, 100));
        QVERIFY(place(id) == before);
        QCOMPARE(steps(), std::size_t{1});
    }

    void aRubberBandSelectsWhatItTouches() {
        const QString a = drop("client", {250, 200});
        const QString b = drop("service", {600, 200});
        const QString c = drop("service", {600, 600});
        wire(a, b);
        drag({100, 100}, {750, 300});
        QCOMPARE(selection(), QSet<QString>({a, b, toQt(design().connections()[0].id)}));
        drag({450, 500}, {560, 600}, Qt::ShiftModifier);
        QVERIFY(selection().contains(c) && selection().contains(a));
        click({1100, 700});
        QVERIFY(selection().isEmpty());
    }

    void clicksSelectAndToggle() {
        const QString a = drop("client", {250, 200});
        const QString b = drop("service", {600, 200});
        click(cardCenter(a));
        QCOMPARE(selection(), QSet<QString>{a});
        click(cardCenter(b), Qt::ControlModifier);
        QCOMPARE(selection(), QSet<QString>({a, b}));
        click(cardCenter(a), Qt::ControlModifier);
        QCOMPARE(selection(), QSet<QString>{b});
    }

    void severalMoveTogether() {
        const QString a = drop("client", {250, 200});
        const QString b = drop("service", {600, 200});
        const double gap = place(b).x - place(a).x;
        key(Qt::Key_A, Qt::ControlModifier);
        drag(cardCenter(a), cardCenter(a) + QPoint(80, 240));
        QCOMPARE(place(b).x - place(a).x, gap);
        QCOMPARE(place(a).y, place(b).y);
        QCOMPARE(steps(), std::size_t{3});
    }

    void deletingTakesConnectionsAlongAndUndoShowsThem() {
        const QString a = drop("client", {250, 200});
        const QString b = drop("service", {600, 200});
        wire(a, b);
        const QString line = toQt(design().connections()[0].id);
        click(cardCenter(b));
        key(Qt::Key_Delete);
        QCOMPARE(design().components().size(), std::size_t{1});
        QVERIFY(design().connections().empty());
        QVERIFY(selection().isEmpty());
        canvas_->undo();
        QCOMPARE(design().connections().size(), std::size_t{1});
        QCOMPARE(selection(), QSet<QString>({b, line}));
        canvas_->redo();
        QVERIFY(design().connections().empty());
    }

    void undoRevealsWhatItChanged() {
        const QString id = drop("service", {400, 300});
        key(Qt::Key_Right);
        for (int i = 0; i < 12; ++i) {
            wheel({100, 100}, 120, Qt::ControlModifier);
        }
        QVERIFY(!QRect(0, 0, 1200, 800).contains(canvas_->geometryReport().components.value(id).toRect()));
        canvas_->undo();
        QVERIFY(QRect(0, 0, 1200, 800).contains(canvas_->geometryReport().components.value(id).toRect()));
    }

    void theWheelZoomsToThePointer() {
        const QPointF under = canvas_->toScene({300, 200});
        wheel({300, 200}, 120);
        QVERIFY(canvas_->zoom() > 1.05);
        QVERIFY((canvas_->toScene({300, 200}) - under).manhattanLength() < 1e-9);
        key(Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(canvas_->zoom(), 1.0);
        for (int i = 0; i < 60; ++i) {
            key(Qt::Key_Minus);
        }
        QCOMPARE(canvas_->zoom(), 0.05);
    }

    void spaceAndTheMiddleButtonPan() {
        const QPointF before = canvas_->toScene({0, 0});
        QTest::keyPress(canvas_.get(), Qt::Key_Space);
        drag({300, 300}, {360, 340});
        QTest::keyRelease(canvas_.get(), Qt::Key_Space);
        QCOMPARE(canvas_->toScene({0, 0}), before - QPointF(60, 40));
        QTest::mousePress(canvas_.get(), Qt::MiddleButton, {}, {300, 300});
        QMouseEvent move(QEvent::MouseMove, QPointF(290, 310), canvas_->mapToGlobal(QPointF(290, 310)),
                         Qt::NoButton, Qt::MiddleButton, {});
        QApplication::sendEvent(canvas_.get(), &move);
        QTest::mouseRelease(canvas_.get(), Qt::MiddleButton, {}, {290, 310});
        QCOMPARE(canvas_->toScene({0, 0}), before - QPointF(50, 50));
    }

    void fitShowsEverything() {
        drop("service", {100, 100});
        canvas_->dropKind("service", canvas_->toView(QPointF(5000, 3000)));
        key(Qt::Key_F);
        for (const QRectF& card : canvas_->geometryReport().components) {
            QVERIFY(QRectF(0, 0, 1200, 800).contains(card));
        }
        QVERIFY(canvas_->zoom() < 1);
    }

    void tabWalksInReadingOrder() {
        const QString low = drop("service", {300, 600});
        const QString right = drop("service", {800, 210});
        const QString left = drop("client", {300, 200});
        click({1100, 700});
        QStringList walked;
        for (int i = 0; i < 4; ++i) {
            key(Qt::Key_Tab);
            walked << *selection().begin();
        }
        QCOMPARE(walked, QStringList({left, right, low, left}));
        key(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(selection(), QSet<QString>{low});
    }

    void arrowsMoveByTheGridAndFineByOne() {
        const QString id = drop("service", {400, 300});
        const model::Point before = place(id);
        key(Qt::Key_Right);
        key(Qt::Key_Down);
        key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(place(id).x, before.x + 8 - 1);
        QCOMPARE(place(id).y, before.y + 8);
    }

    void cConnectsWithTheKeyboard() {
        const QString a = drop("client", {250, 300});
        const QString b = drop("service", {600, 300});
        const QString c = drop("service", {600, 600});
        click(cardCenter(a));
        key(Qt::Key_C);
        key(Qt::Key_Down);  // from b, the one to the right, to c
        key(Qt::Key_Return);
        QCOMPARE(design().connections().size(), std::size_t{1});
        QCOMPARE(toQt(design().connections()[0].to), c);
        click(cardCenter(a));
        key(Qt::Key_C);
        key(Qt::Key_Escape);
        QCOMPARE(design().connections().size(), std::size_t{1});
        Q_UNUSED(b);
    }

    void f2RenamesInPlace() {
        const QString id = drop("service", {400, 300});
        key(Qt::Key_F2);
        auto* field = canvas_->findChild<QLineEdit*>();
        QVERIFY(field != nullptr && field->isVisible());
        QTest::keyClicks(field, "Checkout");
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible());
        QCOMPARE(design().components().find(id.toStdString())->label, std::string("Checkout"));
        QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, cardCenter(id));
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, "Other");
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(design().components().find(id.toStdString())->label, std::string("Checkout"));
    }

    void enterAndTheMenuAskTheWindow() {
        const QString id = drop("service", {400, 300});
        const QSignalSpy inspector(canvas_.get(), &Canvas::inspectorRequested);
        const QSignalSpy menu(canvas_.get(), &Canvas::contextMenuRequested);
        key(Qt::Key_Return);
        QCOMPARE(inspector.count(), 1);
        document_->setSelection({});
        QContextMenuEvent event(QContextMenuEvent::Mouse, cardCenter(id),
                                canvas_->mapToGlobal(cardCenter(id)));
        QApplication::sendEvent(canvas_.get(), &event);
        QCOMPARE(menu.count(), 1);
        QCOMPARE(menu[0][1].toString(), id);
        QCOMPARE(selection(), QSet<QString>{id});
    }

    void aFrameTakesItsMembersAlong() {
        const QString id = drop("service", {400, 300});
        QVERIFY(document_->perform("Frame", [&](model::Transaction& t) -> Result<> {
            const auto made = edit::addGroup(t, document_->catalog(), "zone", {200, 200, 500, 300}, "zone-a");
            return made ? edit::setGroup(t, id.toStdString(), *made) : failure(made.error());
        }));
        const model::Point before = place(id);
        drag({230, 212}, {230 + 80, 212 + 40});
        QCOMPARE(place(id).x, before.x + 80);
        QCOMPARE(place(id).y, before.y + 40);
        QCOMPARE(design().groups()[0].frame.x, 280.0);
    }

    void insertedKindsDoNotCoverEachOther() {
        for (int i = 0; i < 6; ++i) {
            QVERIFY(!canvas_->insertKindAtCenter("service").isEmpty());
        }
        const auto cards = canvas_->geometryReport().components.values();
        for (qsizetype i = 0; i < cards.size(); ++i) {
            for (qsizetype j = 0; j < i; ++j) {
                QVERIFY(!cards[i].intersects(cards[j]));
            }
        }
    }

    void anEmptyCanvasOffersStarters() {
        canvas_->setStarters({{"one", "One", QImage(168, 104, QImage::Format_RGB32)}});
        auto* button = canvas_->findChild<QToolButton*>("one");
        QVERIFY(button != nullptr && button->isVisible());
        const QSignalSpy asked(canvas_.get(), &Canvas::starterRequested);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        drop("service", {300, 300});
        QVERIFY(!button->isVisible());
        canvas_->undo();
        QVERIFY(button->isVisible());
    }

    void screenReadersHearTheComponents() {
        const QString id = drop("service", {400, 300});
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(canvas_.get());
        QVERIFY(list != nullptr);
        QCOMPARE(list->childCount(), 1);
        QVERIFY(list->child(0)->text(QAccessible::Name).startsWith("Service"));
        QVERIFY(list->child(0)->state().selected);
        QCOMPARE(list->indexOfChild(list->child(0)), 0);
        canvas_->deleteSelection();
        QCOMPARE(list->childCount(), 0);
    }

    void numbersArriveAndArePainted() {
        const QString id = drop("service", {400, 300});
        const QImage before = canvas_->grab().toImage();
        results::Results results;
        results.components[id.toStdString()].arrival_rps = 1240;
        results.components[id.toStdString()].offered_utilization = 0.6;
        document_->setResults(results);
        QVERIFY(canvas_->grab().toImage() != before);
    }

    void figuresThatWouldLookTheSameArePaintedLikeAFreshPainting() {
        const QString a = drop("client", {250, 300});
        const QString b = drop("service", {600, 300});
        wire(a, b);
        hover({1100, 700});
        key(Qt::Key_Escape);
        const std::string line = design().connections()[0].id;
        for (const double rps : {1000.0, 1000.2, 1240.0, 9000.0}) {
            results::Results results;
            results.components[b.toStdString()].arrival_rps = rps;
            results.components[b.toStdString()].utilization = rps / 10000;
            results.components[b.toStdString()].response_ms.p99 = 20 + rps / 1e6;
            results.connections[line].rps = rps;
            results.connections[line].retry_rps = rps > 1200 ? rps / 4 : 0;
            document_->setResults(results);
            const QImage kept = canvas_->grab().toImage();
            canvas_->setMotion(false);  // repaints everything
            QCOMPARE(canvas_->grab().toImage(), kept);
        }
    }

    void whatIsKeptEqualsAFreshPainting() {
        const QString a = drop("client", {250, 300});
        const QString b = drop("service", {600, 300});
        const QString c = drop("service", {600, 500});
        wire(a, b);
        canvas_->grab();
        drag(cardCenter(c), cardCenter(c) + QPoint(-160, -80));
        wire(a, c);
        wheel({300, 300}, -120, Qt::ShiftModifier);
        drag(cardCenter(b), cardCenter(b) + QPoint(80, -160));
        hover({1100, 700});
        key(Qt::Key_Escape);
        const QImage kept = canvas_->grab().toImage();
        canvas_->setMotion(false);  // repaints everything
        QCOMPARE(canvas_->grab().toImage(), kept);
    }
};

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
