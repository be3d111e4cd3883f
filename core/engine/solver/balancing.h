#pragma once

#include <vector>

#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

class Responses;

/// Machines among which a policy picks that looks at how busy they are.
struct Farm {
    Policy policy = Policy::leastConnections;
    double choices = 2;              ///< machines that are compared; all of them but for power of two
    Index caller = none;             ///< the balancer, or who sets the policy
    std::vector<Index> connections;  ///< to the targets
    bool draws = false;              ///< it decides between the connections, too
};

/// Whether the shares of its targets follow from how busy they are.
bool sharesByLoad(const Model& model, Index component);

/// What policies that look at machines make of shares and waits. Others split by weight, and variability
/// knows what taking turns does.
class Balancing {
  public:
    explicit Balancing(const Model& model);

    [[nodiscard]] bool any() const { return !farms_.empty(); }
    /// Whether requests are counted that are no longer at the machines, but behind them.
    [[nodiscard]] bool countsBehind() const { return countsBehind_; }
    /// For how long: `state.elsewhere` of the targets.
    void findBehind(const Responses& responses, State& state) const;
    /// How many machines with a limited queue share their room, and so their line: `state.together`.
    void findTogether(State& state) const;
    /// The shares of the targets at the loads of `state`; only where targets are unlike.
    void findWeights(State& state);
    /// Waits in place of those of arrivals by chance.
    void findWaits(const std::vector<ArrivalShape>& arrivals, State& state) const;

  private:
    struct Target {
        Index component;
        double machines;
        double weight;     ///< of one machine
        double networkMs;  ///< on the way there and back
    };
    struct Placed {
        Farm farm;
        std::vector<Target> targets;
        std::vector<double> stretch;  ///< of the waits of unlike targets, against those of like ones
    };
    void place(Farm farm);
    [[nodiscard]] bool isAlone(const Farm& farm) const;
    [[nodiscard]] bool areAlike(const Placed& placed, const State& state) const;
    void weigh(Placed& placed, State& state) const;
    void share(const Placed& placed, Index target, double share, State& state) const;
    void await(const Placed& placed, const std::vector<ArrivalShape>& arrivals, State& state) const;

    const Model& model_;
    std::vector<Placed> farms_;
    bool countsBehind_ = false;
};

/// Sets `Component::isCounted`, once plans are made.
void markCounted(Model& model);

/// Components whose waits and shares come of such a policy, or should but for other callers that are not
/// seen by it.
std::vector<Index> balancedByLoad(const Model& model);

}  // namespace headroom::engine::solver
