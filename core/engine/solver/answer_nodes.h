#pragma once

#include <vector>

#include "core/engine/solver/figures.h"
#include "core/engine/solver/fixed_point.h"
#include "core/engine/solver/known_answer.h"

namespace headroom::engine::solver {

/// The distributions that the answer shows, all in the program before the first is worked out.
struct AnswerNodes : ShownNodes {
    AnswerNodes(const Model& model, Settled& settled);
    /// `known`: what is as it was but for the `stale` components and what they call.
    AnswerNodes(const Model& model, Settled& settled, ShownNodes known, const std::vector<char>& stale);

    std::vector<MaybeNode> workload;
    MaybeNode system;

  private:
    void addComponent(const Model& model, Settled& settled, Index component);
    void addConnections(const Model& model, Settled& settled, const std::vector<char>& stale);
    void addWorkloads(const Model& model, Settled& settled);
};

}  // namespace headroom::engine::solver
