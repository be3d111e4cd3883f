#pragma once

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Sets `state.gated`: the share of what comes to each gate that it lets in, at the rates of `state` and
/// with arrivals taken as random.
void findAdmissions(const Model& model, State& state);

/// Whether a gate or full queues turn away so much that it is worth a word: more than one in a thousand.
bool turnsAway(const State& state, Index component);

/// What a gate lets in at most in the long run, requests per second.
double limitOf(const Gate& gate);

}  // namespace headroom::engine::solver
