#pragma once

#include <QWidget>

#include "core/catalog/param_spec.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/subject.h"

namespace headroom::widgets {

/// The control of one parameter. Shows a state and says what a person wants instead; what becomes of it is
/// the form's affair.
class ParamEditor : public QWidget {
    Q_OBJECT

  public:
    /// Never disturbs what is being typed.
    virtual void show(const FieldState& state) = 0;
    /// Marks what was entered as refused, or takes the mark away.
    virtual void setBroken(bool broken);
    /// Where there is one, the label scrubs it.
    [[nodiscard]] virtual UnitField* unitField() { return nullptr; }

    /// Needs the whole width, below its label.
    [[nodiscard]] virtual bool wide() const { return false; }

    using QWidget::show;

  signals:
    /// Null: back to the default.
    void edited(const headroom::json::Value& value);
    void unreadable(const QString& line);
    void reverted();
    void gestureBegan();
    void gestureEnded();

  protected:
    using QWidget::QWidget;
};

/// The control for `spec`; nullptr where none exists (objects are rows of their own, see ParamForm).
/// `document` is asked for candidates of references.
ParamEditor* makeEditor(const catalog::ParamSpec& spec, Document& document, Look& look, QWidget* parent);

}  // namespace headroom::widgets
