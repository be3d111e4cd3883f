#include "widgets/canvas/tools/move_tool.h"

#include <QCoreApplication>
#include <set>

#include "core/edit/edits.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/snapping.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr double snapPixels = 5;

/// True if `group`, or one that holds it, is among `frames`.
bool isHeldBy(const model::Design& design, std::optional<Id> group, const std::set<Id>& frames) {
    while (group) {
        if (frames.contains(*group)) {
            return true;
        }
        const auto record = design.groups().find(*group);
        group = record ? record->parent : std::nullopt;
    }
    return false;
}

}  // namespace

std::vector<Id> movableIds(const model::Design& design, const QSet<QString>& selection) {
    std::set<Id> frames;
    std::set<Id> ids;
    for (const QString& name : selection) {
        const Id id = name.toStdString();
        if (design.groups().contains(id)) {
            frames.insert(id);
        } else if (!design.connections().contains(id) && design.hasId(id)) {
            ids.insert(id);
        }
    }
    for (const auto& component : design.components()) {
        if (isHeldBy(design, component->group, frames)) {
            ids.insert(component->id);
        }
    }
    for (const auto& group : design.groups()) {
        if (isHeldBy(design, group->id, frames)) {
            ids.insert(group->id);
        }
    }
    return {ids.begin(), ids.end()};
}

QString nameOfMove(const model::Design& design, const std::vector<Id>& ids) {
    if (ids.size() == 1) {
        const auto component = design.components().find(ids.front());
        const QString name = toQt(component && !component->label.empty() ? component->label : ids.front());
        return QCoreApplication::translate("Canvas", "Move %1").arg(name);
    }
    return QCoreApplication::translate("Canvas", "Move %1 things").arg(ids.size());
}

MoveTool::MoveTool(Board& board, const QPointF& start, const QString& grabbed)
    : Tool(board),
      start_(start),
      box_(board.boundsOf({grabbed})),
      ids_(movableIds(board.design(), board.document().selection())),
      others_(othersInView()) {
    document().openMark(nameOfMove(board.design(), ids_));
}

std::vector<model::Rect> MoveTool::othersInView() const {
    const std::set<Id> moving(ids_.begin(), ids_.end());
    std::vector<model::Rect> others;
    const QRectF seen = board().view().toScene(QRectF(QPointF(0, 0), board().size()));
    for (const int card : board().layout().cards().inside(plain(seen))) {
        const model::Component& component = board().design().components()[static_cast<std::size_t>(card)];
        if (!moving.contains(component.id)) {
            others.push_back(layout::cardRect(component));
        }
    }
    return others;
}

void MoveTool::move(const Pointer& pointer) {
    const QRectF wanted = box_.translated(pointer.scene - start_);
    Snapped rest{wanted.topLeft(), {}};
    if (!pointer.modifiers.testFlag(Qt::AltModifier)) {
        rest = snap(plain(wanted), others_, snapPixels / board().view().scale());
    }
    guides_ = rest.guides;
    const QPointF step = rest.position - box_.topLeft() - moved_;
    if (!step.isNull()) {
        moved_ += step;
        board().perform(
            nameOfMove(board().design(), ids_),
            [&](model::Transaction& t) { return edit::moveBy(t, ids_, step.x(), step.y()); }, pointer.view);
    }
}

void MoveTool::release(const Pointer& pointer) {
    move(pointer);
    document().closeMark();
    board().finish();
}

void MoveTool::cancel() {
    document().bail();
}

void MoveTool::paint(QPainter& painter) const {
    painter.setPen(QPen(board().theme()[render::Token::guide], 1));
    for (const QLineF& line : guides_) {
        painter.drawLine(board().view().toView(line.p1()), board().view().toView(line.p2()));
    }
}

}  // namespace headroom::widgets
