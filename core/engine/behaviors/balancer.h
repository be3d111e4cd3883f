#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Passes each request on to one machine among all its targets.
class Balancer final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "balancer"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
