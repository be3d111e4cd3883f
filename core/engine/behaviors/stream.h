#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// A log of events in partitions: acknowledges what is published, and gives all of it to everyone that is
/// connected, each at its own pace and in the order of each partition.
class Stream final : public Behavior {
  public:
    [[nodiscard]] std::string_view name() const override { return "stream"; }
    [[nodiscard]] SteadyState steadyState(const ParamReader& params) const override;
};

}  // namespace headroom::engine::behaviors
