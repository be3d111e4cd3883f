#include "widgets/timeline/timeline_chart.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"
#include "widgets/timeline/axis_steps.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr double leftRoom = 104;
constexpr double rightRoom = 24;
constexpr double stripHeight = 20;  // of what happens
constexpr double axisHeight = 20;
constexpr double laneGap = 6;
constexpr double summaryHeight = 15;
constexpr double twoLines = 32;    // in the gutter
constexpr double edgeReach = 5;    // of a hand, in pixels
constexpr double dragSteps = 120;  // in a run
constexpr double knob = 5;         // half of the playhead's

QString shown(const results::Figure& figure, Unit unit) {
    return figure ? toQt(formatQuantity(*figure, unit)) : QStringLiteral("—");
}

}  // namespace

TimelineChart::TimelineChart(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TimelineChart::show(TimelineContent content) {
    content_ = std::move(content);
    phases_ = phasesOf(content_.happenings, content_.runS);
    describe();
    update();
}

void TimelineChart::setPlayhead(std::optional<double> seconds, const QString& words) {
    if (seconds != playheadS_ || words != playheadWords_) {
        playheadS_ = seconds;
        playheadWords_ = words;
        update();
    }
}

void TimelineChart::describe() {
    QStringList words;
    for (const Phase& phase : phases_) {
        QStringList figures;
        for (const Lane& lane : content_.lanes) {
            figures.append(
                QStringLiteral("%1 %2").arg(lane.name.toLower(), shown(lane.over(phase), lane.unit)));
        }
        words.append(QStringLiteral("%1: %2").arg(phase.name, figures.join(QStringLiteral(", "))));
    }
    setAccessibleName(tr("%1 over time").arg(content_.subject));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QRectF TimelineChart::plot() const {
    return QRectF(rect()).adjusted(leftRoom, 4, -rightRoom, -axisHeight);
}

QRectF TimelineChart::laneRect(std::size_t lane) const {
    const QRectF all = plot().adjusted(0, stripHeight + laneGap, 0, 0);
    const double count = std::max<double>(1, static_cast<double>(content_.lanes.size()));
    const double each = (all.height() + laneGap) / count;
    return {all.left(), all.top() + each * static_cast<double>(lane), all.width(), each - laneGap};
}

double TimelineChart::across(double seconds) const {
    return plot().left() + plot().width() * std::clamp(seconds / content_.runS, 0.0, 1.0);
}

double TimelineChart::secondsAt(double x) const {
    return content_.runS * std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0);
}

std::optional<BandGrip> TimelineChart::gripUnder(const QPointF& position) const {
    const QRectF strip(plot().left() - edgeReach, plot().top(), plot().width() + 2 * edgeReach, stripHeight);
    return strip.contains(position) ? gripAt(content_.happenings, secondsAt(position.x()),
                                             content_.runS * edgeReach / plot().width(), content_.runS)
                                    : std::nullopt;
}

void TimelineChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    grip_ = gripUnder(event->position());
    if (grip_) {
        emit dragBegan();
    } else if (plot().adjusted(-edgeReach, 0, edgeReach, axisHeight).contains(event->position())) {
        scrubbing_ = true;
        emit scrubbed(secondsAt(event->position().x()));
    }
}

void TimelineChart::mouseMoveEvent(QMouseEvent* event) {
    momentS_ =
        plot().contains(event->position()) ? std::optional(secondsAt(event->position().x())) : std::nullopt;
    if (grip_) {
        emit dragged(
            grip_->at(secondsAt(event->position().x()), content_.runS, roundStep(content_.runS, dragSteps)));
    } else if (scrubbing_) {
        emit scrubbed(secondsAt(event->position().x()));
    } else {
        const auto under = gripUnder(event->position());
        setCursor(!under                                 ? Qt::ArrowCursor
                  : under->part == BandGrip::Part::whole ? Qt::OpenHandCursor
                                                         : Qt::SizeHorCursor);
    }
    update();
}

void TimelineChart::mouseReleaseEvent(QMouseEvent*) {
    scrubbing_ = false;
    if (grip_) {
        grip_.reset();
        emit dragEnded();
    }
}

void TimelineChart::leaveEvent(QEvent*) {
    momentS_.reset();
    update();
}

