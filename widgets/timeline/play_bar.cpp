#include "widgets/timeline/play_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>
#include <array>

#include "core/base/numbers.h"
#include "widgets/common/choice_field.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"

namespace headroom::widgets {

namespace {

constexpr double minute = 60;
constexpr double shortest = 1;
constexpr double longest = 86400;
constexpr double margin = 1.25;  // something is to be seen of what comes after the last event
constexpr std::array lengths{60.0,   120.0,  180.0,  300.0,   600.0,   900.0,   1200.0,
                             1800.0, 3600.0, 7200.0, 14400.0, 21600.0, 43200.0, longest};
constexpr double playedIn = 12;  // seconds that a run takes to be played, unless somebody says otherwise
constexpr std::array speeds{0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0};

QString speedText(double speed) {
    return speed < 1 ? QStringLiteral("½ ×") : QStringLiteral("%1 ×").arg(speed);
}

/// The fastest that lets a run of so many seconds last as long as one likes to look at it.
int speedFor(double seconds) {
    int place = 0;
    for (std::size_t i = 0; i < speeds.size(); ++i) {
        if (speeds[i] <= std::max(seconds / playedIn, speeds.front())) {
            place = static_cast<int>(i);
        }
    }
    return place;
}

}  // namespace

PlayBar::PlayBar(Playback& playback, Look& look, QWidget* parent)
    : QWidget(parent),
      playback_(playback),
      look_(look),
      seconds_(minute),
      run_(new QPushButton(this)),
      length_(new UnitField(this)),
      play_(new QToolButton(this)),
      speed_(new ChoiceField(look, this)),
      clock_(new QLabel(this)),
      status_(new QLabel(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 12, 0);
    row->setSpacing(8);
    buildRun();
    buildPlay();
    status_->setObjectName(QStringLiteral("runStatus"));
    status_->setProperty("role", QStringLiteral("quiet"));
    status_->setTextFormat(Qt::PlainText);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* name = new QLabel(tr("Time"), this);
    name->setProperty("role", QStringLiteral("quiet"));
    name->setBuddy(length_);
    row->addWidget(run_);
    row->addWidget(name);
    row->addWidget(length_);
    row->addSpacing(4);
    row->addWidget(play_);
    row->addWidget(speed_);
    row->addWidget(clock_);
    row->addWidget(status_, 1);
    connect(&playback_, &Playback::changed, this, &PlayBar::refreshPlay);
    connect(&look_, &Look::changed, this, &PlayBar::refreshPlay);
    showRunning(false);
    refreshPlay();
}

void PlayBar::buildRun() {
    run_->setObjectName(QStringLiteral("runSimulation"));
    run_->setProperty("role", QStringLiteral("primary"));
    connect(run_, &QPushButton::clicked, this, [this] { running_ ? emit stopWanted() : emit runWanted(); });
    length_->setObjectName(QStringLiteral("runLength"));
    length_->setAccessibleName(tr("Simulated time"));
    length_->setToolTip(tr("<p>How much of the system's time is simulated, request by request.</p>"));
    length_->setFixedWidth(80);
    length_->setFormat({Unit::seconds, shortest, longest, minute, true, false});
    length_->setQuantity(seconds_);
    connect(length_, &UnitField::entered, this, &PlayBar::enter);
}

void PlayBar::buildPlay() {
    play_->setObjectName(QStringLiteral("play"));
    play_->setIconSize(QSize(16, 16));
    play_->setFocusPolicy(Qt::TabFocus);
    connect(play_, &QToolButton::clicked, this, [this] {
        playback_.playing() ? playback_.pause() : playback_.play();
        emit played();
    });
    speed_->setObjectName(QStringLiteral("playSpeed"));
    speed_->setFixedWidth(76);
    speed_->setAccessibleName(tr("Speed of playing"));
    speed_->setToolTip(tr("<p>How many seconds of the run pass in a second.</p>"));
    for (const double speed : speeds) {
        speed_->addItem(speedText(speed));
    }
    connect(speed_, &QComboBox::currentIndexChanged, this,
            [this](int place) { playback_.setSpeed(speeds[static_cast<std::size_t>(std::max(place, 0))]); });
    speed_->setCurrentIndex(speedFor(seconds_));
    clock_->setObjectName(QStringLiteral("playClock"));
    // Wide enough for what it may come to say, so that nothing beside it moves.
    clock_->setMinimumWidth(clock_->fontMetrics().horizontalAdvance(QStringLiteral("00:00 / 00:00")));
}

void PlayBar::enter(double seconds) {
    chosen_ = true;
    setLength(std::clamp(seconds, shortest, longest));
    emit lengthChanged();
}

void PlayBar::setLength(double seconds) {
    seconds_ = seconds;
    length_->setQuantity(seconds_);
    speed_->setCurrentIndex(speedFor(seconds_));
}

void PlayBar::fit(double lastS) {
    const auto enough = std::ranges::find_if(lengths, [&](double s) { return s >= margin * lastS; });
    const double fitting = enough != lengths.end() ? *enough : longest;
    if (!chosen_ && fitting != seconds_) {
        setLength(fitting);
    }
}

void PlayBar::showRunning(bool running) {
    running_ = running;
    run_->setText(running ? tr("Stop") : tr("Run"));
    run_->setToolTip(running ? tr("Keep what has been simulated so far")
                             : tr("Simulate the design with all that happens to it"));
}

void PlayBar::refreshPlay() {
    const bool playing = playback_.playing();
    play_->setEnabled(playback_.ready());
    play_->setIcon(look_.icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    const QString what = playing ? tr("Pause (Space)") : tr("Play on the drawing (Space)");
    play_->setToolTip(what);
    play_->setAccessibleName(what);
    clock_->setText(playback_.at() ? playback_.clock(*playback_.at()) + QStringLiteral(" / ") +
                                         playback_.clock(playback_.end())
                                   : QString());
}

void PlayBar::setPlayable(bool playable) {
    play_->setVisible(playable);
    speed_->setVisible(playable);
    clock_->setVisible(playable);
}

void PlayBar::setStatus(const QString& words) {
    status_->setText(words);
    status_->setToolTip(words);  // where there is no room for all of it
}

QString PlayBar::status() const {
    return status_->text();
}

}  // namespace headroom::widgets
