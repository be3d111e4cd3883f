#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "core/catalog/catalog.h"
#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"
#include "core/model/transaction.h"

namespace {

using namespace headroom;

const catalog::Catalog& shippedKinds() {
    static const catalog::Catalog kinds = [] {
        auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
        if (!loaded) {
            std::abort();
        }
        return std::move(*loaded);
    }();
    return kinds;
}

model::Design sample() {
    auto loaded = format::readFile(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json", shippedKinds());
    if (!loaded) {
        std::abort();
    }
    return std::move(loaded->design);
}

/// "users.viral" as the workload of the copy: "users-3.viral".
json::Array renamed(const json::Array& workloads, const std::string& suffix) {
    json::Array out;
    for (const json::Value& name : workloads) {
        std::string text(name.text());
        out.emplace_back(text.insert(text.find('.'), suffix));
    }
    return out;
}

/// `copies` of the sample side by side in one design, ids told apart by a number.
model::Design copiesOf(const model::Design& one, int copies) {
    model::Transaction transaction{model::Design()};
    for (int i = 0; i < copies; ++i) {
        const std::string suffix = "-" + std::to_string(i);
        for (const auto& component : one.components()) {
            model::Component copy = *component;
            copy.id += suffix;
            copy.group.reset();
            transaction.put(std::move(copy));
        }
        for (const auto& connection : one.connections()) {
            model::Connection copy = *connection;
            copy.id += suffix;
            copy.from += suffix;
            copy.to += suffix;
            if (copy.params.contains("of")) {
                copy.params.set("of", std::string(copy.params.find("of")->text()) + suffix);
            }
            if (copy.params.contains("workloads")) {
                copy.params.set("workloads", renamed(*copy.params.find("workloads")->array(), suffix));
            }
            transaction.put(std::move(copy));
        }
    }
    return transaction.design();
}

void solveSample(benchmark::State& state) {
    const model::Design design = copiesOf(sample(), static_cast<int>(state.range(0)));
    if (const auto answer = engine::solve(design, shippedKinds()); !(answer.system.latency_ms.p999 > 0.0)) {
        state.SkipWithError("the copies answer nothing");
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::solve(design, shippedKinds()));
    }
    state.SetLabel(std::to_string(design.components().size()) + " components, " +
                   std::to_string(design.connections().size()) + " connections");
}
BENCHMARK(solveSample)->Arg(1)->Arg(2)->Arg(10)->Arg(100)->Unit(benchmark::kMillisecond);

/// The hit ratio has to be found from the keys, anew for each solve.
void solveSampleWithKeys(benchmark::State& state) {
    auto design = format::withValue(sample(), shippedKinds(),
                                    *json::Pointer::parse("/components/cache/params/hit_ratio"), nullptr);
    auto smaller = format::withValue(*design, shippedKinds(),
                                     *json::Pointer::parse("/components/cache/params/memory_bytes"), 1e9);
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::solve(*smaller, shippedKinds()));
    }
    state.SetLabel("cache of a fifth of 100 M keys, Che's approximation");
}
BENCHMARK(solveSampleWithKeys)->Unit(benchmark::kMillisecond);

void loadCatalogue(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources"));
    }
}
BENCHMARK(loadCatalogue)->Unit(benchmark::kMillisecond);

void readAndCheckSample(benchmark::State& state) {
    const std::string text = format::write(sample());
    for (auto _ : state) {
        benchmark::DoNotOptimize(format::read(text, shippedKinds()));
    }
}
BENCHMARK(readAndCheckSample)->Unit(benchmark::kMillisecond);

}  // namespace
