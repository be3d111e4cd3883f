#pragma once

#include <vector>

#include "core/engine/solver/figures.h"
#include "core/engine/solver/fixed_point.h"

namespace headroom::engine::solver {

/// The distributions that the answer shows, all in the program before the first is worked out.
struct AnswerNodes {
    AnswerNodes(const Model& model, Settled& settled);

    std::vector<MaybeNode> wait;  ///< by component
    std::vector<MaybeNode> residence;
    std::vector<MaybeNode> response;
    std::vector<MaybeNode> connection;
    std::vector<MaybeNode> workload;
    MaybeNode system;

  private:
    void addComponent(const Model& model, Settled& settled, Index component);
    void addConnections(const Model& model, Settled& settled);
    void addWorkloads(const Model& model, Settled& settled);
};

}  // namespace headroom::engine::solver
