#include "core/engine/simulator/outages.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/conditions.h"

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;
using Type = solver::Event::Type;

/// That take what comes when the outage begins, as far as the scenario says.
double machinesOf(const Outage& outage, const Plan& plan, Index component) {
    const ComponentPlan& known = plan.components[component];
    return static_cast<double>(outage.instances[component].value_or(known.machinesAtFirst));
}

double either(double a, double b) {
    return 1 - (1 - a) * (1 - b);
}

void partStore(Link& link, const solver::PartedStore& parted, double sinceMs) {
    link.parts = true;
    link.silent = either(link.silent, parted.silent);
    for (std::size_t op = 0; op < opCount; ++op) {
        link.parted[op] = either(link.parted[op], parted.refuses[op]);
    }
    const double answered = 1 - parted.refuses[indexOf(Op::read)];
    link.cutReads = either(link.cutReads, answered > 0 ? std::min(parted.cutReads / answered, 1.0) : 0);
    link.cutSinceMs = link.cutSinceMs > 0 ? std::min(link.cutSinceMs, sinceMs) : sinceMs;
}

/// Attempts from one side to the other are not heard, as many as there are machines on both.
void part(Outage& outage, const solver::Event& event, const model::Design& design, const Plan& plan) {
    const auto share = [&](Index component, const Id& group) {
        return solver::shareWithin(design, design.components()[component],
                                   machinesOf(outage, plan, component), group);
    };
    const auto& [one, other] = event.between;
    for (Index i = 0; i < outage.links.size(); ++i) {
        const solver::Connection& c = plan.model.connections[i];
        const auto& store = plan.model.components[c.to].steady.store;
        if (store && store->onPartition != OnPartition::nothing) {
            partStore(outage.links[i],
                      solver::partedStore(*store, {share(c.from, one), share(c.from, other)},
                                          {share(c.to, one), share(c.to, other)}),
                      outage.fromMs - event.forS.value_or(0) * msPerSecond);
            continue;
        }
        const double apart =
            share(c.from, one) * share(c.to, other) + share(c.from, other) * share(c.to, one);
        outage.links[i].silent = either(outage.links[i].silent, std::min(apart, 1.0));
    }
}

void addToLinks(Outage& outage, const solver::Event& event, const model::Design& design, const Plan& plan) {
    if (event.type == Type::partition) {
        part(outage, event, design, plan);
    } else if (event.connection != none && event.type == Type::latency) {
        outage.links[event.connection].addMs += event.addMs;
    } else if (event.connection != none && event.type == Type::errors) {
        double& refused = outage.links[event.connection].refused;
        refused = either(refused, event.share);
    }
}

/// As the solver has it: what dies in several ways dies as often.
void addTo(Outage& outage, const solver::Event& event, const model::Design& design, const Plan& plan) {
    const auto kill = [&](Index component, double machines) {
        const auto all = static_cast<double>(plan.components[component].machines);
        const double dead = std::min(all, outage.dead[component] + std::round(machines));
        outage.dead[component] = static_cast<Index>(dead);
    };
    if (event.type == Type::kill && event.component != none) {
        kill(event.component, event.instances.value_or(plan.components[event.component].machines));
    } else if (event.type == Type::zoneDown) {
        for (Index i = 0; i < plan.components.size(); ++i) {
            const double all = machinesOf(outage, plan, i);
            kill(i, all * solver::shareWithin(design, design.components()[i], all, event.group));
        }
    } else if (event.component != none) {
        const double all = std::max(machinesOf(outage, plan, event.component), 1.0);
        const double part = std::min(1.0, event.instances.value_or(all) / all);
        if (event.type == Type::slow) {
            outage.slower[event.component] *= 1 + part * (event.factor - 1);
        } else if (event.type == Type::errors) {
            double& errors = outage.errors[event.component];
            errors = either(errors, part * event.share);
        } else if (event.type == Type::deploy) {
            double& errors = outage.errors[event.component];
            errors = either(errors, part * event.share * event.errorRate);
        } else if (event.type == Type::diskFull &&
                   plan.model.components[event.component].steady.storedCopies > 0) {
            double& full = outage.full[event.component];
            full = either(full, part);
        }
    }
}

void scale(Outage& outage, const solver::Event& event, const Plan& plan) {
    if (event.type == Type::scale && event.component != none && event.instances &&
        plan.components[event.component].scales) {
        outage.instances[event.component] = static_cast<Index>(std::round(*event.instances));
    }
}

bool doesNothing(const Outage& outage) {
    return std::ranges::none_of(outage.instances,
                                [](const auto& machines) { return machines.has_value(); }) &&
           std::all_of(outage.dead.begin(), outage.dead.end(), [](Index dead) { return dead == 0; }) &&
           std::all_of(outage.slower.begin(), outage.slower.end(), [](double by) { return by == 1; }) &&
           std::all_of(outage.errors.begin(), outage.errors.end(), [](double share) { return share == 0; }) &&
           std::all_of(outage.full.begin(), outage.full.end(), [](double share) { return share == 0; }) &&
           std::all_of(outage.links.begin(), outage.links.end(),
                       [](const Link& link) { return link == Link(); });
}

}  // namespace

std::vector<Outage> outagesOf(const model::Design& design, const Plan& plan) {
    std::vector<Outage> outages;
    for (const double atS : solver::eventTurns(design)) {
        Outage outage{.fromMs = atS * msPerSecond,
                      .dead = std::vector<Index>(plan.components.size()),
                      .instances = std::vector<std::optional<Index>>(plan.components.size()),
                      .slower = std::vector<double>(plan.components.size(), 1),
                      .errors = std::vector<double>(plan.components.size()),
                      .links = std::vector<Link>(plan.model.connections.size()),
                      .full = std::vector<double>(plan.components.size())};
        const std::vector<solver::Event> events = solver::conditionsAt(design, atS).events;
        for (const solver::Event& event : events) {
            scale(outage, event, plan);
        }
        for (const solver::Event& event : events) {
            addTo(outage, event, design, plan);
            addToLinks(outage, event, design, plan);
        }
        outages.push_back(std::move(outage));
    }
    if (std::all_of(outages.begin(), outages.end(), doesNothing)) {
        outages.clear();
    }
    return outages;
}

std::vector<Index> mostMachines(const model::Design& design, const solver::Model& model) {
    std::vector<double> most(model.components.size());
    std::vector<double> killed(model.components.size());
    for (const double atS : solver::eventTurns(design)) {
        for (const solver::Event& event : solver::conditionsAt(design, atS).events) {
            if (event.component != none && event.instances && event.type == Type::scale) {
                most[event.component] = std::max(most[event.component], *event.instances);
            } else if (event.component != none && event.instances && event.type == Type::kill) {
                killed[event.component] = std::max(killed[event.component], *event.instances);
            }
        }
    }
    std::vector<Index> numbers;
    for (Index i = 0; i < most.size(); ++i) {
        const SteadyState& steady = model.components[i].steady;
        const bool farm = steady.pools.size() == 1 || model.components[i].whole.size() == 1;
        if (steady.autoscale) {
            most[i] = std::max(most[i], steady.autoscale->most + killed[i]);
        }
        const bool changes = farm && !steady.store && most[i] > 0;
        numbers.push_back(changes ? static_cast<Index>(std::round(std::max(most[i], steady.machines))) : 0);
    }
    return numbers;
}

}  // namespace headroom::engine::simulator
