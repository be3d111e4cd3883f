#include <QCursor>
#include <cmath>
#include <utility>

#include "core/edit/edits.h"
#include "core/edit/membership.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/canvas_parts.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/splicing.h"
#include "widgets/canvas/tools/frame_tool.h"
#include "widgets/canvas/tools/move_tool.h"
#include "widgets/common/text.h"

/// How things come onto the canvas.
namespace headroom::widgets {

namespace {

constexpr int insertColumns = 4;
constexpr QSizeF usualFrame(448, 256);
constexpr QSizeF usualNote(208, 112);

QPointF onGrid(const QPointF& place) {
    const double step = layout::gridStep;
    return {std::round(place.x() / step) * step, std::round(place.y() / step) * step};
}

QRectF centred(const QSizeF& size, const QPointF& at) {
    return {onGrid(at - QPointF(size.width(), size.height()) / 2), size};
}

/// Where a card lies whose near side's middle is at `end`, coming from `from`.
QPointF cornerAtEndOfWire(const model::Rect& from, const QPointF& end, const QSizeF& size) {
    const QPointF way = end - qtPoint(layout::center(from));
    const double w = size.width();
    const double h = size.height();
    if (std::abs(way.x()) >= std::abs(way.y())) {
        return onGrid({way.x() > 0 ? end.x() : end.x() - w, end.y() - h / 2});
    }
    return onGrid({end.x() - w / 2, way.y() > 0 ? end.y() : end.y() - h});
}

}  // namespace

QString Canvas::kindLabel(const QString& kind) const {
    const catalog::Kind* known = parts_->board.document().catalog().kind(kind.toStdString());
    return known != nullptr ? toQt(known->label) : kind;
}

QString Canvas::dropKind(const QString& kind, const QPointF& viewPosition) {
    Board& board = parts_->board;
    const catalog::Catalog& catalog = board.document().catalog();
    const QPointF center = board.view().toScene(viewPosition);
    const QPointF corner = centred(sizeOfNew(catalog, kind.toStdString()), center).topLeft();
    const int line = lineNear(board.layout().routes(), center, spliceReach / board.view().scale());
    Id made;
    Result<> spliced;
    const bool done = board.perform(
        tr("Add %1").arg(kindLabel(kind)),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::addComponent(t, catalog, kind.toStdString(), plain(corner));
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            if (line >= 0) {
                const Id connection = t.design().connections()[static_cast<std::size_t>(line)].id;
                spliced = canSplice(t.design(), catalog, made, connection);
                if (spliced) {
                    edit::splice(t, catalog, made, connection);
                }
            }
            return edit::joinFrame(t, made);
        },
        viewPosition);
    if (done) {
        board.document().setSelection({toQt(made)});
        renameNew(toQt(made));
    }
    if (done && !spliced) {
        board.refuse(toQt(spliced.error().text), viewPosition);  // it is there, beside the line
    }
    return toQt(made);
}

/// What a new box or text says is all there is to it.
void Canvas::renameNew(const QString& component) {
    if (parts_->board.hitTest().sizable(component)) {
        startRename(component);
    }
}

QString Canvas::insertKindAtCenter(const QString& kind) {
    QPointF center = toScene(QRectF(rect()).center());
    // Each one that lies there already moves it one card's width to the right, and down after four.
    const layout::BoxIndex& cards = parts_->board.layout().cards();
    const QPointF first = center;
    for (int tries = 0; tries < 40; ++tries) {
        const QRectF card(center - QPointF(layout::cardWidth, layout::cardHeight) / 2,
                          QSizeF(layout::cardWidth, layout::cardHeight));
        if (cards.inside(plain(card.adjusted(-8, -8, 8, 8))).empty()) {
            break;
        }
        const int next = tries + 1;
        const int row = next / insertColumns;
        const int column = next % insertColumns;
        center = first + QPointF(column * (layout::cardWidth + 48), row * (layout::cardHeight + 40));
    }
    const QString id = dropKind(kind, toView(center));
    if (!id.isEmpty()) {
        reveal({id});
    }
    return id;
}

void Canvas::quickInsert() {
    parts_->wireFrom.clear();
    if (!parts_->pointerAt && underMouse()) {
        parts_->pointerAt = mapFromGlobal(QCursor::pos());  // over the pictures of an empty canvas
    }
    const QPointF place = parts_->pointerAt.value_or(QRectF(rect()).center());
    parts_->insert.open(place, [](const Insertable&) { return true; });
}

