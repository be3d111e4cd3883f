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

namespace headroom::widgets {

using render::Token;

namespace {

constexpr double leftRoom = 84;
constexpr double rightRoom = 16;
constexpr double stripHeight = 20;  // of what happens
constexpr double axisHeight = 20;
constexpr double laneGap = 6;
constexpr double summaryHeight = 15;
constexpr double edgeReach = 5;      // of a hand, in pixels
constexpr double dragSteps = 120;    // in a run
constexpr double leastError = 0.01;  // an axis of errors reaches at least so far

std::vector<results::Figure> known(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

double mostOf(const std::vector<results::Figure>& values, double least) {
    double most = least;
    for (const results::Figure& value : values) {
        most = std::max(most, value.value_or(0));
    }
    return most;
}

/// 1, 2 or 5 times a power of ten, at most so many of which fill `range`.
double roundStep(double range, double atMost) {
    const double rough = range / atMost;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough) {
            return factor * power;
        }
    }
    return 10 * power;
}

QString shown(const results::Figure& figure, Unit unit) {
    return figure ? toQt(formatQuantity(*figure, unit)) : QStringLiteral("—");
}

}  // namespace

TimelineChart::TimelineChart(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TimelineChart::show(const engine::SimulationSeries& series, std::vector<Happening> happenings,
                         double runS) {
    runS_ = runS;
    happenings_ = std::move(happenings);
    phases_ = phasesOf(series, happenings_, runS);
    const auto goodput = known(series.goodput_rps);
    const auto errors = known(series.error_rate);
    lanes_ = {{tr("Goodput"), Unit::per_second, Token::state_ok, series.step_s, goodput, &Phase::goodput_rps,
               mostOf(goodput, 0)},
              {tr("p99"), Unit::milliseconds, Token::accent, series.latency_step_s, series.p99_ms,
               &Phase::worst_p99_ms, mostOf(series.p99_ms, 0)},
              {tr("Errors"), Unit::ratio, Token::state_saturated, series.step_s, errors, &Phase::error_rate,
               mostOf(errors, leastError)}};
    describe();
    update();
}

void TimelineChart::describe() {
    QStringList words;
    for (const Phase& phase : phases_) {
        words.append(tr("%1: goodput %2, p99 up to %3, errors %4")
                         .arg(phase.name, shown(phase.goodput_rps, Unit::per_second),
                              shown(phase.worst_p99_ms, Unit::milliseconds),
                              shown(phase.error_rate, Unit::ratio)));
    }
    setAccessibleName(tr("Goodput, latency and errors over time"));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

void TimelineChart::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        update();
    }
}

QRectF TimelineChart::plot() const {
    return QRectF(rect()).adjusted(leftRoom, 4, -rightRoom, -axisHeight);
}

QRectF TimelineChart::laneRect(std::size_t lane) const {
    const QRectF all = plot().adjusted(0, stripHeight + laneGap, 0, 0);
    const double each = (all.height() + laneGap) / 3;
    return {all.left(), all.top() + each * static_cast<double>(lane), all.width(), each - laneGap};
}

double TimelineChart::across(double seconds) const {
    return plot().left() + plot().width() * std::clamp(seconds / runS_, 0.0, 1.0);
}

double TimelineChart::secondsAt(double x) const {
    return runS_ * std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0);
}

std::optional<BandGrip> TimelineChart::gripUnder(const QPointF& position) const {
    const QRectF strip(plot().left() - edgeReach, plot().top(), plot().width() + 2 * edgeReach, stripHeight);
    return strip.contains(position)
               ? gripAt(happenings_, secondsAt(position.x()), runS_ * edgeReach / plot().width(), runS_)
               : std::nullopt;
}

void TimelineChart::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        grip_ = gripUnder(event->position());
        if (grip_) {
            emit dragBegan();
        }
    }
}

void TimelineChart::mouseMoveEvent(QMouseEvent* event) {
    momentS_ =
        plot().contains(event->position()) ? std::optional(secondsAt(event->position().x())) : std::nullopt;
    if (grip_) {
        emit dragged(grip_->at(secondsAt(event->position().x()), runS_, roundStep(runS_, dragSteps)));
    } else {
        const auto under = gripUnder(event->position());
        setCursor(!under                                 ? Qt::ArrowCursor
                  : under->part == BandGrip::Part::whole ? Qt::OpenHandCursor
                                                         : Qt::SizeHorCursor);
    }
    update();
}

