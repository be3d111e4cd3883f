#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/engine/solver/consumers.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// The steady state of a model: rates, hit ratios, shares that saturated components serve and consumers take,
/// which all depend on each other, from "nothing fails" until nothing moves (relative step 1e-9): by going
/// round, and where that swings, by Newton's method.
struct Settled {
    std::unique_ptr<State> state;
    std::unique_ptr<Responses> responses;  ///< null where a stop was asked for
    bool converged = true;
    int iterations = 0;
    std::vector<Index> moving = {};  ///< components where the last round still moved something
};

/// Where the rounds begin. With retries, failures make load that makes failures, so that both ends may
/// differ.
enum class Start : std::uint8_t {
    noFailures,
    allAttemptsSpent,
};

/// mostRounds: for who only wants to know where it leads; Newton's method is left out then.
/// parts: as for Responses. from: a state of the same model, or one with other rates of users, to begin at.
Settled settle(const Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop,
               Start start = Start::noFailures, std::optional<int> mostRounds = std::nullopt,
               SolvedParts* parts = nullptr, const State* from = nullptr);

/// The steady state between two others, which is not stable: where a round on the straight line between them
/// moves to neither, then Newton's method. nullopt where that finds none.
std::optional<Settled> settleBetween(const Model& model, const std::vector<VisitGroup>& groups,
                                     const std::stop_token& stop, const Settled& low, const Settled& high,
                                     SolvedParts* parts = nullptr);

/// How far another round moves a state, relatively: up to 1e-9 where it has settled.
double residualOf(const Model& model, const std::vector<VisitGroup>& groups, const State& state);

}  // namespace headroom::engine::solver
