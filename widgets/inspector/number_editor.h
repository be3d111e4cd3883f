#pragma once

#include "widgets/inspector/param_editor.h"

namespace headroom::widgets {

/// A number or whole number with its unit.
class NumberEditor : public ParamEditor {
    Q_OBJECT

  public:
    NumberEditor(const catalog::ParamSpec& spec, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;
    void setBroken(bool broken) override;
    [[nodiscard]] UnitField* unitField() override { return field_; }

  private:
    QString placeholder_;
    UnitField* field_;
};

}  // namespace headroom::widgets
