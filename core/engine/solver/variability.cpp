#include "core/engine/solver/variability.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/engine/solver/renewal_streams.h"
#include "core/queueing/qna.h"

namespace headroom::engine::solver {

namespace {

// Up to rounding, which depends on the order of the sums.
bool isPoisson(double scv) {
    return std::abs(scv - 1) < 1e-12;
}

// 1 stays exactly 1, so that a Poisson stream is known as one.
double split(double scv, double share) {
    return isPoisson(scv) ? 1 : queueing::splitScv(scv, share);
}

double merge(const std::vector<queueing::RenewalFlow>& flows, double utilization) {
    const bool poisson =
        std::all_of(flows.begin(), flows.end(), [](const auto& f) { return isPoisson(f.scv); });
    return poisson ? 1 : queueing::mergeScv(flows, utilization);
}

/// What flows along one connection.
struct Flow {
    double rate = 0;      ///< of calls
    double eligible = 0;  ///< of requests of the caller that could have gone this way
};

class Variability {
  public:
    Variability(const Model& model, const State& state)
        : model_(model),
          state_(state),
          flows_(model.connections.size()),
          out_(model.components.size()),
          incoming_(model.components.size()),
          departures_(model.components.size(), 1.0),
          arrivals_(model.components.size()) {
        collectFlows();
    }

    VariabilityAnswer find() {
        constexpr int mostSweeps = 50;
        bool moved = anyCause();
        for (int sweep = 0; sweep < mostSweeps && moved; ++sweep) {
            moved = false;
            for (Index component = 0; component < model_.components.size(); ++component) {
                moved = update(component) || moved;
            }
        }
        std::vector<std::optional<queueing::RenewalStream>> renewals = findRenewals(model_, state_);
        for (Index component = 0; component < renewals.size(); ++component) {
            arrivals_[component].renewal = std::move(renewals[component]);
        }
        return {arrivals_, departures_};
    }

  private:
    void collectFlows() {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            const Visit& v = model_.visits[visit];
            const double done = state_.rate[visit] * state_.admittedOf(visit, v.component) *
                                state_.served[visit] * state_.stays[visit];
            out_[v.component] += done;
            for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                Flow& flow = flows_[model_.calls[i].connection];
                flow.rate += state_.rate[visit] * state_.made[i] * model_.calls[i].reaches;
                flow.eligible += done;
            }
        }
        for (Index i = 0; i < model_.connections.size(); ++i) {
            if (flows_[i].rate > 0) {
                incoming_[model_.connections[i].to].push_back(i);
            }
        }
    }

    // Without a policy but chance and with exponential work everywhere, all streams are Poisson.
    [[nodiscard]] bool anyCause() const {
        for (const Workload& workload : model_.workloads) {
            if (workload.rps > 0 && workload.arrivalScv != 1) {
                return true;
            }
        }
        for (Index i = 0; i < model_.components.size(); ++i) {
            for (const PoolState& pool : state_.pools[i]) {
                if (pool.arrivalRps > 0 && pool.scv != 1) {
                    return true;
                }
            }
        }
        for (Index i = 0; i < model_.connections.size(); ++i) {
            if (flows_[i].rate > 0 && every(i) > 1) {
                return true;
            }
        }
        return false;
    }

    // Of how many requests in turn one machine behind the connection gets one.
    [[nodiscard]] double every(Index connection) const {
        const Connection& c = model_.connections[connection];
        const Component& to = model_.components[c.to];
        const SteadyState& from = model_.components[c.from].steady;
        const Policy policy = c.policy.value_or(from.policy.value_or(Policy::random));
        const bool inTurn = policy == Policy::roundRobin || policy == Policy::weightedRoundRobin;
        if (!inTurn || !to.known) {
            return 1;
        }
        const double turns =
            from.onward == Onward::oneTarget ? flows_[connection].eligible / flows_[connection].rate : 1;
        return std::max(1.0, turns * std::max(to.steady.machines, 1.0));
    }

    [[nodiscard]] double utilization(Index component) const {
        double most = 0;
        for (const PoolState& pool : state_.pools[component]) {
            most = std::max(most, pool.utilization);
        }
        return std::min(most, 1.0);
    }

