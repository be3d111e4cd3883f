#include "widgets/inspector/capacity_row.h"

#include "core/base/numbers.h"
#include "core/edit/edits.h"
#include "widgets/common/names.h"
#include "widgets/common/text.h"
#include "widgets/inspector/number_editor.h"

namespace headroom::widgets {

namespace {

catalog::ParamSpec capacitySpec() {
    catalog::ParamSpec spec;
    spec.name = "capacity";
    spec.unit = Unit::per_second;
    spec.minimum = 0;
    spec.maximum = 1e12;
    spec.logarithmic = true;
    spec.label = CapacityRow::tr("Capacity").toStdString();
    spec.help = CapacityRow::tr(
                    "What all its workers together can serve: instances × workers ÷ service time. Type a "
                    "rate, and workers and service time are set so that it holds exactly.")
                    .toStdString();
    return spec;
}

}  // namespace

CapacityRow::CapacityRow(InspectorContext& context, QVBoxLayout* layout, QObject* parent)
    : QObject(parent), context_(context), row_(nullptr) {
    const catalog::ParamSpec spec = capacitySpec();
    auto* editor = new NumberEditor(spec, nullptr);
    row_ = new FieldRow(context_.look, toQt(spec.label), toQt("<p>" + spec.help + "</p>"), editor,
                        layout->parentWidget());
    row_->setObjectName(QStringLiteral("capacity"));
    row_->hide();
    layout->addWidget(row_);
    connect(editor, &ParamEditor::edited, this, [this](const json::Value& value) {
        value.isNumber() ? set(value.number()) : row_->clearMessage();
    });
    connect(editor, &ParamEditor::unreadable, row_, &FieldRow::showError);
    connect(editor, &ParamEditor::reverted, row_, &FieldRow::clearMessage);
}

void CapacityRow::setComponent(const QString& id) {
    if (id != component_) {
        component_ = id;
        row_->clearMessage();
    }
}

bool CapacityRow::settable(double rps) const {
    model::Transaction trial(context_.document.design());
    return edit::setCapacity(trial, context_.document.catalog(), component_.toStdString(), rps).has_value();
}

void CapacityRow::show(std::optional<double> capacity) {
    const bool visible = capacity && settable(*capacity);
    if (visible == row_->isHidden()) {
        row_->setVisible(visible);
    }
    if (visible) {
        // Three digits, as every figure: what is not typed is an answer.
        const auto rounded = parseQuantity(formatQuantity(*capacity, Unit::per_second), Unit::per_second);
        row_->editor()->unitField()->setFallback(rounded ? *rounded : *capacity);
    }
}

void CapacityRow::set(double rps) {
    Document& document = context_.document;
    const auto before = document.design().components().find(component_.toStdString());
    if (!before) {
        return;
    }
    const auto done = document.perform(tr("Set capacity of %1").arg(shownName(*before, document.catalog())),
                                       [&](model::Transaction& transaction) {
                                           return edit::setCapacity(transaction, document.catalog(),
                                                                    component_.toStdString(), rps);
                                       });
    if (!done) {
        Diagnostic diagnostic = done.error();
        diagnostic.where.clear();
        row_->showError(toQt(diagnostic.line()));
        return;
    }
    row_->editor()->show(FieldState());
    const QString changed = whatChanged(*before);
    changed.isEmpty() ? row_->clearMessage() : row_->showNote(changed);
}

QString CapacityRow::whatChanged(const model::Component& before) const {
    const auto after = context_.document.design().components().find(component_.toStdString());
    const catalog::Kind* kind = context_.document.catalog().kind(before.kind);
    QStringList parts;
    for (const catalog::ParamSpec& spec : kind->params) {
        const json::Value& old = catalog::effective(spec, before.params);
        const json::Value& now = catalog::effective(spec, after->params);
        if (!(old == now)) {
            parts.append(tr("%1 %2 → %3")
                             .arg(toQt(spec.label), toQt(formatQuantity(old.number(), spec.unit)),
                                  toQt(formatQuantity(now.number(), spec.unit))));
        }
    }
    return parts.join(QStringLiteral(", "));
}

}  // namespace headroom::widgets
