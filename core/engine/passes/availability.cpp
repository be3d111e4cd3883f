#include "core/engine/passes/availability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "core/base/numbers.h"
#include "core/engine/param_reader.h"
#include "core/engine/solver/component_answer.h"
#include "core/engine/solver/findings.h"
#include "core/engine/solver/known_records.h"
#include "core/queueing/availability.h"

namespace headroom::engine::passes {

namespace {

using solver::Index;
using solver::none;

constexpr std::size_t mostExactGroups = 10;

/// Like machines in one place.
struct Machines {
    double availability = 1;
    std::vector<std::size_t> holders;  ///< the failing groups that hold them
    std::int64_t count = 0;
};

/// So many of these have to be up, in each of so many shards.
struct Requirement {
    std::vector<Machines> machines;
    double needed = 0;  ///< a fraction asks for one more
    double shards = 1;
};

class Pass {
  public:
    Pass(const model::Design& design, const catalog::Catalog& catalog, const solver::Model& model,
         const solver::State& state)
        : design_(design), model_(model), state_(state) {
        for (const auto& group : design.groups()) {
            const auto own =
                solver::availabilityIn(ParamReader(catalog.recordParams("group"), group->params));
            if (own && *own < 1) {
                bits_[group->id] = failing_.size();
                failing_.push_back(*own);
            }
        }
    }

    void run(results::Results& results) {
        bool named = !failing_.empty();
        for (Index i = 0; i < model_.components.size(); ++i) {
            const solver::Component& component = model_.components[i];
            const bool own = component.known && !component.steady.originates && component.availability;
            named = named || own;
            if (own || liesInFailing(i)) {
                results.components[component.id].availability = of({requirementOf({i})}).mean;
            }
        }
        if (!named || std::any_of(model_.components.begin(), model_.components.end(),
                                  [](const solver::Component& c) { return !c.known; })) {
            return;
        }
        const Estimate all = of(required());
        results.system.availability = all.mean;
        if (all.halfWidth > 0) {
            results.findings.push_back(solver::finding("availability-sampled", Severity::info, {},
                                                       {{"half", shortest(all.halfWidth)}}));
        }
    }

  private:
    struct Estimate {
        double mean = 1;
        double halfWidth = 0;  ///< of the interval that holds it in 95 of 100 cases
    };

    [[nodiscard]] bool liesInFailing(Index index) const {
        const solver::Component& component = model_.components[index];
        if (failing_.empty() || !component.known || component.steady.originates || component.steady.inert) {
            return false;
        }
        const Requirement all = requirementOf({index});
        return std::any_of(all.machines.begin(), all.machines.end(),
                           [&](const Machines& m) { return !m.holders.empty(); });
    }

    /// The failing groups that hold a place, by their number.
    [[nodiscard]] std::vector<std::size_t> holdersOf(std::optional<Id> at) const {
        std::vector<std::size_t> holders;
        while (at) {
            if (const auto bit = bits_.find(*at); bit != bits_.end()) {
                holders.push_back(bit->second);
            }
            const model::Group* group = design_.groups().find(*at).get();
            at = group != nullptr ? group->parent : std::nullopt;
        }
        return holders;
    }

    void addMachines(Index index, double count, Requirement& requirement) const {
        const model::Component& record = design_.components()[index];
        const double own = model_.components[index].availability.value_or(1);
        const json::Value* list = record.params.find("placement");
        const json::Array* placement = list != nullptr ? list->array() : nullptr;
        if (placement == nullptr || placement->empty()) {
            requirement.machines.push_back({own, holdersOf(record.group), static_cast<std::int64_t>(count)});
            return;
        }
        const auto turns = static_cast<double>(placement->size());
        for (std::size_t i = 0; i < placement->size(); ++i) {
            const double dealt = std::ceil(std::max(count - static_cast<double>(i), 0.0) / turns);
            requirement.machines.push_back(
                {own, holdersOf(Id((*placement)[i].text())), static_cast<std::int64_t>(dealt)});
        }
    }

    /// Machines of a shard that have to answer together what is asked of it.
    [[nodiscard]] double answersOf(const solver::Component& component) const {
        const auto& store = component.steady.store;
        double most = 0;
        for (const Index visit : component.visits) {
            const Op op = model_.opOf(model_.visits[visit]);
            if (store && state_.rate[visit] > 0) {
                const double sync = op == Op::write ? store->syncReplicas : 0;
                most =
                    std::max(most, store->replication == Replication::leaderless ? store->quorum[indexOf(op)]
                                                                                 : 1 + sync);
            }
        }
        return most;
    }

    [[nodiscard]] Requirement requirementOf(const std::vector<Index>& standingIn) const {
        Requirement requirement;
        double all = 0;
        for (const Index index : standingIn) {
            const SteadyState& steady = model_.components[index].steady;
            const bool sharded = standingIn.size() == 1 && steady.storedCopies > 0;
            requirement.shards = sharded ? std::max(steady.machines / steady.storedCopies, 1.0) : 1;
            const double count =
                model_.components[index].dead ? 0 : std::max(steady.machines / requirement.shards, 1.0);
            // Where all are asked, those that are left have no more to do.
            const bool together = steady.store && steady.store->replication == Replication::leaderless;
            const double busy =
                together ? 0 : count * std::min(solver::offeredUtilization(state_, index), 1.0);
            requirement.needed += std::max(busy, answersOf(model_.components[index]));
            all += count;
            addMachines(index, count, requirement);
        }
        // A hair above a whole number is that number.
        requirement.needed = std::clamp(std::ceil(requirement.needed - 1e-9), 1.0, std::max(all, 1.0));
        return requirement;
    }

