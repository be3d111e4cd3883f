#pragma once

#include <QHash>
#include <QWidget>
#include <memory>

#include "core/cases/player.h"
#include "core/cases/solved_case.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/player/document_stage.h"
#include "widgets/player/question_box.h"

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace headroom::widgets {

class ClaimList;
class Narration;
class StepBar;

/// Plays a worked case on the document: what has been done and why, what is claimed, what will come, and the
/// way on, back, and back to the path.
class PlayerPanel : public QWidget {
    Q_OBJECT

  public:
    PlayerPanel(Document& document, Look& look, QWidget* parent = nullptr);
    ~PlayerPanel() override;

    /// Plays `content`; the document must hold its base and no history.
    void play(cases::Case content);
    /// Lets go of the case: the document is somebody else's now.
    void stop();
    [[nodiscard]] bool playing() const { return player_ != nullptr; }

    [[nodiscard]] int place() const;
    [[nodiscard]] int stepCount() const;
    /// True where the design is what the case says, so that nothing is lost by closing it.
    [[nodiscard]] bool onPath() const { return player_ != nullptr && player_->onPath(); }

    void goTo(int place);
    void next() { goTo(place() + 1); }
    void back() { goTo(place() - 1); }
    void restart() { goTo(0); }
    void comeBack() { goTo(place()); }

    [[nodiscard]] const ClaimList& claims() const { return *claims_; }
    [[nodiscard]] QSize sizeHint() const override { return {368, 480}; }

  signals:
    /// The case has gone to another place.
    void moved();
    /// It was left, or come back to.
    void onPathChanged();
    void refused(const headroom::Diagnostic& why);

  private:
    void buildHeader(QVBoxLayout& column);
    void buildBody(QVBoxLayout& column);
    void buildSummary(QVBoxLayout& column);
    void buildButtons(QVBoxLayout& column);
    QPushButton* addButton(const QString& name, const QString& text, const QString& keys,
                           void (PlayerPanel::*run)());
    void documentChanged();
    void tell();
    void tellStep();
    void tellOutcome();
    void askNext();
    void checkClaims(bool oneByOne);
    void refreshPath();
    void refreshSummary();

    Document& document_;
    Look& look_;
    DocumentStage stage_;
    std::unique_ptr<cases::SolvedCase> case_;
    std::unique_ptr<cases::Player> player_;
    QHash<int, Prediction> predictions_;  ///< by the step that was guessed
    bool walking_ = false;
    bool tellClaimsAnew_ = false;

    QLabel* caseTitle_ = nullptr;
    QLabel* counter_ = nullptr;
    StepBar* bar_ = nullptr;
    QFrame* away_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* outcome_ = nullptr;
    Narration* narration_ = nullptr;
    QLabel* claimsTitle_ = nullptr;
    ClaimList* claims_ = nullptr;
    QuestionBox* question_ = nullptr;
    QPushButton* summary_ = nullptr;  ///< how many claims hold, where the list itself is out of sight
    QPushButton* restart_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* next_ = nullptr;
};

}  // namespace headroom::widgets
