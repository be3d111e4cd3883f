#include <algorithm>

#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/slots.h"

namespace headroom::engine::solver {

void ResponseTables::reset(const Model& model) {
    waits.assign(model.components.size(), {});
    times.assign(model.visits.size(), {});
    calls.assign(model.calls.size(), std::nullopt);
    answers.assign(model.calls.size(), {});
    elsewhere.assign(model.visits.size(), {});
    direct.assign(model.calls.size(), std::nullopt);
    asksFailure.assign(model.visits.size(), 0);
    touched.assign(model.components.size(), 1);
}

std::vector<char> Responses::findChanged(const std::vector<VisitGroup>& groups, bool known) {
    const bool circles = std::ranges::any_of(groups, &VisitGroup::cyclic);
    const bool goesOn = known && !circles && tables_.of.numbers.shape != 0 &&
                        tables_.of.numbers.shape == model_.numbers.shape;
    asksAsBefore_ = goesOn && tables_.of.numbers.flows == model_.numbers.flows;
    std::vector<char> changed = tables_.of.update(model_, state_);
    if (!goesOn) {
        tables_.reset(model_);
        std::ranges::fill(changed, 1);
    }
    return changed;
}

void Responses::buildChanged(const std::vector<VisitGroup>& groups, const std::vector<char>& changed) {
    const std::vector<VisitTimes> before = times_;
    const std::vector<char> askedBefore = asksFailure_;
    if (!asksAsBefore_) {
        std::ranges::fill(asksFailure_, 0);
        askForFailures(groups);
    }
    for (Index i = 0; i < changed.size(); ++i) {
        if (changed[i] != 0) {
            addWaits(i);
            for (const Index visit : model_.components[i].visits) {
                times_[visit] = {};
            }
        }
    }
    for (const VisitGroup& group : groups) {
        const Index visit = group.visits.front();
        if (group.cyclic) {
            settleCycle(group);
        } else if (asksFailure_[visit] != askedBefore[visit] || isStale(visit, changed, before)) {
            rebuild(visit, before[visit]);
        }
    }
}

// Something that it is built of is not as it was: here, or one call away.
bool Responses::isStale(Index visit, const std::vector<char>& changed,
                        const std::vector<VisitTimes>& before) const {
    const Visit& v = model_.visits[visit];
    if (changed[v.component] != 0) {
        return true;
    }
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Index to = model_.calls[i].visit;
        if (to != none && (changed[model_.visits[to].component] != 0 || times_[to] != before[to])) {
            return true;
        }
    }
    return false;
}

void Responses::rebuild(Index visit, const VisitTimes& before) {
    const Visit& v = model_.visits[visit];
    const auto first = static_cast<std::ptrdiff_t>(v.firstCall);
    const std::vector<MaybeNode> callsBefore(calls_.begin() + first, calls_.begin() + first + v.callCount);
    std::fill_n(calls_.begin() + first, v.callCount, std::nullopt);
    std::fill_n(answers_.begin() + first, v.callCount, AttemptAnswer());
    std::fill_n(direct_.begin() + first, v.callCount, std::nullopt);
    elsewhere_[visit] = {};
    VisitTimes fresh;
    fresh.residence = times_[visit].residence;
    times_[visit] = fresh;
    build(visit);
    if (times_[visit] != before ||
        !std::equal(callsBefore.begin(), callsBefore.end(), calls_.begin() + first)) {
        tables_.touched[v.component] = 1;
    }
}

void Responses::addWaits(Index component) {
    waits_[component].clear();
    for (const PoolState& pool : state_.pools[component]) {
        const auto number = static_cast<Index>(waits_[component].size());
        std::vector<Node>& nodes = waits_[component].emplace_back();
        for (Index rank = 0; rank < std::max<std::size_t>(1, pool.ranks.size()); ++rank) {
            MaybeNode all = nothing_;
            for (const queueing::WaitDistribution& wait : {pool.waitOf(rank), pool.workerWait}) {
                if (wait.kind() != queueing::WaitDistribution::Kind::None) {
                    const Node node = program_.wait(wait);
                    origins_.mark(node, {.kind = OriginKind::wait, .of = component, .pool = number});
                    all = inSequence(all, node);
                }
            }
            nodes.push_back(*all);
        }
    }
}

// The time until a failure matters where a fallback takes over, and to consumers that hold a message
// meanwhile.
void Responses::askForFailures(const std::vector<VisitGroup>& groups) {
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        for (int pass = 0; pass < (group->cyclic ? 2 : 1); ++pass) {
            for (const Index visit : group->visits) {
                const Visit& v = model_.visits[visit];
                const bool consumes =
                    model_.componentOf(v).steady.onward == Onward::consumers || isHeld(model_.componentOf(v));
                for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                    const Call& call = model_.calls[i];
                    const Connection& connection = model_.connections[call.connection];
                    const bool used = asksFailure_[visit] != 0 || call.fallback != none ||
                                      !connection.required || connection.retries > 0 ||
                                      isTimed(model_, call) || refusesItself(connection);
                    const bool asks = consumes || (call.awaited && used);
                    if (call.visit != none && asks) {
                        asksFailure_[call.visit] = 1;
                    }
                }
            }
        }
    }
}

}  // namespace headroom::engine::solver
