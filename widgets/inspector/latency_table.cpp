#include "widgets/inspector/latency_table.h"

#include <QPainter>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"
#include "widgets/inspector/field_row.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr int lineHeight = 22;
constexpr int labelWidth = 60;
constexpr int rightEdge = 12;

QString shown(const results::Figure& figure) {
    return figure ? toQt(formatQuantity(*figure, Unit::milliseconds)) : QStringLiteral("—");
}

}  // namespace

LatencyTable::LatencyTable(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void LatencyTable::setLines(QList<Line> lines) {
    if (lines == lines_) {
        return;
    }
    const bool sameHeight = lines.size() == lines_.size();
    lines_ = std::move(lines);
    QStringList spoken;
    for (const Line& line : lines_) {
        spoken.append(tr("%1: mean %2, 99th percentile %3")
                          .arg(line.label, shown(line.latency.mean), shown(line.latency.p99)));
    }
    setAccessibleName(spoken.join(QStringLiteral("; ")));
    if (!sameHeight) {
        updateGeometry();
    }
    update();
}

void LatencyTable::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        update();
    }
}

QSize LatencyTable::sizeHint() const {
    return {240, static_cast<int>(lines_.size() + 1) * lineHeight};
}

void LatencyTable::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(render::interfaceFont(type::secondary));
    painter.setPen(look_.color(Token::text_faint));
    paintRow(painter, 0, {}, {tr("mean"), tr("p50"), tr("p95"), tr("p99")});
    double top = lineHeight;
    for (const Line& line : lines_) {
        paintRow(painter, top, line.label,
                 {shown(line.latency.mean), shown(line.latency.p50), shown(line.latency.p95),
                  shown(line.latency.p99)});
        top += lineHeight;
    }
}

void LatencyTable::paintRow(QPainter& painter, double top, const QString& label,
                            const QStringList& figures) const {
    const bool head = label.isEmpty();
    if (!head) {
        painter.setFont(render::interfaceFont(12));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(QRectF(columns::dot, top, labelWidth, lineHeight), Qt::AlignVCenter | Qt::AlignLeft,
                         label);
        painter.setFont(
            render::interfaceFont(type::secondary));  // four figures beside a label leave no more room
        painter.setPen(look_.color(stale_ ? Token::text_faint : Token::text));
    }
    const double left = columns::dot + labelWidth;
    const double each = (width() - left - rightEdge) / static_cast<double>(figures.size());
    for (qsizetype i = 0; i < figures.size(); ++i) {
        const QRectF cell(left + each * static_cast<double>(i), top, each, lineHeight);
        render::drawFigures(painter, cell, Qt::AlignVCenter | Qt::AlignRight, figures[i]);
    }
}

}  // namespace headroom::widgets
