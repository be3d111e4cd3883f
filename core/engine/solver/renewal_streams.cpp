#include "core/engine/solver/renewal_streams.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::solver {

namespace {

using queueing::RenewalStream;
using Stream = std::optional<RenewalStream>;

constexpr double rounding = 1e-9;

bool isWhole(double value) {
    return std::abs(value - std::round(value)) < rounding * value;
}

/// Kept by chance comes before every so-many-th: the other way round it is no such stream any more.
Stream keptOf(const RenewalStream& stream, double share) {
    if (share > 1 - rounding) {
        return share < 1 + rounding ? Stream(stream) : std::nullopt;
    }
    if (stream.every > 1 || !(share > 0)) {
        return std::nullopt;
    }
    return RenewalStream{stream.between, stream.kept * share, 1};
}

Stream everyOf(const RenewalStream& stream, double turns) {
    constexpr double most = 1e6;
    if (!isWhole(turns) || turns * static_cast<double>(stream.every) > most) {
        return std::nullopt;
    }
    return RenewalStream{stream.between, stream.kept,
                         stream.every * static_cast<std::int64_t>(std::round(turns))};
}

class Renewals {
  public:
    Renewals(const Model& model, const State& state)
        : model_(model), state_(state), feeders_(model.components.size()) {
        for (Index visit = 0; visit < model.visits.size(); ++visit) {
            const Visit& v = model.visits[visit];
            for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
                if (model.calls[call].visit != none && state.rate[visit] * state.made[call] > 0) {
                    feeders_[model.visits[model.calls[call].visit].component].push_back({visit, call});
                }
            }
        }
    }

    /// At one machine.
    [[nodiscard]] Stream at(Index component) const {
        const Stream all = into(component, 0);
        const SteadyState& steady = model_.components[component].steady;
        if (!all || steady.pools.size() != 1 || steady.machines <= 1) {
            return all;
        }
        switch (policyInto(component)) {
            case Policy::random:
                return keptOf(*all, 1 / steady.machines);
            case Policy::roundRobin:
            case Policy::weightedRoundRobin:
                return everyOf(*all, steady.machines);
            default:
                return std::nullopt;
        }
    }

  private:
    struct Feeder {
        Index visit;
        Index call;
    };

    [[nodiscard]] Policy policyInto(Index component) const {
        const Connection& c = model_.connections[model_.calls[feeders_[component].front().call].connection];
        return c.policy.value_or(model_.components[c.from].steady.policy.value_or(Policy::random));
    }

    /// At all machines together.
    [[nodiscard]] Stream into(Index component, std::size_t depth) const {
        if (feeders_[component].size() != 1 || depth > model_.components.size()) {
            return std::nullopt;
        }
        const Feeder from = feeders_[component].front();
        const Connection& connection = model_.connections[model_.calls[from.call].connection];
        if (connection.latencyScv > 0 || state_.outcome[from.call].sent != 1 || !isSentAtOnce(from)) {
            return std::nullopt;
        }
        const Index caller = model_.visits[from.visit].component;
        const Stream stream = model_.components[caller].steady.originates ? sentBy(from.visit)
                              : takesNoTime(caller)                       ? into(caller, depth + 1)
                                                                          : std::nullopt;
        return stream ? along(*stream, from) : std::nullopt;
    }

    [[nodiscard]] Stream along(const RenewalStream& stream, const Feeder& from) const {
        const double share = state_.made[from.call] * model_.calls[from.call].reaches;
        const SteadyState& caller = model_.componentOf(model_.visits[from.visit]).steady;
        const Policy policy = caller.policy.value_or(Policy::random);
        if (caller.onward != Onward::oneTarget || policy == Policy::random || share > 1 - rounding) {
            return keptOf(stream, share);
        }
        const bool inTurn = policy == Policy::roundRobin || policy == Policy::weightedRoundRobin;
        return inTurn ? everyOf(stream, 1 / share) : std::nullopt;
    }

    /// The only workload of a visit of a source.
    [[nodiscard]] Stream sentBy(Index visit) const {
        Stream stream;
        for (const Workload& workload : model_.workloads) {
            if (workload.visit != visit || !(workload.rps > 0)) {
                continue;
            }
            if (stream || workload.arrivalScv == 1) {
                return std::nullopt;
            }
            stream = RenewalStream{workload.gaps(workload.rps)};
        }
        return stream;
    }

    [[nodiscard]] bool takesNoTime(Index component) const {
        const SteadyState& steady = model_.components[component].steady;
        return !steady.gate && !steady.content && steady.onward != Onward::consumers &&
               std::ranges::all_of(state_.pools[component],
                                   [](const PoolState& pool) { return pool.meanMs == 0; });
    }

    /// Nothing that takes time comes before the call.
    [[nodiscard]] bool isSentAtOnce(const Feeder& from) const {
        const Visit& v = model_.visits[from.visit];
        if (v.stepCount == 0) {
            return false;
        }
        const Index together = std::max<Index>(1, model_.steps[v.firstStep].blockSteps);
        for (Index step = v.firstStep; step < v.firstStep + std::min(together, v.stepCount); ++step) {
            const Step& s = model_.steps[step];
            if (from.call >= s.firstCall && from.call < s.firstCall + s.callCount) {
                return true;
            }
        }
        return false;
    }

    const Model& model_;
    const State& state_;
    std::vector<std::vector<Feeder>> feeders_;
};

}  // namespace

std::vector<std::optional<RenewalStream>> findRenewals(const Model& model, const State& state) {
    const bool any = std::ranges::any_of(model.workloads,
                                         [](const Workload& w) { return w.rps > 0 && w.arrivalScv != 1; });
    if (!any) {
        return {};
    }
    const Renewals renewals(model, state);
    std::vector<Stream> streams;
    for (Index component = 0; component < model.components.size(); ++component) {
        streams.push_back(renewals.at(component));
    }
    return streams;
}

}  // namespace headroom::engine::solver
