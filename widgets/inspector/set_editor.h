#pragma once

#include <QList>

#include "widgets/inspector/candidates.h"
#include "widgets/inspector/param_editor.h"

class QPushButton;
class QVBoxLayout;

namespace headroom::widgets {

/// Any of several, as buttons that stay down; none means what the parameter says of being empty.
class SetEditor : public ParamEditor {
    Q_OBJECT

  public:
    SetEditor(catalog::ParamSpec spec, Document& document, QWidget* parent);
    using ParamEditor::show;
    void show(const FieldState& state) override;

  private:
    void fill();
    [[nodiscard]] json::Value chosen() const;

    catalog::ParamSpec spec_;
    Document& document_;
    QVBoxLayout* column_;
    std::vector<Candidate> candidates_;
    QList<QPushButton*> buttons_;
};

}  // namespace headroom::widgets
