#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Takes messages, acknowledges them, and holds them until a consumer is free.
class Queue final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "queue"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
