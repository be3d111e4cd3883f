#pragma once

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Sets `state.gated`: the share of what comes to each gate that it lets in, at the rates of `state` and
/// with arrivals taken as random; and `state.gateLoad` of those that let everything wait instead.
void findAdmissions(const Model& model, State& state);

/// What is held at the door is part of the wait there; after the waits for workers.
void addGateDelays(const Model& model, State& state, Index component);

/// Whether a gate makes what passes it more even, by one bucket or several.
bool evensOut(const Component& component);

/// The squared coefficient of variation of the times between requests behind such a gate. Who is held back
/// leaves a fixed time after the one before, as from a queue with constant services (Whitt 1983); tokens
/// saved up last for as many arrivals less as these vary more. Of what is turned away, the square of the
/// share that is let in: exact for random arrivals and a bucket of one token, since the next gets in as soon
/// as one has come.
double scvBehind(const Model& model, const State& state, Index component, double arrivalScv);

/// Whether a gate lets a request in a thousand wait at its door.
bool holdsBack(const Model& model, const State& state, Index component);

/// Whether a gate or full queues turn away so much that it is worth a word: more than one in a thousand.
bool turnsAway(const State& state, Index component);

/// What a gate lets in at most in the long run, requests per second.
double limitOf(const Gate& gate);

}  // namespace headroom::engine::solver
