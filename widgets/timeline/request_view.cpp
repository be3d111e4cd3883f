#include "widgets/timeline/request_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/numbers.h"
#include "widgets/common/choice_field.h"
#include "widgets/common/text.h"
#include "widgets/timeline/waterfall_chart.h"

namespace headroom::widgets {

RequestView::RequestView(Document& document, const SimulationFeed& feed, Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      feed_(feed),
      workload_(new ChoiceField(look, this)),
      median_(new QPushButton(tr("Median"), this)),
      p99_(new QPushButton(tr("p99"), this)),
      words_(new QLabel(this)),
      key_(new WaterfallKey(look, this)),
      chart_(new WaterfallChart(look)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(8);
    workload_->setObjectName(QStringLiteral("tracedWorkload"));
    workload_->setAccessibleName(tr("Workload"));
    median_->setObjectName(QStringLiteral("medianRequest"));
    p99_->setObjectName(QStringLiteral("p99Request"));
    median_->setToolTip(tr("One that took as long as half of them"));
    p99_->setToolTip(tr("One that took as long as the slowest in a hundred"));
    for (QPushButton* button : {median_, p99_}) {
        button->setProperty("role", QStringLiteral("plain"));
        button->setCheckable(true);
        button->setAutoExclusive(true);
    }
    median_->setChecked(true);
    words_->setObjectName(QStringLiteral("requestWords"));
    words_->setProperty("role", QStringLiteral("quiet"));
    words_->setTextFormat(Qt::PlainText);
    words_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(workload_);
    row->addWidget(median_);
    row->addWidget(p99_);
    row->addWidget(words_, 1);
    row->addWidget(key_);
    column->addLayout(row);
    auto* scroll = new QScrollArea(this);
    scroll->setProperty("role", QStringLiteral("plain"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(chart_);
    column->addWidget(scroll, 1);
    connect(workload_, &QComboBox::currentIndexChanged, this, &RequestView::refreshChart);
    connect(median_, &QPushButton::clicked, this, [this] { show(Request::median); });
    connect(p99_, &QPushButton::clicked, this, [this] { show(Request::p99); });
    connect(&feed, &SimulationFeed::changed, this, &RequestView::refresh);
    connect(chart_, &WaterfallChart::chosen, this, [this](const QString& component) {
        if (document_.design().hasId(component.toStdString())) {
            document_.setSelection({component});
        }
    });
    refresh();
}

void RequestView::show(Request request) {
    request_ = request;
    (request == Request::median ? median_ : p99_)->setChecked(true);
    refreshChart();
}

void RequestView::refresh() {
    if (feed_.answer() != answer_ || answer_ == nullptr) {
        answer_ = feed_.answer();
        workloads_ = answer_ != nullptr ? tracedWorkloads(*answer_) : std::vector<std::string>();
        const QString chosen = workload_->currentText();
        const QSignalBlocker quiet(workload_);
        workload_->clear();
        for (const std::string& name : workloads_) {
            workload_->addItem(toQt(name));
        }
        workload_->setCurrentIndex(std::max(0, workload_->findText(chosen)));
    }
    refreshChart();
}

const results::Trace* RequestView::trace() const {
    const auto place = static_cast<std::size_t>(std::max(0, workload_->currentIndex()));
    return place < workloads_.size() ? typicalTrace(*answer_, workloads_[place], request_) : nullptr;
}

void RequestView::refreshChart() {
    const results::Trace* shown = trace();
    for (QWidget* part : std::initializer_list<QWidget*>{workload_, median_, p99_, key_}) {
        part->setVisible(shown != nullptr);
    }
    const auto rows = shown != nullptr ? waterfallOf(*shown, document_.design(), document_.catalog())
                                       : std::vector<WaterfallRow>();
    key_->show(rows);
    chart_->show(rows);
    words_->setText(words());
}

QString RequestView::words() const {
    const results::Trace* shown = trace();
    if (shown == nullptr) {
        return feed_.state() == SimulationFeed::State::running ? tr("Being simulated…")
               : answer_ != nullptr                            ? tr("No request was answered.")
                                    : tr("Run the simulation to follow single requests through the design.");
    }
    QString words = tr("sent at %1").arg(toQt(formatQuantity(shown->at_s, Unit::seconds)));
    if (shown->cut) {
        words += tr(", its later calls are left out");
    }
    return feed_.outdated() ? words + tr(", of an older design") : words;
}

CsvTable RequestView::table() const {
    CsvTable all{{"depth", "where", "what", "start_ms", "duration_ms", "ok"}, {}};
    for (const WaterfallRow& row : chart_->rows()) {
        const auto line = [&](std::string_view what, double start, double duration) {
            all.rows.push_back({std::to_string(row.depth), row.where, std::string(what), shortest(start),
                                shortest(duration), row.ok ? "true" : "false"});
        };
        line(results::spanKindName(row.retry ? results::SpanKind::retry : results::SpanKind::call),
             row.startMs, row.durationMs);
        for (const WaterfallRow::Piece& piece : row.pieces) {
            line(results::spanKindName(piece.kind), piece.startMs, piece.durationMs);
        }
    }
    return all;
}

}  // namespace headroom::widgets
