#pragma once

#include <QPushButton>

#include "widgets/inspector/page.h"

class QMenu;

namespace headroom::widgets {

/// The presets of a kind, with the price of each and its date.
class PresetButton : public QPushButton {
    Q_OBJECT

  public:
    PresetButton(InspectorContext& context, QWidget* parent);

    /// Components of one kind; hides itself where that has no presets.
    void setComponents(const catalog::Kind* kind, const std::vector<Id>& components);

  private:
    void fill(const catalog::Kind& kind);
    void apply(const catalog::Preset& preset);

    InspectorContext& context_;
    QMenu* menu_;
    const catalog::Kind* kind_ = nullptr;
    std::vector<Id> components_;
};

}  // namespace headroom::widgets
