#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Keeps the data: shards that the keys are spread over, each a leader that takes all writes, and replicas
/// that apply each of them too and help with reads.
class Store final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "store"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
