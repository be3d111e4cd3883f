#include "widgets/player/player_panel.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/common/text.h"
#include "widgets/player/claim_list.h"
#include "widgets/player/narration.h"
#include "widgets/player/step_bar.h"

namespace headroom::widgets {

namespace {

QLabel* label(const char* role, QWidget* parent) {
    auto* out = new QLabel(parent);
    out->setProperty("role", QString::fromLatin1(role));
    out->setTextFormat(Qt::PlainText);
    out->setWordWrap(true);
    return out;
}

}  // namespace

PlayerPanel::PlayerPanel(Document& document, Look& look, QWidget* parent)
    : QWidget(parent), document_(document), look_(look), stage_(document) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildHeader(*column);
    buildBody(*column);
    buildButtons(*column);
    setMinimumWidth(336);
    connect(&document_, &Document::designChanged, this, &PlayerPanel::documentChanged);
    connect(&document_, &Document::historyChanged, this, &PlayerPanel::documentChanged);
    connect(&document_, &Document::resultsChanged, this, [this] {
        if (playing() && !walking_) {
            checkClaims(tellClaimsAnew_);
        }
    });
}

PlayerPanel::~PlayerPanel() = default;

void PlayerPanel::buildHeader(QVBoxLayout& column) {
    auto* header = new QWidget(this);
    auto* lines = new QVBoxLayout(header);
    lines->setContentsMargins(16, 4, 16, 8);
    lines->setSpacing(4);
    auto* row = new QHBoxLayout;
    caseTitle_ = label("quiet", header);
    counter_ = label("secondary", header);
    counter_->setWordWrap(false);
    row->addWidget(caseTitle_, 1);
    row->addWidget(counter_, 0, Qt::AlignTop);
    bar_ = new StepBar(look_, header);
    connect(bar_, &StepBar::stepClicked, this, &PlayerPanel::goTo);
    lines->addLayout(row);
    lines->addWidget(bar_);
    column.addWidget(header);

    away_ = new QFrame(this);
    away_->setProperty("role", QStringLiteral("banner-info"));
    auto* awayRow = new QHBoxLayout(away_);
    awayRow->setContentsMargins(16, 6, 12, 6);
    auto* words = label("small", away_);
    words->setText(tr("You have left the path. The claims follow your design."));
    auto* button = new QPushButton(tr("Return"), away_);
    button->setObjectName(QStringLiteral("caseReturn"));
    button->setProperty("role", QStringLiteral("plain"));
    button->setToolTip(tr("Take back what you changed; Redo brings it again"));
    connect(button, &QPushButton::clicked, this, &PlayerPanel::comeBack);
    awayRow->addWidget(words, 1);
    awayRow->addWidget(button);
    column.addWidget(away_);
}

void PlayerPanel::buildBody(QVBoxLayout& column) {
    scroll_ = new QScrollArea(this);
    scroll_->setProperty("role", QStringLiteral("plain"));
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    auto* body = new QWidget;
    auto* lines = new QVBoxLayout(body);
    lines->setContentsMargins(16, 8, 16, 16);
    lines->setSpacing(12);
    title_ = label("title", body);
    outcome_ = label("outcome", body);
    narration_ = new Narration(look_, body);
    claimsTitle_ = label("panel", body);
    claimsTitle_->setText(tr("What the numbers say"));
    claims_ = new ClaimList(look_, body);
    question_ = new QuestionBox(look_, body);
    connect(question_, &QuestionBox::predicted, this,
            [this](const Prediction& prediction) { predictions_.insert(place() + 1, prediction); });
    for (QWidget* part :
         std::initializer_list<QWidget*>{title_, outcome_, narration_, claimsTitle_, claims_, question_}) {
        lines->addWidget(part);
    }
    lines->addStretch(1);
    scroll_->setWidget(body);
    column.addWidget(scroll_, 1);
    buildSummary(column);
}

void PlayerPanel::buildSummary(QVBoxLayout& column) {
    summary_ = new QPushButton(this);
    summary_->setObjectName(QStringLiteral("caseSummary"));
    summary_->setProperty("role", QStringLiteral("summary"));
    summary_->setToolTip(tr("Go to what the numbers say"));
    column.addWidget(summary_);
    connect(summary_, &QPushButton::clicked, this,
            [this] { scroll_->verticalScrollBar()->setValue(claimsTitle_->y() - claimsTitle_->height()); });
    connect(claims_, &ClaimList::ticked, this, &PlayerPanel::refreshSummary);
}

QPushButton* PlayerPanel::addButton(const QString& name, const QString& text, const QString& keys,
                                    void (PlayerPanel::*run)()) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setProperty("role", QStringLiteral("plain"));
    button->setToolTip(QKeySequence(keys).toString(QKeySequence::NativeText));
    connect(button, &QPushButton::clicked, this, run);
    return button;
}

void PlayerPanel::buildButtons(QVBoxLayout& column) {
    auto* strip = new QWidget(this);
    strip->setProperty("role", QStringLiteral("strip"));
    auto* row = new QHBoxLayout(strip);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    restart_ = addButton(QStringLiteral("caseRestart"), tr("Restart"), QStringLiteral("Alt+Home"),
                         &PlayerPanel::restart);
    back_ = addButton(QStringLiteral("caseBack"), tr("Back"), QStringLiteral("Alt+Left"), &PlayerPanel::back);
    next_ =
        addButton(QStringLiteral("caseNext"), tr("Next"), QStringLiteral("Alt+Right"), &PlayerPanel::next);
    next_->setProperty("role", QStringLiteral("primary"));
    row->addWidget(restart_);
    row->addStretch(1);
    row->addWidget(back_);
    row->addWidget(next_);
    column.addWidget(strip);
}

