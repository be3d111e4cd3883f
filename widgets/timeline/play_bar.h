#pragma once

#include <QWidget>

#include "widgets/common/look.h"
#include "widgets/timeline/playback.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace headroom::widgets {

class ChoiceField;
class UnitField;

/// The line of buttons over the timeline: run and stop, how long, play and pause, how fast, where playback
/// stands, and what is to be said of the run.
class PlayBar : public QWidget {
    Q_OBJECT

  public:
    PlayBar(Playback& playback, Look& look, QWidget* parent = nullptr);

    /// How long a run is, in seconds.
    [[nodiscard]] double seconds() const { return seconds_; }
    /// Makes a run long enough for what last happens after so many seconds, unless somebody has said how long
    /// it is.
    void fit(double lastS);
    /// Forgets that somebody has.
    void forgetLength() { chosen_ = false; }
    void showRunning(bool running);
    void setStatus(const QString& words);
    [[nodiscard]] QString status() const;
    /// What is shown has no moments to be played.
    void setPlayable(bool playable);

  signals:
    void runWanted();
    void stopWanted();
    void lengthChanged();
    /// A button of playback was pressed.
    void played();

  private:
    void buildRun();
    void buildPlay();
    void enter(double seconds);
    void setLength(double seconds);
    void refreshPlay();

    Playback& playback_;
    Look& look_;
    double seconds_;
    bool chosen_ = false;  ///< by somebody
    bool running_ = false;
    QPushButton* run_;
    UnitField* length_;
    QToolButton* play_;
    ChoiceField* speed_;
    QLabel* clock_;
    QLabel* status_;
};

}  // namespace headroom::widgets
