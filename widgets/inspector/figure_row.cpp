#include "widgets/inspector/figure_row.h"

#include <QPainter>
#include <algorithm>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"
#include "widgets/inspector/field_row.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr int rowHeight = 24;
constexpr int barHeight = 4;
constexpr double actAt = 0.7;
constexpr int rightEdge = 12;  // where fields and tables end

// Nobody waits 5.8e-15 long: what is next to nothing is said to be less than something.
constexpr double leastCount = 0.001;
constexpr double leastShare = 0.00001;

QString textOf(double value, Unit unit) {
    const double least = unit == Unit::count ? leastCount : unit == Unit::ratio ? leastShare : 0;
    return value > 0 && value < least ? QStringLiteral("< ") + toQt(formatQuantity(least, unit))
                                      : toQt(formatQuantity(value, unit));
}

}  // namespace

FigureRow::FigureRow(Look& look, const QString& label, const QString& help, QWidget* parent)
    : QWidget(parent), look_(look), label_(label) {
    setToolTip(help.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(help.toHtmlEscaped()));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void FigureRow::setFigure(std::optional<double> value, Unit unit) {
    setText(value ? textOf(*value, unit) : QStringLiteral("—"));
}

void FigureRow::setText(const QString& text) {
    if (text != text_) {
        text_ = text;
        setAccessibleName(label_ + QLatin1Char(' ') + text);
        update();
    }
}

void FigureRow::setBar(std::optional<double> share) {
    if (share != bar_) {
        bar_ = share;
        updateGeometry();
        update();
    }
}

void FigureRow::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        update();
    }
}

QSize FigureRow::sizeHint() const {
    return {200, bar_ ? rowHeight + barHeight + 4 : rowHeight};
}

void FigureRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF line(columns::dot, 0, width() - columns::dot - rightEdge, rowHeight);
    painter.setFont(render::interfaceFont(type::body));
    painter.setPen(look_.color(Token::text_secondary));
    const double figure = render::figuresWidth(painter.font(), text_);
    const QString label =
        painter.fontMetrics().elidedText(label_, Qt::ElideRight, static_cast<int>(line.width() - figure - 8));
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, label);
    painter.setPen(look_.color(stale_ ? Token::text_faint : Token::text));
    render::drawFigures(painter, line, Qt::AlignVCenter | Qt::AlignRight, text_);
    if (bar_) {
        paintBar(painter);
    }
}

void FigureRow::paintBar(QPainter& painter) const {
    const QRectF track(columns::dot, rowHeight, width() - columns::dot - rightEdge, barHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look_.color(Token::bar_track));
    painter.drawRoundedRect(track, 2, 2);
    const Token ink = *bar_ >= 1      ? Token::state_saturated
                      : *bar_ > actAt ? Token::state_hot
                                      : Token::state_ok;
    QRectF filled = track;
    filled.setWidth(track.width() * std::clamp(*bar_, 0.0, 1.0));
    painter.setBrush(look_.color(ink));
    painter.drawRoundedRect(filled, 2, 2);
    painter.setBrush(look_.color(Token::strong_line));
    painter.drawRect(QRectF(track.left() + track.width() * actAt, track.top() - 2, 1, barHeight + 4));
}

}  // namespace headroom::widgets
