#include "widgets/charts/distribution_chart.h"

#include <QLineSeries>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/charts/label_layout.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using engine::LatencyCurve;
using engine::SlowerThan;
using render::Token;

namespace {

constexpr int perDecade = 12;
constexpr int sayAfterMs = 300;
constexpr std::size_t mostWorkloads = 4;
constexpr double labelPad = 3;
constexpr double labelHeight = 16;

struct Percentile {
    const char* name;
    double share;
    results::Figure results::Latency::*figure;
};

constexpr std::array<Percentile, 4> percentiles{{{"p50", 0.5, &results::Latency::p50},
                                                 {"p90", 0.1, &results::Latency::p90},
                                                 {"p99", 0.01, &results::Latency::p99},
                                                 {"p99.9", 0.001, &results::Latency::p999}}};

/// Where the workloads' inks come from: none is that of a state.
constexpr std::array<Token, mostWorkloads> workloadInks{Token::text_secondary, Token::baseline,
                                                        Token::ok_text, Token::placeholder};

}  // namespace

DistributionChart::DistributionChart(Document& document, Look& look, QWidget* parent)
    : ChartPage(document, look, parent),
      background_(
          *this,
          [&catalog = document.catalog()](const model::Design& design, const std::stop_token& stop) {
              return engine::latencyCurves(design, catalog, perDecade, stop);
          },
          [this](const auto& answer) { show(answer); }) {
    setAccessibleName(tr("Latency distribution"));
    for (std::size_t i = 0; i <= mostWorkloads; ++i) {
        series_.push_back(new QLineSeries(this));
    }
    // The system's line is drawn above those of its workloads.
    std::for_each(series_.rbegin(), series_.rend(), [this](QLineSeries* series) { attach(*series); });
    patience_.setSingleShot(true);
    patience_.setInterval(sayAfterMs);
    connect(&patience_, &QTimer::timeout, this, [this] {
        if (!hasData()) {
            sayInstead(tr("Computing…"));
        }
    });
}

void DistributionChart::refresh() {
    if (document().results()->system.offered_rps.value_or(0) <= 0) {
        abandon();
        curves_.reset();
        sayInstead(tr("No traffic yet. Draw a source, give it a rate and connect it."));
        return;
    }
    background_.ask(document().design());
    patience_.start();
}

bool DistributionChart::abandon() {
    patience_.stop();
    return background_.abandon();
}

void DistributionChart::relabel() {}

std::size_t DistributionChart::drawn() const {
    const std::size_t workloads = curves_->curves.size() - 1;
    return workloads >= 2 && workloads <= mostWorkloads ? workloads + 1 : 1;
}

void DistributionChart::show(const std::shared_ptr<const Curves>& curves) {
    patience_.stop();
    curves_ = curves;
    if (curves->curves.empty() || !curves->curves.front().workload.empty()) {
        sayInstead(tr("No latency to show: nothing answers, or something on the way has no numbers."));
        return;
    }
    double fastest = HUGE_VAL;
    double slowest = 0;
    for (std::size_t i = 0; i < drawn(); ++i) {
        fastest = std::min(fastest, curves->curves[i].points.front().ms);
        slowest = std::max(slowest, curves->curves[i].points.back().ms);
    }
    if (!(slowest > 0)) {
        sayInstead(tr("No latency to show: nobody is asked."));
        return;
    }
    constexpr double air = 0.04;
    const double span = std::max(slowest - fastest, 1e-3 * slowest);
    const AxisScale time = AxisScale::fitting(fastest, slowest);
    const AxisScale x =
        time.kind() == AxisScale::Kind::logarithmic
            ? AxisScale(time.kind(), fastest / (1 + air), slowest * (1 + air))
            : AxisScale(time.kind(), std::max(0.0, fastest - air * span), slowest + air * span);
    setAxes({x, Unit::milliseconds, tr("latency"), 10},
            {AxisScale(AxisScale::Kind::logarithmic, curves->curves.front().points.back().share, 1),
             Unit::ratio, tr("slower"), 5});
    fill();
    say(verdict());
}

void DistributionChart::fill() {
    for (std::size_t i = 0; i < series_.size(); ++i) {
        QList<QPointF> points;
        if (i < drawn()) {
            const LatencyCurve& curve = curves_->curves[i];
            points.append({xAxis().scale.position(curve.points.front().ms), yAxis().scale.position(1)});
            for (const SlowerThan& point : curve.points) {
                points.append({xAxis().scale.position(point.ms), yAxis().scale.position(point.share)});
            }
        }
        series_[i]->replace(points);
    }
}

