#include "widgets/canvas/start_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace headroom::widgets {

namespace {

constexpr int margin = 16;
constexpr int buttonPadding = 9;  // with its border
constexpr int sentenceWidth = 700;

}  // namespace

StartPanel::StartPanel(const render::Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), sentence_(new QLabel(this)), row_(new QHBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->setSpacing(16);
    column->addWidget(sentence_);
    sentence_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignHCenter);
    column->addLayout(row_);
    row_->setSpacing(16);
    sentence_->setText(tr("Drag a component from the palette, or press / to search for one."));
    restyle();
}

void StartPanel::setTheme(const render::Theme& theme) {
    theme_ = theme;
    restyle();
}

void StartPanel::restyle() {
    setStyleSheet(
        QStringLiteral("QLabel { color: %1; font-size: 15px; background: transparent; }"
                       "QToolButton { background: %2; border: 1px solid %3; border-radius: 8px; "
                       "color: %4; padding: 8px; }"
                       "QToolButton:hover, QToolButton:focus { border: 2px solid %5; padding: 7px; }")
            .arg(theme_[render::Token::text_secondary].name(), theme_[render::Token::surface].name(),
                 theme_[render::Token::strong_line].name(), theme_[render::Token::text].name(),
                 theme_[render::Token::accent].name()));
}

void StartPanel::setStarters(const QList<Starter>& starters) {
    while (QLayoutItem* item = row_->takeAt(0)) {
        delete item;
    }
    qDeleteAll(cards_);
    cards_.clear();
    row_->addStretch(1);
    sentence_->setText(starters.isEmpty()
                           ? tr("Drag a component from the palette, or press / to search for one.")
                           : tr("Drag a component from the palette, press / to search for one, or start from "
                                "one of these."));
    for (const Starter& starter : starters) {
        auto* button = new QToolButton(this);
        button->setObjectName(starter.id);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIcon(QIcon(QPixmap::fromImage(starter.picture)));
        button->setIconSize(pictureSize);
        button->setText(starter.title);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, [this, id = starter.id] { emit chosen(id); });
        row_->addWidget(button);
        button->show();  // a child of what is already seen is not shown by itself
        cards_.append(button);
    }
    row_->addStretch(1);
    int widest = 0;
    for (const QWidget* card : std::as_const(cards_)) {
        widest = std::max(widest, card->sizeHint().width());
    }
    for (QWidget* card : std::as_const(cards_)) {
        card->setFixedWidth(widest);
    }
}

void StartPanel::fitInto(const QSize& room) {
    const int wide = room.width() - 2 * margin;
    const int card = cards_.isEmpty() ? 0 : cards_.front()->width();
    const int column = std::max(card, pictureSize.width() + 2 * buttonPadding) + row_->spacing();
    const int fitting = std::max(1, (wide + row_->spacing()) / column);
    for (int i = 0; i < cards_.size(); ++i) {
        cards_[i]->setVisible(i < fitting);
    }
    const int pictures = std::min(fitting, static_cast<int>(cards_.size())) * column - row_->spacing();
    const int width = std::min(wide, std::max(pictures, sentenceWidth));
    resize(width, layout()->totalHeightForWidth(width));
    move((room.width() - width) / 2, (room.height() - height()) / 2);
}

}  // namespace headroom::widgets
