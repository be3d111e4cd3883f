#include "core/engine/behaviors/cache.h"

#include <algorithm>
#include <cmath>

#include "core/engine/behaviors/machines.h"
#include "core/queueing/bloom_filter.h"

namespace headroom::engine::behaviors {

namespace {

queueing::Eviction evictionNamed(std::string_view name) {
    using queueing::Eviction;
    constexpr auto names = std::to_array<std::pair<std::string_view, Eviction>>({
        {"lfu", Eviction::Lfu},
        {"fifo", Eviction::Fifo},
        {"random", Eviction::Random},
        {"arc", Eviction::TwoLru},
        {"ttl_only", Eviction::None},
    });
    for (const auto& [known, eviction] : names) {
        if (known == name) {
            return eviction;
        }
    }
    return Eviction::Lru;
}

// A filter of so many bits for each key that exists, with the best whole number of hashes.
double passingFilter(double bitsPerKey) {
    if (!(bitsPerKey > 0)) {
        return 1;
    }
    const double hashes = std::max(1.0, std::round(queueing::bloomBestHashes(bitsPerKey, 1)));
    return queueing::bloomFalsePositives(bitsPerKey, 1, hashes);
}

void applyStrategy(std::string_view strategy, SteadyState& state) {
    PassingOn& writes = state.passing[indexOf(Op::write)];
    CacheContent& content = *state.content;
    state.passing[indexOf(Op::read)].onMissOnly = true;
    content.lookAside = strategy == "look_aside";
    content.writesRefresh = strategy == "write_through" || strategy == "write_behind";
    content.writesPassUnseen = strategy == "write_around";
    writes.awaited = strategy != "write_behind";
    writes.worksHere = strategy != "write_around";
}

}  // namespace

SteadyState Cache::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    state.spreadsItself = true;
    const bool replicated = params.text("layout") == "replicated";
    state.content = CacheContent{
        .hitRatio = params.figure("hit_ratio"),
        .memoryBytes = params.number("memory_bytes", 0) * (replicated ? 1 : state.machines),
        .replicated = replicated,
        .eviction = evictionNamed(params.text("eviction")),
        .ttlMs = params.figure("ttl_ms"),
        .ttlJitterMs = params.number("ttl_jitter_ms", 0),
        .coalesces = params.flag("coalescing", false),
        .servesStale = params.flag("stale_while_revalidate", false),
        .keepsMissing = params.flag("negative_caching", false),
        .missingPass = passingFilter(params.number("bloom_bits_per_key", 0)),
    };
    applyStrategy(params.text("strategy", "look_aside"), state);
    return state;
}

}  // namespace headroom::engine::behaviors
