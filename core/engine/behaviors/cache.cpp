#include "core/engine/behaviors/cache.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

namespace {

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
    };
    applyStrategy(params.text("strategy", "look_aside"), state);
    return state;
}

}  // namespace headroom::engine::behaviors
