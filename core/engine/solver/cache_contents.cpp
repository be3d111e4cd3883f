#include "core/engine/solver/cache_contents.h"

#include <algorithm>

namespace headroom::engine::solver {

namespace {

using queueing::CachedPopulation;

// All requests of one space ask for the same things, whatever class they are of.
std::map<Index, CachedPopulation> populationsOf(const Model& model, const State& state,
                                                const Component& component) {
    std::map<Index, CachedPopulation> populations;
    for (const Index visit : component.visits) {
        const RequestClass& cls = model.classes[model.visits[visit].requestClass];
        const KeySpace& keys = model.keySpaces[cls.keys];
        CachedPopulation& population = populations[cls.keys];
        population.count = keys.count;
        population.exponent = keys.zipf;
        population.objectBytes = keys.objectBytes;
        const MemoryUse use = memoryUse(component, cls.op, state.rate[visit]);
        population.touches += use.touches;
        population.invalidations += use.invalidations;
    }
    return populations;
}

std::map<Index, double> ratiosOf(const Model& model, const State& state, const Component& component,
                                 KnownRatios& known) {
    const std::map<Index, CachedPopulation> populations = populationsOf(model, state, component);
    std::vector<CachedPopulation> list;
    for (const auto& [keys, population] : populations) {
        list.push_back(population);
    }
    const std::vector<double> ratios = known.of(list, *component.steady.content);
    std::map<Index, double> byKeys;
    for (const auto& [keys, population] : populations) {
        byKeys.emplace(keys, ratios[byKeys.size()]);
    }
    return byKeys;
}

}  // namespace

std::vector<double> KnownRatios::of(const std::vector<CachedPopulation>& populations,
                                    const CacheContent& content) {
    constexpr double msPerSecond = 1000;
    queueing::KeyLife life;
    if (content.ttlMs) {
        life = {.mean = *content.ttlMs / msPerSecond, .jitter = content.ttlJitterMs / msPerSecond};
    }
    std::vector<double> key{content.memoryBytes, static_cast<double>(content.eviction), life.mean,
                            life.jitter};
    for (const CachedPopulation& p : populations) {
        key.insert(key.end(), {p.count, p.exponent, p.objectBytes, p.touches, p.invalidations});
    }
    constexpr std::size_t most = 50000;
    if (known_.size() > most) {
        known_.clear();
    }
    const auto [found, isNew] = known_.try_emplace(std::move(key));
    if (isNew) {
        found->second =
            queueing::sharedCacheHitRatios(populations, content.memoryBytes, content.eviction, life);
    }
    return found->second;
}

MemoryUse memoryUse(const Component& component, Op op, double rps) {
    const CacheContent& content = *component.steady.content;
    if (op == Op::read) {
        return {.touches = content.replicated ? rps / std::max(component.steady.machines, 1.0) : rps};
    }
    if (content.writesRefresh) {
        return {.touches = rps};
    }
    return {.invalidations = content.writesPassUnseen ? 0 : rps};
}

bool hitRatioIsApproximate(const Component& component) {
    const auto& content = component.steady.content;
    if (!content || content->hitRatio) {
        return false;
    }
    const bool ages = content->ttlMs.has_value() &&
                      (content->eviction != queueing::Eviction::None || content->writesRefresh);
    return ages || content->eviction == queueing::Eviction::TwoLru;
}

void findHitRatios(const Model& model, State& state, KnownRatios& known) {
    for (const Component& component : model.components) {
        if (!component.steady.content || component.visits.empty()) {
            continue;
        }
        const std::optional<double> given = component.steady.content->hitRatio;
        const std::map<Index, double> ratios =
            given ? std::map<Index, double>() : ratiosOf(model, state, component, known);
        for (const Index visit : component.visits) {
            const Index keys = model.classes[model.visits[visit].requestClass].keys;
            state.hit[visit] = given ? *given : ratios.at(keys);
        }
    }
}

}  // namespace headroom::engine::solver
