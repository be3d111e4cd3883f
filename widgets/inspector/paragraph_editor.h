#pragma once

#include <QTimer>

#include "widgets/inspector/param_editor.h"

class QPlainTextEdit;

namespace headroom::widgets {

/// A text of several lines. What is typed holds at once; a run of typing is one gesture, which ends when the
/// keyboard leaves or rests for a moment.
class ParagraphEditor : public ParamEditor {
    Q_OBJECT

  public:
    ParagraphEditor(const QString& label, const QString& placeholder, int lines, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;
    void setBroken(bool broken) override;
    [[nodiscard]] bool wide() const override { return true; }

    /// The same for a text that is no parameter.
    void setText(const QString& text);
    [[nodiscard]] QString text() const;
    /// Before it is about something else.
    void endGesture();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void typed();

    QString placeholder_;
    QPlainTextEdit* field_;
    QTimer rest_;
    bool inGesture_ = false;
    bool filling_ = false;
};

}  // namespace headroom::widgets
