#include "widgets/charts/load_chart.h"

#include <QLineSeries>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using engine::sweep::BreakingPoint;
using render::Token;

namespace {

constexpr int fewPoints = 12;
constexpr int manyPoints = 40;
constexpr int solvesPerSecond = 4000;  // of a component, about
constexpr int sayAfterMs = 300;
constexpr double nextToBreak = 5e-3;  // so near, waits grow without bound

/// Fewer points for larger designs, so that a picture is there within a second or so.
int pointsFor(const model::Design& design) {
    const int components = std::max(1, static_cast<int>(design.components().size()));
    return std::clamp(solvesPerSecond / components, fewPoints, manyPoints);
}

/// A logarithmic axis has no place for what takes no time at all, such as the answer to a source that asks
/// nobody.
bool isShown(const results::Figure& ms) {
    return ms && *ms > 0;
}

/// What can be said of a design that still works fills the axis; of the minutes that an overloaded one makes
/// people wait, only as much as the present load needs.
AxisScale latencyScale(const engine::sweep::LoadSweep& sweep) {
    constexpr double air = 1.5;
    constexpr double beyondBreak = 8;
    double fastest = HUGE_VAL;
    double slowest = 0;
    for (const auto& point : sweep.points) {
        const results::Latency& ms = point.system.latency_ms;
        fastest = isShown(ms.p50) ? std::min(fastest, *ms.p50) : fastest;
        const bool beyond = sweep.breaking && point.value >= sweep.breaking->factor * (1 - nextToBreak);
        if (!beyond || point.value == sweep.present.value) {
            slowest = std::max(slowest, ms.p99.value_or(slowest));
        }
    }
    return {AxisScale::Kind::logarithmic, std::max(fastest, 1e-6) / air,
            slowest * (sweep.breaking ? beyondBreak : air)};
}

bool hasLatency(const engine::sweep::LoadSweep& sweep) {
    return std::any_of(sweep.points.begin(), sweep.points.end(),
                       [](const auto& point) { return isShown(point.system.latency_ms.p99); });
}

}  // namespace

LoadChart::LoadChart(Document& document, Look& look, QWidget* parent)
    : ChartPage(document, look, parent),
      curves_{{{"p99", &results::Latency::p99}, {"p50", &results::Latency::p50}}},
      background_(
          *this,
          [&catalog = document.catalog()](const model::Design& design, const std::stop_token& stop) {
              return engine::sweep::sweepLoad(design, catalog, pointsFor(design), stop);
          },
          [this](const auto& answer) { show(answer); }) {
    setAccessibleName(tr("Latency by load"));
    for (Curve& curve : curves_) {
        for (QLineSeries** series : {&curve.whole, &curve.broken}) {
            *series = new QLineSeries(this);
            attach(**series);
        }
    }
    patience_.setSingleShot(true);
    patience_.setInterval(sayAfterMs);
    connect(&patience_, &QTimer::timeout, this, [this] {
        if (!hasData()) {
            sayInstead(tr("Computing…"));
        }
    });
}

void LoadChart::refresh() {
    if (document().results()->system.offered_rps.value_or(0) <= 0) {
        abandon();
        sweep_.reset();
        sayInstead(tr("No traffic yet. Draw a source, give it a rate and connect it."));
        return;
    }
    background_.ask(document().design());
    patience_.start();
}

bool LoadChart::abandon() {
    patience_.stop();
    return background_.abandon();
}

void LoadChart::relabel() {
    if (hasData()) {
        say(verdict());
    }
}

void LoadChart::show(const std::shared_ptr<const Sweep>& sweep) {
    patience_.stop();
    sweep_ = sweep;
    if (!hasLatency(*sweep)) {
        sayInstead(
            tr("No latency to show: nothing is asked, nothing answers, or something on the way has no "
               "numbers."));
        return;
    }
    setAxes({AxisScale(AxisScale::Kind::logarithmic, sweep->points.front().value, sweep->points.back().value),
             Unit::factor, tr("traffic, as a multiple of what the sources say"), 12},
            {latencyScale(*sweep), Unit::milliseconds, {}, 6});
    for (Curve& curve : curves_) {
        fill(curve);
    }
    say(verdict());
}

