#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "widgets/canvas/board.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/flow_dots.h"
#include "widgets/canvas/name_editor.h"
#include "widgets/canvas/note_editor.h"
#include "widgets/canvas/quick_insert.h"
#include "widgets/canvas/scene_layer.h"
#include "widgets/canvas/start_panel.h"
#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// What a canvas is made of.
class Canvas::Parts {
  public:
    Parts(Canvas& owner, Document& document, const render::Theme& theme)
        : canvas(owner),
          board(document, theme, owner),
          layer(board),
          dots(board, owner),
          name(board, owner),
          note(board, owner),
          insert(document.catalog(), theme, &owner),
          start(theme, &owner) {}

    [[nodiscard]] Pointer pointer(const QPointF& view, Qt::MouseButton button,
                                  Qt::KeyboardModifiers modifiers) const {
        return {view, board.view().toScene(view), button, modifiers};
    }

    void refreshCursor();
    void refreshStart();
    void refreshDots();
    void zoomAt(double factor, const QPointF& view);
    void walk(int step);
    void nudge(const QPointF& by);
    [[nodiscard]] QString onlySelectedComponent() const;
    /// Does `act` (undo or redo), then selects and shows what that has changed.
    void showChangesOf(const std::function<void()>& act);
    /// Takes what is being typed into a field on the canvas.
    void finishEditing();
    void paintOverlays(QPainter& painter);
    void paintGrips(QPainter& painter);
    void paintDrop(QPainter& painter, const QPointF& at);

    /// Below this zoom handles would hide the card.
    static constexpr double handleScale = 0.4;

    Canvas& canvas;
    Board board;
    SceneLayer layer;
    FlowDots dots;
    NameEditor name;
    NoteEditor note;
    QuickInsert insert;
    StartPanel start;
    /// What the view was when the whole drawing was last fitted into it, and that drawing: as long as nobody
    /// has changed either, another size of the canvas fits it anew.
    std::optional<ViewTransform> fittedView;
    QRectF fittedDrawing;
    bool spaceHeld = false;
    bool motion = true;
    std::optional<QPointF> dropAt;     ///< where a kind from the palette hovers
    std::string dropKind;              ///< its id
    std::optional<QPointF> pointerAt;  ///< where the mouse hovers
    QString wireFrom;                  ///< where a wire comes from whose end is being chosen
    /// What the next press of the button begins in place of the usual.
    std::function<void(const Pointer&)> drawNext;
};

/// How large a component of `kind` comes onto the canvas.
QSizeF sizeOfNew(const catalog::Catalog& catalog, const std::string& kind);

}  // namespace headroom::widgets