/// Offers what the connection may lead to.
void Canvas::offerEndOfWire(const QString& from, const QPointF& view) {
    const Board& board = parts_->board;
    const catalog::Catalog& catalog = board.document().catalog();
    parts_->wireFrom = from;
    parts_->insert.open(view, [&](const Insertable& what) {
        if (what.what != Insertable::What::component) {
            return false;
        }
        model::Transaction trial(board.design());
        const auto id = edit::addComponent(trial, catalog, what.kind.toStdString(), {});
        return id && edit::canConnect(trial.design(), catalog, from.toStdString(), *id);
    });
    update();
}

void Canvas::insertChosen(const Insertable& what) {
    const QPointF view = parts_->insert.place();
    const QString from = std::exchange(parts_->wireFrom, {});
    update();
    switch (what.what) {
        case Insertable::What::component:
            if (!from.isEmpty()) {
                createAtEndOfWire(what.kind, from, view);
            } else if (parts_->pointerAt) {
                dropKind(what.kind, view);
            } else {
                insertKindAtCenter(what.kind);
            }
            break;
        case Insertable::What::group:
            addFrame(what.kind, plain(centred(usualFrame, toScene(view))));
            break;
        case Insertable::What::note:
            parts_->note.openNew(plain(centred(usualNote, toScene(view))));
    }
}

void Canvas::createAtEndOfWire(const QString& kind, const QString& from, const QPointF& view) {
    Board& board = parts_->board;
    const catalog::Catalog& catalog = board.document().catalog();
    const auto caller = board.design().components().find(from.toStdString());
    if (!caller) {
        return;
    }
    const QPointF corner =
        cornerAtEndOfWire(layout::cardRect(*caller), toScene(view), sizeOfNew(catalog, kind.toStdString()));
    Id made;
    const bool done = board.perform(
        tr("Add and connect %1").arg(kindLabel(kind)),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::addComponent(t, catalog, kind.toStdString(), plain(corner));
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            const auto wire = edit::connect(t, catalog, from.toStdString(), made);
            return wire ? edit::joinFrame(t, made) : failure(wire.error());
        },
        view);
    if (done) {
        board.document().setSelection({toQt(made)});
        reveal({toQt(made)});
        renameNew(toQt(made));
    }
}

void Canvas::addFrame(const QString& kind, const model::Rect& frame) {
    Board& board = parts_->board;
    Id made;
    const bool done = board.perform(
        tr("Add frame"),
        [&](model::Transaction& t) -> Result<> {
            const model::Design before = t.design();
            auto id = edit::addGroup(t, board.document().catalog(), kind.toStdString(), frame);
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            return edit::followResized(t, before, made);
        },
        toView(qtPoint({frame.x, frame.y})));
    if (done) {
        board.document().setSelection({toQt(made)});
        startRename(toQt(made));
    }
}

void Canvas::drawFrame(const QString& groupKind) {
    setFocus();
    parts_->drawNext = [this, groupKind](const Pointer& at) {
        parts_->board.begin(std::make_unique<FrameTool>(
            parts_->board, at.scene, usualFrame,
            [this, groupKind](const model::Rect& frame) { addFrame(groupKind, frame); }));
    };
    emit statusMessage(tr("Drag a rectangle for the frame; Esc ends"));
    parts_->refreshCursor();
}

void Canvas::drawNote() {
    setFocus();
    parts_->drawNext = [this](const Pointer& at) {
        parts_->board.begin(
            std::make_unique<FrameTool>(parts_->board, at.scene, usualNote,
                                        [this](const model::Rect& frame) { parts_->note.openNew(frame); }));
    };
    emit statusMessage(tr("Drag a rectangle for the note; Esc ends"));
    parts_->refreshCursor();
}

void Canvas::frameSelection(const QString& groupKind) {
    Board& board = parts_->board;
    const std::vector<Id> ids = movableIds(board.design(), board.document().selection());
    if (ids.empty()) {
        drawFrame(groupKind);
        return;
    }
    Id made;
    const bool done = board.perform(
        ids.size() == 1 ? tr("Frame one thing") : tr("Frame %1 things").arg(ids.size()),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::wrapInGroup(t, board.document().catalog(), ids, groupKind.toStdString());
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            return {};
        },
        QRectF(rect()).center());
    if (done) {
        board.document().setSelection({toQt(made)});
        startRename(toQt(made));
    }
}

}  // namespace headroom::widgets