void TimelineChart::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void TimelineChart::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

QString TimelineChart::momentText(double seconds) const {
    QStringList words;
    for (const Lane& lane : content_.lanes) {
        words.append(QStringLiteral("%1 %2").arg(lane.name.toLower(), shown(lane.at(seconds), lane.unit)));
    }
    return QStringLiteral("%1: %2").arg(toQt(formatQuantity(std::round(seconds * 10) / 10, Unit::seconds)),
                                        words.join(QStringLiteral(", ")));
}

// In the strip, where the name of an event may be for as long as nobody asks for a moment.
void TimelineChart::paintMoment(QPainter& painter) const {
    const bool there = momentS_ && *momentS_ < content_.simulatedS;
    if (!there || grip_ || scrubbing_) {
        return;
    }
    const double x = across(*momentS_);
    painter.setPen(QPen(look_.color(Token::strong_line), 1));
    painter.drawLine(QPointF(x, plot().top() + stripHeight), QPointF(x, plot().bottom()));
    paintFlag(painter, x, momentText(*momentS_), Token::tooltip, Token::tooltip_text);
}

void TimelineChart::paintFlag(QPainter& painter, double x, const QString& text, Token ground,
                              Token ink) const {
    painter.setFont(render::interfaceFont(type::secondary));
    const double width = render::figuresWidth(painter.font(), text) + 12.0;
    // A long one takes the gutter, too.
    const double room = this->width();
    const double left = std::clamp(x - width / 2, 4.0, std::max(4.0, room - width - 4));
    const QRectF box(left, plot().top() + 1, std::min(width, room - 8), stripHeight - 3);
    painter.setBrush(look_.color(ground));
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(look_.color(ink));
    render::drawFigures(painter, box, Qt::AlignCenter, text);
}

