#include "core/engine/solver/cache_contents.h"

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
    const CacheContent& content = *component.steady.content;
    for (const Index visit : component.visits) {
        const RequestClass& cls = model.classes[model.visits[visit].requestClass];
        const KeySpace& keys = model.keySpaces[cls.keys];
        CachedPopulation& population = populations[cls.keys];
        population.count = keys.count;
        population.exponent = keys.zipf;
        population.objectBytes = keys.objectBytes;
        if (cls.op == Op::read || content.writesRefresh) {
            population.touches += state.rate[visit];
        } else if (!content.writesPassUnseen) {
            population.invalidations += state.rate[visit];
        }
    }
    return populations;
}

std::map<Index, double> ratiosOf(const Model& model, const State& state, const Component& component) {
    const std::map<Index, CachedPopulation> populations = populationsOf(model, state, component);
    std::vector<CachedPopulation> list;
    for (const auto& [keys, population] : populations) {
        list.push_back(population);
    }
    const std::vector<double> ratios =
        queueing::sharedCacheHitRatios(list, component.steady.content->memoryBytes);
    std::map<Index, double> byKeys;
    for (const auto& [keys, population] : populations) {
        byKeys.emplace(keys, ratios[byKeys.size()]);
    }
    return byKeys;
}

}  // namespace

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