    bool update(Index component) {
        std::vector<queueing::RenewalFlow> atMachine;
        std::vector<queueing::RenewalFlow> byChance;
        ArrivalShape shape;
        for (const Index connection : incoming_[component]) {
            addFlow(connection, component, atMachine, byChance, shape);
        }
        if (incoming_[component].size() != 1) {
            shape.stages = 1;
        }
        shape.scv = shape.stages > 1 ? 1 / static_cast<double>(shape.stages)
                                     : merge(atMachine, utilization(component));
        const double departures = departuresOf(component, merge(byChance, utilization(component)));
        const bool moved = std::abs(shape.scv - arrivals_[component].scv) > 1e-12 ||
                           std::abs(departures - departures_[component]) > 1e-12;
        arrivals_[component] = shape;
        departures_[component] = departures;
        return moved;
    }

    void addFlow(Index connection, Index component, std::vector<queueing::RenewalFlow>& atMachine,
                 std::vector<queueing::RenewalFlow>& byChance, ArrivalShape& shape) const {
        const Connection& c = model_.connections[connection];
        const double copies = std::max(model_.components[c.from].steady.machines, 1.0);
        const double machines = std::max(model_.components[component].steady.machines, 1.0);
        const double rate = flows_[connection].rate / machines;
        const double turns = every(connection);
        const double leaving = departures_[c.from];
        const std::vector<queueing::RenewalFlow> sent = sentBySource(connection);
        if (turns > 1) {
            const double whole =
                sent.empty() ? merge({{.rate = 1, .scv = leaving, .copies = copies}}, utilization(component))
                             : merge(sent, utilization(component));
            atMachine.push_back({.rate = rate, .scv = whole / turns});
            byChance.push_back({.rate = rate, .scv = split(whole, 1 / turns)});
            const double stages = std::round(turns);
            shape.stages =
                isPoisson(whole) && std::abs(turns - stages) < 1e-9 ? static_cast<std::int64_t>(stages) : 1;
            return;
        }
        for (queueing::RenewalFlow flow : sent) {
            flow.rate /= machines;
            flow.scv = split(flow.scv, 1 / machines);
            atMachine.push_back(flow);
            byChance.push_back(flow);
        }
        if (!sent.empty()) {
            return;
        }
        const double share = out_[c.from] > 0 ? std::min(1.0, flows_[connection].rate / out_[c.from]) : 1;
        const queueing::RenewalFlow flow{
            .rate = rate, .scv = split(leaving, share / machines), .copies = copies};
        atMachine.push_back(flow);
        byChance.push_back(flow);
    }

    // Each workload of a source that does not send at random is a stream of its own; the others are one.
    // Empty where there is none.
    [[nodiscard]] std::vector<queueing::RenewalFlow> sentBySource(Index connection) const {
        std::vector<queueing::RenewalFlow> flows;
        queueing::RenewalFlow random;
        for (const Workload& workload : model_.workloads) {
            const Visit& v = model_.visits[workload.visit];
            if (v.component != model_.connections[connection].from || !(workload.rps > 0)) {
                continue;
            }
            for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                const double calls = state_.made[i] * model_.calls[i].reaches;
                if (model_.calls[i].connection != connection || !(calls > 0)) {
                    continue;
                }
                if (workload.arrivalScv == 1) {
                    random.rate += workload.rps * calls;
                } else {
                    flows.push_back({.rate = workload.rps * calls,
                                     .scv = split(workload.arrivalScv, std::min(1.0, calls))});
                }
            }
        }
        if (!flows.empty() && random.rate > 0) {
            flows.push_back(random);
        }
        return flows;
    }

    [[nodiscard]] double departuresOf(Index component, double arrivals) const {
        if (state_.pools[component].empty()) {
            return 1;
        }
        const PoolState& pool = state_.pools[component].front();
        const std::int64_t workers = model_.components[component].steady.pools.front().workers;
        const double scv = queueing::departureScv(pool.utilization, workers, arrivals, pool.scv);
        return isPoisson(scv) ? 1 : scv;
    }

    const Model& model_;
    const State& state_;
    std::vector<Flow> flows_;
    std::vector<double> out_;
    std::vector<std::vector<Index>> incoming_;
    std::vector<double> departures_;
    std::vector<ArrivalShape> arrivals_;
};

}  // namespace

VariabilityAnswer findVariability(const Model& model, const State& state) {
    return Variability(model, state).find();
}

}  // namespace headroom::engine::solver