void LoadChart::fill(Curve& curve) const {
    QList<QPointF> whole;
    QList<QPointF> broken;
    for (const Point& point : sweep_->points) {
        const results::Figure& ms = point.system.latency_ms.*curve.figure;
        if (!isShown(ms)) {
            continue;
        }
        const QPointF position(xAxis().scale.position(point.value), yAxis().scale.position(*ms));
        const bool beyond = sweep_->breaking && point.value > sweep_->breaking->factor;
        if (!beyond) {
            whole.append(position);
        } else {
            if (broken.isEmpty() && !whole.isEmpty()) {
                broken.append(whole.back());
            }
            broken.append(position);
        }
    }
    curve.whole->replace(whole);
    curve.broken->replace(broken);
}

QString LoadChart::nameOf(const std::optional<Id>& component) const {
    const auto found = component ? document().design().components().find(*component) : nullptr;
    return found ? shownName(*found, document().catalog()) : QString();
}

QString LoadChart::breakingText() const {
    const BreakingPoint& breaking = *sweep_->breaking;
    const QString name = nameOf(breaking.component);
    if (breaking.cause == BreakingPoint::Cause::saturated) {
        return tr("%1 saturates").arg(name);
    }
    const QString lost = tr("1 % fails or comes late");
    return name.isEmpty() ? lost : tr("%1; %2 is busiest").arg(lost, name);
}

QString LoadChart::verdict() const {
    const auto& breaking = sweep_->breaking;
    const bool converged = sweep_->present.converged;
    const QString caveat = converged ? QString() : tr("Not converged. ");
    if (sweep_->neverWhole) {
        return caveat + tr("More than 1 % fails or comes late even at light load.");
    }
    if (!breaking) {
        return caveat + tr("Nothing breaks at any load that can be set.");
    }
    const QString where = figureText(breaking->offered_rps, Unit::per_second);
    if (sweep_->present.value > breaking->factor) {
        return caveat + tr("Overloaded: from %1 on, %2.").arg(where, breakingText());
    }
    const QString room = figureText(breaking->factor / sweep_->present.value, Unit::factor);
    return caveat + tr("Room for %1 the present traffic: at %2, %3.").arg(room, where, breakingText());
}

void LoadChart::dress() {
    for (Curve& curve : curves_) {
        const bool main = curve.name == curves_[0].name;
        // Qt draws each piece of a line for itself: other caps would show where two pieces meet.
        QPen pen(look().color(main ? Token::accent : Token::text_secondary), 2, Qt::SolidLine, Qt::FlatCap);
        curve.whole->setPen(pen);
        pen.setStyle(Qt::DashLine);
        pen.setWidthF(1.5);
        curve.broken->setPen(pen);
    }
}

void LoadChart::paintMarks(QPainter& painter) {
    paintBreakingPoint(painter);
    paintPresent(painter);
    paintNames(painter);
}

