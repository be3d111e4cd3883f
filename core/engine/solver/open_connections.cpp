#include "core/engine/solver/open_connections.h"

#include <algorithm>
#include <set>
#include <span>

namespace headroom::engine::solver {

namespace {

class Placing {
  public:
    explicit Placing(Model& model) : model_(model), wanted_(model.components.size()) {}

    void run() {
        // What one component has no place for does not come to those behind it.
        constexpr int mostRounds = 64;
        std::vector<double> before;
        for (int round = 0; round < mostRounds && before != wanted_; ++round) {
            before = std::exchange(wanted_, std::vector<double>(wanted_.size()));
            over_.clear();
            for (const Workload& workload : model_.workloads) {
                std::set<Index> passed;
                follow(workload.visit, workload.connections, passed);
            }
            for (Index i = 0; i < wanted_.size(); ++i) {
                model_.components[i].connectionsWanted = wanted_[i];
            }
        }
        for (const Index call : over_) {
            Call& c = model_.calls[call];
            const Component& to = model_.components[model_.connections[c.connection].to];
            const double refused = c.reaches * withoutPlace(to, to.steady.machines);
            c.keptOpen = true;
            c.refused += refused;
            c.reaches -= refused;
        }
    }

  private:
    void follow(Index visit, double connections, std::set<Index>& passed) {
        const Visit& v = model_.visits[visit];
        if (!(connections > 0) || !passed.insert(visit).second) {
            return;
        }
        for (const Step& step : std::span(model_.steps).subspan(v.firstStep, v.stepCount)) {
            double weights = 0;
            for (Index call = step.firstCall; call < step.firstCall + step.callCount; ++call) {
                weights += model_.calls[call].weight;
            }
            for (Index call = step.firstCall; call < step.firstCall + step.callCount; ++call) {
                const double share = weights > 0 ? model_.calls[call].weight / weights : 0;
                end(call, connections * share, passed);
            }
        }
    }

    void end(Index call, double connections, std::set<Index>& passed) {
        const Call& c = model_.calls[call];
        if (c.visit == none || !c.awaited || !(connections > 0)) {
            return;
        }
        const Index to = model_.visits[c.visit].component;
        const Component& component = model_.components[to];
        wanted_[to] += connections;
        over_.insert(call);
        if (component.steady.onward == Onward::oneTarget) {
            follow(c.visit, connections * (1 - withoutPlace(component, component.steady.machines)), passed);
        }
    }

    Model& model_;
    std::vector<double> wanted_;  ///< by component
    std::set<Index> over_;        ///< calls over connections that are kept open
};

}  // namespace

void placeConnections(Model& model) {
    if (std::ranges::any_of(model.workloads, [](const Workload& w) { return w.connections > 0; })) {
        Placing(model).run();
    }
}

double withoutPlace(const Component& component, double machines) {
    const auto& limit = component.steady.connectionLimit;
    if (!limit || !(component.connectionsWanted > 0)) {
        return 0;
    }
    return 1 - std::min(1.0, *limit * machines / component.connectionsWanted);
}

}  // namespace headroom::engine::solver
