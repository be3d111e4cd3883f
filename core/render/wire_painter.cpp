#include "core/render/wire_painter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

QPointF toQt(const layout::Point& point) {
    return {point.x, point.y};
}

/// The route with both ends drawn in, so that thick lines do not show behind their arrows.
layout::Route shortened(layout::Route route, double atStart, double atEnd) {
    const auto pull = [](layout::Point& end, const layout::Point& next, double by) {
        const double length = std::hypot(next.x - end.x, next.y - end.y);
        const double share = length > 0 ? std::min(by / length, 0.9) : 0;
        end = {end.x + (next.x - end.x) * share, end.y + (next.y - end.y) * share};
    };
    pull(route.points.front(), route.points[1], atStart);
    pull(route.points.back(), route.points[route.points.size() - 2], atEnd);
    return route;
}

constexpr std::size_t maxDots = 4;
constexpr double dotSpacing = 90;

/// An amount that is worth showing: below it rounds to nothing.
constexpr double visibleShare = 0.0005;

}  // namespace

double wireWidth(const results::Figure& rps) {
    // From 1 request per second (1.5) to 100 000 (6), by the logarithm.
    return rps && *rps > 1 ? std::min(6.0, 1.5 + 0.9 * std::log10(*rps)) : 1.5;
}

WirePainter::WirePainter(QPainter& painter, const PictureSource& source, const model::Connection& connection,
                         const layout::Route& route, double scale)
    : painter_(painter),
      source_(source),
      theme_(source.theme),
      connection_(connection),
      route_(route),
      detailed_(detailAt(scale) != Detail::blocks) {
    if (source.results != nullptr) {
        const auto found = source.results->connections.find(connection.id);
        result_ = found == source.results->connections.end() ? nullptr : &found->second;
    }
    width_ = wireWidth(result_ == nullptr ? results::Figure() : result_->rps);
}

void WirePainter::paint(const Emphasis& emphasis) {
    const QColor ink = theme_[emphasis.selected || emphasis.hovered ? Token::accent : Token::wire];
    const bool bothWays = connection_.kind == "replicate";
    const double end = detailed_ ? arrowLength() : 0;
    const QPainterPath line = routePath(shortened(route_, bothWays ? end : 0, end));
    paintLine(line, ink);
    if (!detailed_) {
        return;
    }
    if (result_ != nullptr && result_->error_rate.value_or(0) > visibleShare) {
        paintFailures(line);
    }
    const auto& points = route_.points;
    const bool filled = connection_.kind != "publish";
    paintArrow(toQt(points.back()), toQt(points[points.size() - 2]), ink, filled);
    if (bothWays) {
        paintArrow(toQt(points.front()), toQt(points[1]), ink, filled);
    }
    if (emphasis.chevrons) {
        paintChevrons(ink);
    } else if (emphasis.dotPhase >= 0) {
        paintDots(line, emphasis.dotPhase);
    }
}

