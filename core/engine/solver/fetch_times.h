#pragma once

#include "core/engine/solver/responses.h"
#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// Whether the time until a missed value is there changes what some cache finds.
bool fetchTimesCount(const Model& model);

/// How long it takes on average, by visit of a cache, from a miss until its value is there: all calls that
/// depend on it, and the fill. As `responses` has them.
void findFetchTimes(const Model& model, const Responses& responses, State& state);

/// Mean and squared coefficient of variation of the time that is left of a fetch when somebody asks for the
/// same key at a random moment of it: m2 / (2 m1), the fetch taken as gamma.
struct RestOfFetch {
    double meanMs = 0;
    double scv = 0;
};
RestOfFetch restOfFetch(const LookupState& lookup);

/// Requests that miss together when the hottest key of a cache is no longer there: the first, and all that
/// come until its value is back. None where its keys are not known, or nobody fetches them.
results::Figure stampedeAt(const Model& model, const State& state, const Component& component);

}  // namespace headroom::engine::solver
