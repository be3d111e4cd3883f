#include "core/engine/solver/conditions.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace headroom::engine::solver {

namespace {

std::optional<Event::Type> typeNamed(std::string_view name) {
    static const std::map<std::string_view, Event::Type> types{
        {"kill", Event::Type::kill},           {"zone_down", Event::Type::zoneDown},
        {"partition", Event::Type::partition}, {"slow", Event::Type::slow},
        {"latency", Event::Type::latency},     {"errors", Event::Type::errors},
        {"spike", Event::Type::spike},         {"scale", Event::Type::scale},
        {"disk_full", Event::Type::diskFull},  {"deploy", Event::Type::deploy}};
    const auto found = types.find(name);
    return found != types.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<double> numberIn(const json::Object& object, std::string_view name) {
    const json::Value* value = object.find(name);
    return value != nullptr && value->isNumber() ? std::optional(value->number()) : std::nullopt;
}

std::string textIn(const json::Object& object, std::string_view name) {
    const json::Value* value = object.find(name);
    return value != nullptr ? std::string(value->text()) : std::string();
}

template <class Table>
Index positionIn(const Table& table, const std::string& id) {
    return table.contains(id) ? static_cast<Index>(table.positionOf(id)) : none;
}

const json::Array& listIn(const json::Object& object, std::string_view name) {
    static const json::Array nothing;
    const json::Value* value = object.find(name);
    return value != nullptr && value->array() != nullptr ? *value->array() : nothing;
}

bool isActive(const json::Object& event, double at) {
    const double from = numberIn(event, "at_s").value_or(0);
    const auto lasts = numberIn(event, "for_s");
    return from <= at && (!lasts || at < from + *lasts);
}

Event eventFrom(const model::Design& design, const json::Object& record, Event::Type type) {
    Event event;
    event.type = type;
    event.component = positionIn(design.components(), textIn(record, "component"));
    event.connection = positionIn(design.connections(), textIn(record, "connection"));
    event.group = textIn(record, "group");
    const json::Array& between = listIn(record, "between");
    for (std::size_t i = 0; i < std::min<std::size_t>(between.size(), 2); ++i) {
        event.between.at(i) = std::string(between[i].text());
    }
    event.instances = numberIn(record, "instances");
    event.factor = numberIn(record, "factor").value_or(1);
    event.addMs = numberIn(record, "add_ms").value_or(0);
    event.share = numberIn(record, "share").value_or(type == Event::Type::deploy ? 1 : 0);
    event.errorRate = numberIn(record, "error_rate").value_or(0);
    return event;
}

std::vector<double> uniqueInOrder(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

bool liesWithin(const model::Design& design, std::optional<Id> at, const Id& group) {
    while (at && *at != group) {
        const model::Group* here = design.groups().find(*at).get();
        at = here != nullptr ? here->parent : std::nullopt;
    }
    return at.has_value();
}

double either(double a, double b) {
    return 1 - (1 - a) * (1 - b);
}

/// Takes machines out of what shares its work among them: from the last pool, where replicas stand, first.
void bury(SteadyState& steady, double dead) {
    for (auto pool = steady.pools.rbegin(); pool != steady.pools.rend() && dead > 0; ++pool) {
        const double taken = std::min(dead, pool->machines);
        if (steady.storedCopies > 1 && taken < pool->machines) {
            pool->jobs[indexOf(Op::write)] *= 1 - taken / pool->machines;
            const bool all = steady.store && steady.store->replication == Replication::leaderless;
            pool->jobs[indexOf(Op::read)] *= all ? 1 - taken / pool->machines : 1;
        }
        pool->machines -= taken;
        dead -= taken;
    }
    while (steady.pools.size() > 1 && !(steady.pools.back().machines > 0)) {
        for (std::size_t op = 0; op < opCount; ++op) {
            steady.pools.front().answers[op] += steady.pools.back().answers[op];
        }
        steady.pools.front().jobs[indexOf(Op::read)] += steady.pools.back().jobs[indexOf(Op::read)];
        steady.pools.pop_back();
    }
}

/// Applies the events to the records of one model.
class Imposing {
  public:
    Imposing(const model::Design& design, Model& model)
        : design_(design),
          model_(model),
          dead_(model.components.size()),
          deadForMs_(model.components.size(), HUGE_VAL) {}

    void all(const Conditions& conditions) {
        for (Workload& workload : model_.workloads) {
            multiply(workload, conditions.load);
        }
        for (const Event& event : conditions.events) {
            apply(event);
        }
        for (Index i = 0; i < model_.components.size(); ++i) {
            takeOut(i);
        }
        for (Workload& workload : model_.workloads) {
            if (workload.users) {
                workload.users = std::round(*workload.users);
            }
        }
    }

  private:
    static void multiply(Workload& workload, double factor) {
        workload.rps *= factor;
        if (workload.users) {
            *workload.users *= factor;
        }
    }

    void apply(const Event& event) {
        switch (event.type) {
            case Event::Type::kill:
                return kill(event);
            case Event::Type::zoneDown:
                return darken(event);
            case Event::Type::partition:
                return part(event);
            case Event::Type::spike:
                return spike(event);
            case Event::Type::cut:
            case Event::Type::latency:
                return onConnection(event);
            case Event::Type::errors:
                onConnection(event);
                [[fallthrough]];
            default:
                onComponent(event);
        }
    }

    void kill(const Event& event) {
        if (event.component != none) {
            const double machines = model_.components[event.component].steady.machines;
            dead_[event.component] += event.instances.value_or(machines);
            remember(event.component, event);
        }
    }

    void darken(const Event& event) {
        for (Index i = 0; i < dead_.size(); ++i) {
            const double machines = model_.components[i].steady.machines;
            const double share = shareWithin(design_, design_.components()[i], machines, event.group);
            dead_[i] += machines * share;
            if (share > 0) {
                remember(i, event);
            }
        }
    }

    // Who checks has to notice the last that died.
    void remember(Index component, const Event& event) {
        constexpr double msPerSecond = 1000;
        if (event.forS) {
            deadForMs_[component] = std::min(deadForMs_[component], *event.forS * msPerSecond);
        }
    }

    [[nodiscard]] bool hasNoticed(const Component& caller, Index component) const {
        const auto& health = caller.steady.health;
        return !health || deadForMs_[component] >= health->meanDetectionMs();
    }

    [[nodiscard]] double shareOf(Index component, const Id& group) const {
        return shareWithin(design_, design_.components()[component],
                           model_.components[component].steady.machines, group);
    }

    void part(const Event& event) {
        constexpr double msPerSecond = 1000;
        const std::array<Id, 2>& between = event.between;
        for (Connection& c : model_.connections) {
            const auto& store = model_.components[c.to].steady.store;
            if (store && store->onPartition != OnPartition::nothing) {
                const PartedStore parted =
                    partedStore(*store, {shareOf(c.from, between[0]), shareOf(c.from, between[1])},
                                {shareOf(c.to, between[0]), shareOf(c.to, between[1])});
                c.silent = either(c.silent, parted.silent);
                for (std::size_t op = 0; op < opCount; ++op) {
                    c.partedRefuses[op] = either(c.partedRefuses[op], parted.refuses[op]);
                }
                c.cutReads = either(c.cutReads, parted.cutReads);
                c.cutForMs = std::max(c.cutForMs, event.forS.value_or(model_.horizonS) * msPerSecond);
                continue;
            }
            const double apart = shareOf(c.from, between[0]) * shareOf(c.to, between[1]) +
                                 shareOf(c.from, between[1]) * shareOf(c.to, between[0]);
            c.silent = either(c.silent, std::min(apart, 1.0));
        }
    }

    void spike(const Event& event) {
        for (Workload& workload : model_.workloads) {
            if (event.component == none || workload.component == event.component) {
                multiply(workload, event.factor);
            }
        }
    }

    void onConnection(const Event& event) {
        if (event.connection == none) {
            return;
        }
        Connection& c = model_.connections[event.connection];
        c.latencyMs += event.type == Event::Type::latency ? event.addMs : 0;
        c.refused = event.type == Event::Type::cut ? 1 : either(c.refused, event.share);
    }

    void onComponent(const Event& event) {
        if (event.component == none) {
            return;
        }
        Component& component = model_.components[event.component];
        SteadyState& steady = component.steady;
        const double machines = std::max(steady.machines, 1.0);
        const double part = std::min(1.0, event.instances.value_or(machines) / machines);
        if (event.type == Event::Type::errors) {
            steady.errorRate = either(steady.errorRate, part * event.share);
        } else if (event.type == Event::Type::deploy) {
            steady.errorRate = either(steady.errorRate, part * event.share * event.errorRate);
        } else if (event.type == Event::Type::diskFull) {
            double& refused = component.refuses[indexOf(Op::write)];
            refused = either(refused, steady.storedCopies > 0 ? part : 0);
        } else if (event.type == Event::Type::slow) {
            slowDown(event.component, 1 + part * (event.factor - 1));
        }
    }

    void slowDown(Index index, double factor) {
        for (double& ms : model_.components[index].steady.serviceMs) {
            ms *= factor;
        }
        for (Connection& c : model_.connections) {
            if (c.to == index && c.serviceMs) {
                *c.serviceMs *= factor;
            }
        }
    }

    void takeOut(Index index) {
        Component& component = model_.components[index];
        SteadyState& steady = component.steady;
        const double machines = steady.machines;
        const double dead = std::min(dead_[index], machines);
        if (!(dead > 0) || steady.originates) {
            return;
        }
        component.paidMachines = machines;
        const bool gone = dead > machines * (1 - 1e-12);
        component.dead = gone;
        for (Connection& c : model_.connections) {
            const Component& from = model_.components[c.from];
            const bool checked = c.to == index && !hasNoticed(from, index);
            const bool notices =
                !checked && (from.steady.onward != Onward::everyone || steady.storedCopies > 1);
            c.unnoticed = c.unnoticed || checked;
            if (c.to == index && (gone || !notices)) {
                c.refused = either(c.refused, dead / machines);
                c.unserved = c.unserved || (gone && from.steady.onward == Onward::consumers);
            }
        }
        if (!gone) {
            double& writes = component.refuses[indexOf(Op::write)];
            if (steady.store && deadForMs_[index] < steady.store->failoverMs) {
                writes = either(writes, std::min(1.0, dead / steady.store->shards));
            }
            for (std::size_t op = 0; op < opCount; ++op) {
                component.refuses[op] = either(component.refuses[op], withoutQuorum(steady, dead, op));
            }
            steady.machines = machines - dead;
            bury(steady, dead);
        }
    }

    // Share of the shards that have too few copies left. The dead are dealt over the shards.
    static double withoutQuorum(const SteadyState& steady, double dead, std::size_t op) {
        if (!steady.store) {
            return 0;
        }
        const StoreRules& store = *steady.store;
        const double sync = op == indexOf(Op::write) ? store.syncReplicas : 0;
        const double needed = store.replication == Replication::leaderless ? store.quorum[op]
                                                                           : std::min(1 + sync, store.copies);
        const double each = std::floor(dead / store.shards);
        const double one = dead / store.shards - each;
        return store.copies - each < needed ? 1 : (store.copies - each - 1 < needed ? one : 0);
    }

    const model::Design& design_;
    Model& model_;
    std::vector<double> dead_;       ///< machines, by component
    std::vector<double> deadForMs_;  ///< since the last of them died
};

}  // namespace

namespace {

// Who stands where a part of the machines is out of reach: the leaders of that part of the shards, and as
// many copies of each.
PartedStore outOfReach(const StoreRules& store, double away) {
    constexpr double rounding = 1e-9;
    PartedStore parted;
    if (away >= 1 - rounding) {
        parted.silent = 1;
        return parted;
    }
    const double atHand = std::floor(store.copies * (1 - away) + rounding);
    const bool stale = store.onPartition == OnPartition::stale;
    if (store.replication == Replication::leaderless) {
        for (std::size_t op = 0; op < opCount; ++op) {
            parted.refuses[op] = atHand < store.quorum[op] ? 1 : 0;
        }
    } else if (store.replication == Replication::multiLeader) {
        const bool few = atHand <= store.copies / 2 && away > 0;
        parted.refuses = {few ? 1.0 : 0.0, few && !stale ? 1.0 : 0.0};
    } else {
        parted.refuses = {away, away};
    }
    if (stale) {
        // Who has no copy at hand cannot do that either.
        parted.cutReads = atHand >= 1 ? parted.refuses[indexOf(Op::read)] : 0;
        parted.refuses[indexOf(Op::read)] -= parted.cutReads;
    }
    return parted;
}

}  // namespace

PartedStore partedStore(const StoreRules& store, const std::array<double, 2>& caller,
                        const std::array<double, 2>& machines) {
    PartedStore all;
    for (std::size_t side = 0; side < caller.size(); ++side) {
        const PartedStore one = outOfReach(store, machines[1 - side]);
        all.silent += caller[side] * one.silent;
        all.cutReads += caller[side] * one.cutReads;
        for (std::size_t op = 0; op < opCount; ++op) {
            all.refuses[op] += caller[side] * one.refuses[op];
        }
    }
    return all;
}

double shareWithin(const model::Design& design, const model::Component& component, double machines,
                   const Id& group) {
    const json::Array& placement = listIn(component.params, "placement");
    if (placement.empty() || !(machines > 0)) {
        return liesWithin(design, component.group, group) ? 1 : 0;
    }
    const auto turns = static_cast<double>(placement.size());
    double within = 0;
    for (std::size_t i = 0; i < placement.size(); ++i) {
        if (liesWithin(design, Id(placement[i].text()), group)) {
            within += std::ceil(std::max(machines - static_cast<double>(i), 0.0) / turns);
        }
    }
    return within / machines;
}

std::optional<double> viewAtS(const model::Design& design) {
    return numberIn(design.document().scenario, "view_at_s");
}

Conditions conditionsOf(const model::Design& design) {
    const auto at = viewAtS(design);
    return at ? conditionsAt(design, *at) : Conditions{};
}

Conditions conditionsAt(const model::Design& design, double atS) {
    const json::Object& scenario = design.document().scenario;
    Conditions conditions{.load = LoadOverTime(design).at(atS), .events = {}};
    for (const json::Value& item : listIn(scenario, "events")) {
        const json::Object* record = item.object();
        const auto type = record != nullptr ? typeNamed(textIn(*record, "type")) : std::nullopt;
        if (type && isActive(*record, atS)) {
            conditions.events.push_back(eventFrom(design, *record, *type));
            conditions.events.back().forS = atS - numberIn(*record, "at_s").value_or(0);
        }
    }
    return conditions;
}

LoadOverTime::LoadOverTime(const model::Design& design) {
    for (const json::Value& item : listIn(design.document().scenario, "load")) {
        if (const json::Object* point = item.object()) {
            points_.push_back({numberIn(*point, "at_s").value_or(0), numberIn(*point, "factor").value_or(1)});
        }
    }
    std::ranges::stable_sort(points_, {}, &Point::atS);
}

double LoadOverTime::at(double atS) const {
    if (points_.empty()) {
        return 1;
    }
    const auto after = std::ranges::upper_bound(points_, atS, {}, &Point::atS);
    if (after == points_.begin() || after == points_.end()) {
        return after == points_.end() ? points_.back().factor : points_.front().factor;
    }
    const auto before = after - 1;
    const double way = (atS - before->atS) / (after->atS - before->atS);
    return before->factor + way * (after->factor - before->factor);
}

std::vector<double> LoadOverTime::times() const {
    std::vector<double> times;
    for (const Point& point : points_) {
        times.push_back(point.atS);
    }
    return uniqueInOrder(std::move(times));
}

std::vector<double> eventTurns(const model::Design& design) {
    std::vector<double> times;
    for (const json::Value& item : listIn(design.document().scenario, "events")) {
        if (const json::Object* record = item.object()) {
            times.push_back(numberIn(*record, "at_s").value_or(0));
            times.push_back(times.back() + numberIn(*record, "for_s").value_or(0));
        }
    }
    return uniqueInOrder(std::move(times));
}

std::vector<double> turningPoints(const model::Design& design) {
    std::vector<double> times = LoadOverTime(design).times();
    const std::vector<double> turns = eventTurns(design);
    times.insert(times.end(), turns.begin(), turns.end());
    return uniqueInOrder(std::move(times));
}

void impose(const Conditions& conditions, const model::Design& design, Model& model) {
    Imposing(design, model).all(conditions);
}

}  // namespace headroom::engine::solver
