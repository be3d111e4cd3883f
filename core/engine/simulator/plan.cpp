#include "core/engine/simulator/plan.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <span>

#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/store_answer.h"

#include "core/queueing/hash_placement.h"
#include "core/queueing/zipf_popularity.h"
#include "core/queueing/zipf_ranks.h"

namespace headroom::engine::simulator {

namespace {

Index wholeNumber(double value) {
    return static_cast<Index>(std::max(1.0, std::round(value)));
}

// A shard is as many machines as apply each of its writes.
PoolPlan poolPlan(const MachinePool& pool, Index firstMachine) {
    constexpr std::int64_t most = 1'000'000'000;
    PoolPlan plan;
    plan.firstMachine = firstMachine;
    plan.machines = static_cast<Index>(std::round(pool.machines));
    plan.perBlock = wholeNumber(pool.jobs[indexOf(Op::write)]);
    plan.workers = static_cast<std::uint32_t>(std::min(pool.workers, most));
    plan.unlimited = pool.unlimited;
    plan.queueLimit = pool.queueLimit;
    if (!pool.unlimited) {
        plan.slotCount = pool.slotCount;
    }
    for (std::size_t op = 0; op < opCount; ++op) {
        plan.answers[op] = pool.answers[op];
        plan.copies[op] = pool.jobs[op] > pool.answers[op];
    }
    return plan;
}

ComponentPlan componentPlan(const solver::Component& component, Index most, Index& machines) {
    ComponentPlan plan;
    plan.firstMachine = machines;
    plan.scales = most > 0;
    for (const MachinePool& pool : component.whole.empty() ? component.steady.pools : component.whole) {
        plan.pools.push_back(poolPlan(pool, machines));
        plan.machinesAtFirst += plan.pools.back().machines;
        if (plan.scales) {
            plan.pools.back().machines = most;
        }
        if (!component.placements.empty()) {
            plan.pools.back().busiest = component.hottestShard;
        }
        plan.limitsSlots = plan.limitsSlots || plan.pools.back().slotCount;
        PoolPlan& own = plan.pools.back();
        own.perWorker = 1 / ((own.busiest ? own.perBlock : own.machines) * static_cast<double>(own.workers));
        for (std::size_t op = 0; op < opCount; ++op) {
            plan.spreads[op] = plan.spreads[op] || own.copies[op];
        }
        machines += plan.pools.back().machines;
        plan.blocks =
            std::max(plan.blocks, std::max(1U, plan.pools.back().machines / plan.pools.back().perBlock));
    }
    plan.machines = machines - plan.firstMachine;
    plan.single = plan.machines == 1 && plan.pools.size() == 1;
    return plan;
}

bool sendsTogether(const solver::Model& model, const solver::Visit& visit) {
    const auto steps = std::span(model.steps).subspan(visit.firstStep, visit.stepCount);
    return std::ranges::any_of(steps, [](const solver::Step& step) { return step.blockSteps > 0; });
}

VisitPlan visitPlan(const solver::Model& model, const solver::Visit& visit, double hitRatio) {
    const solver::Component& component = model.componentOf(visit);
    const SteadyState& steady = component.steady;
    const Op op = model.opOf(visit);
    std::vector<double> shards;
    if (visit.placement != none) {
        shards = component.placements[visit.placement].ofShard;
        std::partial_sum(shards.begin(), shards.end(), shards.begin());
    }
    const bool passesOn = steady.content || steady.onward == Onward::consumers;
    return {.component = visit.component,
            .firstStep = visit.firstStep,
            .stepCount = visit.stepCount,
            .errorRate = steady.errorRate,
            .stores = steady.store.has_value(),
            .waitsThere = steady.onward != Onward::consumers,
            .plainDoor = visit.worksHere && !steady.gate && !steady.store,
            .answersAtOnce = !passesOn && visit.stepCount == 0,
            .onlyCalls = !passesOn && !visit.passesOnMissOnly && visit.stepCount > 0,
            .service = Sampler(steady.service(op, visit.serviceMs)),
            .fill = Sampler(steady.service(Op::write, visit.serviceMs)),
            .op = op,
            .hitRatio = hitRatio,
            .looksUp = steady.content.has_value() && op == Op::read,
            .changesContent = steady.content.has_value() && op == Op::write,
            .sendsTogether = sendsTogether(model, visit),
            .shards = std::move(shards)};
}

// Several calls for one request are about keys of their own.
bool isAboutTheSameKey(const solver::Model& model, const solver::Call& call, const solver::Visit& caller) {
    const bool byMessage = model.componentOf(caller).steady.onward == Onward::consumers;
    return call.calls == 1 && model.connections[call.connection].keys == none && !byMessage;
}

CallPlan callPlan(const solver::Model& model, const solver::Call& call, const solver::Visit& caller) {
    const solver::Connection& connection = model.connections[call.connection];
    const solver::RequestClass& cls = model.classes[caller.requestClass];
    const double whole = std::floor(call.calls);
    return {.connection = call.connection,
            .visit = call.visit,
            .answered = call.awaited && call.visit != none,
            .budgeted = connection.retryBudget.has_value(),
            .looksUp = call.lookup != solver::Lookup::no,
            .onMiss = call.missOf != none,
            .transferMs = call.transferMs,
            .roundTrip =
                Sampler(queueing::ServiceDistribution::gamma(connection.latencyMs, connection.latencyScv)),
            .wholeCalls = static_cast<std::uint32_t>(whole),
            .anotherCall = call.calls - whole,
            .guarded = solver::refusesItself(connection) && call.awaited && call.visit != none,
            .timed = connection.timeoutMs.has_value(),
            .requestBytes = cls.requestBytes,
            .responseBytes = cls.responseBytes,
            .sameKey = isAboutTheSameKey(model, call, caller),
            .keptOpen = call.keptOpen};
}

void markConsumers(Plan& plan) {
    for (const solver::Visit& visit : plan.model.visits) {
        if (plan.model.componentOf(visit).steady.onward != Onward::consumers) {
            continue;
        }
        for (Index call = visit.firstCall; call < visit.firstCall + visit.callCount; ++call) {
            if (plan.model.calls[call].visit != none) {
                plan.components[plan.model.visits[plan.model.calls[call].visit].component].consumes = true;
            }
        }
    }
}

// Beyond so many keys their bookkeeping would cost more than all the rest.
constexpr double mostKeys = 500'000;
constexpr double mostInCopies = 10 * mostKeys;

std::vector<double> cumulativePopularity(const solver::KeySpace& keys) {
    std::vector<double> sums;
    double sum = 0;
    for (double rank = 1; rank <= keys.count; ++rank) {
        sum += power(rank, -keys.zipf);
        sums.push_back(sum);
    }
    for (double& value : sums) {
        value /= sum;
    }
    return sums;
}

bool holdsMissing(const solver::Model& model, const solver::State& steady,
                  const solver::Component& component) {
    const CacheContent& content = *component.steady.content;
    return (content.keepsMissing || content.coalesces) &&
           std::ranges::any_of(component.visits, [&](Index visit) {
               return model.opOf(model.visits[visit]) == Op::read && steady.asked[visit].missing > 0;
           });
}

bool keepsKeys(const solver::Model& model, const solver::Component& component) {
    const auto& content = component.steady.content;
    double keys = 0;
    const double copies = content && content->replicated ? component.steady.machines : 1;
    for (const Index visit : component.visits) {
        const Index space = model.classes[model.visits[visit].requestClass].keys;
        keys += space == none ? 2 * mostKeys : model.keySpaces[space].count;
    }
    return content && !content->hitRatio && keys > 0 && keys <= mostKeys && keys * copies <= mostInCopies;
}

// Where another cache stands before this one, bucket by bucket what the solver says is left.
std::vector<double> cumulativeAsked(const solver::KeySpace& keys, const std::vector<double>& popularity,
                                    const std::vector<double>& factors) {
    std::vector<double> sums;
    double sum = 0;
    std::size_t rank = 0;
    std::size_t bucket = 0;
    for (const queueing::ZipfRank& b : queueing::zipfBuckets(keys.count, keys.zipf)) {
        for (double i = 0; i < b.keys && rank < popularity.size(); ++i, ++rank) {
            sum += factors[bucket] * (popularity[rank] - (rank > 0 ? popularity[rank - 1] : 0));
            sums.push_back(sum);
        }
        ++bucket;
    }
    for (double& value : sums) {
        value /= sum;
    }
    return sums;
}

void addUses(Plan& plan, const solver::Component& component, Index visit, const solver::State& steady) {
    VisitPlan& own = plan.visits[visit];
    const solver::RequestClass& cls = plan.model.classes[plan.model.visits[visit].requestClass];
    const solver::AskedKeys& asked = steady.asked[visit];
    own.missingShare = cls.missingShare;
    if (own.op == Op::read) {
        own.askedExisting = 1 - asked.missing;
        own.askedMissing = asked.missing * component.steady.content->missingPass;
    }
    if (!asked.factors.empty() && own.op == Op::read) {
        own.asked = cumulativeAsked(plan.model.keySpaces[cls.keys], own.popularity, asked.factors);
    }
    const solver::MemoryUse use = solver::memoryUse(component, own.op, steady.rate[visit]);
    own.useRps = use.touches;
    own.invalidateRps = use.invalidations;
}

/// The first keys of a population at one cache.
struct Places {
    std::uint32_t existing = 0;
    std::uint32_t missing = noKey;
    double useRps = 0;  ///< of the most popular
};

// All requests of one space ask for the same keys.
void keepKeys(Plan& plan, Index index, const solver::State& steady) {
    const solver::Component& component = plan.model.components[index];
    if (!keepsKeys(plan.model, component)) {
        return;
    }
    std::map<Index, Places> places;
    std::vector<double>& bytes = plan.components[index].bytesOfKeys;
    const bool missing = holdsMissing(plan.model, steady, component);
    if (component.steady.content->replicated) {
        plan.components[index].copiesOfKeys = std::max(1U, plan.components[index].machines);
    }
    for (const Index visit : component.visits) {
        const Index space = plan.model.classes[plan.model.visits[visit].requestClass].keys;
        const solver::KeySpace& keys = plan.model.keySpaces[space];
        VisitPlan& own = plan.visits[visit];
        own.popularity = cumulativePopularity(keys);
        const auto [place, isNew] =
            places.emplace(space, Places{.existing = static_cast<std::uint32_t>(bytes.size())});
        if (isNew) {
            bytes.insert(bytes.end(), own.popularity.size(), keys.objectBytes);
        }
        if (isNew && missing) {
            place->second.missing = static_cast<std::uint32_t>(bytes.size());
            bytes.insert(bytes.end(), own.popularity.size(), keys.objectBytes);
        }
        own.firstKey = place->second.existing;
        own.firstMissingKey = place->second.missing;
        addUses(plan, component, visit, steady);
        place->second.useRps += own.op == Op::read ? own.useRps * own.popularity.front() : 0;
    }
    const auto hottest =
        std::ranges::max_element(places, {}, [](const auto& place) { return place.second.useRps; });
    plan.components[index].hottestKey = hottest->second.existing;
}

// What was written last to each key, where copies can lack it.
void watchKeys(Plan& plan, Index index) {
    const solver::Component& component = plan.model.components[index];
    const auto& store = component.steady.store;
    if (!store || !(store->lagMs > 0) || !(solver::missesRecent(*store) > 0)) {
        return;
    }
    double keys = 0;
    for (const Index visit : component.visits) {
        const Index space = plan.model.classes[plan.model.visits[visit].requestClass].keys;
        keys += space == none ? 2 * mostKeys : plan.model.keySpaces[space].count;
    }
    if (keys > mostKeys) {
        return;
    }
    std::map<Index, std::uint32_t> firstKeys;
    std::size_t& watched = plan.components[index].watchedKeys;
    for (const Index visit : component.visits) {
        const Index space = plan.model.classes[plan.model.visits[visit].requestClass].keys;
        VisitPlan& own = plan.visits[visit];
        own.popularity = cumulativePopularity(plan.model.keySpaces[space]);
        const auto [place, isNew] = firstKeys.emplace(space, static_cast<std::uint32_t>(watched));
        own.firstKey = place->second;
        watched += isNew ? own.popularity.size() : 0;
    }
}

// Clients are drawn as the solver places them: the busiest one by one, the others anywhere.
std::vector<double> cumulativeClients(const solver::Clients& clients) {
    std::vector<double> sums;
    const auto count = static_cast<std::int64_t>(clients.count);
    const queueing::ZipfPopularity activity(std::max<std::int64_t>(count, 1), clients.zipf);
    double sum = 0;
    for (std::int64_t i = 1; i <= std::min(count, queueing::mostPlacedClients); ++i) {
        sum += activity.probability(static_cast<double>(i));
        sums.push_back(sum);
    }
    return sums;
}

/// Whether some policy is of that sort.
template <class Sort>
bool anyPolicy(const solver::Model& model, Sort sort) {
    const auto isOf = [&](const std::optional<Policy>& policy) { return policy && sort(*policy); };
    return std::ranges::any_of(model.components,
                               [&](const solver::Component& c) { return isOf(c.steady.policy); }) ||
           std::ranges::any_of(model.connections,
                               [&](const solver::Connection& c) { return isOf(c.policy); });
}

void addClients(Plan& plan) {
    plan.knowsClients = anyPolicy(plan.model, goesByClient) ||
                        std::ranges::any_of(plan.model.components, [](const solver::Component& c) {
                            return c.steady.gate && c.steady.gate->perKey;
                        });
    for (const solver::Workload& workload : plan.model.workloads) {
        plan.clients.push_back(plan.knowsClients ? cumulativeClients(workload.clients)
                                                 : std::vector<double>());
    }
}

}  // namespace

double ComponentPlan::workers() const {
    const bool unlimited =
        std::any_of(pools.begin(), pools.end(), [](const PoolPlan& pool) { return pool.unlimited; });
    double workers = 0;
    for (const PoolPlan& pool : pools) {
        workers += pool.machines * static_cast<double>(pool.workers);
    }
    return unlimited ? 0 : workers;
}

double ComponentPlan::slots() const {
    double slots = 0;
    for (const PoolPlan& pool : pools) {
        slots += pool.machines * static_cast<double>(pool.slotCount.value_or(pool.workers));
    }
    return slots;
}

Plan planFor(solver::Model model, const solver::State& steady, const std::vector<Index>& most) {
    Plan plan;
    for (Index i = 0; i < model.components.size(); ++i) {
        plan.components.push_back(componentPlan(model.components[i], most[i], plan.machines));
    }
    plan.calls.resize(model.calls.size());
    for (Index i = 0; i < model.visits.size(); ++i) {
        const solver::Visit& visit = model.visits[i];
        plan.visits.push_back(visitPlan(model, visit, steady.hit[i]));
        const ComponentPlan& component = plan.components[visit.component];
        plan.visits.back().plainDoor = plan.visits.back().plainDoor && !component.limitsSlots &&
                                       std::ranges::none_of(component.spreads, std::identity());
        for (Index call = visit.firstCall; call < visit.firstCall + visit.callCount; ++call) {
            plan.calls[call] = callPlan(model, model.calls[call], visit);
        }
    }
    for (const solver::Workload& workload : model.workloads) {
        const bool random = workload.arrivalScv == 1 || !(workload.rps > 0);
        plan.gaps.push_back(random ? std::nullopt : std::optional(Sampler(workload.gaps(workload.rps))));
    }
    plan.model = std::move(model);
    markConsumers(plan);
    plan.looksAtMachines = anyPolicy(plan.model, looksAtMachines);
    addClients(plan);
    for (Index i = 0; i < plan.components.size(); ++i) {
        keepKeys(plan, i, steady);
        watchKeys(plan, i);
    }
    return plan;
}

}  // namespace headroom::engine::simulator
