#pragma once

#include "widgets/common/choice_field.h"
#include "widgets/inspector/candidates.h"
#include "widgets/inspector/param_editor.h"

namespace headroom::widgets {

/// One of several: an enumeration, or a reference to a record of the design.
class ChoiceEditor : public ParamEditor {
    Q_OBJECT

  public:
    ChoiceEditor(catalog::ParamSpec spec, Document& document, Look& look, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;
    /// Long words ("Weighted round robin") and the names of connections get a line of their own.
    [[nodiscard]] bool wide() const override;

  private:
    void fill();
    [[nodiscard]] int indexOf(const json::Value& value) const;

    catalog::ParamSpec spec_;
    Document& document_;
    ChoiceField* field_;
    std::vector<Candidate> candidates_;
    bool hasNone_;  ///< the first entry is "not set"
};

}  // namespace headroom::widgets