void WirePainter::paintLine(const QPainterPath& line, const QColor& ink) {
    QPen pen(ink, width_, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (connection_.kind == "publish") {
        pen.setDashPattern({6 / width_ * 1.5, 4 / width_ * 1.5});
    } else if (connection_.kind == "replicate") {
        pen.setDashPattern({0.1, 5 / width_});
        pen.setCapStyle(Qt::RoundCap);
    }
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(pen);
    painter_.drawPath(line);
}

void WirePainter::paintFailures(const QPainterPath& line) {
    QPen pen(theme_[Token::failing], width_, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    const double share = std::clamp(*result_->error_rate, 0.05, 0.95);
    const double period = 36 / width_;
    pen.setDashPattern({period * share, period * (1 - share)});
    painter_.setPen(pen);
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPath(line);
}

void WirePainter::paintArrow(const QPointF& tip, const QPointF& from, const QColor& ink, bool filled) {
    const QPointF way = tip - from;
    const double length = std::hypot(way.x(), way.y());
    if (length <= 0) {
        return;
    }
    const QPointF along = way / length;
    const QPointF across(-along.y(), along.x());
    const QPointF base = tip - along * (arrowLength() + 1);
    const double half = 3.5 + width_ * 0.6;
    if (filled) {
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(ink);
        painter_.drawPolygon(QPolygonF({tip, base + across * half, base - across * half}));
        return;
    }
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(ink, std::max(1.5, width_ * 0.6), Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
    painter_.drawPolyline(QPolygonF({base + across * half, tip - along, base - across * half}));
    painter_.drawLine(base, tip - along * 1.5);
}

void WirePainter::paintDots(const QPainterPath& line, double phase) {
    const double length = line.length();
    if (result_ == nullptr || result_->rps.value_or(0) <= 0 || length <= 0) {
        return;
    }
    const auto dots = std::clamp<std::size_t>(static_cast<std::size_t>(length / dotSpacing), 1, maxDots);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(theme_[Token::wire_dot]);
    const double size = 2 + width_ * 0.35;
    for (std::size_t i = 0; i < dots; ++i) {
        const double at = std::fmod(phase + static_cast<double>(i) / static_cast<double>(dots), 1.0);
        painter_.drawEllipse(line.pointAtPercent(line.percentAtLength(at * length)), size, size);
    }
}

/// In the middle of the longest segment: walking along a curved path would cost more than drawing it.
void WirePainter::paintChevrons(const QColor& ink) {
    const auto& points = route_.points;
    if (result_ == nullptr || result_->rps.value_or(0) <= 0 || layout::length(points) < dotSpacing) {
        return;
    }
    const std::size_t segment = layout::longestSegment(points);
    const QPointF way = toQt(points[segment + 1]) - toQt(points[segment]);
    const QPointF along = way / std::hypot(way.x(), way.y());
    const QPointF across(-along.y(), along.x());
    const QPointF middle = toQt(layout::labelAnchor(points));
    const double size = 3 + width_;
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter_.drawPolyline(QPolygonF({middle - along * size / 2 - across * size, middle + along * size / 2,
                                     middle - along * size / 2 + across * size}));
}

QString WirePainter::pillText() const {
    QStringList parts{qtText(source_.catalog.connectionLabel(connection_.kind))};
    if (result_ == nullptr) {
        return parts.join(QString());
    }
    if (result_->rps) {
        parts << qtText(formatQuantity(*result_->rps, Unit::per_second));
        const auto caller = source_.results->components.find(connection_.from);
        const bool known =
            caller != source_.results->components.end() && caller->second.arrival_rps.value_or(0) > 0;
        if (known) {
            const double perRequest = *result_->rps / *caller->second.arrival_rps;
            parts << qtText(formatQuantity(perRequest, perRequest > 1.0005 ? Unit::factor : Unit::ratio));
        }
    }
    if (result_->latency_ms.p99) {
        parts << QStringLiteral("p99 ") +
                     qtText(formatQuantity(*result_->latency_ms.p99, Unit::milliseconds));
    }
    if (result_->retry_rps.value_or(0) > 0) {
        parts << qtText(formatQuantity(*result_->retry_rps, Unit::per_second)) + QStringLiteral(" retries");
    }
    if (result_->error_rate.value_or(0) > visibleShare) {
        parts << qtText(formatQuantity(*result_->error_rate, Unit::ratio)) + QStringLiteral(" fail");
    }
    return parts.join(QStringLiteral("  \u00b7  "));
}

void WirePainter::paintPill() {
    const QString text = pillText();
    const QFont font = interfaceFont(11);
    const double width = figuresWidth(font, text) + 20;
    const layout::Point anchor = layout::labelAnchor(route_.points);
    const QRectF pill(anchor.x - width / 2, anchor.y - 11, width, 22);
    painter_.setPen(QPen(theme_[Token::strong_line], 1));
    painter_.setBrush(theme_[Token::surface_raised]);
    painter_.drawRoundedRect(pill, 11, 11);
    painter_.setFont(font);
    painter_.setPen(theme_[Token::text]);
    drawFigures(painter_, pill, Qt::AlignCenter, text);
}

}  // namespace headroom::render
