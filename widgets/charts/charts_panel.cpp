#include "widgets/charts/charts_panel.h"

#include <QSaveFile>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "widgets/charts/cost_chart.h"
#include "widgets/charts/distribution_chart.h"
#include "widgets/charts/load_chart.h"
#include "widgets/charts/utilization_chart.h"

namespace headroom::widgets {

namespace {

constexpr int pauseMs = 120;
constexpr int longestPauseMs = 400;  // while a slider is dragged

constexpr std::array<MessageTemplate, 3> messages{{
    {"chart-format-unknown", "the suffix of a chart is one of .png, .svg and .csv",
     "name the file with one of them"},
    {"chart-empty", "there is no chart to save yet", "give the design some traffic"},
    {"chart-not-written", "cannot be written ({reason})", "check the folder and its permissions"},
}};

}  // namespace

ChartsPanel::ChartsPanel(Document& document, Look& look, QWidget* parent)
    : QWidget(parent), document_(document), stack_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("charts"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    pages_ = {new LoadChart(document, look), new DistributionChart(document, look),
              new UtilizationChart(document, look), new CostChart(document, look)};
    for (ChartPage* page : pages_) {
        stack_->addWidget(page);
    }
    stale_.fill(true);
    pause_.setSingleShot(true);
    sinceRefresh_.start();
    connect(&pause_, &QTimer::timeout, this, &ChartsPanel::refreshNow);
    connect(&document, &Document::resultsChanged, this, &ChartsPanel::outdate);
    connect(&document, &Document::designReplaced, this, &ChartsPanel::outdate);
    connect(&document, &Document::designChanged, this, [this](const model::ChangeSet& changes) {
        if (changes.affectsEngine()) {
            outdate();
        } else {
            renamed_ = true;
            schedule();
        }
    });
}

ChartsPanel::~ChartsPanel() = default;

QString ChartsPanel::title(Chart chart) {
    switch (chart) {
        case Chart::load:
            return tr("Latency by load");
        case Chart::distribution:
            return tr("Latency distribution");
        case Chart::utilization:
            return tr("Utilization");
        case Chart::cost:
            break;
    }
    return tr("Cost");
}

QString ChartsPanel::fileStem(Chart chart) {
    constexpr std::array<const char*, chartCount> stems{"latency-by-load", "latency-distribution",
                                                        "utilization", "cost"};
    return QLatin1String(stems[static_cast<std::size_t>(chart)]);
}

Chart ChartsPanel::chart() const {
    return static_cast<Chart>(stack_->currentIndex());
}

ChartPage& ChartsPanel::page(Chart chart) const {
    return *pages_[static_cast<std::size_t>(chart)];
}

void ChartsPanel::setChart(Chart chart) {
    if (chart == this->chart()) {
        return;
    }
    abandon();
    stack_->setCurrentIndex(static_cast<int>(chart));
    if (isVisible()) {
        refreshNow();
    }
    emit chartChanged(chart);
}

void ChartsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refreshNow();
}

void ChartsPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    pause_.stop();
    abandon();
}

void ChartsPanel::abandon() {
    if (page().abandon()) {
        stale_[static_cast<std::size_t>(chart())] = true;
    }
}

void ChartsPanel::outdate() {
    stale_.fill(true);
    abandon();
    schedule();
}

// A new picture waits for the hands to rest.
void ChartsPanel::schedule() {
    if (!isVisible()) {
        return;
    }
    const auto since = static_cast<int>(sinceRefresh_.elapsed());
    if (!pause_.isActive()) {
        sinceRefresh_.restart();
        pause_.start(pauseMs);
    } else if (since < longestPauseMs - pauseMs) {
        pause_.start(pauseMs);
    }
}

void ChartsPanel::refreshNow() {
    pause_.stop();
    const auto shown = static_cast<std::size_t>(chart());
    if (document_.stale()) {
        return;  // the answer, when it comes, asks again
    }
    if (stale_[shown]) {
        stale_[shown] = false;
        pages_[shown]->refresh();
    } else if (renamed_) {
        pages_[shown]->relabel();
    }
    renamed_ = false;
}

Result<> ChartsPanel::save(const QString& path) {
    const auto ends = [&](const char* suffix) {
        return path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    };
    if (!ends(".png") && !ends(".svg") && !ends(".csv")) {
        return failure(makeDiagnostic(messages, "chart-format-unknown", path.toStdString()));
    }
    if (!page().hasData()) {
        return failure(makeDiagnostic(messages, "chart-empty", path.toStdString()));
    }
    const QByteArray bytes = ends(".png")   ? page().png()
                             : ends(".svg") ? page().svg()
                                            : page().table().text();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return failure(makeDiagnostic(messages, "chart-not-written", path.toStdString(),
                                      {{"reason", file.errorString().toStdString()}}));
    }
    return {};
}

}  // namespace headroom::widgets
