#pragma once

#include <optional>
#include <vector>

#include "core/engine/passes/usage.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// What a settled design uses. The work of a component is shared out by the time that its workers spend, or
/// by arrivals where they spend none; work behind a queue goes to the workload that published it.
class KnownUsage {
  public:
    /// Good until the next. `sameFlows`: since the last time, neither rates and outcomes nor what they follow
    /// from has moved, and of what the components are, only that of the `changed` ones.
    const passes::Usage& find(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                              bool sameFlows, const std::vector<char>& changed);

  private:
    /// What comes to a visit of one workload.
    struct Arriving {
        Index visit = 0;
        Index workload = 0;
        double rate = 0;
    };
    void trace(const Model& model, const std::vector<VisitGroup>& groups, const State& state);
    void shareOut(const Model& model, Index component);

    passes::Usage usage_;
    std::vector<Arriving> arriving_;  ///< by component, then by workload
    std::vector<Index> ends_;         ///< by component: where its part begins; and the end of all
};

/// What a stream keeps of its events, read or not: rate times retention, over all copies; nullopt where it is
/// not said for how long.
std::optional<double> retainedBytes(const Model& model, const State& state, const Component& component);

}  // namespace headroom::engine::solver
