#pragma once

#include <QObject>
#include <QVBoxLayout>

#include "widgets/inspector/field_row.h"
#include "widgets/inspector/page.h"

namespace headroom::widgets {

/// The derived capacity of a station, which can be typed all the same: workers and service time then change
/// so that it is exact, and a line says to what.
class CapacityRow : public QObject {
    Q_OBJECT

  public:
    CapacityRow(InspectorContext& context, QVBoxLayout* layout, QObject* parent);

    void setComponent(const QString& id);
    /// nullopt: there is none to show.
    void show(std::optional<double> capacity);

  private:
    void set(double rps);
    [[nodiscard]] bool settable(double rps) const;
    [[nodiscard]] QString whatChanged(const model::Component& before) const;

    InspectorContext& context_;
    QString component_;
    FieldRow* row_;
};

}  // namespace headroom::widgets
