#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Lets a limited rate in and passes it on; turns the rest away at the door.
class GateKeeper final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "gate"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
