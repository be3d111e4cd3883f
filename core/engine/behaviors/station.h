#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Machines with workers that serve a request and then call others, one after the other.
class Station final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "station"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
