#include "widgets/player/claim_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr int betweenTicksMs = 150;

QLabel* addLabel(QWidget& line, const char* role) {
    auto* label = new QLabel(&line);
    label->setProperty("role", QString::fromLatin1(role));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

}  // namespace

ClaimList::ClaimList(Look& look, QWidget* parent)
    : QWidget(parent), look_(look), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(8);
    timer_.setInterval(betweenTicksMs);
    connect(&timer_, &QTimer::timeout, this, &ClaimList::tickNext);
}

ClaimList::Row ClaimList::addRow() {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto* mark = new TickMark(look_, line);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    QLabel* text = addLabel(*line, "");
    QLabel* wanted = addLabel(*line, "secondary");
    QLabel* found = addLabel(*line, "quiet");
    found->setWordWrap(false);
    words->addWidget(text);
    words->addWidget(wanted);
    row->addWidget(mark, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(found, 0, Qt::AlignTop | Qt::AlignRight);
    column_->addWidget(line);
    line->show();
    return {line, mark, text, found, wanted};
}

void ClaimList::setCount(std::size_t count) {
    while (rows_.size() > count) {
        delete rows_.back().line;
        rows_.pop_back();
    }
    while (rows_.size() < count) {
        rows_.push_back(addRow());
    }
}

void ClaimList::show(const std::vector<cases::Verdict>& verdicts, bool oneByOne) {
    verdicts_ = verdicts;
    setCount(verdicts.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i].text->setText(toQt(verdicts[i].text));
        if (oneByOne) {
            rows_[i].mark->setState(TickMark::State::checking);
            rows_[i].found->clear();
            rows_[i].wanted->hide();
        }
    }
    next_ = 0;
    emit ticked();
    if (oneByOne && !rows_.empty()) {
        timer_.start();
        return;
    }
    if (!timer_.isActive()) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            tick(i);
        }
    }
}

void ClaimList::setWaiting() {
    timer_.stop();
    for (const Row& row : rows_) {
        row.mark->setState(TickMark::State::checking);
    }
    emit ticked();
}

void ClaimList::tick(std::size_t row) {
    const cases::Verdict& verdict = verdicts_[row];
    const Row& shown = rows_[row];
    shown.mark->setState(verdict.holds ? TickMark::State::holds : TickMark::State::fails);
    const QString wanted = tr("wanted %1").arg(toQt(verdict.wanted));
    shown.found->setText(verdict.problem ? QString() : toQt(verdict.found));
    // What holds speaks for itself; what does not has to say what it was measured by.
    shown.wanted->setText(verdict.problem ? toQt(verdict.problem->line()) : wanted);
    shown.wanted->setVisible(!verdict.holds);
    shown.line->setToolTip(wanted);
    const QString state = verdict.holds ? tr("holds") : tr("does not hold");
    shown.line->setAccessibleName(
        tr("%1: %2, %3, %4").arg(state, toQt(verdict.text), toQt(verdict.found), wanted));
    emit ticked();
}

void ClaimList::tickNext() {
    if (next_ < rows_.size()) {
        tick(next_++);
    }
    if (next_ >= rows_.size()) {
        timer_.stop();
    }
}

}  // namespace headroom::widgets
