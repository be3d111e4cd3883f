#pragma once

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Tells the shards of stores apart where they do not get the same: each visit gets the shares of its keys,
/// by the weights of the shards, by the one fixed hash of keys (queueing/hash_placement.h) or by ranges. The
/// shards with the most to do are pools of their own, of the others those that are nearly alike. To be called
/// when all visits are known.
void placeKeys(Model& model);

}  // namespace headroom::engine::solver
