#include "widgets/charts/chart_page.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QPainter>
#include <QValueAxis>
#include <QWheelEvent>

#include "core/base/numbers.h"
#include "core/render/figure_text.h"
#include "widgets/common/picture.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using render::Token;

namespace {

constexpr double edge = 12;
constexpr double statementHeight = 32;

/// Round times are no decades beyond a minute.
std::vector<double> ticksOf(const AxisScale& scale, Unit unit, int most) {
    std::vector<double> ticks = scale.ticks(most);
    if (unit == Unit::milliseconds && scale.kind() == AxisScale::Kind::logarithmic) {
        constexpr double minute = 6e4;
        std::erase_if(ticks, [](double tick) { return tick > minute / 2; });
        for (const double tick : {minute, 10 * minute, 60 * minute, 600 * minute, 6000 * minute}) {
            if (tick >= scale.from() && tick <= scale.to()) {
                ticks.push_back(tick);
            }
        }
    }
    return ticks;
}

QPen hairline(const QColor& ink) {
    QPen pen(ink, 1);
    pen.setCosmetic(true);
    return pen;
}

}  // namespace

ChartPage::ChartPage(Document& document, Look& look, QWidget* parent)
    : QChartView(parent), document_(document), look_(look), across_(new QValueAxis), up_(new QValueAxis) {
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(FullViewportUpdate);
    setCacheMode(CacheNone);
    setFocusPolicy(Qt::NoFocus);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QValueAxis* axis : {across_, up_}) {
        axis->setVisible(false);
    }
    chart()->addAxis(across_, Qt::AlignBottom);
    chart()->addAxis(up_, Qt::AlignLeft);
    connect(&look_, &Look::changed, this, &ChartPage::redress);
}

void ChartPage::redress() {
    dress();
    viewport()->update();
}

void ChartPage::say(const QString& statement) {
    hasData_ = true;
    statement_ = statement;
    setAccessibleDescription(statement);
    chart()->show();
    dress();
    placePlot();
    viewport()->update();
}

void ChartPage::sayInstead(const QString& why) {
    hasData_ = false;
    statement_ = why;
    setAccessibleDescription(why);
    chart()->hide();
    viewport()->update();
}

void ChartPage::setAxes(Axis x, Axis y) {
    x_ = std::move(x);
    y_ = std::move(y);
    across_->setRange(x_.scale.position(x_.scale.from()), x_.scale.position(x_.scale.to()));
    up_->setRange(y_.scale.position(y_.scale.from()), y_.scale.position(y_.scale.to()));
}

void ChartPage::attach(QAbstractSeries& series) {
    chart()->addSeries(&series);
    series.attachAxis(across_);
    series.attachAxis(up_);
}

QRectF ChartPage::plotArea() const {
    return QRectF(viewport()->rect()).marginsRemoved(plotMargins());
}

QMarginsF ChartPage::plotMargins() const {
    return {68, statementHeight + 4, 56, 40};
}

QPointF ChartPage::at(double x, double y) const {
    const QRectF area = plotArea();
    const double left = x_.scale.position(x_.scale.from());
    const double bottom = y_.scale.position(y_.scale.from());
    const double across = (x_.scale.position(x) - left) / (x_.scale.position(x_.scale.to()) - left);
    const double up = (y_.scale.position(y) - bottom) / (y_.scale.position(y_.scale.to()) - bottom);
    return {area.left() + across * area.width(), area.bottom() - up * area.height()};
}

void ChartPage::placePlot() {
    const QRectF area = plotArea();
    if (area.width() > 1 && area.height() > 1) {
        chart()->setPlotArea(area);
    }
}

void ChartPage::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    placePlot();
}

void ChartPage::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

void ChartPage::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, look_.color(Token::surface));
    if (hasData_) {
        painter->save();
        paintGround(*painter);
        painter->restore();
    }
}

