#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Takes its time over each request without any of them waiting for another: somebody else's service, seen
/// from outside. It may turn away what is above a limit of its own.
class Delay final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "delay"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
