#include "widgets/inspector/switch_editor.h"

#include <QHBoxLayout>

namespace headroom::widgets {

SwitchEditor::SwitchEditor(Look& look, QWidget* parent)
    : ParamEditor(parent), toggle_(new Toggle(look, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(toggle_);
    row->addStretch(1);
    setFocusProxy(toggle_);
    connect(toggle_, &QAbstractButton::clicked, this, [this](bool on) { emit edited(json::Value(on)); });
}

void SwitchEditor::show(const FieldState& state) {
    const bool* on = state.effective.boolean();
    toggle_->setMixed(state.mixed);
    toggle_->setChecked(on != nullptr && *on);
}

}  // namespace headroom::widgets
