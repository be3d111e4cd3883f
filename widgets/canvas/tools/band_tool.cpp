#include "widgets/canvas/tools/band_tool.h"

#include "widgets/canvas/geometry_qt.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

BandTool::BandTool(Board& board, const Pointer& start, bool adds)
    : Tool(board), start_(start.scene), before_(board.document().selection()), adds_(adds) {}

QSet<QString> BandTool::within(const QRectF& band) const {
    QSet<QString> ids = adds_ ? before_ : QSet<QString>();
    const model::Design& design = board().design();
    for (const int card : board().layout().cards().inside(plain(band))) {
        ids.insert(toQt(design.components()[static_cast<std::size_t>(card)].id));
    }
    for (std::size_t i = 0; i < design.connections().size(); ++i) {
        if (band.contains(qtRect(layout::grown(layout::bounds(board().layout().routes()[i].points), 0.5)))) {
            ids.insert(toQt(design.connections()[i].id));
        }
    }
    for (const auto& note : design.notes()) {
        if (band.intersects(qtRect(note->frame))) {
            ids.insert(toQt(note->id));
        }
    }
    for (const auto& group : design.groups()) {
        if (band.contains(qtRect(group->frame))) {
            ids.insert(toQt(group->id));
        }
    }
    return ids;
}

void BandTool::move(const Pointer& pointer) {
    band_ = QRectF(start_, pointer.scene).normalized();
    document().setSelection(within(band_));
}

void BandTool::release(const Pointer& pointer) {
    move(pointer);
    board().finish();
}

void BandTool::cancel() {
    document().setSelection(before_);
}

void BandTool::paint(QPainter& painter) const {
    painter.setPen(QPen(board().theme()[render::Token::accent], 1));
    painter.setBrush(board().theme()[render::Token::rubber_band]);
    painter.drawRect(board().view().toView(band_));
}

}  // namespace headroom::widgets
