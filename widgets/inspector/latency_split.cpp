#include "widgets/inspector/latency_split.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/names.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"
#include "widgets/inspector/field_row.h"

namespace headroom::widgets {

using render::Token;
using results::LatencyPart;
using results::LatencyShare;

namespace {

constexpr int headHeight = 22;
constexpr int barHeight = 8;
constexpr int barRoom = 16;
constexpr int lineHeight = 36;
constexpr int rightEdge = 12;
constexpr int swatch = 8;
constexpr double leastShare = 0.00001;
constexpr int bottom = 4;
constexpr int indent = 16;  // what stands under a label

QString labelOf(LatencyPart part) {
    switch (part) {
        case LatencyPart::service:
            return LatencySplit::tr("Service");
        case LatencyPart::queueing:
            return LatencySplit::tr("Queueing");
        case LatencyPart::retry:
            return LatencySplit::tr("Retries");
        case LatencyPart::network:
            return LatencySplit::tr("Network");
        case LatencyPart::downstream:
            return LatencySplit::tr("Downstream");
        case LatencyPart::cold_cache:
            break;
    }
    return LatencySplit::tr("Cold cache");
}

QString timeText(double ms) {
    return toQt(formatQuantity(ms, Unit::milliseconds));
}

QString placeOf(const LatencyShare& share, const Document& names) {
    return share.where.empty() ? QString() : shownName(names.design(), names.catalog(), share.where);
}

/// "service time (Clicks, Links)": a formula once, with the places that it stands for.
QString formulasOf(const std::vector<LatencyShare>& shares, LatencyPart part, const Document& names) {
    QStringList formulas;
    QList<QStringList> places;
    for (const LatencyShare& share : shares) {
        if (share.part != part || share.ms <= 0) {
            continue;
        }
        qsizetype at = formulas.indexOf(toQt(share.formula));
        if (at < 0) {
            at = formulas.size();
            formulas.append(toQt(share.formula));
            places.append(QStringList());
        }
        const QString place = placeOf(share, names);
        if (!place.isEmpty() && !places[at].contains(place)) {
            places[at].append(place);
        }
    }
    const bool elsewhere = part == LatencyPart::downstream || part == LatencyPart::cold_cache;
    QStringList words;
    for (qsizetype i = 0; i < formulas.size(); ++i) {
        words.append(elsewhere && !places[i].isEmpty()
                         ? QStringLiteral("%1 (%2)").arg(formulas[i], places[i].join(QStringLiteral(", ")))
                         : formulas[i]);
    }
    return words.join(QStringLiteral(" · "));
}

QString helpOf(const std::vector<LatencyShare>& shares, LatencyPart part, const Document& names) {
    QString help;
    for (const LatencyShare& share : shares) {
        if (share.part != part || share.ms <= 0) {
            continue;
        }
        QStringList inputs;
        for (const auto& [name, value] : share.inputs) {
            inputs.append(QStringLiteral("%1 %2").arg(toQt(name), toQt(formatQuantity(value, Unit::none))));
        }
        help +=
            QStringLiteral("<p><b>%1</b> %2<br>%3<br>%4</p>")
                .arg(placeOf(share, names).toHtmlEscaped(), timeText(share.ms),
                     toQt(share.formula).toHtmlEscaped(), inputs.join(QStringLiteral(", ")).toHtmlEscaped());
    }
    return help;
}

}  // namespace

LatencySplit::LatencySplit(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void LatencySplit::show(const results::Explanation& explanation, const QString& title,
                        const Document& names) {
    QList<Line> lines;
    for (std::size_t i = 0; i < results::latencyPartCount; ++i) {
        const auto part = static_cast<LatencyPart>(i);
        const double ms = explanation.sumOf(part);
        if (ms > 0 && ms >= leastShare * explanation.mean_ms) {
            lines.append({part, labelOf(part), ms, ms / explanation.mean_ms,
                          formulasOf(explanation.shares, part, names),
                          helpOf(explanation.shares, part, names)});
        }
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.ms > b.ms; });
    QStringList spoken{title + QLatin1Char(' ') + timeText(explanation.mean_ms)};
    for (const Line& line : lines) {
        spoken.append(QStringLiteral("%1 %2, %3").arg(line.label, timeText(line.ms), line.formulas));
    }
    setAccessibleName(spoken.join(QStringLiteral("; ")));
    title_ = title;
    mean_ = timeText(explanation.mean_ms);
    none_.clear();
    lines_ = std::move(lines);
    updateGeometry();
    update();
}

void LatencySplit::showNone(const QString& why) {
    lines_.clear();
    none_ = why;
    setAccessibleName(why);
    updateGeometry();
    update();
}

void LatencySplit::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        update();
    }
}

