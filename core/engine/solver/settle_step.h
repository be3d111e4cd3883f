#pragma once

#include <cstdint>

namespace headroom::engine::solver {

/// How a share that depends on how long things are held moves in one round.
enum class SettleStep : std::uint8_t {
    bracketed,  ///< towards what is possible, within what is known to be too little and too much
    plain,      ///< exactly what is possible at these holding times
};

}  // namespace headroom::engine::solver
