#pragma once

#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Works out what each class of requests does at each component that it reaches: engine rules 4, 5, 7,
/// 15, 16.
class PlanBuilder {
  public:
    explicit PlanBuilder(Model& model) : model_(model) {}

    /// The visit of that component, class and work; a new one is built by buildAll().
    Index visitFor(Index component, Index requestClass, std::optional<double> serviceMs);
    /// The plans of all visits, and of those that they lead to.
    void buildAll();

  private:
    void build(Index visit);
    [[nodiscard]] std::vector<Index> eligible(const Visit& visit) const;
    [[nodiscard]] bool passes(const Connection& connection, const RequestClass& cls) const;
    void addSteps(Index visit, const std::vector<Index>& connections);
    void addStep(Index visit, const std::vector<Index>& connections);
    void formBlocks(Index visit);
    void addFallbacks(Index visit, const std::vector<Index>& connections);
    void addCall(Index visit, Index connection);
    void linkMisses(Index visit, const std::vector<Index>& connections);
    void linkMiss(Index visit, Index call, const std::vector<Index>& connections);
    void chooseTracking(Index visit);
    [[nodiscard]] Index callOf(const Visit& visit, Index connection) const;
    [[nodiscard]] Index stepOf(const Visit& visit, Index call) const;
    /// Whether no target of a balancer is left; else it turns to those that are.
    [[nodiscard]] bool allDead(const Component& balancer) const;
    [[nodiscard]] bool speedCounts(const Component& balancer) const;
    Index classFor(Index requestClass, const Connection& connection);

    Model& model_;
};

}  // namespace headroom::engine::solver
