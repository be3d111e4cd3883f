#include <QTest>

#include "core/edit/edits.h"
#include "tests/core/cases/small_case.h"

using namespace headroom;
using test::HistoryStage;

/// Forth by edits, back by undo, away and back again, to the byte.
class PlayerTest : public QObject {
    Q_OBJECT

  private slots:
    void init();
    void forthAndBackIsByteEqual();
    void aStepIsOneUndo();
    void jumpsToAnyPlace();
    void followsUndoAndRedo();
    void leavesThePathAndComesBack();
    void comesBackWhenStepsWereUndoneFirst();
    void anEditWithinAnOpenGestureIsOffThePath();
    void anotherDocumentIsRefused();

  private:
    [[nodiscard]] QString bytesAt(std::size_t place) const {
        return QString::fromStdString(format::write(case_.designs[place]));
    }
    void editFreely();

    cases::Case case_;
    std::unique_ptr<HistoryStage> stage_;
    std::unique_ptr<cases::Player> player_;
};

void PlayerTest::init() {
    auto loaded = cases::read(test::smallCase, test::shippedCatalog());
    QVERIFY2(loaded, loaded ? "" : loaded.error().line().c_str());
    QVERIFY(loaded->notices.empty());
    case_ = std::move(loaded->content);
    stage_ = std::make_unique<HistoryStage>(case_.designs.front());
    player_ = std::make_unique<cases::Player>(case_, test::shippedCatalog());
}

void PlayerTest::editFreely() {
    const auto done =
        stage_->perform("Rename", [](model::Transaction& t) { return edit::rename(t, "web", "Mine"); });
    QVERIFY(done);
    player_->follow(stage_->history());
}

void PlayerTest::forthAndBackIsByteEqual() {
    for (std::size_t place = 0; place <= 3; ++place) {
        QVERIFY(player_->goTo(*stage_, place));
        QCOMPARE(stage_->bytes(), bytesAt(place));
    }
    for (std::size_t place = 4; place-- > 0;) {
        QVERIFY(player_->goTo(*stage_, place));
        QCOMPARE(player_->place(), place);
        QCOMPARE(stage_->bytes(), bytesAt(place));
    }
    QVERIFY(bytesAt(0) != bytesAt(1) && bytesAt(1) != bytesAt(2));
    QCOMPARE(bytesAt(2), bytesAt(3));  // words only
}

void PlayerTest::aStepIsOneUndo() {
    QVERIFY(player_->goTo(*stage_, 2));
    QCOMPARE(stage_->history().done().size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(stage_->history().undoName()), QString("A second machine"));
}

void PlayerTest::jumpsToAnyPlace() {
    for (const std::size_t place : {3U, 1U, 2U, 0U, 3U, 0U}) {
        QVERIFY(player_->goTo(*stage_, place));
        QCOMPARE(player_->place(), place);
        QVERIFY(player_->onPath());
        QCOMPARE(stage_->bytes(), bytesAt(place));
    }
    QVERIFY(player_->goTo(*stage_, 99));
    QCOMPARE(player_->place(), std::size_t{3});
}

void PlayerTest::followsUndoAndRedo() {
    QVERIFY(player_->goTo(*stage_, 2));
    stage_->undo();
    player_->follow(stage_->history());
    QVERIFY(player_->onPath());
    QCOMPARE(player_->place(), std::size_t{1});
    stage_->redo();
    player_->follow(stage_->history());
    QCOMPARE(player_->place(), std::size_t{2});
}

void PlayerTest::leavesThePathAndComesBack() {
    QVERIFY(player_->goTo(*stage_, 1));
    editFreely();
    editFreely();  // changes nothing any more
    QVERIFY(!player_->onPath());
    QCOMPARE(player_->place(), std::size_t{1});
    QVERIFY(stage_->bytes() != bytesAt(1));
    QVERIFY(player_->comeBack(*stage_));
    QVERIFY(player_->onPath());
    QCOMPARE(stage_->bytes(), bytesAt(1));
    stage_->redo();  // what was done off the path is not lost
    QVERIFY(stage_->bytes() != bytesAt(1));
    player_->follow(stage_->history());
    QVERIFY(player_->goTo(*stage_, 2));
    QCOMPARE(stage_->bytes(), bytesAt(2));
}

void PlayerTest::comesBackWhenStepsWereUndoneFirst() {
    QVERIFY(player_->goTo(*stage_, 2));
    stage_->undo();
    stage_->undo();
    editFreely();
    QVERIFY(!player_->onPath());
    QCOMPARE(player_->place(), std::size_t{2});
    QVERIFY(player_->comeBack(*stage_));
    QCOMPARE(stage_->bytes(), bytesAt(2));
}

void PlayerTest::anEditWithinAnOpenGestureIsOffThePath() {
    model::History history(case_.designs.front());
    history.openMark("Drag");
    model::Transaction transaction(history.design());
    QVERIFY(edit::rename(transaction, "web", "Mine"));
    history.commit("", transaction.changes());
    player_->follow(history);
    QVERIFY(!player_->onPath());
    history.bail();
    player_->follow(history);
    QVERIFY(player_->onPath());
}

void PlayerTest::anotherDocumentIsRefused() {
    HistoryStage other{model::Design()};
    const auto gone = player_->goTo(other, 1);
    QVERIFY(!gone);
    QCOMPARE(QString::fromStdString(gone.error().line()),
             QString("the design cannot be brought back to the case; open the case again"));
    QVERIFY(other.history().design() == model::Design());
}

QTEST_GUILESS_MAIN(PlayerTest)
#include "player_test.moc"
