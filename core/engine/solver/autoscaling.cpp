#include "core/engine/solver/autoscaling.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/engine/solver/compiler.h"
#include "core/engine/solver/users.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

using Numbers = std::map<Index, double>;   ///< of machines, by component
using Rules = std::map<Index, Autoscale>;  ///< by component

Rules rulesOf(const model::Design& design, const catalog::Catalog& catalog) {
    Rules rules;
    for (Index i = 0; i < design.components().size(); ++i) {
        const model::Component& record = design.components()[i];
        const json::Value* own = record.params.find("autoscale");
        if (own == nullptr || !own->isObject()) {
            continue;
        }
        if (const auto rule = withInstances(record, catalog, 1).autoscale) {
            rules.emplace(i, *rule);
        }
    }
    return rules;
}

Conditions withNumbers(Conditions conditions, const Numbers& numbers) {
    std::vector<Event> events;
    for (const auto& [component, machines] : numbers) {
        Event event;
        event.type = Event::Type::scale;
        event.component = component;
        event.instances = machines;
        events.push_back(event);
    }
    conditions.events.insert(conditions.events.begin(), events.begin(), events.end());
    return conditions;
}

/// The number that an event of the scenario sets.
std::optional<double> numberSet(const Conditions& conditions, Index component) {
    std::optional<double> number;
    for (const Event& event : conditions.events) {
        if (event.type == Event::Type::scale && event.component == component && event.instances) {
            number = event.instances;
        }
    }
    return number;
}

class Search {
  public:
    Search(const model::Design& design, const catalog::Catalog& catalog, KnownRecords& known,
           const std::stop_token& stop)
        : design_(design), catalog_(catalog), known_(known), stop_(stop), rules_(rulesOf(design, catalog)) {}

    [[nodiscard]] bool any() const { return !rules_.empty(); }

    /// Those whose number of machines is free under these conditions, with their rules.
    [[nodiscard]] Rules free(const Conditions& conditions) const {
        Rules rules = rules_;
        std::erase_if(rules, [&](const auto& rule) { return numberSet(conditions, rule.first); });
        return rules;
    }

    /// From as many as there may be, where the least fails, downwards. Less may make more work (who waits too
    /// long comes again): what has turned out to be too few is not tried again.
    Numbers under(const Conditions& conditions) {
        constexpr int freeRounds = 4;
        constexpr int mostRounds = 40;
        const Rules rules = free(conditions);
        Numbers numbers;
        for (const auto& [component, rule] : rules) {
            numbers[component] = rule.most;
        }
        bool moves = true;
        for (int round = 0; round < mostRounds && moves && !stop_.stop_requested(); ++round) {
            Numbers wanted = wantedWith(conditions, rules, numbers);
            for (auto& [component, machines] : wanted) {
                machines = round < freeRounds ? machines : std::max(machines, numbers[component]);
            }
            moves = wanted != numbers;
            numbers = std::move(wanted);
        }
        return numbers;
    }

  private:
    Numbers wantedWith(const Conditions& conditions, const Rules& rules, const Numbers& numbers) {
        std::vector<results::Finding> unused;
        Model model = compile(design_, catalog_, withNumbers(conditions, numbers), known_, unused);
        const Settled settled = settleWithUsers(model, calleesFirst(model), stop_);
        Numbers wanted;
        for (const auto& [component, rule] : rules) {
            const MachinePool& pool = model.components[component].steady.pools.front();
            const double workers = static_cast<double>(pool.workers);
            const double busy = std::min(settled.state->pools[component].front().utilization, 1.0) * workers;
            // Who is dead does nothing, and is replaced.
            const double dead = numbers.at(component) - pool.machines;
            const double living = model.components[component].dead ? 0 : pool.machines;
            wanted[component] = wantedMachines(rule, busy * living, workers) + dead;
        }
        return wanted;
    }

    const model::Design& design_;
    const catalog::Catalog& catalog_;
    KnownRecords& known_;
    const std::stop_token& stop_;
    Rules rules_;
};

Conditions scaledAt(const model::Design& design, Search& search, double atS) {
    const Conditions now = conditionsAt(design, atS);
    const Rules rules = search.free(now);
    std::map<double, Numbers> numbersAfter;  // by delay
    Numbers numbers;
    for (const auto& [component, rule] : rules) {
        const Conditions then = conditionsAt(design, atS - rule.delayMs / msPerSecond);
        if (!numbersAfter.contains(rule.delayMs)) {
            numbersAfter[rule.delayMs] = search.under(then);
        }
        const Numbers& all = numbersAfter.at(rule.delayMs);
        const auto found = all.find(component);
        numbers[component] = found != all.end() ? found->second : *numberSet(then, component);
    }
    return withNumbers(now, numbers);
}

}  // namespace

double wantedMachines(const Autoscale& rule, double busyWorkers, double workers) {
    constexpr double rounding = 1e-9;
    const double wanted = std::ceil(busyWorkers / (workers * rule.target) * (1 - rounding));
    return std::clamp(wanted, rule.least, rule.most);
}

Conditions scaledConditionsOf(const model::Design& design, const catalog::Catalog& catalog,
                              KnownRecords& known, const std::stop_token& stop) {
    const Conditions now = conditionsOf(design);
    Search search(design, catalog, known, stop);
    if (!search.any()) {
        return now;
    }
    const auto atS = viewAtS(design);
    return atS ? scaledAt(design, search, *atS) : withNumbers(now, search.under(now));
}

Model compileScaled(const model::Design& design, const catalog::Catalog& catalog, const std::stop_token& stop,
                    std::vector<results::Finding>& findings) {
    KnownRecords known;
    const Conditions conditions = scaledConditionsOf(design, catalog, known, stop);
    return compile(design, catalog, conditions, known, findings);
}

Conditions scaledConditionsBefore(const model::Design& design, const catalog::Catalog& catalog,
                                  KnownRecords& known, const std::stop_token& stop) {
    const Conditions before = conditionsAt(design, -1);
    Search search(design, catalog, known, stop);
    return search.any() ? withNumbers(before, search.under(before)) : before;
}

}  // namespace headroom::engine::solver
