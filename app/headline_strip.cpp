#include "app/headline_strip.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <numeric>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/names.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::app {

using render::Token;
using widgets::Chart;
using widgets::toQt;

namespace {

constexpr int stripHeight = 64;
constexpr int stateWidth = 112;
constexpr int margin = 16;
constexpr int bottleneckCell = 5;
constexpr int sayAfterMs = 150;
constexpr double visibleErrors = 0.0005;

QString quantity(const results::Figure& figure, Unit unit) {
    return figure ? toQt(formatQuantity(*figure, unit)) : QStringLiteral("—");
}

}  // namespace

HeadlineStrip::HeadlineStrip(widgets::Document& document, widgets::Look& look, QWidget* parent)
    : QWidget(parent), document_(document), look_(look) {
    setObjectName(QStringLiteral("headline"));
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    patience_.setSingleShot(true);
    patience_.setInterval(sayAfterMs);
    connect(&patience_, &QTimer::timeout, this, [this] {
        saidSolving_ = document_.stale();
        refreshState();
    });
    connect(&document, &widgets::Document::resultsChanged, this, &HeadlineStrip::refresh);
    connect(&document, &widgets::Document::momentChanged, this, &HeadlineStrip::refresh);
    connect(&document, &widgets::Document::designReplaced, this, &HeadlineStrip::refresh);
    connect(&document, &widgets::Document::designChanged, this, &HeadlineStrip::refresh);
    connect(&document, &widgets::Document::staleChanged, this, [this](bool stale) {
        stale ? patience_.start() : patience_.stop();
        saidSolving_ = false;
        refreshState();
    });
    connect(&look_, &widgets::Look::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

QSize HeadlineStrip::sizeHint() const {
    return {960, stripHeight};
}

QSize HeadlineStrip::minimumSizeHint() const {
    return {520, stripHeight};
}

QString HeadlineStrip::bottleneckName() const {
    const auto results = document_.shown();
    const auto& id = results->system.bottleneck;
    const auto component = id ? document_.design().components().find(*id) : nullptr;
    return component ? widgets::shownName(*component, document_.catalog()) : QStringLiteral("—");
}

// Cost and availability are of no moment: they stay those of the design.
void HeadlineStrip::refresh() {
    const auto shown = document_.shown();
    const auto results = document_.results();
    const results::SystemResult& system = shown->system;
    const results::Figure& up = results->system.availability;
    cells_ = {
        {tr("Goodput"), quantity(system.goodput_rps, Unit::per_second),
         tr("Requests a second that succeed within their deadline."), false, 4, Chart::load},
        {tr("p99"), quantity(system.latency_ms.p99, Unit::milliseconds),
         tr("99 of 100 successful requests are answered faster."), false, 4, Chart::distribution},
        {tr("Errors"), system.error_rate ? toQt(formatErrorShare(*system.error_rate)) : QStringLiteral("—"),
         tr("Share of what finishes that failed or came late."),
         system.error_rate.value_or(0) > visibleErrors, 3, Chart::load},
        {tr("Cost"), quantity(results->system.cost_usd_month, Unit::usd_per_month),
         tr("All machines for a month of 730 hours. The inspector says what it leaves out."), false, 5,
         Chart::cost},
        {tr("Availability"), up ? toQt(formatAvailability(*up)) : QStringLiteral("—"),
         up ? tr("Share of time in which the machines this load needs are up.")
            : tr("Not computed by this version."),
         false, 4},
        {tr("Bottleneck"), bottleneckName(),
         tr("The component of the highest utilization. A click selects it."), false, 6, Chart::utilization},
    };
    refreshState();
}

QString HeadlineStrip::stateNow() const {
    if (document_.moment()) {
        const QString at = tr("at %1").arg(document_.moment()->words);
        return document_.moment()->outdated ? at + tr(", before the last change") : at;
    }
    if (document_.stale()) {
        return saidSolving_ ? tr("Solving…") : state_;
    }
    return document_.results()->converged ? QString() : tr("Not converged");
}

void HeadlineStrip::refreshState() {
    state_ = stateNow();
    QStringList all;
    for (int i = 0; i < static_cast<int>(cells_.size()); ++i) {
        all.append(spoken(i));
    }
    setAccessibleName(all.join(QStringLiteral(", ")) +
                      (state_.isEmpty() ? QString() : QStringLiteral(", ") + state_));
    update();
}

QString HeadlineStrip::spoken(int index) const {
    const Cell& cell = cells_[static_cast<std::size_t>(index)];
    return cell.label + QLatin1Char(' ') + cell.figure;
}

QRectF HeadlineStrip::cellRect(int index) const {
    const int shares = std::accumulate(cells_.begin(), cells_.end(), 0,
                                       [](int sum, const Cell& cell) { return sum + cell.share; });
    const int before = std::accumulate(cells_.begin(), cells_.begin() + index, 0,
                                       [](int sum, const Cell& cell) { return sum + cell.share; });
    const double room = width() - 2 * margin - stateWidth;
    const double share = room / shares;
    return {margin + before * share, 0, cells_[static_cast<std::size_t>(index)].share * share,
            static_cast<double>(height())};
}

int HeadlineStrip::cellAt(const QPoint& position) const {
    for (int i = 0; i < static_cast<int>(cells_.size()); ++i) {
        if (cellRect(i).contains(position)) {
            return i;
        }
    }
    return -1;
}

void HeadlineStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), look_.color(Token::surface));
    painter.fillRect(QRect(0, 0, width(), 1), look_.color(Token::line));
    for (int i = 0; i < static_cast<int>(cells_.size()); ++i) {
        paintCell(painter, cellRect(i), cells_[static_cast<std::size_t>(i)]);
    }
    paintState(painter);
}

