#pragma once

#include "widgets/common/toggle.h"
#include "widgets/inspector/param_editor.h"

class QLabel;

namespace headroom::widgets {

/// Whether an object is there at all: its fields show below while it is, and what its absence means beside
/// the switch while it is not.
class ObjectSwitch : public ParamEditor {
    Q_OBJECT

  public:
    ObjectSwitch(const catalog::ParamSpec& spec, Look& look, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;

  private:
    Toggle* toggle_;
    QLabel* absent_;
};

}  // namespace headroom::widgets
