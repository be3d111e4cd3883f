#include "widgets/canvas/tools/move_tool.h"

#include <QCoreApplication>
#include <set>

#include "core/edit/edits.h"
#include "core/edit/membership.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/snapping.h"
#include "widgets/canvas/splicing.h"
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

MoveTool::MoveTool(Board& board, const QPointF& start, const QString& grabbed, What what)
    : Tool(board), start_(start), box_(board.boundsOf({grabbed})) {
    ids_ = movableIds(board.design(), document().selection());
    document().openMark(what == What::copy ? QCoreApplication::translate("Canvas", "Duplicate")
                                           : nameOfMove(board.design(), ids_));
    if (what == What::copy) {
        copySelection();
    }
    before_ = board.design();
    others_ = othersInView();
    rememberLines();
}

void MoveTool::copySelection() {
    std::vector<Id> originals;
    for (const QString& id : document().selection()) {
        originals.push_back(id.toStdString());
    }
    QSet<QString> copies;
    board().perform(
        QCoreApplication::translate("Canvas", "Duplicate"),
        [&](model::Transaction& t) -> Result<> {
            const auto made = edit::duplicate(t, document().catalog(), originals, 0, 0);
            if (!made) {
                return failure(made.error());
            }
            for (const Id& id : *made) {
                copies.insert(toQt(id));
            }
            return {};
        },
        board().view().toView(start_));
    if (!copies.isEmpty()) {
        document().setSelection(copies);
        ids_ = movableIds(board().design(), copies);
    }
}

void MoveTool::rememberLines() {
    const model::Design& design = board().design();
    if (ids_.size() != 1 || !design.components().contains(ids_.front())) {
        return;
    }
    for (const auto& connection : design.connections()) {
        if (connection->from == ids_.front() || connection->to == ids_.front()) {
            return;
        }
    }
    lines_ = board().layout().routes();
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
    for (const auto& note : board().design().notes()) {
        if (!moving.contains(note->id) && layout::intersects(note->frame, plain(seen))) {
            others.push_back(note->frame);
        }
    }
    for (const auto& group : board().design().groups()) {
        // The frame that it lies in says nothing of where in it something should stand.
        const bool around = qtRect(group->frame).contains(box_);
        if (!moving.contains(group->id) && !around && layout::intersects(group->frame, plain(seen))) {
            others.push_back(group->frame);
        }
    }
    return others;
}

void MoveTool::move(const Pointer& pointer) {
    const QRectF wanted = box_.translated(pointer.scene - start_);
    Snapped rest{wanted.topLeft(), {}};
    if (!pointer.modifiers.testFlag(Qt::ShiftModifier)) {
        rest = snap(plain(wanted), others_, snapPixels / board().view().scale());
    }
    guides_ = rest.guides;
    aim(pointer.scene);
    const QPointF step = rest.position - box_.topLeft() - moved_;
    if (!step.isNull()) {
        moved_ += step;
        board().perform(
            nameOfMove(board().design(), ids_),
            [&](model::Transaction& t) { return edit::moveBy(t, ids_, step.x(), step.y()); }, pointer.view);
    }
}

void MoveTool::aim(const QPointF& scene) {
    target_ = lineNear(lines_, scene, spliceReach / board().view().scale());
    if (target_ >= 0) {
        const Id& connection = board().design().connections()[static_cast<std::size_t>(target_)].id;
        if (!canSplice(board().design(), document().catalog(), ids_.front(), connection)) {
            target_ = -1;
        }
    }
}

/// What being put down here means.
Result<> MoveTool::settle(model::Transaction& transaction) const {
    std::vector<Id> chosen;
    for (const QString& id : document().selection()) {
        chosen.push_back(id.toStdString());
    }
    if (Result<> done = edit::followFrames(transaction, before_, chosen); !done || target_ < 0) {
        return done;
    }
    const Id connection = transaction.design().connections()[static_cast<std::size_t>(target_)].id;
    const auto spliced = edit::splice(transaction, document().catalog(), ids_.front(), connection);
    return spliced ? Result<>() : failure(spliced.error());
}

void MoveTool::release(const Pointer& pointer) {
    move(pointer);
    board().perform(
        nameOfMove(board().design(), ids_), [&](model::Transaction& t) { return settle(t); }, pointer.view);
    document().closeMark();
    board().finish();
}

void MoveTool::cancel() {
    document().bail();
}

/// The frame that what is dragged would join, or has come into.
std::optional<Id> MoveTool::frameEntered() const {
    if (ids_.empty()) {
        return std::nullopt;
    }
    const model::Rect box = plain(box_.translated(moved_));
    const Id self = board().design().groups().contains(ids_.front()) ? ids_.front() : Id();
    const auto frame = edit::frameAround(board().design(), box, self);
    return frame != edit::frameAround(before_, plain(box_), self) ? frame : std::nullopt;
}

void MoveTool::paint(QPainter& painter) const {
    if (target_ >= 0) {
        paintSpliceTarget(painter, board(), lines_[static_cast<std::size_t>(target_)]);
    }
    if (const auto frame = frameEntered()) {
        painter.setPen(QPen(board().theme()[render::Token::accent], 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(board().view().toView(qtRect(board().design().groups().find(*frame)->frame)),
                                12, 12);
    }
    painter.setPen(QPen(board().theme()[render::Token::guide], 1));
    for (const QLineF& line : guides_) {
        painter.drawLine(board().view().toView(line.p1()), board().view().toView(line.p2()));
    }
}

}  // namespace headroom::widgets
