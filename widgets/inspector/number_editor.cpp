#include "widgets/inspector/number_editor.h"

#include <QHBoxLayout>

#include "widgets/common/text.h"

namespace headroom::widgets {

using catalog::ParamSpec;
using catalog::ParamType;

NumberEditor::NumberEditor(const ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent), placeholder_(toQt(spec.placeholder)), field_(new UnitField(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field_);
    setFocusProxy(field_);
    field_->setAccessibleName(toQt(spec.label));
    field_->setFormat({spec.unit, spec.minimum, spec.maximum, spec.step, spec.logarithmic,
                       spec.type == ParamType::integer});
    if (spec.defaultValue.isNumber()) {
        field_->setFallback(spec.defaultValue.number());
    }
    connect(field_, &UnitField::entered, this, [this](double value) { emit edited(json::Value(value)); });
    connect(field_, &UnitField::cleared, this, [this] { emit edited(json::Value()); });
    connect(field_, &UnitField::unreadable, this, &ParamEditor::unreadable);
    connect(field_, &UnitField::reverted, this, &ParamEditor::reverted);
    connect(field_, &UnitField::gestureBegan, this, &ParamEditor::gestureBegan);
    connect(field_, &UnitField::gestureEnded, this, &ParamEditor::gestureEnded);
}

void NumberEditor::show(const FieldState& state) {
    field_->setFaintText(state.mixed ? tr("mixed") : placeholder_);
    const bool set = state.own.isNumber() && !state.mixed;
    field_->setQuantity(set ? std::optional(state.own.number()) : std::nullopt);
}

void NumberEditor::setBroken(bool broken) {
    field_->setBroken(broken);
}

}  // namespace headroom::widgets
