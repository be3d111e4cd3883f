#include "core/engine/solver/variability.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "core/engine/solver/gates.h"
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

double merge(std::span<const queueing::RenewalFlow> flows, double utilization) {
    const bool poisson =
        std::all_of(flows.begin(), flows.end(), [](const auto& f) { return isPoisson(f.scv); });
    return poisson ? 1 : queueing::mergeScv(flows, utilization);
}

/// What flows along one connection.
struct Flow {
    double rate = 0;      ///< of calls
    double eligible = 0;  ///< of requests of the caller that could have gone this way
};

/// What flows into each component, by connection; one array for all of them.
class Incoming {
  public:
    Incoming(const Model& model, const std::vector<Flow>& flows) : ends_(model.components.size() + 1) {
        for (Index i = 0; i < flows.size(); ++i) {
            ends_[model.connections[i].to + 1] += flows[i].rate > 0 ? 1 : 0;
        }
        for (std::size_t i = 1; i < ends_.size(); ++i) {
            ends_[i] += ends_[i - 1];
        }
        all_.resize(ends_.back());
        std::vector<Index> next(ends_.begin(), ends_.end() - 1);
        for (Index i = 0; i < flows.size(); ++i) {
            if (flows[i].rate > 0) {
                all_[next[model.connections[i].to]++] = i;
            }
        }
    }
    [[nodiscard]] std::span<const Index> of(Index component) const {
        return std::span(all_).subspan(ends_[component], ends_[component + 1] - ends_[component]);
    }

  private:
    std::vector<Index> ends_;
    std::vector<Index> all_;
};

class Variability {
  public:
    Variability(const Model& model, const State& state)
        : model_(model),
          state_(state),
          flows_(model.connections.size()),
          out_(model.components.size()),
          departures_(model.components.size(), 1.0),
          arrivals_(model.components.size()),
          unlike_(model.components.size()),
          stale_(model.components.size(), 1),
          gates_(model.components.size()) {
        collectFlows();
        for (Index i = 0; i < model.components.size(); ++i) {
            gates_[i] = evensOut(model.components[i]) ? 1 : 0;
        }
        for (const Workload& workload : model.workloads) {
            if (workload.rps > 0 && workload.arrivalScv != 1) {
                unlike_[workload.component] = 1;
            }
        }
    }

    VariabilityAnswer find() {
        constexpr int mostSweeps = 50;
        const Incoming incoming(model_, flows_);
        bool moved = anyCause();
        for (int sweep = 0; sweep < mostSweeps && moved; ++sweep) {
            moved = false;
            for (Index component = 0; component < model_.components.size(); ++component) {
                if (stale_[component] != 0) {
                    stale_[component] = 0;
                    moved = update(component, incoming.of(component)) || moved;
                }
            }
        }
        std::vector<std::optional<queueing::RenewalStream>> renewals = findRenewals(model_, state_);
        for (Index component = 0; component < renewals.size(); ++component) {
            arrivals_[component].renewal = std::move(renewals[component]);
        }
        return {std::move(arrivals_), std::move(departures_)};
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
        if (std::ranges::any_of(gates_, [](char gate) { return gate != 0; })) {
            return true;
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

    // What takes no time leaves times between requests as they are, however many machines it is, and a gate
    // that lets everything wait does so in one line.
    [[nodiscard]] double machinesOf(Index component) const {
        const auto& pools = state_.pools[component];
        const auto& gate = model_.components[component].steady.gate;
        if (gate && gate->delays) {
            return 1;
        }
        const bool takesTime = pools.empty() || std::ranges::any_of(pools, [](const PoolState& pool) {
                                   return pool.meanMs > 0 || pool.arrivalRps == 0;
                               });
        return takesTime ? std::max(model_.components[component].steady.machines, 1.0) : 1.0;
    }

    // Follows from what comes in alone, so that nothing changes where nothing there has.
    bool update(Index component, std::span<const Index> incoming) {
        atMachine_.clear();
        byChance_.clear();
        std::int64_t stages = 1;
        for (const Index connection : incoming) {
            addFlow(connection, component, stages);
        }
        stages = incoming.size() == 1 ? stages : 1;
        const double scv =
            stages > 1 ? 1 / static_cast<double>(stages) : merge(atMachine_, utilization(component));
        const double departures = departuresOf(component, merge(byChance_, utilization(component)));
        ArrivalShape& arrivals = arrivals_[component];
        const bool moved =
            std::abs(scv - arrivals.scv) > 1e-12 || std::abs(departures - departures_[component]) > 1e-12;
        if (departures != departures_[component]) {
            for (const Index connection : model_.components[component].connections) {
                stale_[model_.connections[connection].to] = 1;
            }
        }
        arrivals.scv = scv;
        arrivals.stages = stages;
        departures_[component] = departures;
        return moved;
    }

    void addFlow(Index connection, Index component, std::int64_t& stages) {
        const Connection& c = model_.connections[connection];
        const double copies = machinesOf(c.from);
        const double machines = machinesOf(component);
        const double rate = flows_[connection].rate / machines;
        const double turns = every(connection);
        const double leaving = departures_[c.from];
        const std::vector<queueing::RenewalFlow> sent =
            unlike_[c.from] != 0 ? sentBySource(connection) : std::vector<queueing::RenewalFlow>();
        if (turns > 1) {
            const queueing::RenewalFlow all{.rate = 1, .scv = leaving, .copies = copies};
            const double whole =
                merge(sent.empty() ? std::span(&all, 1) : std::span(sent), utilization(component));
            atMachine_.push_back({.rate = rate, .scv = whole / turns});
            byChance_.push_back({.rate = rate, .scv = split(whole, 1 / turns)});
            const double rounded = std::round(turns);
            stages =
                isPoisson(whole) && std::abs(turns - rounded) < 1e-9 ? static_cast<std::int64_t>(rounded) : 1;
            return;
        }
        for (queueing::RenewalFlow flow : sent) {
            flow.rate /= machines;
            flow.scv = split(flow.scv, 1 / machines);
            atMachine_.push_back(flow);
            byChance_.push_back(flow);
        }
        if (!sent.empty()) {
            return;
        }
        const double share = out_[c.from] > 0 ? std::min(1.0, flows_[connection].rate / out_[c.from]) : 1;
        const queueing::RenewalFlow flow{
            .rate = rate, .scv = split(leaving, share / machines), .copies = copies};
        atMachine_.push_back(flow);
        byChance_.push_back(flow);
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
        if (gates_[component] != 0) {
            const double behind = scvBehind(model_, state_, component, arrivals);
            return isPoisson(behind) ? 1 : behind;
        }
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
    std::vector<double> departures_;
    std::vector<ArrivalShape> arrivals_;
    std::vector<char> unlike_;  ///< by component: some workload there does not send at random
    std::vector<char> stale_;   ///< by component: something that flows in has changed since its update
    std::vector<char> gates_;   ///< by component: that make what passes more even
    // Of the update that is made.
    std::vector<queueing::RenewalFlow> atMachine_;
    std::vector<queueing::RenewalFlow> byChance_;
};

}  // namespace

VariabilityAnswer findVariability(const Model& model, const State& state) {
    return Variability(model, state).find();
}

}  // namespace headroom::engine::solver
