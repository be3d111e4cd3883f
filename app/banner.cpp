#include "app/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

#include "widgets/common/text.h"

namespace headroom::app {

using render::Token;

Banner::Banner(widgets::Look& look, QWidget* parent)
    : QFrame(parent),
      look_(look),
      icon_(new QLabel(this)),
      text_(new QLabel(this)),
      close_(new QToolButton(this)) {
    setObjectName(QStringLiteral("banner"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 8, 6);
    row->setSpacing(8);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    close_->setAccessibleName(tr("Put away"));
    close_->setToolTip(tr("Put away"));
    row->addWidget(icon_);
    row->addWidget(text_, 1);
    row->addWidget(close_);
    connect(close_, &QToolButton::clicked, this, &Banner::putAway);
    connect(&look_, &widgets::Look::changed, this, &Banner::paintIcons);
    hide();
}

void Banner::say(const Diagnostic& diagnostic) {
    say(diagnostic.severity, widgets::toQt(diagnostic.line()));
}

void Banner::say(Severity severity, const QString& line) {
    severity_ = severity;
    const auto name = severityName(severity);
    setProperty("role", QStringLiteral("banner-") + widgets::toQt(name));
    style()->unpolish(this);
    style()->polish(this);
    text_->setText(line);
    setAccessibleName(line);
    paintIcons();
    show();
}

void Banner::paintIcons() {
    const bool error = severity_ == Severity::error;
    const bool info = severity_ == Severity::info;
    const QString name = error  ? QStringLiteral("error")
                         : info ? QStringLiteral("info")
                                : QStringLiteral("warning");
    const Token ink = error ? Token::error_text : info ? Token::accent_text : Token::warning_text;
    icon_->setPixmap(look_.pixmap(name, ink, 18, devicePixelRatioF()));
    close_->setIcon(look_.icon(QStringLiteral("close")));
}

void Banner::putAway() {
    text_->clear();
    hide();
}

QString Banner::line() const {
    return text_->text();
}

}  // namespace headroom::app