void TimelineChart::paintPlayhead(QPainter& painter) const {
    if (!playheadS_) {
        return;
    }
    const double x = across(*playheadS_);
    painter.setPen(QPen(look_.color(Token::accent), 2));
    for (std::size_t i = 0; i < content_.lanes.size(); ++i) {
        const QRectF curve = laneRect(i).adjusted(0, summaryHeight, 0, 0);
        painter.drawLine(QPointF(x, curve.top()), QPointF(x, curve.bottom()));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(look_.color(Token::accent));
    const double foot = plot().bottom();
    painter.drawPolygon(
        QPolygonF({QPointF(x, foot - knob), QPointF(x + knob, foot + knob), QPointF(x - knob, foot + knob)}));
    if (!momentS_ || scrubbing_) {
        paintFlag(painter, x, playheadWords_, Token::accent, Token::on_accent);
    }
}

void TimelineChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look_.color(Token::surface));
    if (content_.lanes.empty()) {
        return;
    }
    paintHappenings(painter);
    paintAxis(painter);
    painter.setFont(render::interfaceFont(type::secondary, QFont::DemiBold));
    painter.setPen(look_.color(Token::text_secondary));
    const QRectF name(12, plot().top(), leftRoom - 20, stripHeight);
    painter.drawText(
        name, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(content_.subject, Qt::ElideMiddle, static_cast<int>(name.width())));
    for (std::size_t i = 0; i < content_.lanes.size(); ++i) {
        paintLane(painter, content_.lanes[i], laneRect(i));
    }
    paintPlayhead(painter);
    paintMoment(painter);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(look_.color(Token::focus_ring), 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

// A band over all lanes; the name in the strip above them, where there is room for it.
void TimelineChart::paintHappenings(QPainter& painter) const {
    const QRectF area = plot();
    painter.setFont(render::interfaceFont(type::secondary));
    for (const Happening& happening : content_.happenings) {
        const QRectF band(QPointF(across(happening.atS), area.top()),
                          QPointF(across(happening.endS(content_.runS)), area.bottom()));
        painter.fillRect(band, look_.color(Token::warning_tint));
        painter.setPen(QPen(look_.color(Token::state_hot), 1));
        painter.drawLine(band.topLeft(), band.bottomLeft());
        if (happening.forS) {
            painter.drawLine(band.topRight(), band.bottomRight());
        }
        painter.setPen(look_.color(Token::warning_text));
        const QRectF strip(QPointF(band.left() + 6, band.top()),
                           QPointF(across(nextAfter(happening.atS)) - 4, band.top() + stripHeight));
        painter.drawText(strip, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(happening.what, Qt::ElideRight,
                                                          static_cast<int>(strip.width())));
    }
}

/// When the next event begins, whose name needs the room; the end of the run where there is none.
double TimelineChart::nextAfter(double seconds) const {
    double next = content_.runS;
    for (const Happening& happening : content_.happenings) {
        if (happening.atS > seconds) {
            next = std::min(next, happening.atS);
        }
    }
    return next;
}

void TimelineChart::paintAxis(QPainter& painter) const {
    const QRectF area = plot();
    const double step = roundStep(content_.runS, std::max(2.0, area.width() / 80));
    painter.setFont(render::interfaceFont(type::secondary));
    for (double at = 0; at <= content_.runS * (1 + 1e-9); at += step) {
        const double x = across(at);
        painter.setPen(QPen(look_.color(Token::line), 1));
        painter.drawLine(QPointF(x, area.top() + stripHeight), QPointF(x, area.bottom()));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(QRectF(x - 40, area.bottom() + 2, 80, axisHeight - 2),
                         Qt::AlignHCenter | Qt::AlignVCenter, toQt(formatQuantity(at, Unit::seconds)));
    }
}

void TimelineChart::paintLane(QPainter& painter, const Lane& lane, const QRectF& room) const {
    const QRectF gutter(12, room.top(), leftRoom - 20, room.height());
    painter.setFont(render::interfaceFont(12));
    painter.setPen(look_.color(Token::text));
    painter.drawText(gutter, Qt::AlignTop | Qt::AlignLeft, lane.name);
    if (lane.most > 0 && room.height() >= twoLines) {
        painter.setFont(render::interfaceFont(type::secondary));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(gutter.adjusted(0, 16, 0, 0), Qt::AlignTop | Qt::AlignLeft,
                         tr("to %1").arg(toQt(formatQuantity(lane.most, lane.unit))));
    }
    painter.setPen(QPen(look_.color(Token::strong_line), 1));
    painter.drawLine(room.bottomLeft(), room.bottomRight());
    paintCurve(painter, lane, room.adjusted(0, summaryHeight, 0, 0));
    paintSummary(painter, lane, room);
}

void TimelineChart::paintCurve(QPainter& painter, const Lane& lane, const QRectF& room) const {
    QPainterPath path;
    bool drawing = false;
    for (std::size_t i = 0; i < lane.values.size(); ++i) {
        if (!lane.values[i] || !(lane.most > 0)) {
            drawing = false;
            continue;
        }
        const double y = room.bottom() - room.height() * *lane.values[i] / lane.most;
        const double from = across(static_cast<double>(i) * lane.stepS);
        drawing ? path.lineTo(from, y) : path.moveTo(from, y);
        path.lineTo(across(static_cast<double>(i + 1) * lane.stepS), y);
        drawing = true;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(look_.color(content_.stale ? Token::text_disabled : lane.ink), 1.5));
    painter.drawPath(path);
}

// In each part of the run what it was there; the number alone, or nothing, where there is no room for more.
void TimelineChart::paintSummary(QPainter& painter, const Lane& lane, const QRectF& room) const {
    painter.setFont(render::interfaceFont(type::secondary, QFont::DemiBold));
    painter.setPen(look_.color(content_.stale ? Token::text_faint : Token::text));
    for (const Phase& phase : phases_) {
        const results::Figure figure = lane.over(phase);
        if (!figure) {
            continue;
        }
        const QString number = toQt(formatQuantity(*figure, lane.unit));
        const QRectF place(across(phase.fromS) + 6, room.top(), across(phase.toS) - across(phase.fromS) - 8,
                           summaryHeight);
        for (const QString& text : {QStringLiteral("%1 %2").arg(phase.name, number), number}) {
            if (render::figuresWidth(painter.font(), text) <= place.width()) {
                render::drawFigures(painter, place, Qt::AlignVCenter | Qt::AlignLeft, text);
                break;
            }
        }
    }
}

}  // namespace headroom::widgets