void ChartPage::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    paintStatement(*painter);
    if (hasData_) {
        paintMarks(*painter);
    }
    painter->restore();
}

void ChartPage::paintStatement(QPainter& painter) const {
    const QRectF page = viewport()->rect();
    painter.setFont(render::interfaceFont(type::body));
    if (!hasData_) {
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(page.adjusted(edge, 0, -edge, 0), Qt::AlignCenter | Qt::TextWordWrap, statement_);
        return;
    }
    const QRectF line(edge, 0, page.width() - 2 * edge, statementHeight);
    painter.setPen(look_.color(Token::text));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(statement_, Qt::ElideRight, line.width()));
}

void ChartPage::paintGround(QPainter& painter) {
    const QRectF area = plotArea();
    painter.setFont(render::interfaceFont(type::secondary));
    const auto text = [](double value, Unit unit) { return toQt(formatQuantity(value, unit)); };
    for (const double value :
         ticksOf(y_.scale, y_.unit, qBound(2, static_cast<int>(area.height() / 24), y_.most))) {
        const double y = at(x_.scale.from(), value).y();
        painter.setPen(hairline(look_.color(Token::line)));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(QRectF(0, y - 8, area.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                         text(value, y_.unit));
    }
    for (const double value :
         ticksOf(x_.scale, x_.unit, qBound(2, static_cast<int>(area.width() / 64), x_.most))) {
        const double x = at(value, y_.scale.from()).x();
        painter.setPen(hairline(look_.color(Token::line)));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(look_.color(Token::text_secondary));
        painter.drawText(QRectF(x - 40, area.bottom() + 4, 80, 14), Qt::AlignHCenter | Qt::AlignTop,
                         text(value, x_.unit));
    }
    painter.setPen(hairline(look_.color(Token::strong_line)));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setPen(look_.color(Token::text_faint));
    painter.drawText(QRectF(area.left(), area.bottom() + 19, area.width(), 16), Qt::AlignRight | Qt::AlignTop,
                     x_.caption);
}

void ChartPage::paintLabel(QPainter& painter, const QPointF& anchor, Qt::Alignment side, const QString& text,
                           Token ink, bool strong) const {
    const QFont font = render::interfaceFont(type::secondary, strong ? QFont::DemiBold : QFont::Normal);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(text);
    double left = anchor.x() + 6;
    if (side.testFlag(Qt::AlignRight)) {
        left = anchor.x() - 6 - width;
    } else if (side.testFlag(Qt::AlignHCenter)) {
        left = anchor.x() - width / 2;
    }
    left = qBound(4.0, left, qMax(4.0, viewport()->width() - width - 4));
    const QRectF box(left - 3, anchor.y() - 8, width + 6, 16);
    // A label crosses lines; its own ground keeps it readable.
    painter.fillRect(box, look_.color(Token::surface));
    painter.setFont(font);
    painter.setPen(look_.color(ink));
    painter.drawText(QPointF(left, anchor.y() + metrics.ascent() / 2 - 1), text);
}

void ChartPage::paintDot(QPainter& painter, const QPointF& centre, Token ink) const {
    painter.setPen(QPen(look_.color(Token::surface), 2));
    painter.setBrush(look_.color(ink));
    painter.drawEllipse(centre, 5, 5);
}

QByteArray ChartPage::png() {
    return pngOf(size(), look_.color(Token::surface), [this](QPainter& painter) { paintWhole(painter); });
}

QByteArray ChartPage::svg() {
    return svgOf(size(), accessibleName(), statement_, [this](QPainter& painter) { paintWhole(painter); });
}

void ChartPage::paintWhole(QPainter& painter) {
    render(&painter, QRectF(QPointF(), QSizeF(size())), viewport()->rect(), Qt::IgnoreAspectRatio);
}

QString figureText(const results::Figure& figure, Unit unit) {
    return figure ? toQt(formatQuantity(*figure, unit)) : QStringLiteral("—");
}

}  // namespace headroom::widgets
