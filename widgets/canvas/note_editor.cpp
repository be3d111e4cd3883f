#include "widgets/canvas/note_editor.h"

#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "core/edit/edits.h"
#include "core/render/figure_text.h"
#include "widgets/canvas/geometry_qt.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr QSizeF leastSize(160, 72);

}  // namespace

NoteEditor::NoteEditor(Board& board, QWidget& surface) : QPlainTextEdit(&surface), board_(board) {
    setAccessibleName(tr("Note"));
    setPlaceholderText(tr("Write in Markdown; Ctrl+Return ends"));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hide();
    connect(&board, &Board::viewChanged, this, &NoteEditor::place);
}

void NoteEditor::open(const QString& note) {
    finish();
    if (const auto record = board_.design().notes().find(note.toStdString())) {
        id_ = note;
        frame_ = record->frame;
        openOn(toQt(record->text));
        moveCursor(QTextCursor::End);
    }
}

void NoteEditor::openNew(const model::Rect& frame) {
    finish();
    id_.clear();
    frame_ = frame;
    openOn({});
}

void NoteEditor::openOn(const QString& text) {
    open_ = true;
    before_ = text;
    setPlainText(text);
    place();
    show();
    setFocus();
}

void NoteEditor::place() {
    if (open_) {
        const QRectF box = board_.view().toView(qtRect(frame_));
        setFont(render::interfaceFont(
            std::clamp(static_cast<int>(std::lround(12 * board_.view().scale())), 11, 24)));
        setGeometry(QRectF(box.topLeft(), box.size().expandedTo(leastSize)).toAlignedRect());
    }
}

void NoteEditor::finish() {
    if (!open_) {
        return;
    }
    const QString text = toPlainText();
    close();
    if (text == before_) {
        return;
    }
    if (id_.isEmpty()) {
        addNote(text);
        return;
    }
    board_.perform(
        tr("Edit note"),
        [&](model::Transaction& t) { return edit::setNote(t, id_.toStdString(), text.toStdString()); },
        board_.view().toView(qtPoint({frame_.x, frame_.y})));
}

void NoteEditor::addNote(const QString& text) {
    Id made;
    const bool done = board_.perform(
        tr("Add note"),
        [&](model::Transaction& t) -> Result<> {
            auto id = edit::addNote(t, frame_, text.toStdString());
            if (!id) {
                return failure(id.error());
            }
            made = *id;
            return {};
        },
        board_.view().toView(qtPoint({frame_.x, frame_.y})));
    if (done) {
        board_.document().setSelection({toQt(made)});
    }
}

void NoteEditor::close() {
    open_ = false;
    const bool focused = hasFocus();
    hide();
    if (focused) {
        parentWidget()->setFocus();
    }
}

void NoteEditor::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        finish();
    } else if (event->key() == Qt::Key_Escape) {
        close();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
    event->accept();
}

void NoteEditor::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    finish();
}

}  // namespace headroom::widgets