void LoadChart::paintBreakingPoint(QPainter& painter) const {
    if (!sweep_->breaking) {
        return;
    }
    const QRectF area = plotArea();
    const double x = at(sweep_->breaking->factor, yAxis().scale.from()).x();
    painter.setPen(QPen(look().color(Token::state_saturated), 1.5, Qt::DashLine));
    painter.drawLine(QPointF(x, area.top() + 8), QPointF(x, area.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(look().color(Token::state_saturated));
    painter.drawPolygon(QPolygonF{{x - 5, area.top()}, {x + 5, area.top()}, {x, area.top() + 9}});
    const bool roomLeft = x - area.left() > area.width() / 2;
    const BreakingPoint& breaking = *sweep_->breaking;
    const QString load = figureText(breaking.factor, Unit::factor);
    paintLabel(painter, {x, area.top() + 6}, roomLeft ? Qt::AlignRight : Qt::AlignLeft,
               breaking.cause == BreakingPoint::Cause::saturated
                   ? tr("breaks at %1: %2").arg(load, breakingText())
                   : tr("breaks at %1: late or failed").arg(load),
               Token::error_text, true);
}

void LoadChart::paintPresent(QPainter& painter) const {
    const QRectF area = plotArea();
    const Point& present = sweep_->present;
    const double x = at(present.value, yAxis().scale.from()).x();
    painter.setPen(QPen(look().color(Token::accent), 1));
    painter.drawLine(QPointF(x, area.top() + 26), QPointF(x, area.bottom()));
    const bool roomRight = x + 140 < area.right();
    const Qt::Alignment side = roomRight ? Qt::AlignLeft : Qt::AlignRight;
    const results::Figure& slowest = present.system.latency_ms.p99;
    const bool high = isShown(slowest) && at(present.value, *slowest).y() < area.center().y();
    paintLabel(painter, {x, high ? area.bottom() - 12 : area.top() + 26}, side,
               tr("now %1").arg(figureText(present.value, Unit::factor)), Token::accent_text, true);
    const results::Latency& ms = present.system.latency_ms;
    if (!isShown(ms.p99) || !isShown(ms.p50)) {
        return;
    }
    // One above its dot, one below; both above where there is no room below.
    constexpr double step = 15;
    const QPointF slow = at(present.value, *ms.p99);
    const QPointF fast = at(present.value, *ms.p50);
    double lower = fast.y() + 11;
    if (lower + 8 > area.bottom()) {
        lower = fast.y() - 11;
    }
    const double upper = std::max(std::min(slow.y() - 11, lower - step), area.top() + 26);
    lower = std::max(lower, upper + step);
    paintLabel(painter, {x, upper}, side, tr("p99 %1").arg(figureText(ms.p99, Unit::milliseconds)),
               Token::text, true);
    paintLabel(painter, {x, lower}, side, tr("p50 %1").arg(figureText(ms.p50, Unit::milliseconds)),
               Token::text_secondary);
    paintDot(painter, fast, Token::text_secondary);
    paintDot(painter, slow, Token::accent);
}

void LoadChart::paintNames(QPainter& painter) const {
    double below = -HUGE_VAL;
    for (const Curve& curve : curves_) {
        const results::Figure& ms = sweep_->points.back().system.latency_ms.*curve.figure;
        if (!isShown(ms) || *ms > yAxis().scale.to()) {
            continue;  // there is no line, or it leaves through the top
        }
        QPointF end = at(sweep_->points.back().value, *ms);
        end.setY(std::max(end.y(), below + 14));
        below = end.y();
        paintLabel(painter, end, Qt::AlignLeft, QLatin1String(curve.name),
                   curve.name == curves_[0].name ? Token::accent_text : Token::text_secondary, true);
    }
}

CsvTable LoadChart::table() const {
    CsvTable table;
    table.header = {"load factor",
                    "offered (requests/s)",
                    "goodput (requests/s)",
                    "error rate (ratio)",
                    "mean (ms)",
                    "p50 (ms)",
                    "p90 (ms)",
                    "p95 (ms)",
                    "p99 (ms)",
                    "p99.9 (ms)",
                    "busiest component",
                    "offered utilization (ratio)",
                    "saturated",
                    "converged",
                    "mark"};
    if (!sweep_ || !hasData()) {
        return table;
    }
    for (const Point& point : sweep_->points) {
        const results::SystemResult& system = point.system;
        const results::Latency& ms = system.latency_ms;
        const bool breaks = sweep_->breaking && point.value == sweep_->breaking->factor;
        table.rows.push_back(
            {csvNumber(point.value), csvNumber(system.offered_rps), csvNumber(system.goodput_rps),
             csvNumber(system.error_rate), csvNumber(ms.mean), csvNumber(ms.p50), csvNumber(ms.p90),
             csvNumber(ms.p95), csvNumber(ms.p99), csvNumber(ms.p999), system.bottleneck.value_or(Id()),
             csvNumber(point.utilization), point.saturated ? "yes" : "no", point.converged ? "yes" : "no",
             point.value == sweep_->present.value ? "now"
             : breaks                             ? "breaks"
                                                  : ""});
    }
    return table;
}

}  // namespace headroom::widgets
