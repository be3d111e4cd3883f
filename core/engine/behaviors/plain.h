#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Only drawn: it has no numbers, and arrows to and from it carry nothing.
class Plain final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "plain"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