void HeadlineStrip::paintCell(QPainter& painter, const QRectF& box, const Cell& cell) const {
    constexpr int labelTop = 10;
    constexpr int figureTop = 26;
    const QRectF label = box.adjusted(0, labelTop, -8, 0);
    painter.setFont(render::interfaceFont(widgets::type::secondary));
    painter.setPen(look_.color(Token::text_secondary));
    painter.drawText(label, Qt::AlignLeft | Qt::AlignTop, cell.label);

    // Where the window is narrow a long figure shrinks before it is cut.
    const QRectF room = box.adjusted(0, figureTop, -12, -6);
    QFont font = render::interfaceFont(widgets::type::headline, QFont::Medium);
    const double wanted = render::figuresWidth(font, cell.figure);
    if (wanted > room.width()) {
        font.setPixelSize(
            qMax(widgets::type::title, static_cast<int>(font.pixelSize() * room.width() / wanted)));
    }
    painter.setFont(font);
    const bool old = document_.moment() ? document_.moment()->outdated : document_.stale() && saidSolving_;
    const Token ink = old ? Token::text_faint : cell.alarming ? Token::error_text : Token::text;
    painter.setPen(look_.color(ink));
    const QString shown = QFontMetricsF(font).elidedText(cell.figure, Qt::ElideRight, room.width() + 2);
    render::drawFigures(painter, room, Qt::AlignLeft | Qt::AlignVCenter, shown);
}

void HeadlineStrip::paintState(QPainter& painter) const {
    if (state_.isEmpty()) {
        return;
    }
    const QRectF box(width() - margin - stateWidth, 0, stateWidth, height());
    painter.setFont(render::interfaceFont(12));
    const Token ink = document_.moment()
                          ? (document_.moment()->outdated ? Token::warning_text : Token::accent_text)
                      : document_.stale() ? Token::text_secondary
                                          : Token::warning_text;
    painter.setPen(look_.color(ink));
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter | Qt::TextWordWrap, state_);
}

void HeadlineStrip::mousePressEvent(QMouseEvent* event) {
    const int index = cellAt(event->pos());
    if (event->button() != Qt::LeftButton || index < 0) {
        return;
    }
    const auto results = document_.shown();
    const auto& id = results->system.bottleneck;
    if (id && index == bottleneckCell && document_.design().components().contains(*id)) {
        document_.setSelection({toQt(*id)});
    }
    if (const auto chart = cells_[static_cast<std::size_t>(index)].chart) {
        emit chartWanted(*chart);
    }
}

void HeadlineStrip::mouseMoveEvent(QMouseEvent* event) {
    const int index = cellAt(event->pos());
    const bool opens = index >= 0 && cells_[static_cast<std::size_t>(index)].chart;
    setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool HeadlineStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = cellAt(help->pos());
        index < 0 ? QToolTip::hideText()
                  : QToolTip::showText(help->globalPos(), cells_[static_cast<std::size_t>(index)].help, this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace headroom::app
