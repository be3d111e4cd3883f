#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/solver/conditions.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/model.h"
#include "core/engine/solver/order.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The model of the last design, so that an edit which changes only how some components work, or nothing at
/// all, leaves all else of it as it is. What is the same in two models bears the same numbers in both
/// (ModelNumbers).
class KnownModel {
  public:
    /// As compile(); the model is good until the next. Whoever changes it (rates of users) is noticed.
    Model& compile(const model::Design& design, const catalog::Catalog& catalog, const Conditions& conditions,
                   KnownRecords& records, std::vector<results::Finding>& findings);
    /// Of that model, callees first.
    [[nodiscard]] const std::vector<VisitGroup>& groups() const { return groups_; }
    /// The components whose records the last call of compile() found to be other than those of the call
    /// before, while kinds, groups, workloads and connections are the same; nullptr where more is other.
    [[nodiscard]] const std::vector<Index>* changedInPlace() const {
        return changedInPlace_ ? &*changedInPlace_ : nullptr;
    }

  private:
    bool isStillGood(const model::Design& design, const catalog::Catalog& catalog) const;
    /// Whether it could.
    bool takeOver(const model::Design& design, const catalog::Catalog& catalog, KnownRecords& records);
    bool takeOver(Index component, const std::shared_ptr<const model::Component>& before,
                  const std::shared_ptr<const model::Component>& now, KnownRecords& records);
    void number(const Model& before, const std::vector<VisitGroup>& groupsBefore);

    std::optional<model::Design> design_;  ///< the one that the model belongs to
    const catalog::Catalog* catalog_ = nullptr;
    bool canChangeInPlace_ = false;
    std::optional<std::vector<Index>> changedInPlace_;
    Model model_;
    std::vector<VisitGroup> groups_;
    std::vector<results::Finding> findings_;
    std::uint64_t lastNumber_ = 0;
};

}  // namespace headroom::engine::solver
