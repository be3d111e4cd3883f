#include "widgets/inspector/preset_button.h"

#include <QMenu>

#include "core/base/numbers.h"
#include "core/edit/edits.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

PresetButton::PresetButton(InspectorContext& context, QWidget* parent)
    : QPushButton(tr("Presets  ▾"), parent), context_(context), menu_(new QMenu(this)) {
    hide();
    setProperty("role", QStringLiteral("plain"));
    setObjectName(QStringLiteral("presets"));
    setAccessibleName(tr("Presets"));
    setMenu(menu_);
    menu_->setToolTipsVisible(true);
}

void PresetButton::setComponents(const catalog::Kind* kind, const std::vector<Id>& components) {
    components_ = components;
    if (kind == kind_) {
        return;
    }
    kind_ = kind;
    menu_->clear();
    setVisible(kind != nullptr && !kind->presets.empty());
    if (kind != nullptr) {
        fill(*kind);
    }
}

void PresetButton::fill(const catalog::Kind& kind) {
    for (const catalog::Preset& preset : kind.presets) {
        const catalog::Price* price = context_.document.catalog().price(preset.price);
        QString text = toQt(preset.label);
        if (price != nullptr) {
            text += QStringLiteral("\t%1 · %2")
                        .arg(toQt(formatQuantity(price->usdPerHour, Unit::usd_per_hour)), toQt(price->date));
        }
        QAction* action = menu_->addAction(text, this, [this, preset] { apply(preset); });
        if (price != nullptr) {
            action->setToolTip(toQt(price->sourceText));
        }
    }
}

void PresetButton::apply(const catalog::Preset& preset) {
    context_.document.perform(tr("Apply %1").arg(toQt(preset.label)), [&](model::Transaction& transaction) {
        for (const Id& id : components_) {
            auto done = edit::applyPreset(transaction, context_.document.catalog(), id, preset.id);
            if (!done) {
                return done;
            }
        }
        return Result<>();
    });
}

}  // namespace headroom::widgets
