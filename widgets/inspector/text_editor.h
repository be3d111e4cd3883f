#pragma once

#include "widgets/inspector/param_editor.h"

class QLineEdit;

namespace headroom::widgets {

/// A word or a line.
class TextEditor : public ParamEditor {
    Q_OBJECT

  public:
    TextEditor(const catalog::ParamSpec& spec, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;
    void setBroken(bool broken) override;

  private:
    void commit();

    QString placeholder_;
    QLineEdit* field_;
};

}  // namespace headroom::widgets
