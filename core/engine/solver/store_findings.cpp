#include "core/engine/solver/store_findings.h"

#include <algorithm>
#include <array>

#include "core/base/numbers.h"

namespace headroom::engine::solver {

namespace {

constexpr auto templates = std::to_array<MessageTemplate>({
    {"hot-shard",
     "the busiest shard of {component} has {times} times as much to do as the mean: it is full when only "
     "{share} of all its workers are busy",
     "spread the keys that are hot, keep these in a cache, or split the shard"},
});

results::Finding finding(std::string_view code, const Id& component, MessageArguments arguments,
                         Severity severity = Severity::warning) {
    arguments.emplace_back("component", component);
    return {makeDiagnostic(templates, code, "", std::move(arguments), severity), {component}};
}

// Worth a word where more machines would not help for long. Leaders and replicas are looked at apart.
void reportHotShard(const Component& component, const std::vector<PoolState>& pools,
                    std::vector<results::Finding>& findings) {
    constexpr double busy = 0.5;
    constexpr double timesTheMean = 1.5;
    const std::size_t groups = pools.size() / std::max<std::size_t>(component.whole.size(), 1);
    for (std::size_t first = 0; !component.whole.empty() && first < pools.size(); first += groups) {
        double mean = 0;
        double most = 0;
        const double machines = component.whole[first / groups].machines;
        for (std::size_t p = first; p < first + groups; ++p) {
            mean += component.steady.pools[p].machines / machines * pools[p].utilization;
            most = std::max(most, pools[p].utilization);
        }
        if (most > busy && most > timesTheMean * mean) {
            findings.push_back(finding("hot-shard", component.id,
                                       {{"times", formatQuantity(most / mean, Unit::none)},
                                        {"share", formatQuantity(mean / most, Unit::ratio)}}));
            return;
        }
    }
}

}  // namespace

void reportStores(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.placements.empty() && state.rateUnknown[i] == 0) {
            reportHotShard(component, state.pools[i], findings);
        }
    }
}

}  // namespace headroom::engine::solver
