#include "widgets/inspector/object_switch.h"

#include <QHBoxLayout>
#include <QLabel>

#include "widgets/common/text.h"

namespace headroom::widgets {

ObjectSwitch::ObjectSwitch(const catalog::ParamSpec& spec, Look& look, QWidget* parent)
    : ParamEditor(parent),
      toggle_(new Toggle(look, this)),
      absent_(new QLabel(toQt(spec.placeholder), this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(toggle_);
    row->addWidget(absent_);
    row->addStretch(1);
    absent_->setProperty("role", QStringLiteral("secondary"));
    setFocusProxy(toggle_);
    toggle_->setAccessibleName(toQt(spec.label));
    connect(toggle_, &QAbstractButton::clicked, this,
            [this](bool on) { emit edited(on ? json::Value(json::Object()) : json::Value()); });
}

void ObjectSwitch::show(const FieldState& state) {
    const bool there = state.effective.isObject();
    toggle_->setMixed(state.mixed);
    toggle_->setChecked(there);
    absent_->setVisible(!there);
}

}  // namespace headroom::widgets
