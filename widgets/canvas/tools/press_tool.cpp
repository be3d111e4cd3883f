#include "widgets/canvas/tools/press_tool.h"

#include <QGuiApplication>
#include <QStyleHints>

#include "widgets/canvas/tools/band_tool.h"
#include "widgets/canvas/tools/move_tool.h"
#include "widgets/canvas/tools/resize_tool.h"
#include "widgets/canvas/tools/wire_tool.h"

namespace headroom::widgets {

namespace {

bool adds(const Pointer& pointer) {
    return (pointer.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
}

/// Ctrl and Alt drag a copy away.
bool copies(const Pointer& pointer) {
    return (pointer.modifiers & (Qt::AltModifier | Qt::ControlModifier)) != 0;
}

}  // namespace

PressTool::PressTool(Board& board, const Pointer& at)
    : Tool(board), start_(at), hit_(board.hitAt(at.view)), wasSelected_(board.isSelected(hit_.id)) {
    // Pressing on what is not selected selects it at once, so that a drag takes it along.
    if (hit_ && hit_.what != Hit::What::handle && !wasSelected_) {
        select(adds(at));
    }
}

void PressTool::select(bool toggle) {
    QSet<QString> ids = toggle ? document().selection() : QSet<QString>();
    if (toggle && ids.contains(hit_.id)) {
        ids.remove(hit_.id);
    } else if (hit_) {
        ids.insert(hit_.id);
    }
    document().setSelection(ids);
}

void PressTool::move(const Pointer& pointer) {
    const QPointF way = pointer.view - start_.view;
    if (way.manhattanLength() >= QGuiApplication::styleHints()->startDragDistance() / 2.0) {
        becomeDrag(pointer);
    }
}

void PressTool::becomeDrag(const Pointer& pointer) {
    Board& host = board();  // this tool is gone once another begins
    std::unique_ptr<Tool> next;
    switch (hit_.what) {
        case Hit::What::handle:
            next = std::make_unique<WireTool>(host, WireTool::newFrom(hit_.id, hit_.side));
            break;
        case Hit::What::lineStart:
        case Hit::What::lineEnd:
            next = std::make_unique<WireTool>(
                host, WireTool::movedEnd(host.design(), hit_.id, hit_.what == Hit::What::lineEnd));
            break;
        case Hit::What::line:
            return;  // lines are laid by themselves
        case Hit::What::nothing:
            next = std::make_unique<BandTool>(host, start_, adds(start_));
            break;
        case Hit::What::edge:
            next = std::make_unique<ResizeTool>(host, hit_);
            break;
        default:
            if (copies(start_) && !wasSelected_) {
                document().setSelection({hit_.id});  // Ctrl had added it to what else is selected
            }
            next = std::make_unique<MoveTool>(host, start_.scene, hit_.id,
                                              copies(start_) ? MoveTool::What::copy : MoveTool::What::itself);
    }
    Tool* begun = next.get();
    host.begin(std::move(next));
    begun->move(pointer);
}

void PressTool::release(const Pointer& pointer) {
    if (hit_.what == Hit::What::nothing && !adds(pointer)) {
        document().setSelection({});
    } else if (hit_ && hit_.what != Hit::What::handle && wasSelected_) {
        select(adds(pointer));
    }
    board().finish();
}

}  // namespace headroom::widgets
