#include "widgets/canvas/canvas_parts.h"

#include "core/edit/edits.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/overlay.h"
#include "widgets/canvas/splicing.h"
#include "widgets/canvas/tools/move_tool.h"
#include "widgets/canvas/tools/resize_tool.h"
#include "widgets/canvas/tools/wire_tool.h"
#include "widgets/canvas/walk.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

void Canvas::Parts::refreshCursor() {
    if (board.tool() != nullptr) {
        canvas.setCursor(board.tool()->cursor());
    } else if (spaceHeld) {
        canvas.setCursor(Qt::OpenHandCursor);
    } else if (drawNext || board.hovered().what == Hit::What::handle) {
        canvas.setCursor(Qt::CrossCursor);
    } else if (board.hovered().what == Hit::What::edge) {
        canvas.setCursor(ResizeTool::cursorFor(board.hovered().edges));
    } else {
        canvas.setCursor(Qt::ArrowCursor);
    }
}

void Canvas::Parts::refreshStart() {
    const model::Design& design = board.design();
    const bool empty = design.components().empty() && design.groups().empty() && design.notes().empty();
    start.fitInto(canvas.size());
    start.setVisible(empty);
}

void Canvas::Parts::refreshDots() {
    dots.setRunning(motion && canvas.isVisible() && canvas.isActiveWindow());
}

void Canvas::Parts::zoomAt(double factor, const QPointF& view) {
    ViewTransform next = board.view();
    next.zoomTo(next.scale() * factor, view);
    board.setView(next);
    emit canvas.zoomChanged(next.scale());
}

void Canvas::Parts::walk(int step) {
    const QStringList order = readingOrder(board.design());
    const QString next = nextInOrder(order, onlySelectedComponent(), step);
    if (!next.isEmpty()) {
        board.document().setSelection({next});
        canvas.reveal({next});
        const auto component = board.design().components().find(next.toStdString());
        emit canvas.statusMessage(toQt(component->label.empty() ? component->id : component->label));
    }
}

void Canvas::Parts::nudge(const QPointF& by) {
    const std::vector<Id> ids = movableIds(board.design(), board.document().selection());
    if (!ids.empty()) {
        board.perform(
            nameOfMove(board.design(), ids),
            [&](model::Transaction& t) { return edit::moveBy(t, ids, by.x(), by.y()); },
            QRectF(canvas.rect()).center());
        canvas.reveal(board.document().selection());
    }
}

QString Canvas::Parts::onlySelectedComponent() const {
    QString found;
    for (const QString& id : board.document().selection()) {
        if (board.design().components().contains(id.toStdString())) {
            if (!found.isEmpty()) {
                return {};
            }
            found = id;
        }
    }
    return found;
}

void Canvas::Parts::showChangesOf(const std::function<void()>& act) {
    QSet<QString> touched;
    const auto watch = QObject::connect(&board.document(), &Document::designChanged, &canvas,
                                        [&](const model::ChangeSet& changes) {
                                            for (const Id& id : changes.touched()) {
                                                touched.insert(toQt(id));
                                            }
                                        });
    act();
    QObject::disconnect(watch);
    QSet<QString> there;
    for (const QString& id : touched) {
        if (board.design().hasId(id.toStdString())) {
            there.insert(id);
        }
    }
    if (!there.isEmpty()) {
        board.document().setSelection(there);
        canvas.reveal(there);
    }
}

QSizeF sizeOfNew(const catalog::Catalog& catalog, const std::string& kind) {
    const catalog::Kind* known = catalog.kind(kind);
    return known == nullptr ? QSizeF(layout::cardWidth, layout::cardHeight)
                            : QSizeF(known->width, known->height);
}

void Canvas::Parts::finishEditing() {
    name.finish();
    note.finish();
}

/// The handles of the only selected record, where it may be resized.
void Canvas::Parts::paintGrips(QPainter& painter) {
    const QSet<QString>& selection = board.document().selection();
    if (selection.size() != 1) {
        return;
    }
    painter.setPen(QPen(board.theme()[render::Token::accent], 1.5));
    painter.setBrush(board.theme()[render::Token::surface]);
    for (const auto& [place, edges] : board.hitTest().grips(*selection.begin())) {
        const QPointF at = board.view().toView(place);
        painter.drawRect(QRectF(at.x() - 3.5, at.y() - 3.5, 7, 7));
    }
}

/// Where a kind from the palette would lie, and the line that it would go into.
void Canvas::Parts::paintDrop(QPainter& painter, const QPointF& at) {
    const double scale = board.view().scale();
    const int line = lineNear(board.layout().routes(), board.view().toScene(at), spliceReach / scale);
    if (line >= 0) {
        paintSpliceTarget(painter, board, board.layout().routes()[static_cast<std::size_t>(line)]);
    }
    const QSizeF size = sizeOfNew(board.document().catalog(), dropKind) * scale;
    painter.setPen(QPen(board.theme()[render::Token::accent], 1.5, Qt::DashLine));
    painter.setBrush(board.theme()[render::Token::rubber_band]);
    painter.drawRoundedRect(QRectF(at - QPointF(size.width(), size.height()) / 2, size), 8, 8);
}

void Canvas::Parts::paintOverlays(QPainter& painter) {
    if (board.document().moment()) {
        paintMoment(painter, board.theme(), *board.document().moment(), board.size());
    }
    paintGrips(painter);
    if (!board.handlesOf().isEmpty() && board.tool() == nullptr && board.view().scale() >= handleScale) {
        paintHandles(painter, board, board.handlesOf(), board.hovered().side,
                     board.hovered().what == Hit::What::handle);
    }
    if (board.tool() != nullptr) {
        board.tool()->paint(painter);
    }
    if (dropAt) {
        paintDrop(painter, *dropAt);
    }
    if (!wireFrom.isEmpty()) {
        paintWireTo(painter, board, wireFrom, {}, insert.place(), {}, true, true);
    }
    if (!board.refusal().isEmpty()) {
        paintBubble(painter, board.theme(), board.refusal(), board.refusedAt(), board.size());
    }
}

}  // namespace headroom::widgets
