#pragma once

#include "widgets/common/toggle.h"
#include "widgets/inspector/param_editor.h"

namespace headroom::widgets {

/// Yes or no.
class SwitchEditor : public ParamEditor {
    Q_OBJECT

  public:
    SwitchEditor(Look& look, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;

  private:
    Toggle* toggle_;
};

}  // namespace headroom::widgets
