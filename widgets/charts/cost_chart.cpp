#include "widgets/charts/cost_chart.h"

#include <algorithm>

#include "core/base/numbers.h"
#include "widgets/common/names.h"

namespace headroom::widgets {

using render::Token;

CostChart::CostChart(Document& document, Look& look, QWidget* parent) : BarPage(document, look, parent) {
    setAccessibleName(tr("Cost"));
}

void CostChart::refresh() {
    results_ = document().results();
    total_ = 0;
    std::vector<Bar> bars;
    for (const auto& component : document().design().components()) {
        const auto answer = results_->components.find(component->id);
        const double cost =
            answer == results_->components.end() ? 0 : answer->second.cost_usd_month.value_or(0);
        if (cost > 0) {
            total_ += cost;
            bars.push_back({component->id, shownName(*component, document().catalog()), cost, {}});
        }
    }
    if (bars.empty()) {
        sayInstead(tr("Nothing here has a price yet."));
        return;
    }
    for (Bar& bar : bars) {
        bar.words = wordsFor(bar.length);
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const Bar& a, const Bar& b) { return a.length > b.length; });
    const double dearest = bars.front().length;
    setBars(std::move(bars), dearest);
    say(verdict());
}

QString CostChart::wordsFor(double cost) const {
    return tr("%1 · %2").arg(figureText(cost, Unit::usd_per_month), figureText(cost / total_, Unit::ratio));
}

QString CostChart::verdict() const {
    const Bar& first = bars().front();
    const QString all = figureText(total_, Unit::usd_per_month);
    const QString share = figureText(first.length / total_, Unit::ratio);
    const QString text = bars().size() == 1 ? tr("%1 in all.").arg(all)
                                            : tr("%1 in all; %2 is %3 of it.").arg(all, first.name, share);
    return results_->system.cost_usd_month ? text : tr("Not everything has a price. ") + text;
}

BarPage::Bar CostChart::rest(std::size_t first) const {
    Bar bar;
    for (std::size_t i = first; i < bars().size(); ++i) {
        bar.length += bars()[i].length;
    }
    bar.name = tr("%1 others together").arg(bars().size() - first);
    bar.words = wordsFor(bar.length);
    bar.ink = Token::state_down;
    bar.wordsInk = Token::text_secondary;
    return bar;
}

CsvTable CostChart::table() const {
    CsvTable table;
    table.header = {"component", "name", "cost (USD/month)", "share (ratio)"};
    for (const Bar& bar : bars()) {
        if (hasData()) {
            table.rows.push_back(
                {bar.id, bar.name.toStdString(), csvNumber(bar.length), csvNumber(bar.length / total_)});
        }
    }
    return table;
}

}  // namespace headroom::widgets
