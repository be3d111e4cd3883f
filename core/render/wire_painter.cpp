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

constexpr double dashPeriod = 36;
constexpr int pillType = 11;
constexpr double pillRow = 16;
constexpr double pillShift = layout::cardHeight / 2 + 18;
/// Shorter lines have no room for a chevron.
constexpr double chevronRoom = 90;

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
    shown_ = wireFigures(result_);
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
    paintDashes(line, Token::retry, shown_.retrying, dashPeriod / 2);
    paintDashes(line, Token::failing, shown_.failing, 0);
    const auto& points = route_.points;
    const bool filled = connection_.kind != "publish";
    paintArrow(toQt(points.back()), toQt(points[points.size() - 2]), ink, filled);
    if (bothWays) {
        paintArrow(toQt(points.front()), toQt(points[1]), ink, filled);
    }
    if (shown_.severed) {
        paintCross();
    } else if (emphasis.chevrons) {
        paintChevrons(ink);
    }
}

void WirePainter::paintLine(const QPainterPath& line, const QColor& ink) {
    QPen pen(ink, shown_.width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (connection_.kind == "publish") {
        pen.setDashPattern({6 / shown_.width * 1.5, 4 / shown_.width * 1.5});
    } else if (connection_.kind == "replicate") {
        pen.setDashPattern({0.1, 5 / shown_.width});
        pen.setCapStyle(Qt::RoundCap);
    }
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(pen);
    painter_.drawPath(line);
}

/// What is retried in amber and what fails in vermilion, as dashes along the line whose length is the share.
void WirePainter::paintDashes(const QPainterPath& line, Token token, int percent, double offset) {
    if (percent == 0) {
        return;
    }
    QPen pen(theme_[token], shown_.width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    const double period = dashPeriod / shown_.width;
    const double share = percent / 100.0;
    pen.setDashPattern({period * share, period * (1 - share)});
    pen.setDashOffset(offset / shown_.width);
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
    const double half = 3.5 + shown_.width * 0.6;
    if (filled) {
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(ink);
        painter_.drawPolygon(QPolygonF({tip, base + across * half, base - across * half}));
        return;
    }
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(ink, std::max(1.5, shown_.width * 0.6), Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
    painter_.drawPolyline(QPolygonF({base + across * half, tip - along, base - across * half}));
    painter_.drawLine(base, tip - along * 1.5);
}

/// In the middle of the longest segment: walking along a curved path would cost more than drawing it.
void WirePainter::paintChevrons(const QColor& ink) {
    const auto& points = route_.points;
    if (!shown_.flows || layout::length(points) < chevronRoom) {
        return;
    }
    const std::size_t segment = layout::longestSegment(points);
    const QPointF way = toQt(points[segment + 1]) - toQt(points[segment]);
    const QPointF along = way / std::hypot(way.x(), way.y());
    const QPointF across(-along.y(), along.x());
    const QPointF middle = toQt(layout::labelAnchor(points));
    const double size = 3 + shown_.width;
    painter_.setBrush(Qt::NoBrush);
    painter_.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter_.drawPolyline(QPolygonF({middle - along * size / 2 - across * size, middle + along * size / 2,
                                     middle - along * size / 2 + across * size}));
}

/// A cross in the middle where nothing comes through, which colour alone would not say.
void WirePainter::paintCross() {
    const QPointF middle = toQt(layout::labelAnchor(route_.points));
    painter_.setPen(QPen(theme_[Token::failing], 1.5));
    painter_.setBrush(theme_[Token::surface]);
    painter_.drawEllipse(middle, 7, 7);
    painter_.setPen(QPen(theme_[Token::failing], 2, Qt::SolidLine, Qt::RoundCap));
    painter_.drawLine(middle + QPointF(-2.5, -2.5), middle + QPointF(2.5, 2.5));
    painter_.drawLine(middle + QPointF(-2.5, 2.5), middle + QPointF(2.5, -2.5));
}

QStringList WirePainter::pillParts() const {
    QStringList parts{qtText(source_.catalog.connectionLabel(connection_.kind))};
    if (result_ == nullptr) {
        return parts;
    }
    const auto add = [&](double value, Unit unit, const char* word) {
        parts << qtText(formatQuantity(value, unit)) + QLatin1String(word);
    };
    if (result_->rps) {
        add(*result_->rps, Unit::per_second, "");
        const auto caller = source_.results->components.find(connection_.from);
        const bool known =
            caller != source_.results->components.end() && caller->second.arrival_rps.value_or(0) > 0;
        if (known) {
            const double perRequest = *result_->rps / *caller->second.arrival_rps;
            add(perRequest, perRequest > 1.0005 ? Unit::factor : Unit::ratio, "");
        }
    }
    if (result_->latency_ms.p99) {
        parts << QStringLiteral("p99 ") +
                     qtText(formatQuantity(*result_->latency_ms.p99, Unit::milliseconds));
    }
    if (result_->retry_rps.value_or(0) > 0) {
        add(*result_->retry_rps, Unit::per_second, " retries");
    }
    if (result_->error_rate.value_or(0) > visibleShare) {
        add(*result_->error_rate, Unit::ratio, " fail");
    }
    if (result_->silent_share.value_or(0) > visibleShare) {
        add(*result_->silent_share, Unit::ratio, " never answered");
    }
    return parts;
}

/// In one row on the longest piece of the line, one part below the other, or on another piece: the first that
/// covers no card. Else above or below the line, clear of the cards that it joins.
QRectF WirePainter::pillBox(const layout::BoxIndex& cards, QStringList& parts) const {
    const QFont font = interfaceFont(pillType);
    const QStringList row{parts.join(QStringLiteral("  \u00b7  "))};
    const auto boxAt = [&](const QStringList& rows, const QPointF& anchor) {
        double width = 0;
        for (const QString& text : rows) {
            width = std::max(width, figuresWidth(font, text));
        }
        QRectF box(0, 0, std::ceil(width) + 20, pillRow * static_cast<double>(rows.size()) + 6);
        box.moveCenter(anchor);
        return box;
    };
    const QPointF middle = toQt(layout::labelAnchor(route_.points));
    std::vector<std::pair<QPointF, const QStringList*>> tries{{middle, &row}, {middle, &parts}};
    for (std::size_t i = 0; i + 1 < route_.points.size(); ++i) {
        tries.emplace_back((toQt(route_.points[i]) + toQt(route_.points[i + 1])) / 2, &row);
    }
    for (const double shift : {-pillShift, pillShift}) {
        tries.emplace_back(middle + QPointF(0, shift), &row);
    }
    for (const auto& [anchor, rows] : tries) {
        const QRectF box = boxAt(*rows, anchor);
        if (cards.inside({box.x(), box.y(), box.width(), box.height()}).empty()) {
            parts = QStringList(*rows);
            return box;
        }
    }
    parts = row;
    return boxAt(row, middle);
}

void WirePainter::paintPill(const layout::BoxIndex& cards) {
    if (!source_.catalog.isComputed(source_.design, connection_)) {
        return;  // an arrow to a plain box has nothing to say
    }
    QStringList rows = pillParts();
    const QRectF pill = pillBox(cards, rows);
    painter_.setPen(QPen(theme_[Token::strong_line], 1));
    painter_.setBrush(theme_[Token::surface_raised]);
    painter_.drawRoundedRect(pill, 11, 11);
    painter_.setFont(interfaceFont(pillType));
    painter_.setPen(theme_[Token::text]);
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QRectF line(pill.x(), pill.y() + 3 + pillRow * static_cast<double>(i), pill.width(), pillRow);
        drawFigures(painter_, line, Qt::AlignCenter, rows[i]);
    }
}

}  // namespace headroom::render
