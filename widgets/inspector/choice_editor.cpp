#include "widgets/inspector/choice_editor.h"

#include <QHBoxLayout>
#include <algorithm>

#include "widgets/common/text.h"

namespace headroom::widgets {

ChoiceEditor::ChoiceEditor(catalog::ParamSpec spec, Document& document, Look& look, QWidget* parent)
    : ParamEditor(parent),
      spec_(std::move(spec)),
      document_(document),
      field_(new ChoiceField(look, this)),
      hasNone_(spec_.defaultValue.isNull()) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field_);
    setFocusProxy(field_);
    field_->setAccessibleName(toQt(spec_.label));
    connect(field_, &QComboBox::activated, this, [this](int index) {
        const int none = hasNone_ ? 1 : 0;
        emit edited(index < none ? json::Value()
                                 : json::Value(candidates_[static_cast<std::size_t>(index - none)].value));
    });
    fill();
}

bool ChoiceEditor::wide() const {
    constexpr std::size_t longest = 15;
    return spec_.references == "connection" ||
           std::any_of(spec_.options.begin(), spec_.options.end(),
                       [](const catalog::Option& option) { return option.label.size() > longest; });
}

void ChoiceEditor::fill() {
    std::vector<Candidate> now = candidatesFor(spec_, document_.design(), document_.catalog());
    if (now == candidates_ && field_->count() > 0) {
        return;
    }
    candidates_ = std::move(now);
    field_->clear();
    if (hasNone_) {
        field_->addItem(spec_.placeholder.empty() ? tr("not set") : toQt(spec_.placeholder));
    }
    for (const Candidate& candidate : candidates_) {
        field_->addItem(candidate.label);
        field_->setItemData(field_->count() - 1, candidate.help, Qt::ToolTipRole);
    }
}

int ChoiceEditor::indexOf(const json::Value& value) const {
    const int none = hasNone_ ? 1 : 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
        if (json::Value(candidates_[i].value) == value) {
            return static_cast<int>(i) + none;
        }
    }
    return hasNone_ && value.isNull() ? 0 : -1;
}

void ChoiceEditor::show(const FieldState& state) {
    if (spec_.options.empty()) {
        fill();  // what can be referred to comes and goes
    }
    field_->setPlaceholderText(state.mixed ? tr("mixed") : toQt(state.effective.text()));
    field_->setFaint(!state.overridden);
    const int index = state.mixed ? -1 : indexOf(state.effective);
    if (field_->currentIndex() != index) {
        field_->setCurrentIndex(index);
    }
}

}  // namespace headroom::widgets