QSize LatencySplit::sizeHint() const {
    const auto lines = static_cast<int>(lines_.size());
    return {240, lines == 0 ? headHeight : headHeight + barRoom + lines * lineHeight + bottom};
}

QRectF LatencySplit::column(int top, int height) const {
    return {columns::dot, static_cast<double>(top), static_cast<double>(width() - columns::dot - rightEdge),
            static_cast<double>(height)};
}

// Fixed places on the scale of the theme, which colour-blind eyes tell apart.
QColor LatencySplit::inkOf(LatencyPart part) const {
    constexpr std::array<double, results::latencyPartCount> places{0.1, 0.95, 0.8, 0.3, 0.5, 0.65};
    return look_.theme().heat(places[static_cast<std::size_t>(part)]);
}

void LatencySplit::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (lines_.isEmpty()) {
        painter.setFont(render::interfaceFont(12));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(column(0, headHeight), Qt::AlignVCenter | Qt::AlignLeft, none_);
        return;
    }
    paintHead(painter);
    paintBar(painter);
    int top = headHeight + barRoom;
    for (const Line& line : lines_) {
        paintLine(painter, line, top);
        top += lineHeight;
    }
}

void LatencySplit::paintHead(QPainter& painter) const {
    painter.setFont(render::interfaceFont(type::body));
    painter.setPen(look_.color(Token::text_secondary));
    painter.drawText(column(0, headHeight), Qt::AlignVCenter | Qt::AlignLeft, title_);
    painter.setPen(look_.color(stale_ ? Token::text_faint : Token::text));
    render::drawFigures(painter, column(0, headHeight), Qt::AlignVCenter | Qt::AlignRight, mean_);
}

void LatencySplit::paintBar(QPainter& painter) const {
    const QRectF bar = column(headHeight, barHeight);
    double left = bar.left();
    painter.setPen(QPen(look_.color(Token::surface), 1));
    for (const Line& line : lines_) {
        const double width = bar.width() * line.share;
        painter.setBrush(inkOf(line.part));
        painter.drawRect(QRectF(left, bar.top(), width, barHeight));
        left += width;
    }
    painter.setPen(QPen(look_.color(Token::strong_line), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void LatencySplit::paintLine(QPainter& painter, const Line& line, int top) const {
    const QRectF first = column(top, 18);
    painter.setPen(QPen(look_.color(Token::strong_line), 1));
    painter.setBrush(inkOf(line.part));
    painter.drawRect(QRectF(first.left() + 0.5, first.center().y() - swatch / 2.0 + 0.5, swatch, swatch));
    painter.setFont(render::interfaceFont(type::body));
    painter.setPen(look_.color(Token::text));
    painter.drawText(first.adjusted(indent, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, line.label);
    painter.setPen(look_.color(stale_ ? Token::text_faint : Token::text));
    constexpr int shareWidth = 60;
    render::drawFigures(painter, first.adjusted(0, 0, -shareWidth, 0), Qt::AlignVCenter | Qt::AlignRight,
                        timeText(line.ms));
    render::drawFigures(painter, first, Qt::AlignVCenter | Qt::AlignRight,
                        toQt(formatQuantity(line.share, Unit::ratio)));
    const QRectF second = column(top + 17, 16).adjusted(indent, 0, 0, 0);
    painter.setFont(render::interfaceFont(type::secondary));
    painter.setPen(look_.color(Token::text_secondary));
    painter.drawText(
        second, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(line.formulas, Qt::ElideRight, static_cast<int>(second.width())));
}

bool LatencySplit::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const int at =
        help->pos().y() < headHeight + barRoom ? -1 : (help->pos().y() - headHeight - barRoom) / lineHeight;
    if (at >= 0 && at < lines_.size()) {
        QToolTip::showText(help->globalPos(), lines_[at].help, this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

}  // namespace headroom::widgets
