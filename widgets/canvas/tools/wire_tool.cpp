#include "widgets/canvas/tools/wire_tool.h"

#include <QCoreApplication>

#include "core/edit/edits.h"
#include "core/render/design_painter.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/overlay.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

QString words(const Diagnostic& why) {
    return toQt(why.hint.empty() ? why.text : why.text + "; " + why.hint);
}

QString translated(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

}  // namespace

WireTool::Job WireTool::newFrom(const QString& component, layout::Side side) {
    return {component, true, {}, side};
}

WireTool::Job WireTool::movedEnd(const model::Design& design, const QString& connection, bool end) {
    const auto record = design.connections().find(connection.toStdString());
    return {toQt(end ? record->from : record->to), end, connection, {}};
}

Id WireTool::from() const {
    return (job_.holdsEnd ? job_.fixed : target_).toStdString();
}

Id WireTool::to() const {
    return (job_.holdsEnd ? target_ : job_.fixed).toStdString();
}

void WireTool::aim(const QPointF& scene) {
    target_ = board().hitTest().cardAt(scene);
    reason_.clear();
    if (target_.isEmpty()) {
        board().showHandles({});
        return;
    }
    // Near its own card a line is still leaving, not coming back.
    const auto own = board().design().components().find(job_.fixed.toStdString());
    if (target_ == job_.fixed && own && !layout::contains(layout::cardRect(*own), plain(scene))) {
        target_.clear();
        return;
    }
    const Result<> sense = edit::canConnect(board().design(), document().catalog(), from(), to());
    reason_ = sense ? QString() : words(sense.error());
}

/// A wire that was hardly drawn out is none.
bool WireTool::nearOwnCard(const QPointF& scene) const {
    constexpr double near = 24;
    const auto own = board().design().components().find(job_.fixed.toStdString());
    return own && layout::contains(layout::grown(layout::cardRect(*own), near), plain(scene));
}

void WireTool::move(const Pointer& pointer) {
    pointer_ = pointer.view;
    aim(pointer.scene);
    emit board().said(reason_);
}

void WireTool::release(const Pointer& pointer) {
    pointer_ = pointer.view;
    aim(pointer.scene);
    Board& host = board();
    if (target_.isEmpty()) {
        const bool away = !nearOwnCard(pointer.scene);
        const Job job = job_;
        host.finish();
        if (away && job.connection.isEmpty()) {
            emit host.wireDropped(job.fixed, pointer.view);
        }
        return;
    }
    if (!reason_.isEmpty()) {
        const QString reason = reason_;
        host.finish();
        host.refuse(reason, pointer.view);
        return;
    }
    job_.connection.isEmpty() ? connectThem(pointer.view) : reconnectThem(pointer.view);
    host.finish();
}

void WireTool::connectThem(const QPointF& where) {
    Id made;
    const bool done = board().perform(
        translated("Connect"),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::connect(t, document().catalog(), from(), to());
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            return {};
        },
        where);
    if (done) {
        document().setSelection({toQt(made)});
    }
}

void WireTool::reconnectThem(const QPointF& where) {
    const auto record = board().design().connections().find(job_.connection.toStdString());
    if (record && (record->from != from() || record->to != to())) {
        board().perform(
            translated("Reconnect"),
            [&](model::Transaction& t) {
                return edit::reconnect(t, document().catalog(), record->id, from(), to());
            },
            where);
    }
}

void WireTool::paint(QPainter& painter) const {
    paintWireTo(painter, board(), job_.fixed, job_.side, pointer_, target_, reason_.isEmpty(), job_.holdsEnd);
    if (!reason_.isEmpty()) {
        paintBubble(painter, board().theme(), reason_, pointer_, board().size());
    }
}

void paintWireTo(QPainter& painter, const Board& board, const QString& from, std::optional<layout::Side> side,
                 const QPointF& pointer, const QString& target, bool makesSense, bool arrowAtTarget) {
    const auto start = board.design().components().find(from.toStdString());
    const auto end = board.design().components().find(target.toStdString());
    if (!start) {
        return;
    }
    const model::Rect card = layout::cardRect(*start);
    const layout::Point free = plain(board.view().toScene(pointer));
    const model::Rect goal = end ? layout::cardRect(*end) : model::Rect{free.x, free.y, 0, 0};
    const layout::Sides sides = layout::facingSides(card, goal);
    const layout::Side leaving = end ? sides.from : side.value_or(sides.from);
    // Over empty canvas the line follows the pointer and need not mind what is in between.
    const layout::BoxIndex nothing;
    layout::Route route;
    route.points =
        layout::findPath(end ? board.layout().cards() : nothing, {layout::sideMiddle(card, leaving), leaving},
                         {end ? layout::sideMiddle(goal, sides.to) : free, sides.to})
            .points;
    const QColor ink = board.theme()[makesSense ? render::Token::accent : render::Token::failing];
    painter.save();
    painter.setTransform(board.view().transform(), true);
    painter.setPen(QPen(ink, 2 / board.view().scale(), makesSense ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(render::routePath(route));
    if (end) {
        painter.drawRoundedRect(qtRect(layout::grown(goal, 3)), 11, 11);
    }
    painter.restore();
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    const layout::Point head = arrowAtTarget ? route.points.back() : route.points.front();
    painter.drawEllipse(board.view().toView(qtPoint(head)), 4, 4);
}

}  // namespace headroom::widgets
