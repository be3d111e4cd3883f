#include "core/engine/solver/known_model.h"

#include <algorithm>
#include <utility>

#include "core/engine/solver/compiler.h"
#include "core/engine/solver/users.h"

namespace headroom::engine::solver {

namespace {

template <class T>
bool sameRecords(const model::Table<T>& a, const model::Table<T>& b) {
    return std::ranges::equal(a, b);  // by address: records never change
}

// What the plans of a model and all that is derived with them leave out of account.
void takeWork(const SteadyState& from, SteadyState& to) {
    to.serviceMs = from.serviceMs;
    to.shape = from.shape;
    to.serviceScv = from.serviceScv;
    to.slowShare = from.slowShare;
    to.slowFactor = from.slowFactor;
    for (std::size_t p = 0; p < std::min(from.pools.size(), to.pools.size()); ++p) {
        to.pools[p].workers = from.pools[p].workers;
        to.pools[p].queueLimit = from.pools[p].queueLimit;
    }
}

// A policy that goes by what machines can do makes a part of the plans of what their work is.
bool plansGoByWork(const Model& model) {
    const auto weighs = [](const auto& any) { return any == Policy::weightedRoundRobin; };
    return std::ranges::any_of(model.components, [&](const Component& c) { return weighs(c.steady.policy); });
}

// Whether both have the same places for everything, so that what is the same at one place is the same.
bool sameShape(const Model& a, const Model& b) {
    const auto samePlaces = [](const Visit& x, const Visit& y) {
        return x.component == y.component && x.firstStep == y.firstStep && x.stepCount == y.stepCount &&
               x.firstCall == y.firstCall && x.callCount == y.callCount;
    };
    const auto sameEnds = [](const Connection& x, const Connection& y) {
        return x.from == y.from && x.to == y.to;
    };
    return a.components.size() == b.components.size() && a.calls.size() == b.calls.size() &&
           a.steps.size() == b.steps.size() && a.keySpaces == b.keySpaces && a.classes == b.classes &&
           a.workloads == b.workloads && a.horizonS == b.horizonS && a.usersExactly == b.usersExactly &&
           a.usersStretch == b.usersStretch && std::ranges::equal(a.connections, b.connections, sameEnds) &&
           std::ranges::equal(a.visits, b.visits, samePlaces);
}

template <class T>
bool sameRange(const std::vector<T>& a, const std::vector<T>& b, Index first, Index count) {
    return std::equal(a.begin() + first, a.begin() + first + count, b.begin() + first);
}

// With its connections, and what requests do there.
bool sameComponent(const Model& a, const Model& b, Index component) {
    const Component& c = a.components[component];
    return c == b.components[component] &&
           std::ranges::all_of(c.connections,
                               [&](Index i) { return a.connections[i] == b.connections[i]; }) &&
           std::ranges::all_of(c.visits, [&](Index i) {
               const Visit& v = a.visits[i];
               return v == b.visits[i] && sameRange(a.steps, b.steps, v.firstStep, v.stepCount) &&
                      sameRange(a.calls, b.calls, v.firstCall, v.callCount);
           });
}

}  // namespace

Model& KnownModel::compile(const model::Design& design, const catalog::Catalog& catalog,
                           const Conditions& conditions, KnownRecords& records,
                           std::vector<results::Finding>& findings) {
    changedInPlace_.reset();
    if (!conditions.events.empty() || !isStillGood(design, catalog) || !takeOver(design, catalog, records)) {
        const Model before = std::move(model_);
        const std::vector<VisitGroup> groupsBefore = std::move(groups_);
        findings_.clear();
        model_ = solver::compile(design, catalog, conditions, records, findings_);
        groups_ = calleesFirst(model_);
        number(before, groupsBefore);
        canChangeInPlace_ = conditions.events.empty() && !plansGoByWork(model_) && !hasUsers(model_);
        catalog_ = &catalog;
        changedInPlace_.reset();
    }
    design_ = design;
    findings.insert(findings.end(), findings_.begin(), findings_.end());
    return model_;
}

// But for components.
bool KnownModel::isStillGood(const model::Design& design, const catalog::Catalog& catalog) const {
    return design_ && canChangeInPlace_ && catalog_ == &catalog &&
           design_->components().size() == design.components().size() &&
           sameRecords(design_->connections(), design.connections()) &&
           sameRecords(design_->groups(), design.groups()) &&
           design_->document().scenario == design.document().scenario;
}

bool KnownModel::takeOver(const model::Design& design, const catalog::Catalog& catalog,
                          KnownRecords& records) {
    std::vector<Index> changed;
    auto before = design_->components().begin();
    for (Index i = 0; i < design.components().size(); ++i, ++before) {
        if (*before != *(design.components().begin() + i)) {
            changed.push_back(i);
        }
    }
    // Of more than a few, the work has to be done at once or not at all.
    for (const Index i : changed) {
        const auto& was = *(design_->components().begin() + i);
        const auto& is = *(design.components().begin() + i);
        if (was->id != is->id || was->kind != is->kind || was->group != is->group ||
            was->workloads != is->workloads) {
            return false;
        }
    }
    records.readingBegins(catalog);
    const bool all = std::ranges::all_of(changed, [&](Index i) {
        return takeOver(i, *(design_->components().begin() + i), *(design.components().begin() + i), records);
    });
    changedInPlace_ = std::move(changed);
    return all;
}

// Where one of several cannot be taken over, what the others have become does no harm: all is compiled anew.
bool KnownModel::takeOver(Index component, const std::shared_ptr<const model::Component>& before,
                          const std::shared_ptr<const model::Component>& now, KnownRecords& records) {
    const Component was = records.of(before);
    const Component is = records.of(now);
    Component& here = model_.components[component];
    SteadyState wanted = was.steady;
    takeWork(is.steady, wanted);
    if (!is.known || is.steady.originates || !(wanted == is.steady) ||
        here.steady.pools != was.steady.pools) {
        return false;
    }
    records.forget(before);
    here.availability = is.availability;
    if (!(is.steady == was.steady)) {
        takeWork(is.steady, here.steady);
        model_.numbers.components[component] = ++lastNumber_;
    }
    return true;
}

void KnownModel::number(const Model& before, const std::vector<VisitGroup>& groupsBefore) {
    ModelNumbers& numbers = model_.numbers;
    numbers.components.resize(model_.components.size());
    if (before.numbers.shape == 0 || hasUsers(model_) || groupsBefore != groups_ ||
        !sameShape(before, model_)) {
        numbers.shape = ++lastNumber_;
        numbers.flows = ++lastNumber_;
        std::ranges::fill(numbers.components, ++lastNumber_);
        return;
    }
    numbers.shape = before.numbers.shape;
    numbers.flows = before.numbers.flows;
    for (Index i = 0; i < model_.components.size(); ++i) {
        const bool same = sameComponent(before, model_, i);
        numbers.components[i] = same ? before.numbers.components[i] : ++lastNumber_;
        numbers.flows = same ? numbers.flows : lastNumber_;
    }
}

}  // namespace headroom::engine::solver
