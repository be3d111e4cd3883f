#pragma once

#include <string_view>

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// The behaviour of that name, or nullptr: kinds that need it are placeholders to this engine.
const Behavior* find(std::string_view name);

}  // namespace headroom::engine::behaviors
