#pragma once

#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/inspector/field_row.h"
#include "widgets/inspector/page.h"

class QVBoxLayout;

namespace headroom::widgets {

/// The round trips from a frame to the frames beside it, a field each. The design keeps one figure for both
/// directions, with either of the two frames; whichever has it is edited. Hidden where no other frame lies
/// beside this one: within a common frame the engine takes that one's figure.
class RoundTrips : public QWidget {
    Q_OBJECT

  public:
    RoundTrips(InspectorContext& context, QWidget* parent = nullptr);

    void setGroup(const Id& group);

  private:
    struct Entry {
        Id other;
        FieldRow* row;
    };

    [[nodiscard]] std::vector<Id> others() const;
    void rebuild(const std::vector<Id>& ids);
    void addRow(const Id& other);
    void fill(const Entry& entry);
    void set(const Entry& entry, const json::Value& ms);
    [[nodiscard]] QString stepName(const Id& other) const;

    InspectorContext& context_;
    Id group_;
    QStringList shown_;
    QVBoxLayout* column_;
    std::vector<Entry> entries_;
};

}  // namespace headroom::widgets