void PlayerPanel::play(cases::Case content) {
    player_.reset();
    predictions_.clear();
    case_ = std::make_unique<cases::SolvedCase>(std::move(content), document_.catalog());
    player_ = std::make_unique<cases::Player>(case_->content(), document_.catalog());
    player_->follow(document_.history());
    caseTitle_->setText(toQt(case_->content().title));
    tell();
    emit onPathChanged();
}

void PlayerPanel::stop() {
    player_.reset();
    case_.reset();
}

int PlayerPanel::place() const {
    return playing() ? static_cast<int>(player_->place()) : 0;
}

int PlayerPanel::stepCount() const {
    return playing() ? static_cast<int>(case_->stepCount()) : 0;
}

void PlayerPanel::goTo(int place) {
    if (!playing()) {
        return;
    }
    walking_ = true;
    const int wanted = qBound(0, place, stepCount());
    const auto went = player_->goTo(stage_, static_cast<std::size_t>(wanted));
    walking_ = false;
    if (!went) {
        emit refused(went.error());
    }
    tell();
    emit onPathChanged();
    emit moved();
}

void PlayerPanel::documentChanged() {
    if (!playing() || walking_) {
        return;
    }
    const std::size_t place = player_->place();
    const bool wasOnPath = player_->onPath();
    player_->follow(document_.history());
    if (player_->place() != place) {
        tell();
    } else if (player_->onPath() != wasOnPath) {
        refreshPath();
    }
    if (document_.stale()) {
        claims_->setWaiting();
    }
    if (player_->place() != place || player_->onPath() != wasOnPath) {
        emit onPathChanged();
    }
}

void PlayerPanel::tell() {
    tellStep();
    tellOutcome();
    askNext();
    refreshPath();
    checkClaims(true);
    scroll_->verticalScrollBar()->setValue(0);
}

void PlayerPanel::tellStep() {
    const std::size_t place = player_->place();
    const cases::Facts facts = case_->facts(place);
    const std::string& text = place == 0 ? case_->content().text : case_->step(place).text;
    title_->setText(place == 0 ? tr("Before the first step") : toQt(case_->step(place).title));
    narration_->setText(toQt(facts.fill(text)));
    counter_->setText(tr("%1 of %2").arg(place).arg(case_->stepCount()));
    const bool last = place == case_->stepCount();
    next_->setEnabled(!last);
    next_->setText(place == 0 ? tr("Begin") : tr("Next"));
    back_->setEnabled(place > 0);
    restart_->setEnabled(place > 0);
}

/// What was guessed before this step, beside what came.
void PlayerPanel::tellOutcome() {
    const int place = this->place();
    const auto guess = predictions_.constFind(place);
    outcome_->setVisible(place > 0 && guess != predictions_.constEnd());
    if (!outcome_->isVisibleTo(this)) {
        return;
    }
    const cases::Question& question = *case_->step(player_->place()).question;
    const auto outcome = cases::answer(question, case_->facts(player_->place()));
    if (!outcome) {
        outcome_->hide();
        return;
    }
    const bool right =
        guess->choice ? guess->choice == outcome->choice : cases::isNear(question, *outcome, guess->number);
    outcome_->setText((right ? tr("You said “%1”, and so it is: %2.") : tr("You said “%1”. It is %2."))
                          .arg(guess->words, toQt(outcome->found)));
}

void PlayerPanel::askNext() {
    const std::size_t place = player_->place();
    const bool asks = place < case_->stepCount() && case_->step(place + 1).question.has_value();
    question_->setVisible(asks);
    if (!asks) {
        return;
    }
    const cases::Question& question = *case_->step(place + 1).question;
    const auto outcome = cases::answer(question, case_->facts(place + 1));
    const auto given = predictions_.constFind(static_cast<int>(place) + 1);
    question_->ask(question, toQt(case_->facts(place).fill(question.text)),
                   outcome ? outcome->value.unit : Unit::none,
                   given == predictions_.constEnd() ? std::nullopt : std::optional(*given));
}

void PlayerPanel::checkClaims(bool oneByOne) {
    const std::size_t place = player_->place();
    const bool any = place > 0 && !case_->step(place).claims.empty();
    claims_->setVisible(any);
    claimsTitle_->setVisible(any);
    tellClaimsAnew_ = oneByOne && document_.stale();
    if (!any) {
        claims_->show({}, false);
        return;
    }
    const cases::Facts facts = case_->facts(place, document_.design(), *document_.results());
    claims_->show(case_->check(place, facts), oneByOne && !document_.stale());
    if (document_.stale()) {
        claims_->setWaiting();
    }
}

void PlayerPanel::refreshSummary() {
    int holding = 0;
    int open = 0;
    for (int i = 0; i < claims_->count(); ++i) {
        holding += claims_->state(i) == TickMark::State::holds ? 1 : 0;
        open += claims_->state(i) == TickMark::State::checking ? 1 : 0;
    }
    summary_->setVisible(claims_->count() > 0);
    const bool allHold = holding == claims_->count();
    summary_->setText(open > 0  ? tr("Checking the numbers: %1 of %2").arg(holding).arg(claims_->count())
                      : allHold ? tr("\u2713  All %1 claims hold").arg(claims_->count())
                                : tr("\u2717  %1 of %2 claims hold").arg(holding).arg(claims_->count()));
}

void PlayerPanel::refreshPath() {
    away_->setVisible(!player_->onPath());
    bar_->setPlace(place(), stepCount(), player_->onPath());
}

}  // namespace headroom::widgets
