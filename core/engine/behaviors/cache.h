#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// Keeps copies of the popular keys. A key picks its machine. In line with its origin, the strategy says what
/// reads and writes make of it; aside, the caller turns to the store itself.
class Cache final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "cache"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
