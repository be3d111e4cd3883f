#include "core/engine/solver/cache_contents.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/queueing/shared_cache.h"

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

std::map<Index, double> ratiosOf(const Model& model, const State& state, const Component& component) {
    const std::map<Index, CachedPopulation> populations = populationsOf(model, state, component);
    std::vector<CachedPopulation> list;
    for (const auto& [keys, population] : populations) {
        list.push_back(population);
    }
    constexpr double msPerSecond = 1000;
    const CacheContent& content = *component.steady.content;
    queueing::KeyLife life;
    if (content.ttlMs) {
        life = {.mean = *content.ttlMs / msPerSecond, .jitter = content.ttlJitterMs / msPerSecond};
    }
    const std::vector<double> ratios =
        queueing::sharedCacheHitRatios(list, content.memoryBytes, content.eviction, life);
    std::map<Index, double> byKeys;
    for (const auto& [keys, population] : populations) {
        byKeys.emplace(keys, ratios[byKeys.size()]);
    }
    return byKeys;
}

}  // namespace

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

void findHitRatios(const Model& model, State& state) {
    for (const Component& component : model.components) {
        if (!component.steady.content || component.visits.empty()) {
            continue;
        }
        const std::optional<double> given = component.steady.content->hitRatio;
        const std::map<Index, double> ratios =
            given ? std::map<Index, double>() : ratiosOf(model, state, component);
        for (const Index visit : component.visits) {
            const Index keys = model.classes[model.visits[visit].requestClass].keys;
            state.hit[visit] = given ? *given : ratios.at(keys);
        }
    }
}

}  // namespace headroom::engine::solver