QString DistributionChart::verdict() const {
    const results::Latency& ms = curves_->curves.front().figures;
    QString text = tr("Half are answered within %1, 99 of 100 within %2, 999 of 1000 within %3.")
                       .arg(figureText(ms.p50, Unit::milliseconds), figureText(ms.p99, Unit::milliseconds),
                            figureText(ms.p999, Unit::milliseconds));
    if (curves_->saturated) {
        text = tr("Saturated, so waits grow with the time looked at. ") + text;
    }
    return curves_->converged ? text : tr("Not converged. ") + text;
}

void DistributionChart::dress() {
    for (std::size_t i = 0; i < series_.size(); ++i) {
        series_[i]->setPen(i == 0
                               ? QPen(look().color(Token::accent), 2, Qt::SolidLine, Qt::FlatCap)
                               : QPen(look().color(workloadInks[i - 1]), 1.25, Qt::SolidLine, Qt::FlatCap));
    }
}

void DistributionChart::paintMarks(QPainter& painter) {
    paintDeadlines(painter);
    paintNames(painter);
}

QList<DistributionChart::Named> DistributionChart::percentileMarks() const {
    const results::Latency& ms = curves_->curves.front().figures;
    QList<Named> marks;
    for (const Percentile& percentile : percentiles) {
        if (const results::Figure& figure = ms.*percentile.figure) {
            marks.append({at(*figure, percentile.share),
                          QStringLiteral("%1 %2").arg(QLatin1String(percentile.name),
                                                      figureText(figure, Unit::milliseconds)),
                          Token::text, true});
        }
    }
    return marks;
}

QList<DistributionChart::Named> DistributionChart::workloadEnds() const {
    QList<Named> ends;
    for (std::size_t i = 1; i < drawn(); ++i) {
        const LatencyCurve& curve = curves_->curves[i];
        const SlowerThan& end = curve.points[curve.points.size() - 1 - i * 4];
        ends.append({at(end.ms, end.share), toQt(curve.workload), workloadInks[i - 1], false});
    }
    return ends;
}

void DistributionChart::paintDeadlines(QPainter& painter) const {
    const QRectF area = plotArea();
    double said = -1;
    for (const LatencyCurve& curve : curves_->curves) {
        const bool inside = curve.deadline_ms && *curve.deadline_ms > xAxis().scale.from() &&
                            *curve.deadline_ms < xAxis().scale.to();
        if (!inside || *curve.deadline_ms == said) {
            continue;
        }
        said = *curve.deadline_ms;
        const double x = at(said, 1).x();
        painter.setPen(QPen(look().color(Token::warning_text), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        paintLabel(painter, {x, area.bottom() - 10}, Qt::AlignRight,
                   tr("deadline %1").arg(figureText(said, Unit::milliseconds)), Token::warning_text);
    }
}

void DistributionChart::paintNames(QPainter& painter) const {
    const QList<Named> names = percentileMarks() + workloadEnds();
    QList<MarkedLabel> labels;
    for (const Named& name : names) {
        const QFontMetricsF metrics(
            render::interfaceFont(type::secondary, name.percentile ? QFont::DemiBold : QFont::Normal));
        labels.append({name.mark, QSizeF(metrics.horizontalAdvance(name.text) + 2 * labelPad, labelHeight),
                       !name.percentile});
        if (name.percentile) {
            paintDot(painter, name.mark, Token::accent);
        }
    }
    const QRectF page(1, 0, viewport()->width() - 2, plotArea().bottom());
    const QList<QRectF> places = placeLabels(labels, page);
    for (qsizetype i = 0; i < places.size(); ++i) {
        paintLabel(painter, places[i].center(), Qt::AlignHCenter, names[i].text, names[i].ink,
                   names[i].percentile);
    }
}

CsvTable DistributionChart::table() const {
    CsvTable table;
    table.header = {"latency of", "share slower (ratio)", "latency (ms)"};
    if (!curves_ || !hasData()) {
        return table;
    }
    for (const LatencyCurve& curve : curves_->curves) {
        for (const SlowerThan& point : curve.points) {
            table.rows.push_back({curve.workload.empty() ? "system" : curve.workload, csvNumber(point.share),
                                  csvNumber(point.ms)});
        }
    }
    return table;
}

}  // namespace headroom::widgets
