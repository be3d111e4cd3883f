#include "app/traffic_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/render/figure_text.h"
#include "widgets/common/style.h"

namespace headroom::app {

using render::Token;

namespace {

constexpr int perDecade = 1000;  // slider units
constexpr int lowest = -perDecade;
constexpr int highest = 3 * perDecade;
constexpr int arrowStep = perDecade / 20;
constexpr int snapWithin = perDecade / 16;
constexpr double edge = 18;
constexpr double knobRadius = 7;
constexpr std::array<const char*, 5> decades{"0.1×", "1×", "10×", "100×", "1000×"};

double rounded(double factor) {
    const double scale = std::pow(10.0, 2 - std::floor(std::log10(factor)));
    return std::round(factor * scale) / scale;
}

}  // namespace

TrafficSlider::TrafficSlider(widgets::Look& look, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), look_(look) {
    setRange(lowest, highest);
    setValue(0);
    setSingleStep(arrowStep);
    setPageStep(perDecade);
    setAccessibleName(tr("Traffic"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&look_, &widgets::Look::changed, this, qOverload<>(&QWidget::update));
}

double TrafficSlider::factor() const {
    return rounded(std::pow(10.0, static_cast<double>(value()) / perDecade));
}

void TrafficSlider::showFactor(double factor) {
    const double exact = factor > 0 ? std::log10(factor) * perDecade : lowest;
    setValue(static_cast<int>(std::lround(std::clamp(exact, double{lowest}, double{highest}))));
}

QSize TrafficSlider::sizeHint() const {
    return {320, 38};
}

QSize TrafficSlider::minimumSizeHint() const {
    return {150, 38};
}

double TrafficSlider::xOf(int value) const {
    return edge + (width() - 2 * edge) * (value - lowest) / double{highest - lowest};
}

int TrafficSlider::valueAt(double x) const {
    const double share = std::clamp((x - edge) / (width() - 2 * edge), 0.0, 1.0);
    const int raw = static_cast<int>(std::lround(lowest + share * (highest - lowest)));
    return std::abs(raw) <= snapWithin ? 0 : raw;
}

void TrafficSlider::choose(int wanted) {
    const int within = std::clamp(wanted, lowest, highest);
    if (within != value()) {
        setValue(within);
        emit factorChosen(factor());
    }
}

void TrafficSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double y = 13;
    const double knob = xOf(value());
    painter.setPen(Qt::NoPen);
    painter.setBrush(look_.color(Token::bar_track));
    painter.drawRoundedRect(QRectF(edge, y - 2, width() - 2 * edge, 4), 2, 2);
    painter.setBrush(look_.color(Token::accent));
    const double one = xOf(0);
    painter.drawRoundedRect(QRectF(std::min(one, knob), y - 2, std::abs(knob - one), 4), 2, 2);

    painter.setFont(render::interfaceFont(10));
    for (std::size_t i = 0; i < decades.size(); ++i) {
        const double x = xOf(lowest + static_cast<int>(i) * perDecade);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look_.color(Token::strong_line));
        painter.drawRect(QRectF(x - 0.5, y - 5, 1, 10));
        painter.setPen(look_.color(Token::text_secondary));
        QRectF label(x - 24, 22, 48, 14);
        label.moveRight(std::min(label.right(), width() + 10.0));
        label.moveLeft(std::max(label.left(), -12.0));
        painter.drawText(label, Qt::AlignHCenter | Qt::AlignTop, QString::fromUtf8(decades[i]));
    }
    painter.setPen(QPen(look_.color(Token::accent), 2));
    painter.setBrush(look_.color(Token::surface));
    painter.drawEllipse(QPointF(knob, y), knobRadius - 1, knobRadius - 1);
    if (hasFocus()) {
        painter.setPen(QPen(look_.color(Token::focus_ring), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(knob, y), knobRadius + 2, knobRadius + 2);
    }
}

void TrafficSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    dragging_ = true;
    emit gestureBegan();
    choose(valueAt(event->position().x()));
}

void TrafficSlider::mouseMoveEvent(QMouseEvent* event) {
    if (dragging_) {
        choose(valueAt(event->position().x()));
    }
}

void TrafficSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && dragging_) {
        dragging_ = false;
        emit gestureEnded();
    }
}

void TrafficSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        choose(0);
    }
}

void TrafficSlider::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            return choose(value() - singleStep());
        case Qt::Key_Right:
        case Qt::Key_Up:
            return choose(value() + singleStep());
        case Qt::Key_PageDown:
            return choose(value() - pageStep());
        case Qt::Key_PageUp:
            return choose(value() + pageStep());
        case Qt::Key_Home:
            return choose(lowest);
        case Qt::Key_End:
            return choose(highest);
        default:
            QSlider::keyPressEvent(event);
    }
}

void TrafficSlider::wheelEvent(QWheelEvent* event) {
    event->ignore();  // a stray wheel over the top of the window must not change the traffic
}

}  // namespace headroom::app
