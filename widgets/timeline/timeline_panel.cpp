#include "widgets/timeline/timeline_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSaveFile>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <array>
#include <span>

#include "core/base/numbers.h"
#include "core/engine/solver/conditions.h"
#include "widgets/common/names.h"
#include "widgets/common/picture.h"
#include "widgets/common/text.h"
#include "widgets/timeline/comparison_view.h"
#include "widgets/timeline/event_list.h"
#include "widgets/timeline/play_bar.h"
#include "widgets/timeline/request_view.h"
#include "widgets/timeline/timeline_chart.h"
#include "widgets/timeline/waterfall_chart.h"

namespace headroom::widgets {

namespace {

constexpr int listWidth = 296;
constexpr int longStep = 10;

constexpr std::array messages{
    MessageTemplate{"page-format-unknown", "the name must end in .png, .svg or .csv", ""},
    MessageTemplate{"page-empty", "there is nothing to save yet", "run the simulation first"},
    MessageTemplate{"page-not-written", "could not be written: {reason}", ""},
};

}  // namespace

TimelinePanel::TimelinePanel(Document& document, Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      feed_(document, this),
      playback_(document, feed_, this),
      comparing_(document, this),
      bar_(new PlayBar(playback_, look, this)),
      stack_(new QStackedWidget(this)),
      events_(new EventList(document, look)),
      warnings_(new QLabel(this)),
      chart_(new TimelineChart(look, this)),
      comparison_(new ComparisonView(document, comparing_, look)),
      request_(new RequestView(document, feed_, look)) {
    setObjectName(QStringLiteral("timeline"));
    setFocusPolicy(Qt::ClickFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(bar_);
    column->addWidget(stack_, 1);
    stack_->addWidget(buildTimePage());
    stack_->addWidget(comparison_);
    stack_->addWidget(request_);
    connectParts();
}

QWidget* TimelinePanel::buildTimePage() {
    auto* page = new QWidget(this);
    auto* row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* scroll = new QScrollArea(page);
    scroll->setProperty("role", QStringLiteral("plain"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(listWidth);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    warnings_->setObjectName(QStringLiteral("runWarnings"));
    warnings_->setProperty("role", QStringLiteral("error"));
    warnings_->setTextFormat(Qt::PlainText);
    warnings_->setWordWrap(true);
    warnings_->setContentsMargins(12, 4, 8, 4);
    column->addWidget(warnings_);
    column->addWidget(events_);
    column->addStretch(1);
    scroll->setWidget(list);
    row->addWidget(scroll);
    row->addWidget(chart_, 1);
    return page;
}

void TimelinePanel::connectParts() {
    connect(&feed_, &SimulationFeed::changed, this, &TimelinePanel::refresh);
    connect(&comparing_, &ComparisonFeed::changed, this, &TimelinePanel::refresh);
    connect(&document_, &Document::designChanged, this, &TimelinePanel::refresh);
    connect(&document_, &Document::designReplaced, this, [this] {
        bar_->forgetLength();
        refresh();
    });
    connect(&document_, &Document::selectionChanged, this, &TimelinePanel::refreshChart);
    connect(bar_, &PlayBar::runWanted, this, &TimelinePanel::run);
    connect(bar_, &PlayBar::stopWanted, this, &TimelinePanel::stop);
    connect(bar_, &PlayBar::lengthChanged, this, &TimelinePanel::refresh);
    connect(bar_, &PlayBar::played, chart_, qOverload<>(&QWidget::setFocus));
    connect(&playback_, &Playback::changed, this, [this] {
        const auto at = playback_.at();
        chart_->setPlayhead(at, at ? playback_.clock(*at) : QString());
        if (page() != TimelinePage::engines) {
            bar_->setStatus(words());
        }
    });
    connect(chart_, &TimelineChart::dragBegan, this, [this] {
        dragging_ = true;
        document_.openMark(tr("Change when it happens"));
    });
    connect(chart_, &TimelineChart::dragged, events_, &EventList::setTimes);
    connect(chart_, &TimelineChart::dragEnded, this, [this] {
        dragging_ = false;
        document_.closeMark();
        refresh();
    });
    connect(chart_, &TimelineChart::scrubbed, this, [this](double seconds) {
        playback_.pause();
        playback_.scrubTo(seconds);
    });
    connect(events_, &EventList::refused, this, &TimelinePanel::refused);
}

double TimelinePanel::seconds() const {
    return bar_->seconds();
}

void TimelinePanel::run() {
    page() == TimelinePage::engines ? comparing_.run(seconds()) : feed_.run(seconds());
}

void TimelinePanel::stop() {
    page() == TimelinePage::engines ? comparing_.stop() : feed_.stop();
}

TimelinePage TimelinePanel::page() const {
    return static_cast<TimelinePage>(stack_->currentIndex());
}

void TimelinePanel::setPage(TimelinePage page) {
    if (page != this->page()) {
        stack_->setCurrentIndex(static_cast<int>(page));
        refresh();
        emit pageChanged(page);
    }
}

QString TimelinePanel::title(TimelinePage page) {
    switch (page) {
        case TimelinePage::time:
            return tr("What happens");
        case TimelinePage::engines:
            return tr("Solver and simulator");
        case TimelinePage::request:
            break;
    }
    return tr("One request");
}

QString TimelinePanel::fileStem(TimelinePage page) {
    constexpr std::array<const char*, timelinePageCount> stems{"over-time", "solver-and-simulator",
                                                               "one-request"};
    return QLatin1String(stems[static_cast<std::size_t>(page)]);
}

QWidget& TimelinePanel::picturedPage() const {
    switch (page()) {
        case TimelinePage::time:
            return *chart_;
        case TimelinePage::engines:
            return *comparison_;
        case TimelinePage::request:
            break;
    }
    return request_->chart();
}

CsvTable TimelinePanel::table() const {
    switch (page()) {
        case TimelinePage::time:
            return lanesTable();
        case TimelinePage::engines:
            return comparison_->table();
        case TimelinePage::request:
            break;
    }
    return request_->table();
}

/// A line for each step; a latency stands at the first of those that it is of.
CsvTable TimelinePanel::lanesTable() const {
    CsvTable all{{"time_s"}, {}};
    const auto& lanes = chart_->lanes();
    for (const Lane& lane : lanes) {
        all.header.push_back(lane.name.toStdString() + " [" + std::string(unitInfo(lane.unit).id) + "]");
    }
    const double step = feed_.series().step_s;
    for (std::size_t i = 0; i < feed_.series().goodput_rps.size(); ++i) {
        const double at = static_cast<double>(i) * step;
        auto& row = all.rows.emplace_back(std::vector<std::string>{shortest(at)});
        for (const Lane& lane : lanes) {
            row.push_back(csvNumber(lane.at(at + step / 2)));
        }
    }
    return all;
}

Result<> TimelinePanel::save(const QString& path) {
    const auto ends = [&](const char* suffix) {
        return path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    };
    if (!ends(".png") && !ends(".svg") && !ends(".csv")) {
        return failure(makeDiagnostic(messages, "page-format-unknown", path.toStdString()));
    }
    const CsvTable numbers = table();
    if (numbers.rows.empty()) {
        return failure(makeDiagnostic(messages, "page-empty", path.toStdString()));
    }
    QWidget& page = picturedPage();
    const auto paint = [&page](QPainter& painter) { page.render(&painter); };
    const QByteArray bytes =
        ends(".png")   ? pngOf(page.size(), Qt::transparent, paint)
        : ends(".svg") ? svgOf(page.size(), page.accessibleName(), page.accessibleDescription(), paint)
                       : numbers.text();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return failure(makeDiagnostic(messages, "page-not-written", path.toStdString(),
                                      {{"reason", file.errorString().toStdString()}}));
    }
    return {};
}

void TimelinePanel::togglePlay() {
    playback_.playing() ? playback_.pause() : playback_.play();
}

void TimelinePanel::keyPressEvent(QKeyEvent* event) {
    const int by = event->modifiers().testFlag(Qt::ShiftModifier) ? longStep : 1;
    switch (event->key()) {
        case Qt::Key_Space:
            togglePlay();
            return;
        case Qt::Key_Left:
        case Qt::Key_Right:
            playback_.pause();
            playback_.step(event->key() == Qt::Key_Left ? -by : by);
            return;
        case Qt::Key_Home:
            playback_.scrubTo(0);
            return;
        case Qt::Key_End:
            playback_.scrubTo(playback_.end());
            return;
        case Qt::Key_Escape:
            if (playback_.at()) {
                playback_.leave();
                return;
            }
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void TimelinePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

/// What is out of sight leaves the drawing alone, and costs no edit any time.
void TimelinePanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    playback_.leave();
}

void TimelinePanel::refresh() {
    if (!isVisible()) {
        return;
    }
    fitLength();
    const bool engines = page() == TimelinePage::engines;
    bar_->showRunning(engines ? comparing_.simulation().state() == SimulationFeed::State::running
                              : feed_.state() == SimulationFeed::State::running);
    bar_->setPlayable(!engines);
    bar_->setStatus(engines ? QString() : words());
    const QString warned = warnings().join(QLatin1Char('\n'));
    warnings_->setVisible(!warned.isEmpty());
    warnings_->setText(warned);
    refreshChart();
}

/// The scale stays as it is while something is drawn along it.
void TimelinePanel::fitLength() {
    if (!dragging_) {
        const std::vector<double> turns = engine::solver::turningPoints(document_.design());
        bar_->fit(turns.empty() ? 0 : turns.back());
    }
}

/// The only one that is selected and has figures over time; empty: the system.
Id TimelinePanel::subject() const {
    if (document_.selection().size() != 1) {
        return {};
    }
    Id id = document_.selection().begin()->toStdString();
    const engine::SimulationSeries& series = feed_.series();
    return series.components.contains(id) || series.connections.contains(id) ? id : Id();
}

void TimelinePanel::refreshChart() {
    if (!isVisible()) {
        return;
    }
    const bool any = feed_.state() != SimulationFeed::State::none;
    const Id of = subject();
    chart_->show(
        {.subject = of.empty() ? tr("System") : shownName(document_.design(), document_.catalog(), of),
         .lanes = lanesOf(feed_.series(), of),
         .happenings = events_->happenings(),
         .runS = any ? feed_.seconds() : seconds(),
         .simulatedS = feed_.simulatedSeconds(),
         .stale = feed_.outdated()});
}

QString TimelinePanel::words() const {
    const QString far = toQt(formatQuantity(feed_.simulatedSeconds(), Unit::seconds));
    const QString whole = toQt(formatQuantity(feed_.seconds(), Unit::seconds));
    if (feed_.state() == SimulationFeed::State::none) {
        return tr("Not run yet.");
    }
    if (feed_.state() == SimulationFeed::State::running) {
        return tr("%1 of %2 simulated…").arg(far, whole);
    }
    if (feed_.outdated()) {
        return tr("The design has changed since: run it again.");
    }
    if (feed_.state() == SimulationFeed::State::stopped) {
        return tr("Stopped after %1 of %2.").arg(far, whole);
    }
    if (feed_.answer() == nullptr) {
        return tr("%1 simulated.").arg(whole);
    }
    const QString done =
        tr("%1 simulated, %2 events.")
            .arg(whole, toQt(formatQuantity(static_cast<double>(feed_.answer()->events), Unit::count)));
    return playback_.at() ? done : done + QLatin1Char(' ') + tr("Play shows it on the drawing.");
}

QStringList TimelinePanel::warnings() const {
    QStringList lines;
    if (feed_.answer() != nullptr) {
        for (const results::Finding& finding : feed_.answer()->results.findings) {
            if (finding.diagnostic.severity == Severity::warning) {
                Diagnostic plain = finding.diagnostic;
                plain.where.clear();
                const QString line = toQt(plain.line());
                lines.append(line.left(1).toUpper() + line.mid(1));
            }
        }
    }
    return lines;
}

QString TimelinePanel::status() const {
    return bar_->status();
}

}  // namespace headroom::widgets
