#include "core/engine/passes/what_if.h"

#include <algorithm>

#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/compiler.h"
#include "core/engine/solver/fixed_point.h"
#include "core/engine/solver/unknowns.h"
#include "core/engine/solver/users.h"

namespace headroom::engine {

namespace {

using solver::Conditions;
using solver::Event;
using solver::Index;

// A share that is not known better.
constexpr double noise = 1e-9;

/// How the workloads fare under some conditions.
struct Fate {
    std::vector<std::string> names;
    std::vector<double> success;
    std::vector<double> rps;
    std::vector<double> machines;  ///< by component
    double meanMs = 0;
    bool known = true;

    [[nodiscard]] double answered() const {
        double sum = 0;
        for (std::size_t i = 0; i < rps.size(); ++i) {
            sum += rps[i] * success[i];
        }
        return sum;
    }
};

Fate fateUnder(const model::Design& design, const catalog::Catalog& catalog, const Conditions& conditions,
               solver::KnownRecords& known, const std::stop_token& stop) {
    std::vector<results::Finding> findings;
    solver::Model model = solver::compile(design, catalog, conditions, known, findings);
    const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
    const solver::Settled settled = solver::settleWithUsers(model, groups, stop);
    Fate fate;
    if (stop.stop_requested()) {
        fate.known = false;
        return fate;
    }
    solver::markUnknowns(model, groups, *settled.state);
    for (const solver::Component& component : model.components) {
        fate.machines.push_back(component.steady.machines);
    }
    for (const solver::Workload& workload : model.workloads) {
        fate.known = fate.known && settled.state->responseUnknown[workload.visit] == 0;
        const auto node = settled.responses->times(workload.visit).success;
        fate.names.push_back(workload.name);
        fate.rps.push_back(workload.rps);
        fate.success.push_back(settled.state->success[workload.visit]);
        fate.meanMs +=
            node ? workload.rps * fate.success.back() * settled.responses->program().moments(*node).mean : 0;
    }
    fate.meanMs = fate.answered() > 0 ? fate.meanMs / fate.answered() : 0;
    return fate;
}

WhatIf compared(const Id& dies, const Fate& before, const Fate& after) {
    WhatIf answer{.dies = dies, .mean_ms = std::nullopt, .hit = {}};
    double offered = 0;
    for (std::size_t i = 0; i < after.rps.size(); ++i) {
        offered += after.rps[i];
        if (after.rps[i] > 0 && after.success[i] < before.success[i] - noise) {
            answer.hit.push_back(after.names[i]);
            answer.single_point_of_failure =
                answer.single_point_of_failure || (after.success[i] < noise && before.success[i] > noise);
        }
    }
    answer.success = offered > 0 ? after.answered() / offered : 1;
    if (after.answered() > 0) {
        answer.mean_ms = after.meanMs;
    }
    return answer;
}

/// Something that can die.
struct Suspect {
    Id id;
    Event event;
    std::optional<Index> component;  ///< where it is one
};

std::vector<Suspect> suspectsOf(const model::Design& design) {
    std::vector<Suspect> all;
    for (Index i = 0; i < design.components().size(); ++i) {
        if (design.components()[i].workloads.empty()) {
            Event event;
            event.component = i;
            all.push_back({design.components()[i].id, event, i});
        }
    }
    for (const auto& group : design.groups()) {
        Event event;
        event.type = Event::Type::zoneDown;
        event.group = group->id;
        all.push_back({group->id, event, std::nullopt});
    }
    for (Index i = 0; i < design.connections().size(); ++i) {
        Event event;
        event.type = Event::Type::cut;
        event.connection = i;
        all.push_back({design.connections()[i].id, event, std::nullopt});
    }
    return all;
}

std::vector<WhatIf> fatesOf(const std::vector<Suspect>& suspects, const model::Design& design,
                            const catalog::Catalog& catalog, const std::stop_token& stop) {
    // Machines die before autoscaling does anything about it.
    solver::KnownRecords known;
    const Conditions asItIs = solver::scaledConditionsOf(design, catalog, known, stop);
    const Fate before = fateUnder(design, catalog, asItIs, known, stop);
    std::vector<WhatIf> all;
    for (const Suspect& suspect : suspects) {
        if (!before.known || stop.stop_requested()) {
            break;
        }
        Conditions conditions = asItIs;
        conditions.events.push_back(suspect.event);
        const Fate after = fateUnder(design, catalog, conditions, known, stop);
        if (after.known) {
            all.push_back(compared(suspect.id, before, after));
            const bool single = suspect.component && before.machines[*suspect.component] <= 1;
            all.back().single_point_of_failure = single && all.back().single_point_of_failure;
        }
    }
    return all;
}

}  // namespace

std::vector<WhatIf> whatIfs(const model::Design& design, const catalog::Catalog& catalog,
                            const std::stop_token& stop) {
    return fatesOf(suspectsOf(design), design, catalog, stop);
}

std::optional<WhatIf> whatIf(const model::Design& design, const catalog::Catalog& catalog, const Id& dies,
                             const std::stop_token& stop) {
    std::vector<Suspect> suspects = suspectsOf(design);
    std::erase_if(suspects, [&](const Suspect& suspect) { return suspect.id != dies; });
    std::vector<WhatIf> fates = fatesOf(suspects, design, catalog, stop);
    return fates.empty() ? std::nullopt : std::optional(std::move(fates.front()));
}

}  // namespace headroom::engine
