#include "widgets/canvas/flow_dots.h"

#include <QPainter>
#include <QWidget>
#include <algorithm>
#include <cmath>

#include "core/render/design_painter.h"
#include "widgets/canvas/geometry_qt.h"

namespace headroom::widgets {

namespace {

constexpr int frameMs = 33;
constexpr double spacing = 110;  ///< scene units between dots, where a line is short
constexpr int mostDots = 4;
/// Beyond this many lines in view, moving dots would cost more than they say.
constexpr int mostLines = 600;

/// Scene units a second: from a stroll at one request to a brisk walk at 100 000.
double pace(double rps) {
    return 24 + 18 * std::clamp(std::log10(std::max(1.0, rps)), 0.0, 5.0);
}

QPointF pointAt(const std::vector<layout::Point>& points, double distance) {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const QPointF a = qtPoint(points[i]);
        const QPointF b = qtPoint(points[i + 1]);
        const double length = std::abs(b.x() - a.x()) + std::abs(b.y() - a.y());
        if (distance <= length) {
            return length > 0 ? a + (b - a) * (distance / length) : a;
        }
        distance -= length;
    }
    return qtPoint(points.back());
}

}  // namespace

FlowDots::FlowDots(Board& board, QWidget& surface) : QObject(&surface), board_(board), surface_(surface) {
    timer_.setInterval(frameMs);
    connect(&timer_, &QTimer::timeout, this, [this] { surface_.update(); });
    clock_.start();
}

void FlowDots::setRunning(bool running) {
    if (running != timer_.isActive()) {
        running ? timer_.start() : timer_.stop();
        surface_.update();
    }
}

void FlowDots::paint(QPainter& painter, const QRectF& exposed) {
    const auto results = board_.document().shown();
    if (!isRunning() || render::detailAt(board_.view().scale()) == render::Detail::blocks) {
        return;
    }
    const QRectF scene = board_.view().toScene(exposed);
    painter.setPen(QPen(board_.theme()[render::Token::surface], 1));
    painter.setBrush(board_.theme()[render::Token::wire_dot]);
    int lines = 0;
    for (std::size_t i = 0; i < board_.layout().routes().size() && lines < mostLines; ++i) {
        const layout::Route& route = board_.layout().routes()[i];
        const auto found = results->connections.find(board_.design().connections()[i].id);
        if (found == results->connections.end() || found->second.rps.value_or(0) <= 0 ||
            !qtRect(layout::grown(layout::bounds(route.points), 8)).intersects(scene)) {
            continue;
        }
        ++lines;
        paintOn(painter, route, *found->second.rps);
    }
}

void FlowDots::paintOn(QPainter& painter, const layout::Route& route, double rps) {
    constexpr double arrowRoom = 14;
    const double length = layout::length(route.points) - arrowRoom;
    if (length < spacing / 4) {
        return;
    }
    const int count = std::clamp(static_cast<int>(length / spacing), 1, mostDots);
    const double travelled = static_cast<double>(clock_.elapsed()) / 1000 * pace(rps);
    const double size = (1.75 + render::wireWidth(rps) * 0.4) * std::min(1.0, board_.view().scale());
    for (int i = 0; i < count; ++i) {
        const double at = std::fmod(travelled + length * i / count, length);
        painter.drawEllipse(board_.view().toView(pointAt(route.points, at)), size, size);
    }
}

}  // namespace headroom::widgets
