#pragma once

#include <vector>

#include "core/engine/simulator/plan.h"
#include "core/model/design.h"

namespace headroom::engine::simulator {

/// What the scenario does to what caches hold: `flush_cache` and `expire_keys`, of caches that keep their
/// keys one by one; of others `left` is set.
struct KeyEvents {
    std::vector<KeyEvent> events;
    bool left = false;
};
KeyEvents keyEventsOf(const model::Design& design, const Plan& plan);

}  // namespace headroom::engine::simulator
