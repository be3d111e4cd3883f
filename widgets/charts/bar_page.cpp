#include "widgets/charts/bar_page.h"

#include <QBarSet>
#include <QHorizontalStackedBarSeries>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "core/render/figure_text.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr double lowestRow = 20;
constexpr double highestRow = 28;
constexpr double barShare = 0.5;  // of a row

bool sameDress(const QBarSet& set, const QBrush& brush) {
    return set.brush() == brush;
}

}  // namespace

BarPage::BarPage(Document& document, Look& look, QWidget* parent)
    : ChartPage(document, look, parent), series_(new QHorizontalStackedBarSeries(this)) {
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    series_->setBarWidth(barShare);
    attach(*series_);
    connect(&document, &Document::selectionChanged, this, [this] { viewport()->update(); });
}

QMarginsF BarPage::plotMargins() const {
    const double names = qBound(110.0, width() * 0.22, 220.0);
    return {names, 36, 168, 8};
}

void BarPage::setBars(std::vector<Bar> bars, double end) {
    bars_ = std::move(bars);
    end_ = end;
    arrange();
}

void BarPage::arrange() {
    const double height = plotArea().height();
    const auto room = static_cast<std::size_t>(std::max(1.0, height / lowestRow));
    shown_.clear();
    if (bars_.size() <= room) {
        shown_ = bars_;
    } else {
        shown_.assign(bars_.begin(), bars_.begin() + static_cast<std::ptrdiff_t>(room) - 1);
        shown_.push_back(rest(room - 1));
    }
    // Rows stand at the top; the chart counts them from below.
    const auto count = static_cast<double>(shown_.size());
    const double rows = std::max(count, height / highestRow);
    setAxes({AxisScale(AxisScale::Kind::linear, 0, end_), Unit::none, {}, 0},
            {AxisScale(AxisScale::Kind::linear, count - 0.5 - rows, count - 0.5), Unit::none, {}, 0});
    dress();
}

void BarPage::dress() {
    series_->clear();
    std::vector<QBarSet*> sets;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const Bar& bar = shown_[shown_.size() - 1 - i];
        const QBrush brush(look().color(bar.ink), bar.hatched ? Qt::BDiagPattern : Qt::SolidPattern);
        auto set = std::find_if(sets.begin(), sets.end(),
                                [&](const QBarSet* one) { return sameDress(*one, brush); });
        if (set == sets.end()) {
            auto* fresh = new QBarSet(QString());
            fresh->setBrush(brush);
            fresh->setPen(Qt::NoPen);
            fresh->append(QList<qreal>(static_cast<qsizetype>(shown_.size()), 0));
            sets.push_back(fresh);
            set = sets.end() - 1;
        }
        (*set)->replace(static_cast<int>(i), std::min(bar.length, end_));
    }
    series_->append(QList<QBarSet*>(sets.begin(), sets.end()));
}

QRectF BarPage::row(std::size_t index) const {
    const QRectF area = plotArea();
    const double height =
        area.height() / std::max(static_cast<double>(shown_.size()), area.height() / highestRow);
    return {0, area.top() + static_cast<double>(index) * height, static_cast<double>(width()), height};
}

double BarPage::across(double length) const {
    const QRectF area = plotArea();
    return area.left() + std::min(length / end_, 1.0) * area.width();
}

QStringList BarPage::ids() const {
    QStringList out;
    for (const Bar& bar : bars_) {
        out.append(toQt(bar.id));
    }
    return out;
}

QRectF BarPage::rowOf(const QString& id) const {
    for (std::size_t i = 0; hasData() && i < shown_.size(); ++i) {
        if (toQt(shown_[i].id) == id) {
            return row(i);
        }
    }
    return {};
}

void BarPage::paintGround(QPainter& painter) {
    const QRectF area = plotArea();
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const QRectF box = row(i);
        if (!shown_[i].id.empty() && document().selection().contains(toQt(shown_[i].id))) {
            painter.fillRect(box.adjusted(4, 0, -4, 0), look().color(Token::selection));
        }
        const double thickness = box.height() * barShare;
        painter.fillRect(QRectF(area.left(), box.center().y() - thickness / 2, area.width(), thickness),
                         look().color(Token::bar_track));
    }
}

void BarPage::paintMarks(QPainter& painter) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        paintRow(painter, shown_[i], row(i));
    }
}

void BarPage::paintRow(QPainter& painter, const Bar& bar, const QRectF& row) const {
    const QRectF area = plotArea();
    const QRectF name(12, row.top(), area.left() - 22, row.height());
    painter.setFont(render::interfaceFont(12));
    painter.setPen(look().color(bar.id.empty() ? Token::text_secondary : Token::text));
    painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(bar.name, Qt::ElideMiddle, name.width()));
    double left = area.right() + 10;
    if (bar.shape != Shape::none) {
        paintShape(painter, bar, {left + 5, row.center().y()});
        left += 16;
    }
    painter.setFont(render::interfaceFont(12, bar.shape == Shape::none ? QFont::Normal : QFont::DemiBold));
    painter.setPen(look().color(bar.wordsInk));
    painter.drawText(QRectF(left, row.top(), width() - left - 6, row.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, bar.words);
}

void BarPage::paintShape(QPainter& painter, const Bar& bar, const QPointF& centre) const {
    const QColor& ink = look().color(bar.ink);
    painter.setPen(QPen(ink, 1.5));
    if (bar.shape == Shape::cross) {
        painter.drawLine(centre + QPointF(-4, -4), centre + QPointF(4, 4));
        painter.drawLine(centre + QPointF(-4, 4), centre + QPointF(4, -4));
        return;
    }
    painter.setBrush(bar.shape == Shape::fullTriangle ? QBrush(ink) : QBrush(Qt::NoBrush));
    painter.drawPolygon(QPolygonF{centre + QPointF(0, -5), centre + QPointF(5, 4), centre + QPointF(-5, 4)});
}

void BarPage::resizeEvent(QResizeEvent* event) {
    ChartPage::resizeEvent(event);
    if (hasData()) {
        arrange();
    }
}

const BarPage::Bar* BarPage::barAt(const QPointF& position) const {
    for (std::size_t i = 0; hasData() && i < shown_.size(); ++i) {
        if (row(i).contains(position) && !shown_[i].id.empty()) {
            return &shown_[i];
        }
    }
    return nullptr;
}

void BarPage::mousePressEvent(QMouseEvent* event) {
    const Bar* bar = event->button() == Qt::LeftButton ? barAt(event->position()) : nullptr;
    if (bar != nullptr && document().design().components().contains(bar->id)) {
        document().setSelection({toQt(bar->id)});
    }
}

void BarPage::mouseMoveEvent(QMouseEvent* event) {
    viewport()->setCursor(barAt(event->position()) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void BarPage::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0 || !hasData()) {
        ChartPage::keyPressEvent(event);
        return;
    }
    const QStringList all = ids();
    const QSet<QString>& selection = document().selection();
    const qsizetype at = selection.size() == 1 ? all.indexOf(*selection.begin()) : -1;
    const qsizetype next = at < 0 ? 0 : std::clamp<qsizetype>(at + step, 0, all.size() - 1);
    if (next < all.size()) {
        document().setSelection({all[next]});
    }
}

}  // namespace headroom::widgets
