#include "core/engine/solver/store_findings.h"

#include <algorithm>
#include <array>

#include "core/base/numbers.h"
#include "core/queueing/availability.h"

namespace headroom::engine::solver {

namespace {

constexpr auto templates = std::to_array<MessageTemplate>({
    {"hot-shard",
     "the busiest shard of {component} has {times} times as much to do as the mean: it is full when only "
     "{share} of all its workers are busy",
     "spread the keys that are hot, keep these in a cache, or split the shard"},
    {"quorum-larger-than-copies",
     "{component} waits for more answers than it has copies of a key: all of {copies} are waited for",
     "raise `n`, or lower `r` or `w`"},
    {"quorums-miss-each-other",
     "a read of {component} waits for {r} of {n} machines and a write for {w}: the two may have none in "
     "common, so that a read can miss the newest write",
     "let `r` and `w` together be more than `n` where that matters"},
    {"approximate-quorum",
     "machines of {component} that work on the same requests wait in common: the time until enough of them "
     "have answered follows from a fit",
     ""},
    {"approximate-scatter",
     "shards of {component} that are asked together wait in common: the time of the last follows from a fit, "
     "or, with more than fifteen or unlike ones, is an upper bound",
     ""},
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

void reportQuorum(const Component& component, std::vector<results::Finding>& findings) {
    const StoreRules& store = *component.steady.store;
    const double r = store.quorum[indexOf(Op::read)];
    const double w = store.quorum[indexOf(Op::write)];
    if (store.quorumCut) {
        findings.push_back(finding("quorum-larger-than-copies", component.id,
                                   {{"copies", formatQuantity(store.copies, Unit::none)}}));
    }
    if (!queueing::quorumsOverlap(store.copies, r, w)) {
        findings.push_back(finding("quorums-miss-each-other", component.id,
                                   {{"r", formatQuantity(r, Unit::none)},
                                    {"w", formatQuantity(w, Unit::none)},
                                    {"n", formatQuantity(store.copies, Unit::none)}},
                                   Severity::info));
    }
}

bool waits(const std::vector<PoolState>& pools) {
    constexpr double worthAWord = 0.02;
    return std::ranges::any_of(pools,
                               [&](const PoolState& pool) { return pool.wait.probability() > worthAWord; });
}

void reportTogether(const Component& component, const std::vector<PoolState>& pools,
                    std::vector<results::Finding>& findings) {
    const StoreRules& store = *component.steady.store;
    const bool quorum = store.replication == Replication::leaderless && store.copies > 1;
    if (waits(pools) && (quorum || store.syncReplicas > 0)) {
        findings.push_back(finding("approximate-quorum", component.id, {}, Severity::info));
    }
    if (waits(pools) && store.scatter > 0) {
        findings.push_back(finding("approximate-scatter", component.id, {}, Severity::info));
    }
}

}  // namespace

void reportStores(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.steady.store || state.rateUnknown[i] != 0) {
            continue;
        }
        reportHotShard(component, state.pools[i], findings);
        reportTogether(component, state.pools[i], findings);
        if (component.steady.store->replication == Replication::leaderless) {
            reportQuorum(component, findings);
        }
    }
}

}  // namespace headroom::engine::solver
