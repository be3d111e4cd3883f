// Quick insert, splicing, copies, frames and notes, by events only.
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

#include "core/edit/edits.h"
#include "tests/widgets/canvas/canvas_hand.h"

using namespace headroom;
using namespace headroom::widgets;

class GesturesTest : public QObject, private tests::CanvasHand {
    Q_OBJECT

    const model::Component& component(const QString& id) const {
        return *design().components().find(id.toStdString());
    }
    /// Draws a frame by hand and answers its id.
    QString frame(const QPoint& from, const QPoint& to) {
        document_->setSelection({});
        key(Qt::Key_G);
        drag(from, to);
        QTest::keyClick(canvas_->findChild<QLineEdit*>(), Qt::Key_Escape);  // the name
        return toQt(design().groups()[design().groups().size() - 1].id);
    }

  private slots:
    void init() { open(); }
    void cleanup() { close(); }

    void slashInsertsTheBestMatchAtThePointer() {
        hover({401, 303});
        key(Qt::Key_Slash);
        QVERIFY(popupIsOpen());
        choose("redis");
        QVERIFY(!popupIsOpen());
        QCOMPARE(design().components().size(), std::size_t{1});
        QCOMPARE(design().components()[0].kind, std::string("cache"));
        // Its centre at (401, 303) puts the corner at (313, 267): (312, 264) on the grid of 8.
        QCOMPARE(place("cache-1").x, 312.0);
        QCOMPARE(place("cache-1").y, 264.0);
        QCOMPARE(steps(), std::size_t{1});
        QVERIFY(canvas_->hasFocus());
    }

    void escapeClosesThePopupAndChangesNothing() {
        key(Qt::Key_Slash);
        choose("service", Qt::Key_Escape);
        QVERIFY(!popupIsOpen());
        QCOMPARE(steps(), std::size_t{0});
    }

    void nothingFoundIsSaidAndChangesNothing() {
        key(Qt::Key_Slash);
        const auto* popup = canvas_->findChild<QFrame*>("quickInsert");
        const int full = popup->height();
        auto* field = popup->findChild<QLineEdit*>();
        QTest::keyClicks(field, "qqqq");
        QVERIFY(popup->height() < full / 2);
        QCOMPARE(popup->findChild<QListWidget*>()->item(0)->text(), QStringLiteral("Nothing of that name"));
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(popupIsOpen());
        QCOMPARE(steps(), std::size_t{0});
    }

    // A window that grew after its file was opened left the drawing tiny in a corner.
    void aFittedDrawingStaysFittedWhenTheCanvasChangesItsSize() {
        const QString left = drop("client", {300, 300});
        const QString right = drop("service", {700, 300});
        canvas_->resize(420, 300);
        canvas_->fit();
        const double small = canvas_->zoom();
        QVERIFY(small < 1);
        canvas_->resize(1000, 700);
        QVERIFY(canvas_->zoom() > small);
        const QPoint middle = (cardCenter(left) + cardCenter(right)) / 2;
        QVERIFY((middle - canvas_->rect().center()).manhattanLength() <= 60);
        // Once a person has moved the view, it stays where it is.
        canvas_->setZoom(0.5);
        canvas_->resize(600, 400);
        QCOMPARE(canvas_->zoom(), 0.5);
    }

    void arrowsChooseAnotherFind() {
        hover({401, 303});
        key(Qt::Key_Slash);
        auto* field = canvas_->findChild<QFrame*>("quickInsert")->findChild<QLineEdit*>();
        QTest::keyClicks(field, "service");
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(design().components().size(), std::size_t{1});
        QVERIFY(design().components()[0].kind != "service");
    }

    void aWireLetGoOverNothingCreatesAndConnectsInOneStep() {
        const QString users = drop("client", {300, 300});
        hover(cardCenter(users));
        drag(canvas_->geometryReport().handles(users)[2].toPoint(), {700, 300});
        QVERIFY(popupIsOpen());
        choose("service");
        QCOMPARE(design().connections().size(), std::size_t{1});
        QCOMPARE(toQt(design().connections()[0].from), users);
        QCOMPARE(design().connections()[0].to, std::string("service-1"));
        // The wire was let go at (700, 300): there the left side of the new card has its middle.
        QCOMPARE(place("service-1").x, 704.0);
        QCOMPARE(place("service-1").y, 264.0);
        QCOMPARE(steps(), std::size_t{2});
        canvas_->undo();
        QCOMPARE(design().components().size(), std::size_t{1});
    }

    void aWireOffersOnlyWhatItMayLeadTo() {
        const QString users = drop("client", {300, 300});
        hover(cardCenter(users));
        drag(canvas_->geometryReport().handles(users)[2].toPoint(), {700, 300});
        choose("client");  // nobody calls a client, so another find is first, or none
        for (const auto& connection : design().connections()) {
            QVERIFY(component(toQt(connection->to)).kind != "client");
        }
    }

