#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/transaction.h"

namespace headroom::widgets {

/// One thing that has parameters.
struct RecordRef {
    enum class Table { component, workload, connection, group, scenario };
    Table table = Table::scenario;
    Id id;        ///< of the component, connection or group; empty for the scenario
    Id workload;  ///< of a workload, within its component
    friend bool operator==(const RecordRef&, const RecordRef&) = default;
};

/// What stands in one field for all records of a subject.
struct FieldState {
    json::Value own;          ///< the override they share; null where there is none or they differ
    json::Value effective;    ///< the value that holds, of the first of them
    bool overridden = false;  ///< at least one of them has an override
    bool mixed = false;       ///< they differ in what holds
};

/// What a form is about: one or several records that share declared parameters, edited together.
class Subject {
  public:
    /// Parameters that all records have alike, in the order of the first of them. Hidden ones are left out.
    static Subject of(const model::Design& design, const catalog::Catalog& catalog,
                      std::vector<RecordRef> records);

    [[nodiscard]] const std::vector<RecordRef>& records() const { return records_; }
    [[nodiscard]] const std::vector<catalog::ParamSpec>& specs() const { return specs_; }

    /// Equal shapes have equal forms.
    [[nodiscard]] const QString& shape() const { return shape_; }
    /// "Web", "3 components", for the names of steps.
    [[nodiscard]] QString name(const model::Design& design, const catalog::Catalog& catalog) const;

    /// `path` as in edit::setParam, with a slash into an object.
    [[nodiscard]] FieldState state(const model::Design& design, const std::string& path) const;
    /// False while the condition of the parameter, or of the object around it, does not hold.
    [[nodiscard]] bool visible(const model::Design& design, const std::string& path) const;

    /// Sets `value` on every record; null resets.
    Result<> set(model::Transaction& transaction, const catalog::Catalog& catalog, const std::string& path,
                 const json::Value& value) const;

    [[nodiscard]] const catalog::ParamSpec* spec(const std::string& path) const;

  private:
    std::vector<RecordRef> records_;
    std::vector<catalog::ParamSpec> specs_;
    QString shape_;
};

}  // namespace headroom::widgets
