#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QWheelEvent>
#include <cmath>
#include <optional>
#include <utility>

#include "core/edit/membership.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/canvas_parts.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/canvas/tools/pan_tool.h"
#include "widgets/canvas/tools/press_tool.h"
#include "widgets/common/text.h"

/// The events of the canvas: who gets them, and what the keys do.
namespace headroom::widgets {

namespace {

constexpr double wheelZoomPerDegree = 1.0 / 90;  ///< natural logarithm of the factor
constexpr double eighthsPerDegree = 8;

QPointF arrow(int key) {
    switch (key) {
        case Qt::Key_Left:
            return {-1, 0};
        case Qt::Key_Right:
            return {1, 0};
        case Qt::Key_Up:
            return {0, -1};
        case Qt::Key_Down:
            return {0, 1};
        default:
            return {};
    }
}

}  // namespace

bool Canvas::event(QEvent* event) {
    // Tab is ours: it walks the components instead of leaving the canvas, but only while there are any.
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool tab = key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab;
        if (tab && (key->modifiers() & Qt::ControlModifier) == 0 &&
            !parts_->board.design().components().empty()) {
            keyPressEvent(key);
            return true;
        }
    }
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            parts_->zoomAt(1 + gesture->value(), gesture->position());
            return true;
        }
    }
    return QWidget::event(event);
}

void Canvas::mousePressEvent(QMouseEvent* event) {
    parts_->finishEditing();
    const Pointer at = parts_->pointer(event->position(), event->button(), event->modifiers());
    if (parts_->board.tool() != nullptr && event->button() != Qt::RightButton) {
        parts_->board.cancel();
    }
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && parts_->spaceHeld)) {
        parts_->board.begin(std::make_unique<PanTool>(parts_->board, at));
    } else if (event->button() == Qt::LeftButton && parts_->drawNext) {
        std::exchange(parts_->drawNext, nullptr)(at);
    } else if (event->button() == Qt::LeftButton) {
        parts_->board.setHovered(parts_->board.hitAt(event->position()));
        parts_->board.begin(std::make_unique<PressTool>(parts_->board, at));
    }
    event->accept();
}

void Canvas::mouseMoveEvent(QMouseEvent* event) {
    parts_->pointerAt = event->position();
    const Pointer at = parts_->pointer(event->position(), event->button(), event->modifiers());
    if (Tool* tool = parts_->board.tool()) {
        if (event->buttons() != Qt::NoButton) {
            tool->move(at);
            update();
        }
    } else {
        parts_->board.setHovered(parts_->board.hitAt(event->position()));
        parts_->refreshCursor();
    }
    event->accept();
}

void Canvas::mouseReleaseEvent(QMouseEvent* event) {
    if (Tool* tool = parts_->board.tool()) {
        tool->release(parts_->pointer(event->position(), event->button(), event->modifiers()));
        parts_->board.setHovered(parts_->board.hitAt(event->position()));
        parts_->refreshCursor();
    }
    event->accept();
}

void Canvas::mouseDoubleClickEvent(QMouseEvent* event) {
    parts_->board.cancel();
    const Hit hit = parts_->board.hitAt(event->position());
    if (event->button() != Qt::LeftButton || !hit) {
        return;
    }
    if (hit.what == Hit::What::card || hit.what == Hit::What::group || hit.what == Hit::What::note) {
        startRename(hit.id);
    } else {
        emit inspectorRequested();
    }
}

/// A wheel zooms to the pointer; two fingers pan, and zoom with Ctrl.
void Canvas::wheelEvent(QWheelEvent* event) {
    const bool fingers = !event->pixelDelta().isNull() || event->phase() != Qt::NoScrollPhase ||
                         event->device()->type() == QInputDevice::DeviceType::TouchPad;
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const QPointF degrees = QPointF(event->angleDelta()) / eighthsPerDegree;
    if (event->modifiers().testFlag(Qt::ShiftModifier) || (fingers && !control)) {
        QPointF pixels = event->pixelDelta().isNull() ? degrees * 4 : QPointF(event->pixelDelta());
        if (event->modifiers().testFlag(Qt::ShiftModifier) && pixels.x() == 0) {
            pixels = QPointF(pixels.y(), 0);
        }
        ViewTransform view = parts_->board.view();
        view.panBy(pixels.toPoint());
        parts_->board.setView(view);
    } else if (degrees.y() != 0) {
        parts_->zoomAt(std::exp(degrees.y() * wheelZoomPerDegree), event->position());
    }
    event->accept();
}