    void aDropOntoAConnectionGoesIntoIt() {
        const QString users = drop("client", {200, 300});
        const QString web = drop("service", {900, 300});
        wire(users, web);
        hover({1100, 700});
        const QString balancer = drop("load_balancer", {550, 300});
        QCOMPARE(design().connections().size(), std::size_t{2});
        QCOMPARE(toQt(design().connections()[0].from), users);
        QCOMPARE(toQt(design().connections()[0].to), balancer);
        QCOMPARE(toQt(design().connections()[1].from), balancer);
        QCOMPARE(toQt(design().connections()[1].to), web);
        QCOMPARE(steps(), std::size_t{4});
        canvas_->undo();
        QCOMPARE(design().connections().size(), std::size_t{1});
    }

    void whatCannotGoIntoAConnectionLiesBesideItAndSaysWhy() {
        const QString users = drop("client", {200, 300});
        const QString web = drop("service", {900, 300});
        wire(users, web);
        const QSignalSpy refused(canvas_.get(), &Canvas::refused);
        QVERIFY(!drop("client", {550, 300}).isEmpty());
        QCOMPARE(design().connections().size(), std::size_t{1});
        QCOMPARE(refused.count(), 1);
    }

    void aComponentMovedOntoAConnectionGoesIntoIt() {
        const QString users = drop("client", {200, 300});
        const QString web = drop("service", {900, 300});
        wire(users, web);
        const QString balancer = drop("load_balancer", {550, 600});
        drag(cardCenter(balancer), {550, 300});
        QCOMPARE(design().connections().size(), std::size_t{2});
        QCOMPARE(toQt(design().connections()[0].to), balancer);
        QCOMPARE(steps(), std::size_t{5});
    }

    void aWiredComponentThatPassesAConnectionStaysOutOfIt() {
        const QString users = drop("client", {200, 300});
        const QString web = drop("service", {900, 300});
        const QString cache = drop("cache", {900, 600});
        wire(users, web);
        wire(web, cache);
        drag(cardCenter(cache), {550, 300});
        QCOMPARE(design().connections().size(), std::size_t{2});
    }

    void controlAndAltDragACopy_data() {
        QTest::addColumn<int>("modifier");
        QTest::newRow("Ctrl") << static_cast<int>(Qt::ControlModifier);
        QTest::newRow("Alt") << static_cast<int>(Qt::AltModifier);
    }
    void controlAndAltDragACopy() {
        QFETCH(int, modifier);
        const QString id = drop("service", {300, 300});
        const model::Point before = place(id);
        document_->setSelection({});
        drag(cardCenter(id), cardCenter(id) + QPoint(240, 160), Qt::KeyboardModifiers(modifier));
        QCOMPARE(design().components().size(), std::size_t{2});
        QVERIFY(place(id) == before);
        const QString copy = toQt(design().components()[1].id);
        QCOMPARE(place(copy).x, before.x + 240);
        QCOMPARE(place(copy).y, before.y + 160);
        QCOMPARE(selection(), QSet<QString>{copy});
        QCOMPARE(steps(), std::size_t{2});
        canvas_->undo();
        QCOMPARE(design().components().size(), std::size_t{1});
    }

