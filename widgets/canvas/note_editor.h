#pragma once

#include <QPlainTextEdit>

#include "widgets/canvas/board.h"

namespace headroom::widgets {

/// The field for the Markdown of a note, over the note. Ctrl+Return and leaving it take the text, Esc does
/// not. A new note comes to be with its first text.
class NoteEditor : public QPlainTextEdit {
    Q_OBJECT

  public:
    NoteEditor(Board& board, QWidget& surface);

    void open(const QString& note);
    void openNew(const model::Rect& frame);
    /// Takes the text, where one is being typed.
    void finish();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void openOn(const QString& text);
    void place();
    void close();
    void addNote(const QString& text);

    Board& board_;
    bool open_ = false;
    QString id_;  ///< empty: a new one
    model::Rect frame_;
    QString before_;
};

}  // namespace headroom::widgets
