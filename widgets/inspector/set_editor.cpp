#include "widgets/inspector/set_editor.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace headroom::widgets {

namespace {

constexpr int besideEachOther = 3;  // short options stand in a row, longer lists below each other

bool contains(const json::Value& list, const std::string& value) {
    const json::Array* items = list.array();
    return items != nullptr && std::any_of(items->begin(), items->end(), [&](const json::Value& item) {
               return item == json::Value(value);
           });
}

}  // namespace

SetEditor::SetEditor(catalog::ParamSpec spec, Document& document, QWidget* parent)
    : ParamEditor(parent), spec_(std::move(spec)), document_(document), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(4);
    fill();
}

void SetEditor::fill() {
    const catalog::ParamSpec& item = spec_.fields.front();
    std::vector<Candidate> now = candidatesFor(item, document_.design(), document_.catalog());
    if (now == candidates_) {
        return;
    }
    candidates_ = std::move(now);
    qDeleteAll(buttons_);
    buttons_.clear();
    const bool inRow = !item.options.empty() && candidates_.size() <= besideEachOther;
    QHBoxLayout* row = nullptr;
    for (const Candidate& candidate : candidates_) {
        auto* button = new QPushButton(candidate.label, this);
        button->setCheckable(true);
        button->setProperty("role", QStringLiteral("plain"));
        button->setToolTip(candidate.help);
        if (row == nullptr || !inRow) {
            row = new QHBoxLayout;
            row->setSpacing(4);
            column_->addLayout(row);
        }
        row->addWidget(button);
        buttons_.append(button);
        connect(button, &QPushButton::clicked, this, [this] { emit edited(chosen()); });
    }
    if (!buttons_.isEmpty()) {
        setFocusProxy(buttons_.front());
    }
}

json::Value SetEditor::chosen() const {
    json::Array values;
    for (qsizetype i = 0; i < buttons_.size(); ++i) {
        if (buttons_[i]->isChecked()) {
            values.emplace_back(candidates_[static_cast<std::size_t>(i)].value);
        }
    }
    return values.empty() ? json::Value() : json::Value(std::move(values));
}

void SetEditor::show(const FieldState& state) {
    fill();
    for (qsizetype i = 0; i < buttons_.size(); ++i) {
        const bool on = contains(state.effective, candidates_[static_cast<std::size_t>(i)].value);
        buttons_[i]->setChecked(on && !state.mixed);
    }
}

}  // namespace headroom::widgets
