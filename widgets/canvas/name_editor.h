#pragma once

#include <QLineEdit>

#include "widgets/canvas/board.h"

namespace headroom::widgets {

/// The field in which a component or frame gets its name, over the place where the name stands. Enter and
/// leaving it take the name, Esc does not.
class NameEditor : public QLineEdit {
    Q_OBJECT

  public:
    NameEditor(Board& board, QWidget& surface);

    void open(const QString& id);
    /// Takes the name, where one is being typed.
    void finish();
    [[nodiscard]] const QString& record() const { return id_; }

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void place();
    void close();

    Board& board_;
    QString id_;  ///< empty: closed
    QString before_;
};

}  // namespace headroom::widgets
