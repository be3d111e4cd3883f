#include "widgets/timeline/timeline_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/numbers.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"
#include "widgets/timeline/event_list.h"
#include "widgets/timeline/timeline_chart.h"

namespace headroom::widgets {

namespace {

constexpr double minute = 60;
constexpr double shortest = 1;
constexpr double longest = 86400;
constexpr int listWidth = 256;

}  // namespace

TimelinePanel::TimelinePanel(Document& document, Look& look, QWidget* parent)
    : QWidget(parent),
      seconds_(minute),
      feed_(document, this),
      events_(new EventList(document, look)),
      chart_(new TimelineChart(look, this)) {
    setObjectName(QStringLiteral("timeline"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(buildBar());
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    auto* scroll = new QScrollArea(this);
    scroll->setProperty("role", QStringLiteral("plain"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(listWidth);
    scroll->setWidget(events_);
    row->addWidget(scroll);
    row->addWidget(chart_, 1);
    column->addLayout(row, 1);
    connect(&feed_, &SimulationFeed::changed, this, &TimelinePanel::refresh);
    connect(&document, &Document::designChanged, this, &TimelinePanel::refresh);
    connect(&document, &Document::designReplaced, this, &TimelinePanel::refresh);
    connect(chart_, &TimelineChart::dragBegan, this,
            [&document] { document.openMark(tr("Change when it happens")); });
    connect(chart_, &TimelineChart::dragged, events_, &EventList::setTimes);
    connect(chart_, &TimelineChart::dragEnded, this, [&document] { document.closeMark(); });
    connect(events_, &EventList::refused, this, &TimelinePanel::refused);
    refresh();
}

QWidget* TimelinePanel::buildBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 12, 0);
    row->setSpacing(8);
    run_ = new QPushButton(bar);
    run_->setObjectName(QStringLiteral("runSimulation"));
    run_->setProperty("role", QStringLiteral("primary"));
    connect(run_, &QPushButton::clicked, this,
            [this] { feed_.state() == SimulationFeed::State::running ? stop() : run(); });
    auto* name = new QLabel(tr("Time"), bar);
    name->setProperty("role", QStringLiteral("quiet"));
    length_ = new UnitField(bar);
    length_->setObjectName(QStringLiteral("runLength"));
    length_->setAccessibleName(tr("Simulated time"));
    length_->setToolTip(tr("<p>How much of the system's time is simulated, request by request.</p>"));
    length_->setFixedWidth(96);
    length_->setFormat({Unit::seconds, shortest, longest, minute, true, false});
    length_->setQuantity(seconds_);
    name->setBuddy(length_);
    connect(length_, &UnitField::entered, this, [this](double seconds) {
        seconds_ = std::clamp(seconds, shortest, longest);
        length_->setQuantity(seconds_);
        refresh();
    });
    status_ = new QLabel(bar);
    status_->setObjectName(QStringLiteral("runStatus"));
    status_->setProperty("role", QStringLiteral("quiet"));
    status_->setTextFormat(Qt::PlainText);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(run_);
    row->addWidget(name);
    row->addWidget(length_);
    row->addWidget(status_, 1);
    return bar;
}

void TimelinePanel::run() {
    feed_.run(seconds_);
}

void TimelinePanel::refresh() {
    const bool running = feed_.state() == SimulationFeed::State::running;
    run_->setText(running ? tr("Stop") : tr("Run"));
    run_->setToolTip(running ? tr("Keep what has been simulated so far")
                             : tr("Simulate the design with all that happens to it"));
    status_->setText(words());
    status_->setToolTip(warnings().join(QLatin1Char('\n')));
    const bool any = feed_.state() != SimulationFeed::State::none;
    chart_->setStale(feed_.outdated());
    chart_->show(feed_.series(), events_->happenings(), any ? feed_.seconds() : seconds_);
}

QString TimelinePanel::words() const {
    const QString far = toQt(formatQuantity(feed_.simulatedSeconds(), Unit::seconds));
    const QString whole = toQt(formatQuantity(feed_.seconds(), Unit::seconds));
    switch (feed_.state()) {
        case SimulationFeed::State::none:
            return tr("Not run yet.");
        case SimulationFeed::State::running:
            return tr("%1 of %2 simulated…").arg(far, whole);
        case SimulationFeed::State::stopped:
            return tr("Stopped after %1 of %2.").arg(far, whole);
        case SimulationFeed::State::done:
            break;
    }
    if (feed_.outdated()) {
        return tr("The design has changed since: run it again.");
    }
    const QStringList warned = warnings();
    QString words =
        tr("%1 simulated, %2 events.")
            .arg(whole, toQt(formatQuantity(static_cast<double>(feed_.answer()->events), Unit::count)));
    if (!warned.isEmpty()) {
        words += QLatin1Char(' ') +
                 (warned.size() == 1 ? tr("One warning.") : tr("%1 warnings.").arg(warned.size()));
    }
    return words;
}

QStringList TimelinePanel::warnings() const {
    QStringList lines;
    if (feed_.answer() != nullptr) {
        for (const results::Finding& finding : feed_.answer()->results.findings) {
            if (finding.diagnostic.severity == Severity::warning) {
                Diagnostic plain = finding.diagnostic;
                plain.where.clear();
                lines.append(toQt(plain.line()));
            }
        }
    }
    return lines;
}

QString TimelinePanel::status() const {
    return status_->text();
}

}  // namespace headroom::widgets
