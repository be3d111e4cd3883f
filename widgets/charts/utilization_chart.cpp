#include "widgets/charts/utilization_chart.h"

#include <QPainter>
#include <algorithm>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/names.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using render::Token;
using results::ComponentResult;
using results::Status;

namespace {

constexpr double hotAbove = 0.7;
constexpr double longestBar = 1.5;  // beyond, only the words tell how much

double loadOf(const ComponentResult& answer) {
    return answer.offered_utilization.value_or(answer.utilization.value_or(0));
}

}  // namespace

UtilizationChart::UtilizationChart(Document& document, Look& look, QWidget* parent)
    : BarPage(document, look, parent) {
    setAccessibleName(tr("Utilization"));
}

void UtilizationChart::refresh() {
    results_ = document().results();
    std::vector<Bar> bars;
    double most = 1;
    for (const auto& component : document().design().components()) {
        const auto answer = results_->components.find(component->id);
        if (answer == results_->components.end() || !answer->second.offered_utilization) {
            continue;
        }
        const double load = loadOf(answer->second);
        most = std::max(most, load);
        Bar bar{component->id, shownName(*component, document().catalog()), load,
                figureText(load, Unit::ratio), Token::state_ok};
        switch (answer->second.status) {
            case Status::hot:
                bar.ink = Token::state_hot;
                bar.shape = Shape::openTriangle;
                bar.wordsInk = Token::warning_text;
                bar.words = tr("%1 hot").arg(bar.words);
                break;
            case Status::saturated:
                bar.ink = Token::state_saturated;
                bar.shape = Shape::fullTriangle;
                bar.wordsInk = Token::error_text;
                bar.words = tr("%1 saturated").arg(bar.words);
                break;
            case Status::down:
                bar.ink = Token::state_down;
                bar.shape = Shape::cross;
                bar.hatched = true;
                bar.words = tr("%1 down").arg(bar.words);
                break;
            default:
                break;
        }
        bars.push_back(std::move(bar));
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const Bar& a, const Bar& b) { return a.length > b.length; });
    if (bars.empty()) {
        sayInstead(tr("Nothing that can be busy yet. Drag a service or a database onto the canvas."));
        return;
    }
    setBars(std::move(bars), std::min(most, longestBar));
    say(verdict());
}

QString UtilizationChart::verdict() const {
    const Bar& first = bars().front();
    const auto hot =
        std::count_if(bars().begin(), bars().end(), [](const Bar& bar) { return bar.length > hotAbove; });
    const QString load = figureText(first.length, Unit::ratio);
    QString text;
    if (first.length >= 1) {
        text = tr("%1 is asked for %2 of what it can do.").arg(first.name, load);
    } else if (first.length > 0) {
        text = tr("%1 is busiest, at %2.").arg(first.name, load);
    } else {
        text = tr("Nothing is busy: no traffic.");
    }
    if (hot > 1) {
        text += QLatin1Char(' ') + tr("%1 of %2 are above 70 %.").arg(hot).arg(bars().size());
    }
    return results_->converged ? text : tr("Not converged. ") + text;
}

BarPage::Bar UtilizationChart::rest(std::size_t first) const {
    Bar bar;
    bar.name = tr("%1 others").arg(bars().size() - first);
    bar.length = bars()[first].length;
    bar.ink = Token::state_down;
    bar.words = tr("up to %1").arg(figureText(bar.length, Unit::ratio));
    bar.wordsInk = Token::text_secondary;
    return bar;
}

void UtilizationChart::paintMarks(QPainter& painter) {
    BarPage::paintMarks(painter);
    paintTick(painter, hotAbove, figureText(hotAbove, Unit::ratio));
    if (xAxis().scale.to() > 1) {
        paintTick(painter, 1, figureText(1, Unit::ratio));
    }
}

void UtilizationChart::paintTick(QPainter& painter, double load, const QString& words) const {
    const QRectF area = plotArea();
    const double x = across(load);
    painter.setPen(QPen(look().color(Token::text_secondary), 1));
    painter.drawLine(QPointF(x, area.top() - 2), QPointF(x, area.bottom()));
    painter.setFont(render::interfaceFont(type::secondary));
    painter.drawText(QRectF(x - 30, area.top() - 17, 60, 14), Qt::AlignHCenter | Qt::AlignVCenter, words);
}

CsvTable UtilizationChart::table() const {
    CsvTable table;
    table.header = {"component",
                    "name",
                    "offered utilization (ratio)",
                    "utilization (ratio)",
                    "arriving (requests/s)",
                    "capacity (requests/s)",
                    "status"};
    for (const Bar& bar : bars()) {
        const auto answer = results_->components.find(bar.id);
        if (!hasData() || answer == results_->components.end()) {
            continue;
        }
        const ComponentResult& figures = answer->second;
        table.rows.push_back({bar.id, bar.name.toStdString(), csvNumber(figures.offered_utilization),
                              csvNumber(figures.utilization), csvNumber(figures.arrival_rps),
                              csvNumber(figures.capacity_rps),
                              std::string(results::statusName(figures.status))});
    }
    return table;
}

}  // namespace headroom::widgets