    void escapeTakesACopyBack() {
        const QString id = drop("service", {300, 300});
        hover(cardCenter(id));
        QTest::mousePress(canvas_.get(), Qt::LeftButton, Qt::ControlModifier, cardCenter(id));
        dragOn(cardCenter(id), cardCenter(id) + QPoint(200, 100), Qt::ControlModifier);
        QCOMPARE(design().components().size(), std::size_t{2});
        key(Qt::Key_Escape);
        QCOMPARE(design().components().size(), std::size_t{1});
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, {500, 400});
        QCOMPARE(steps(), std::size_t{1});
    }

    void aDrawnFrameTakesInWhatLiesWithin() {
        const QString inside = drop("service", {400, 300});
        const QString outside = drop("service", {900, 600});
        const QString zone = frame({200, 200}, {620, 400});
        QCOMPARE(toQt(component(inside).group.value_or("")), zone);
        QVERIFY(!component(outside).group);
        QCOMPARE(design().groups()[0].frame, (model::Rect{200, 200, 424, 200}));  // 620 rests at 624
    }

    void aComponentJoinsAFrameAndLeavesIt() {
        const QString zone = frame({200, 200}, {620, 400});
        const QString id = drop("service", {900, 600});
        QVERIFY(!component(id).group);
        drag(cardCenter(id), {400, 300});
        QCOMPARE(toQt(component(id).group.value_or("")), zone);
        const std::size_t before = steps();
        drag(cardCenter(id), {440, 300});  // within it
        QCOMPARE(toQt(component(id).group.value_or("")), zone);
        drag(cardCenter(id), {900, 600});
        QVERIFY(!component(id).group);
        QCOMPARE(steps(), before + 2);
    }

    void aDropIntoAFrameJoinsIt() {
        const QString zone = frame({200, 200}, {620, 400});
        const QString id = drop("service", {400, 320});
        QCOMPARE(toQt(component(id).group.value_or("")), zone);
    }

    void whatTheRecordSaysStaysUntilItIsDraggedElsewhere() {
        const QString zone = frame({200, 200}, {620, 400});
        const QString id = drop("service", {900, 600});
        // A member by its record, wherever it lies.
        QVERIFY(document_->perform("Join", [&](model::Transaction& t) {
            return edit::setGroup(t, id.toStdString(), zone.toStdString());
        }));
        drag(cardCenter(id), {900, 500});  // from no frame to no frame
        QCOMPARE(toQt(component(id).group.value_or("")), zone);
    }

    void aResizedFrameTakesInAndLetsGo() {
        const QString zone = frame({200, 200}, {620, 400});
        const QString inside = drop("service", {320, 320});
        const QString outside = drop("service", {760, 320});
        QVERIFY(!component(outside).group);
        document_->setSelection({zone});
        drag({624, 300}, {880, 300});  // the right edge, past the second card
        QCOMPARE(toQt(component(outside).group.value_or("")), zone);
        drag({200, 300}, {600, 300});  // the left edge, past the first
        QVERIFY(!component(inside).group);
        QCOMPARE(toQt(component(outside).group.value_or("")), zone);
        document_->undo();
        QCOMPARE(toQt(component(inside).group.value_or("")), zone);
    }

    void aBoxIsResizedByACornerAndACardIsNot() {
        const QString box = drop("box", {400, 304});
        QTest::keyClick(canvas_->findChild<QLineEdit*>(), Qt::Key_Escape);
        const model::Size before = component(box).size;
        const model::Point corner = component(box).position;
        document_->setSelection({box});
        drag(QPoint(int(corner.x + before.w), int(corner.y + before.h)),
             QPoint(int(corner.x + before.w) + 80, int(corner.y + before.h) + 40));
        QCOMPARE(component(box).size, (model::Size{before.w + 80, before.h + 40}));
    }

    void gFramesWhatIsSelected() {
        const QString a = drop("service", {400, 300});
        const QString b = drop("service", {400, 500});
        document_->setSelection({a, b});
        key(Qt::Key_G);
        QCOMPARE(design().groups().size(), std::size_t{1});
        QCOMPARE(component(a).group, component(b).group);
        auto* name = canvas_->findChild<QLineEdit*>();
        QVERIFY(name->isVisible());
        QTest::keyClicks(name, "Europe");
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(design().groups()[0].label, std::string("Europe"));
    }

    void aFrameIsResizedByItsHandles() {
        const QString zone = frame({200, 200}, {624, 400});
        drag({624, 400}, {701, 451});  // 701 and 451 rest at 704 and 448
        QCOMPARE(design().groups()[0].frame, (model::Rect{200, 200, 504, 248}));
        drag({200, 324}, {250, 324});  // the left edge alone: 250 rests at 248
        QCOMPARE(design().groups()[0].frame, (model::Rect{248, 200, 456, 248}));
        const std::size_t before = steps();
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, {704, 448});
        dragOn({704, 448}, {900, 700});
        key(Qt::Key_Escape);
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, {}, {900, 700});
        QCOMPARE(design().groups()[0].frame, (model::Rect{248, 200, 456, 248}));
        QCOMPARE(steps(), before);
    }

    void aNoteIsWrittenMovedAndChanged() {
        key(Qt::Key_N);
        drag({300, 300}, {500, 400});
        auto* text = canvas_->findChild<QPlainTextEdit*>();
        QVERIFY(text->isVisible());
        QTest::keyClicks(text, "**Hot** keys");
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(design().notes().size(), std::size_t{1});
        QCOMPARE(design().notes()[0].text, std::string("**Hot** keys"));
        QCOMPARE(design().notes()[0].frame, (model::Rect{304, 304, 200, 96}));
        QCOMPARE(steps(), std::size_t{1});
        drag({400, 350}, {480, 430});
        QCOMPARE(design().notes()[0].frame.x, 384.0);
        QTest::mouseDClick(canvas_.get(), Qt::LeftButton, {}, {480, 430});
        QVERIFY(text->isVisible());
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(text, "Cold");
        click({1100, 700});  // leaving takes the text
        QCOMPARE(design().notes()[0].text, std::string("Cold"));
    }

    void aNewNoteWithoutWordsIsNone() {
        key(Qt::Key_Slash);
        choose("note");
        auto* text = canvas_->findChild<QPlainTextEdit*>();
        QVERIFY(text->isVisible());
        QTest::keyClick(text, Qt::Key_Escape);
        QVERIFY(!text->isVisible());
        QVERIFY(design().notes().empty());
        QCOMPARE(steps(), std::size_t{0});
    }

    void shiftMovesFreely() {
        const QString id = drop("service", {400, 300});
        const model::Point before = place(id);
        document_->setSelection({id});
        hover(cardCenter(id));
        QTest::mousePress(canvas_.get(), Qt::LeftButton, {}, cardCenter(id));
        const QPoint start = cardCenter(id);
        dragOn(start, start + QPoint(101, 53), Qt::ShiftModifier);
        QTest::mouseRelease(canvas_.get(), Qt::LeftButton, Qt::ShiftModifier, start + QPoint(101, 53));
        QCOMPARE(place(id).x, before.x + 101);
        QCOMPARE(place(id).y, before.y + 53);
    }
};

QTEST_MAIN(GesturesTest)
#include "gestures_test.moc"