void Canvas::keyPressEvent(QKeyEvent* event) {
    if (parts_->board.tool() != nullptr && parts_->board.tool()->key(*event)) {
        update();
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        backOut();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (!arrow(event->key()).isNull()) {
        const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
        parts_->nudge(arrow(event->key()) * (fine ? 1 : layout::gridStep));
    } else if (!handleKey(*event)) {
        QWidget::keyPressEvent(event);
    }
}

bool Canvas::handleKey(const QKeyEvent& event) {
    if (event.modifiers().testFlag(Qt::ControlModifier)) {
        if (event.key() == Qt::Key_0) {
            resetZoom();
        } else if (event.key() == Qt::Key_1) {
            fit();
        }
        return event.key() == Qt::Key_0 || event.key() == Qt::Key_1;
    }
    return handlePlainKey(event.key());
}

bool Canvas::handlePlainKey(int key) {
    switch (key) {
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            deleteSelection();
            return true;
        case Qt::Key_Tab:
            parts_->walk(1);
            return true;
        case Qt::Key_Backtab:
            parts_->walk(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            emit inspectorRequested();
            return true;
        case Qt::Key_C:
            startConnection();
            return true;
        case Qt::Key_F:
            fit();
            return true;
        case Qt::Key_F2:
            startRename();
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomIn();
            return true;
        case Qt::Key_Minus:
            zoomOut();
            return true;
        case Qt::Key_Slash:
            quickInsert();
            return true;
        case Qt::Key_G:
            frameSelection(toQt(parts_->board.document().catalog().groupKinds().front().value));
            return true;
        case Qt::Key_N:
            drawNote();
            return true;
        case Qt::Key_Space:
            parts_->spaceHeld = true;
            parts_->refreshCursor();
            return true;
        default:
            return false;
    }
}

/// Out of the gesture, else of the moment that is shown, else of the selection.
void Canvas::backOut() {
    if (parts_->drawNext) {
        parts_->drawNext = nullptr;
        emit statusMessage({});
        parts_->refreshCursor();
        return;
    }
    if (parts_->board.cancel()) {
        return;
    }
    parts_->board.clearRefusal();
    Document& document = parts_->board.document();
    document.moment() ? document.showMoment(std::nullopt) : document.setSelection({});
}

void Canvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        parts_->spaceHeld = false;
        parts_->refreshCursor();
        return;
    }
    QWidget::keyReleaseEvent(event);
}

void Canvas::leaveEvent(QEvent* event) {
    parts_->pointerAt.reset();
    parts_->board.setHovered({});
    QWidget::leaveEvent(event);
}

void Canvas::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QString::fromLatin1(kindMimeType))) {
        event->acceptProposedAction();
    }
}

void Canvas::dragMoveEvent(QDragMoveEvent* event) {
    parts_->dropAt = event->position();
    parts_->dropKind = event->mimeData()->data(QString::fromLatin1(kindMimeType)).toStdString();
    update();
    event->acceptProposedAction();
}

void Canvas::dragLeaveEvent(QDragLeaveEvent* event) {
    parts_->dropAt.reset();
    update();
    QWidget::dragLeaveEvent(event);
}

void Canvas::dropEvent(QDropEvent* event) {
    parts_->dropAt.reset();
    update();
    const QByteArray kind = event->mimeData()->data(QString::fromLatin1(kindMimeType));
    if (!dropKind(QString::fromUtf8(kind), event->position()).isEmpty()) {
        event->acceptProposedAction();
        setFocus();
    }
}

void Canvas::contextMenuEvent(QContextMenuEvent* event) {
    parts_->board.cancel();
    QString id;
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const QSet<QString>& selection = parts_->board.document().selection();
        id = selection.isEmpty() ? QString() : *selection.begin();
        const QRectF bounds = parts_->board.boundsOf(selection);
        place = mapToGlobal(bounds.isNull() ? rect().center() : toView(bounds.center()).toPoint());
    } else {
        id = parts_->board.hitAt(event->pos()).id;
        if (id.isEmpty()) {  // a drag on the ground of a frame selects what is in it, a menu is about itself
            const QPointF at = toScene(event->pos());
            id = toQt(edit::frameAround(parts_->board.design(), {at.x(), at.y(), 0, 0}).value_or(Id()));
        }
        if (!id.isEmpty() && !parts_->board.isSelected(id)) {
            parts_->board.document().setSelection({id});
        }
    }
    emit contextMenuRequested(place, id);
    event->accept();
}

void Canvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    parts_->refreshStart();
    const Board& board = parts_->board;
    if (parts_->fittedView == board.view() && parts_->fittedDrawing == qtRect(board.layout().bounds())) {
        fit();
    }
}

void Canvas::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    parts_->refreshDots();
}

void Canvas::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    parts_->refreshDots();
}

void Canvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && parts_) {
        parts_->refreshDots();
    }
}

}  // namespace headroom::widgets
