#include "widgets/inspector/death_note.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/common/names.h"
#include "widgets/common/text.h"
#include "widgets/inspector/field_row.h"
#include "widgets/inspector/figure_row.h"

namespace headroom::widgets {

using render::Token;

DeathNote::DeathNote(Document& document, Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      look_(look),
      answered_(
          new FigureRow(look, tr("Still answered"),
                        tr("Share of all requests that are answered when all its machines are dead, late "
                           "ones too."),
                        this)),
      mean_(new FigureRow(look, tr("Mean latency then"), tr("Of what is still answered."), this)),
      sign_(new QLabel(this)),
      words_(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(answered_);
    column->addWidget(mean_);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(columns::dot, 0, 12, 4);
    row->setSpacing(6);
    row->addWidget(sign_, 0, Qt::AlignTop);
    row->addWidget(words_, 1);
    column->addLayout(row);
    words_->setProperty("role", QStringLiteral("small"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    connect(&look_, &Look::changed, this, &DeathNote::refreshSign);
    show(std::nullopt);
}

void DeathNote::show(const std::optional<engine::WhatIf>& death) {
    answered_->setFigure(death ? results::Figure(death->success) : std::nullopt, Unit::ratio);
    mean_->setFigure(death ? death->mean_ms : std::nullopt, Unit::milliseconds);
    grave_ = death && death->single_point_of_failure;
    words_->setText(death ? wordsFor(*death) : QString());
    words_->setVisible(!words_->text().isEmpty());
    refreshSign();
}

QString DeathNote::wordsFor(const engine::WhatIf& death) const {
    if (death.hit.empty()) {
        return tr("No workload loses an answer.");
    }
    QStringList hit;
    for (const std::string& workload : death.hit) {
        const auto dot = workload.find('.');
        hit.append(tr("%1 of %2")
                       .arg(toQt(workload.substr(dot + 1)),
                            shownName(document_.design(), document_.catalog(), workload.substr(0, dot))));
    }
    const QString words = tr("Hit: %1.").arg(hit.join(QStringLiteral(", ")));
    return death.single_point_of_failure ? tr("A single point of failure. %1").arg(words) : words;
}

void DeathNote::refreshSign() {
    sign_->setVisible(grave_);
    if (grave_) {
        sign_->setPixmap(
            look_.pixmap(QStringLiteral("warning"), Token::warning_text, 14, devicePixelRatioF()));
    }
}

void DeathNote::setStale(bool stale) {
    answered_->setStale(stale);
    mean_->setStale(stale);
}

QString DeathNote::verdict() const {
    return words_->text();
}

}  // namespace headroom::widgets