void TimelineChart::mouseReleaseEvent(QMouseEvent*) {
    if (grip_) {
        grip_.reset();
        emit dragEnded();
    }
}

void TimelineChart::leaveEvent(QEvent*) {
    momentS_.reset();
    update();
}

QString TimelineChart::momentText(double seconds) const {
    QStringList words;
    for (const Lane& lane : lanes_) {
        const auto index =
            lane.stepS > 0 ? static_cast<std::size_t>(seconds / lane.stepS) : lane.values.size();
        const results::Figure figure = index < lane.values.size() ? lane.values[index] : std::nullopt;
        words.append(QStringLiteral("%1 %2").arg(lane.name.toLower(), shown(figure, lane.unit)));
    }
    return QStringLiteral("%1: %2").arg(toQt(formatQuantity(std::round(seconds * 10) / 10, Unit::seconds)),
                                        words.join(QStringLiteral(", ")));
}

// In the strip, where the name of an event may be for as long as nobody asks for a moment.
void TimelineChart::paintMoment(QPainter& painter) const {
    if (!momentS_ || grip_ || phases_.empty() || !phases_.front().goodput_rps) {
        return;
    }
    const double x = across(*momentS_);
    painter.setPen(QPen(look_.color(Token::accent), 1));
    painter.drawLine(QPointF(x, plot().top() + stripHeight), QPointF(x, plot().bottom()));
    const QString text = momentText(*momentS_);
    painter.setFont(render::interfaceFont(type::secondary));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 12.0;
    const double left =
        std::clamp(x - width / 2, plot().left(), std::max(plot().left(), plot().right() - width));
    const QRectF box(left, plot().top() + 1, width, stripHeight - 3);
    painter.setBrush(look_.color(Token::tooltip));
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(look_.color(Token::tooltip_text));
    painter.drawText(box, Qt::AlignCenter, text);
}

void TimelineChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look_.color(Token::surface));
    if (lanes_.empty()) {
        return;
    }
    paintHappenings(painter);
    paintAxis(painter);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        paintLane(painter, lanes_[i], laneRect(i));
    }
    paintMoment(painter);
}

// A band over all lanes; the name in the strip above them, where there is room for it.
void TimelineChart::paintHappenings(QPainter& painter) const {
    const QRectF area = plot();
    painter.setFont(render::interfaceFont(type::secondary));
    for (const Happening& happening : happenings_) {
        const QRectF band(QPointF(across(happening.atS), area.top()),
                          QPointF(across(happening.endS(runS_)), area.bottom()));
        painter.fillRect(band, look_.color(Token::warning_tint));
        painter.setPen(QPen(look_.color(Token::state_hot), 1));
        painter.drawLine(band.topLeft(), band.bottomLeft());
        if (happening.forS) {
            painter.drawLine(band.topRight(), band.bottomRight());
        }
        painter.setPen(look_.color(Token::warning_text));
        const QRectF strip(band.left() + 6, band.top(), area.right() - band.left() - 6, stripHeight);
        painter.drawText(strip, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(happening.what, Qt::ElideRight,
                                                          static_cast<int>(strip.width())));
    }
}

void TimelineChart::paintAxis(QPainter& painter) const {
    const QRectF area = plot();
    const double step = roundStep(runS_, std::max(2.0, area.width() / 80));
    painter.setFont(render::interfaceFont(type::secondary));
    for (double at = 0; at <= runS_ * (1 + 1e-9); at += step) {
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
    if (lane.most > 0) {
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
    painter.setPen(QPen(look_.color(stale_ ? Token::text_disabled : lane.ink), 1.5));
    painter.drawPath(path);
}

// In each part of the run what it was there, on a ground of its own where lines cross it.
void TimelineChart::paintSummary(QPainter& painter, const Lane& lane, const QRectF& room) const {
    painter.setFont(render::interfaceFont(type::secondary, QFont::DemiBold));
    painter.setPen(look_.color(stale_ ? Token::text_faint : Token::text));
    for (const Phase& phase : phases_) {
        const results::Figure figure = phase.*lane.summary;
        if (!figure) {
            continue;
        }
        const QString text =
            QStringLiteral("%1 %2").arg(phase.name, toQt(formatQuantity(*figure, lane.unit)));
        const QRectF place(across(phase.fromS) + 6, room.top(), across(phase.toS) - across(phase.fromS) - 8,
                           summaryHeight);
        painter.drawText(
            place, Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(place.width())));
    }
}

}  // namespace headroom::widgets
