#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Sends requests; does no work of its own.
class Source final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "source"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
