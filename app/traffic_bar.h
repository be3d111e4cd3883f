#pragma once

#include <QWidget>

#include "widgets/common/document.h"
#include "widgets/common/look.h"

namespace headroom::widgets {
class UnitField;
}

namespace headroom::app {

class TrafficSlider;

/// The traffic: a slider and a field, both of the scenario's load factor. A drag is one step of the history.
class TrafficBar : public QWidget {
    Q_OBJECT

  public:
    TrafficBar(widgets::Document& document, widgets::Look& look, QWidget* parent = nullptr);

    [[nodiscard]] TrafficSlider* slider() const { return slider_; }
    [[nodiscard]] widgets::UnitField* field() const { return field_; }

  signals:
    void refused(const headroom::Diagnostic& why);

  private:
    void refresh();
    void set(double factor);

    widgets::Document& document_;
    TrafficSlider* slider_;
    widgets::UnitField* field_;
};

}  // namespace headroom::app
