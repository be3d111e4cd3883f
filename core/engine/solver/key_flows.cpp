#include "core/engine/solver/key_flows.h"

#include <algorithm>

#include "core/engine/solver/callers.h"
#include "core/engine/solver/order.h"

namespace headroom::engine::solver {

KeyFlows::KeyFlows(const Model& model) : model_(model) {
    std::vector<char> reachesCache(model.visits.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        reachesCache[visit] = keepsKeys(visit) ? 1 : 0;
    }
    if (std::ranges::count(reachesCache, 1) == 0) {
        return;
    }
    markCallers(
        model, [](Index) { return true; }, reachesCache);
    for (Index visit = 0; visit < model.visits.size() && !matter_; ++visit) {
        matter_ = passesMissesToCache(visit, reachesCache);
    }
    if (!matter_) {
        return;
    }
    const std::vector<VisitGroup> groups = calleesFirst(model);
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        callersFirst_.insert(callersFirst_.end(), group->visits.begin(), group->visits.end());
    }
}

bool KeyFlows::keepsKeys(Index visit) const {
    const Visit& v = model_.visits[visit];
    const auto& content = model_.componentOf(v).steady.content;
    return content && !content->hitRatio && model_.opOf(v) == Op::read &&
           model_.classes[v.requestClass].keys != none;
}

bool KeyFlows::passesMissesToCache(Index visit, const std::vector<char>& reachesCache) const {
    const Visit& v = model_.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model_.calls[i];
        const bool behindMiss = (v.passesOnMissOnly && keepsKeys(visit)) ||
                                (call.missOf != none && model_.calls[call.missOf].visit != none &&
                                 keepsKeys(model_.calls[call.missOf].visit));
        if (behindMiss && call.visit != none && reachesCache[call.visit] != 0) {
            return true;
        }
    }
    return false;
}

void KeyFlows::follow(State& state) {
    inflows_.assign(model_.visits.size(), {});
    for (const Workload& workload : model_.workloads) {
        Inflow& inflow = inflows_[workload.visit];
        const double missing = model_.classes[workload.requestClass].missingShare;
        inflow.missing += workload.rps * missing;
        inflow.existing += workload.rps * (1 - missing);
        inflow.plain += workload.rps * (1 - missing);
    }
    for (const Index visit : callersFirst_) {
        settle(state, visit);
        sendOn(state, visit);
    }
}

void KeyFlows::settle(State& state, Index visit) {
    const Inflow& inflow = inflows_[visit];
    AskedKeys& asked = state.asked[visit];
    asked.factors.clear();
    const double all = inflow.existing + inflow.missing;
    asked.missing =
        all > 0 ? inflow.missing / all : model_.classes[model_.visits[visit].requestClass].missingShare;
    if (!inflow.factors.empty() && inflow.existing > 0) {
        for (const double factor : inflow.factors) {
            asked.factors.push_back((inflow.plain + factor) / inflow.existing);
        }
    }
}

void KeyFlows::sendOn(const State& state, Index visit) {
    const Visit& v = model_.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        if (model_.calls[i].visit != none) {
            add(state, visit, i, state.rate[visit] * state.made[i] * model_.calls[i].reaches);
        }
    }
}

// Several calls for one request are about keys of their own, each drawn anew.
void KeyFlows::add(const State& state, Index visit, Index call, double rate) {
    const Call& c = model_.calls[call];
    const RequestClass& cls = model_.classes[model_.visits[c.visit].requestClass];
    Inflow& inflow = inflows_[c.visit];
    const bool sameKey = c.calls == 1 && model_.connections[c.connection].keys == none;
    const Fates* fates = sameKey ? fatesFor(visit, c) : nullptr;
    const AskedKeys& asked = state.asked[visit];
    double missing = sameKey ? asked.missing : cls.missingShare;
    if (fates == nullptr && (!sameKey || asked.factors.empty())) {
        inflow.missing += rate * missing;
        inflow.existing += rate * (1 - missing);
        inflow.plain += rate * (1 - missing);
        return;
    }
    const std::vector<queueing::ZipfRank>& buckets = bucketsOf(cls.keys);
    std::vector<double> factors(buckets.size());
    double passed = 0;
    for (std::size_t b = 0; b < buckets.size(); ++b) {
        factors[b] =
            (asked.factors.empty() ? 1 : asked.factors[b]) * (fates != nullptr ? fates->passed[b] : 1);
        passed += buckets[b].keys * buckets[b].weight * factors[b];
    }
    if (fates != nullptr) {
        const double of = missing * fates->missingPassed;
        const double all = of + (1 - missing) * passed;
        missing = all > 0 ? of / all : missing;
    }
    const double existing = rate * (1 - missing);
    inflow.missing += rate * missing;
    inflow.existing += existing;
    inflow.factors.resize(buckets.size());
    for (std::size_t b = 0; passed > 0 && b < buckets.size(); ++b) {
        inflow.factors[b] += existing * factors[b] / passed;
    }
}

const KeyFlows::Fates* KeyFlows::fatesFor(Index visit, const Call& call) const {
    const Visit& v = model_.visits[visit];
    const Index lookup = v.passesOnMissOnly    ? visit
                         : call.missOf != none ? model_.calls[call.missOf].visit
                                               : none;
    if (lookup == none) {
        return nullptr;
    }
    const Visit& at = model_.visits[lookup];
    const auto found = fates_.find({at.component, model_.classes[at.requestClass].keys});
    // A look-up of other keys says nothing of these.
    const bool same =
        model_.classes[at.requestClass].keys == model_.classes[model_.visits[call.visit].requestClass].keys;
    return found != fates_.end() && same ? &found->second : nullptr;
}

// Weights as shares of all requests.
const std::vector<queueing::ZipfRank>& KeyFlows::bucketsOf(Index keys) {
    const auto [place, isNew] = buckets_.try_emplace(keys);
    if (isNew) {
        place->second = queueing::zipfBuckets(model_.keySpaces[keys].count, model_.keySpaces[keys].zipf);
        const double all = queueing::totalWeight(place->second);
        for (queueing::ZipfRank& bucket : place->second) {
            bucket.weight /= all;
        }
    }
    return place->second;
}

}  // namespace headroom::engine::solver
