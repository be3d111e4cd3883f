#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/passes/usage.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// What a month of 730 hours costs: machines x hourly price, requests and data by their number, storage, and
/// transfer (transfer.h); for every component, for every workload by the work that it makes, and for a
/// million requests answered in time. Prices are the component's own, else those of its kind. A component
/// whose machines or priced rates are unknown has no cost, and then there is no sum. Says what the sum leaves
/// out. What it worked out the last time is kept as long as nobody says that it is other.
class KnownCost {
  public:
    /// The design is another one; so is the catalogue.
    void designChanges() { isKnown_ = false; }
    /// Of the design, parameters of the component at that place.
    void componentChanges(std::size_t component) {
        if (isKnown_ && (changed_.empty() || changed_.back() != component)) {
            changed_.push_back(component);
        }
    }

    /// `rows`: the components of the results in the order of the design; null where one is only drawn.
    /// `sameUse`: it is that of the last time, but for who works for which workload.
    void add(const model::Design& design, const catalog::Catalog& catalog, const Usage& usage, bool sameUse,
             const std::vector<results::ComponentResult*>& rows, results::Results& results);

  private:
    void find(const model::Design& design, const catalog::Catalog& catalog, const Usage& usage, bool sameUse);

    bool isKnown_ = false;
    std::vector<std::size_t> changed_;
    std::vector<double> transfer_;                          ///< by component, in USD
    std::vector<std::optional<results::CostParts>> parts_;  ///< by component
    std::optional<results::Finding> leftOut_;
};

}  // namespace headroom::engine::passes
