#include "widgets/canvas/tools/key_wire_tool.h"

#include <QCoreApplication>

#include "core/edit/edits.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/overlay.h"
#include "widgets/canvas/tools/wire_tool.h"
#include "widgets/canvas/walk.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

QString nameOf(const Board& board, const QString& id) {
    const auto component = board.design().components().find(id.toStdString());
    return component && !component->label.empty() ? toQt(component->label) : id;
}

}  // namespace

KeyWireTool::KeyWireTool(Board& board, const QString& from) : Tool(board), from_(from) {
    QString first = neighbour(board.design(), from, layout::Side::right);
    if (first.isEmpty()) {
        first = nextInOrder(readingOrder(board.design()), from, 1);
    }
    aim(first);
}

void KeyWireTool::aim(const QString& target) {
    if (target.isEmpty()) {
        return;
    }
    target_ = target;
    const Result<> sense =
        edit::canConnect(board().design(), document().catalog(), from_.toStdString(), target_.toStdString());
    reason_ = sense ? QString() : toQt(sense.error().text);
    const QString sentence = QCoreApplication::translate(
                                 "Canvas", "Connect %1 to %2: Enter connects, Tab or arrows choose, Esc ends")
                                 .arg(nameOf(board(), from_), nameOf(board(), target_));
    emit board().said(reason_.isEmpty() ? sentence : reason_);
    board().outdateAll();
}

bool KeyWireTool::key(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Tab:
            aim(nextInOrder(readingOrder(board().design()), target_, 1));
            return true;
        case Qt::Key_Backtab:
            aim(nextInOrder(readingOrder(board().design()), target_, -1));
            return true;
        case Qt::Key_Left:
            aim(neighbour(board().design(), target_, layout::Side::left));
            return true;
        case Qt::Key_Right:
            aim(neighbour(board().design(), target_, layout::Side::right));
            return true;
        case Qt::Key_Up:
            aim(neighbour(board().design(), target_, layout::Side::top));
            return true;
        case Qt::Key_Down:
            aim(neighbour(board().design(), target_, layout::Side::bottom));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            connectThem();
            return true;
        default:
            return false;
    }
}

QPointF KeyWireTool::place() const {
    const QRectF card = board().boundsOf({target_});
    return board().view().toView(QPointF(card.center().x(), card.bottom()));
}

void KeyWireTool::connectThem() {
    Board& host = board();
    Id made;
    const bool done = host.perform(
        QCoreApplication::translate("Canvas", "Connect"),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::connect(t, document().catalog(), from_.toStdString(), target_.toStdString());
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            return {};
        },
        place());
    if (done) {
        document().setSelection({toQt(made)});
        host.finish();
    }
}

void KeyWireTool::paint(QPainter& painter) const {
    paintWireTo(painter, board(), from_, {}, place(), target_, reason_.isEmpty(), true);
    if (!reason_.isEmpty()) {
        paintBubble(painter, board().theme(), reason_, place(), board().size());
    }
}

}  // namespace headroom::widgets
