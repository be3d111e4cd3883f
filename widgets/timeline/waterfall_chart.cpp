#include "widgets/timeline/waterfall_chart.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"
#include "widgets/timeline/axis_steps.h"

namespace headroom::widgets {

using render::Token;
using results::SpanKind;

namespace {

constexpr double rowHeight = 20;
constexpr double axisHeight = 20;
constexpr double nameRoom = 176;
constexpr double figureRoom = 76;
constexpr double indent = 12;
constexpr double deepest = 6;  // steps of indent that there is room for
constexpr double barHeight = 10;
constexpr double keyHeight = 20;
constexpr std::array kindsInKey{SpanKind::service, SpanKind::wait, SpanKind::network, SpanKind::backoff};

QString milliseconds(double ms) {
    return toQt(formatQuantity(ms, Unit::milliseconds));
}

Token inkOf(SpanKind kind) {
    switch (kind) {
        case SpanKind::wait:
            return Token::state_hot;
        case SpanKind::network:
            return Token::strong_line;
        case SpanKind::backoff:
            return Token::retry;
        default:
            return Token::state_ok;
    }
}

/// Full for work, hatched for waiting, half as high for the network, an outline for a pause.
void paintKind(QPainter& painter, const Look& look, SpanKind kind, QRectF bar) {
    const QColor ink = look.color(inkOf(kind));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    if (kind == SpanKind::wait) {
        painter.setBrush(look.color(Token::warning_tint));
        painter.drawRect(bar);
        painter.setBrush(QBrush(ink, Qt::BDiagPattern));
        painter.setPen(QPen(ink, 1));
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    if (kind == SpanKind::network) {
        bar.adjust(0, bar.height() / 4, 0, -bar.height() / 4);
    } else if (kind == SpanKind::backoff) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, 1, Qt::DotLine));
        bar.adjust(0.5, 0.5, -0.5, -0.5);
    }
    painter.drawRect(bar);
}

}  // namespace

WaterfallChart::WaterfallChart(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void WaterfallChart::show(std::vector<WaterfallRow> rows) {
    rows_ = std::move(rows);
    QStringList words;
    for (const WaterfallRow& row : rows_) {
        words.append(described(row));
    }
    setAccessibleName(tr("Where the time of one request went"));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize WaterfallChart::sizeHint() const {
    return {520, static_cast<int>(axisHeight + rowHeight * static_cast<double>(rows_.size()) + 4)};
}

QSize WaterfallChart::minimumSizeHint() const {
    return {320, sizeHint().height()};
}

QRectF WaterfallChart::rowRect(std::size_t row) const {
    return {0, axisHeight + rowHeight * static_cast<double>(row), static_cast<double>(width()), rowHeight};
}

double WaterfallChart::across(double ms) const {
    const double whole = rows_.empty() ? 1 : std::max(rows_.front().durationMs, 1e-9);
    return nameRoom + (width() - nameRoom - figureRoom) * std::clamp(ms / whole, 0.0, 1.0);
}

int WaterfallChart::rowAt(const QPointF& position) const {
    const double row = std::floor((position.y() - axisHeight) / rowHeight);
    return row >= 0 && row < static_cast<double>(rows_.size()) ? static_cast<int>(row) : -1;
}

QString WaterfallChart::described(const WaterfallRow& row) const {
    QStringList words{row.retry ? tr("%1, a retry: %2").arg(row.name, milliseconds(row.durationMs))
                                : QStringLiteral("%1: %2").arg(row.name, milliseconds(row.durationMs))};
    for (const SpanKind kind : kindsInKey) {
        double sum = 0;
        for (const WaterfallRow::Piece& piece : row.pieces) {
            sum += piece.kind == kind ? piece.durationMs : 0;
        }
        if (sum > 0) {
            words.append(QStringLiteral("%1 %2").arg(spanKindWord(kind).toLower(), milliseconds(sum)));
        }
    }
    if (!row.ok) {
        words.append(tr("it failed"));
    }
    return words.join(QStringLiteral(", "));
}

void WaterfallChart::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look_.color(Token::surface));
    if (rows_.empty()) {
        return;
    }
    paintAxis(painter);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rowRect(i).intersects(event->rect())) {
            paintRow(painter, i);
        }
    }
}

void WaterfallChart::paintAxis(QPainter& painter) const {
    const double whole = rows_.front().durationMs;
    if (!(whole > 0)) {
        return;
    }
    const double step = roundStep(whole, std::max(2.0, (across(whole) - across(0)) / 90));
    painter.setFont(render::interfaceFont(type::secondary));
    for (double at = 0; at <= whole * (1 + 1e-9); at += step) {
        const double x = across(at);
        painter.setPen(QPen(look_.color(Token::line), 1));
        painter.drawLine(QPointF(x, axisHeight - 2), QPointF(x, height()));
        painter.setPen(look_.color(Token::text_secondary));
        render::drawFigures(painter, QRectF(x - 40, 0, 80, axisHeight - 2),
                            Qt::AlignHCenter | Qt::AlignVCenter, milliseconds(at));
    }
}