    /// What the workloads have to wait for, each once.
    [[nodiscard]] std::vector<Requirement> required() const {
        std::vector<std::vector<Index>> sets;
        std::vector<char> seen(model_.visits.size());
        std::vector<Index> open;
        for (const solver::Workload& workload : model_.workloads) {
            if (workload.rps > 0) {
                open.push_back(workload.visit);
            }
        }
        while (!open.empty()) {
            const Index visit = open.back();
            open.pop_back();
            if (seen[visit] == 0) {
                seen[visit] = 1;
                follow(model_.visits[visit], open, sets);
            }
        }
        std::sort(sets.begin(), sets.end());
        sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
        std::vector<Requirement> all;
        for (const std::vector<Index>& set : sets) {
            all.push_back(requirementOf(set));
        }
        return all;
    }

    void follow(const solver::Visit& visit, std::vector<Index>& open,
                std::vector<std::vector<Index>>& sets) const {
        const bool balances = model_.componentOf(visit).steady.onward == Onward::oneTarget;
        for (Index s = visit.firstStep; s < visit.firstStep + visit.stepCount; ++s) {
            const solver::Step& step = model_.steps[s];
            std::vector<Index> targets;
            for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
                const solver::Call& call = model_.calls[i];
                const bool waits = call.awaited && call.visit != none && call.fallback == none &&
                                   model_.connections[call.connection].required && call.calls > 0;
                if (waits) {
                    targets.push_back(model_.visits[call.visit].component);
                    open.push_back(call.visit);
                }
            }
            std::sort(targets.begin(), targets.end());
            targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
            if (balances && !targets.empty()) {
                sets.push_back(targets);
            }
            for (std::size_t i = 0; !balances && i < targets.size(); ++i) {
                sets.push_back({targets[i]});
            }
        }
    }

    /// With these groups up.
    [[nodiscard]] double given(const std::vector<Requirement>& all, const std::vector<char>& up) const {
        double together = 1;
        for (const Requirement& requirement : all) {
            std::vector<queueing::FailureDomain> domains;
            for (const Machines& m : requirement.machines) {
                const bool stands = std::all_of(m.holders.begin(), m.holders.end(),
                                                [&](std::size_t bit) { return up[bit] != 0; });
                domains.push_back({stands ? 1.0 : 0.0, m.count, m.availability});
            }
            const double one =
                queueing::domainAvailability(domains, static_cast<std::int64_t>(requirement.needed));
            together *= std::pow(one, requirement.shards);
        }
        return together;
    }

    [[nodiscard]] Estimate of(const std::vector<Requirement>& all) const {
        std::vector<std::size_t> groups;
        for (const Requirement& requirement : all) {
            for (const Machines& m : requirement.machines) {
                groups.insert(groups.end(), m.holders.begin(), m.holders.end());
            }
        }
        std::sort(groups.begin(), groups.end());
        groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
        return groups.size() <= mostExactGroups ? Estimate{exact(all, groups), 0} : sampled(all);
    }

    // All states of the groups that matter.
    [[nodiscard]] double exact(const std::vector<Requirement>& all,
                               const std::vector<std::size_t>& groups) const {
        double sum = 0;
        std::vector<char> up(failing_.size(), 1);
        for (std::size_t mask = 0; mask < (std::size_t{1} << groups.size()); ++mask) {
            double probability = 1;
            for (std::size_t i = 0; i < groups.size(); ++i) {
                up[groups[i]] = static_cast<char>((mask >> i) & 1U);
                probability *= up[groups[i]] != 0 ? failing_[groups[i]] : 1 - failing_[groups[i]];
            }
            sum += probability > 0 ? probability * given(all, up) : 0;
        }
        return sum;
    }

    // The states of groups by chance, machines exactly; always the same states.
    [[nodiscard]] Estimate sampled(const std::vector<Requirement>& all) const {
        constexpr int samples = 4000;
        constexpr double quantile95 = 1.96;
        constexpr double words = 18446744073709551616.0;
        std::mt19937_64 random(1);
        double sum = 0;
        double squares = 0;
        std::vector<char> up(failing_.size());
        for (int n = 0; n < samples; ++n) {
            for (std::size_t i = 0; i < up.size(); ++i) {
                up[i] = static_cast<double>(random()) / words < failing_[i] ? 1 : 0;
            }
            const double one = given(all, up);
            sum += one;
            squares += one * one;
        }
        const double mean = sum / samples;
        const double variance = std::max(squares / samples - mean * mean, 0.0);
        return {mean, quantile95 * std::sqrt(variance / samples)};
    }

    const model::Design& design_;
    const solver::Model& model_;
    const solver::State& state_;
    std::vector<double> failing_;  ///< availability of the groups that can fail
    std::map<Id, std::size_t> bits_;
};

}  // namespace

void addAvailability(const model::Design& design, const catalog::Catalog& catalog, const solver::Model& model,
                     const solver::State& state, results::Results& results) {
    Pass(design, catalog, model, state).run(results);
}

}  // namespace headroom::engine::passes
