#include "widgets/inspector/identity_header.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace headroom::widgets {

using render::Token;
using results::Status;

namespace {

constexpr int iconSize = 36;

}  // namespace

IdentityHeader::IdentityHeader(Look& look, QWidget* parent)
    : QWidget(parent),
      look_(look),
      icon_(new QLabel(this)),
      name_(new QLineEdit(this)),
      title_(new QLabel(this)),
      description_(new QLabel(this)),
      status_(new QLabel(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 12, 12, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 1);
    grid->addWidget(icon_, 0, 0, 2, 1, Qt::AlignTop);
    grid->addWidget(name_, 0, 1, 1, 2);
    grid->addWidget(title_, 0, 1, 1, 2);
    grid->addWidget(description_, 1, 1);
    grid->addWidget(status_, 1, 2, Qt::AlignRight);
    name_->setProperty("role", QStringLiteral("name"));
    name_->setObjectName(QStringLiteral("nameField"));
    name_->setAccessibleName(tr("Name"));
    title_->setProperty("role", QStringLiteral("name"));
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    title_->setContentsMargins(4, 0, 0, 0);
    title_->hide();
    description_->setProperty("role", QStringLiteral("secondary"));
    description_->setContentsMargins(4, 0, 0, 0);
    description_->setMinimumWidth(40);
    icon_->hide();
    connect(name_, &QLineEdit::editingFinished, this, [this] {
        if (name_->isModified()) {
            name_->setModified(false);
            emit renamed(name_->text().trimmed());
        }
    });
    connect(&look_, &Look::changed, this, [this] {
        paintIcon();
        paintStatus();
    });
}

void IdentityHeader::setKind(const catalog::Kind* kind) {
    kind_ = kind;
    paintIcon();
}

void IdentityHeader::paintIcon() {
    icon_->setVisible(kind_ != nullptr);
    if (kind_ != nullptr) {
        icon_->setPixmap(look_.kindTile(*kind_, iconSize, devicePixelRatioF()));
    }
}

void IdentityHeader::setName(const QString& name, const QString& placeholder, bool editable) {
    name_->setReadOnly(!editable);
    name_->setVisible(editable);
    title_->setVisible(!editable);
    title_->setText(name);
    // A field has one line; where the name is longer than that, the pointer tells the rest.
    name_->setToolTip(name);
    name_->setPlaceholderText(placeholder);
    const bool typing = name_->hasFocus() && name_->isModified();
    if (!typing && name_->text() != name) {
        name_->setText(name);
        name_->setCursorPosition(0);
    }
}

void IdentityHeader::setDescription(const QString& text, const QString& help) {
    description_->setText(text);
    description_->setToolTip(help.isEmpty() ? QString()
                                            : QStringLiteral("<p>%1</p>").arg(help.toHtmlEscaped()));
}

void IdentityHeader::setStatus(const QString& text, Token ink) {
    statusInk_ = ink;
    status_->setText(text);
    paintStatus();
}

void IdentityHeader::paintStatus() {
    const QColor ink = look_.color(statusInk_);
    if (status_->palette().color(QPalette::WindowText) != ink) {
        QPalette colors = status_->palette();
        colors.setColor(QPalette::WindowText, ink);
        status_->setPalette(colors);
    }
}

QString statusWord(Status status) {
    switch (status) {
        case Status::ok:
            return {};
        case Status::hot:
            return IdentityHeader::tr("▲ hot");
        case Status::saturated:
            return IdentityHeader::tr("■ saturated");
        case Status::degraded:
            return IdentityHeader::tr("◆ degraded");
        case Status::down:
            return IdentityHeader::tr("✕ down");
        case Status::unknown:
            return IdentityHeader::tr("? unknown");
    }
    return {};
}

Token statusInk(Status status) {
    switch (status) {
        case Status::hot:
        case Status::degraded:
            return Token::warning_text;
        case Status::saturated:
            return Token::error_text;
        default:
            return Token::text_secondary;
    }
}

}  // namespace headroom::widgets