void WaterfallChart::paintRow(QPainter& painter, std::size_t place) const {
    const WaterfallRow& row = rows_[place];
    const QRectF line = rowRect(place);
    const double left = 12 + indent * std::min<double>(row.depth, deepest);
    painter.setFont(render::interfaceFont(12, place == 0 ? QFont::DemiBold : QFont::Normal));
    painter.setPen(look_.color(row.ok ? Token::text : Token::error_text));
    const QRectF name(left, line.top(), nameRoom - left - 8, line.height());
    const QString text = row.retry ? tr("%1 (retry)").arg(row.name) : row.name;
    painter.drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(name.width())));
    const double begin = across(row.startMs);
    const double end = std::max(begin + 1, across(row.startMs + row.durationMs));
    // What the pieces leave free is the time of the calls below.
    painter.setPen(QPen(look_.color(row.ok ? Token::strong_line : Token::failing), 1));
    painter.drawLine(QPointF(begin, line.center().y()), QPointF(end, line.center().y()));
    for (const WaterfallRow::Piece& piece : row.pieces) {
        paintPiece(painter, piece, QRectF(0, line.center().y() - barHeight / 2, 0, barHeight));
    }
    if (!row.ok) {
        painter.setPen(QPen(look_.color(Token::failing), 2, Qt::SolidLine, Qt::RoundCap));
        const QPointF middle(end + 6, line.center().y());
        painter.drawLine(middle + QPointF(-3, -3), middle + QPointF(3, 3));
        painter.drawLine(middle + QPointF(-3, 3), middle + QPointF(3, -3));
    }
    painter.setFont(render::interfaceFont(type::secondary));
    painter.setPen(look_.color(Token::text_secondary));
    render::drawFigures(painter, QRectF(width() - figureRoom, line.top(), figureRoom - 12, line.height()),
                        Qt::AlignRight | Qt::AlignVCenter, milliseconds(row.durationMs));
}

void WaterfallChart::paintPiece(QPainter& painter, const WaterfallRow::Piece& piece,
                                const QRectF& bar) const {
    QRectF box = bar;
    box.setLeft(across(piece.startMs));
    box.setRight(std::max(box.left() + 1, across(piece.startMs + piece.durationMs)));
    paintKind(painter, look_, piece.kind, box);
}

void WaterfallChart::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->position());
    if (event->button() == Qt::LeftButton && row >= 0) {
        emit chosen(toQt(rows_[static_cast<std::size_t>(row)].where));
    }
}

bool WaterfallChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        row < 0
            ? QToolTip::hideText()
            : QToolTip::showText(help->globalPos(), described(rows_[static_cast<std::size_t>(row)]), this);
        return true;
    }
    return QWidget::event(event);
}

WaterfallKey::WaterfallKey(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void WaterfallKey::show(const std::vector<WaterfallRow>& rows) {
    kinds_.clear();
    for (const SpanKind kind : kindsInKey) {
        const bool occurs = std::any_of(rows.begin(), rows.end(), [kind](const WaterfallRow& row) {
            return std::any_of(row.pieces.begin(), row.pieces.end(),
                               [kind](const WaterfallRow::Piece& piece) { return piece.kind == kind; });
        });
        if (occurs) {
            kinds_.push_back(kind);
        }
    }
    updateGeometry();
    update();
}

QSize WaterfallKey::sizeHint() const {
    double width = 0;
    for (const SpanKind kind : kinds_) {
        width += 18 + render::figuresWidth(render::interfaceFont(type::secondary), spanKindWord(kind)) + 14;
    }
    return {static_cast<int>(std::ceil(width)), static_cast<int>(keyHeight)};
}

void WaterfallKey::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 0;
    for (const SpanKind kind : kinds_) {
        paintKind(painter, look_, kind, QRectF(x, (keyHeight - barHeight) / 2, 14, barHeight));
        x += 18;
        painter.setFont(render::interfaceFont(type::secondary));
        painter.setPen(look_.color(Token::text_secondary));
        const double width = render::figuresWidth(painter.font(), spanKindWord(kind));
        painter.drawText(QRectF(x, 0, width + 4, keyHeight), Qt::AlignVCenter | Qt::AlignLeft,
                         spanKindWord(kind));
        x += width + 14;
    }
}

}  // namespace headroom::widgets
