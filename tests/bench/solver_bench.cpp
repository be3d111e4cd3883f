#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "core/base/numbers.h"
#include "core/catalog/catalog.h"
#include "core/engine/solver/solve.h"
#include "core/format/design_file.h"
#include "core/model/transaction.h"
#include "tests/bench/generated_designs.h"

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

std::string sizeOf(const model::Design& design) {
    return std::to_string(design.components().size()) + " components, " +
           std::to_string(design.connections().size()) + " connections";
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
    state.SetLabel(sizeOf(design));
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

/// Why an answer does not count; empty where it does: every figure of every part is there.
std::string flawOf(const results::Results& answer, const model::Design& design, engine::Detail detail) {
    if (!answer.converged || answer.components.size() != design.components().size()) {
        return "the solve has not converged";
    }
    if (!(answer.system.goodput_rps > 0.0) || !(answer.system.latency_ms.p999 > 0.0)) {
        return "the system has no figures";
    }
    for (const auto& [id, component] : answer.components) {
        const bool known =
            component.status == results::Status::ok || component.status == results::Status::hot;
        const bool latencies = detail == engine::Detail::system || component.response_ms.p999 > 0.0;
        if (!known || !(component.arrival_rps > 0.0 || component.throughput_rps > 0.0) || !latencies) {
            return id + " has no figures";
        }
    }
    return {};
}

void solveLayered(benchmark::State& state, engine::Detail detail) {
    const model::Design design = bench::layeredDesign(static_cast<int>(state.range(0)), 1, shippedKinds());
    if (const std::string flaw = flawOf(engine::solve(design, shippedKinds(), {}, detail), design, detail);
        !flaw.empty()) {
        state.SkipWithError(flaw.c_str());
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::solve(design, shippedKinds(), {}, detail));
    }
    state.SetLabel(sizeOf(design));
}
BENCHMARK_CAPTURE(solveLayered, everything, engine::Detail::everything)
    ->RangeMultiplier(10)
    ->Range(10, 10000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solveLayered, ratesAndSystem, engine::Detail::system)
    ->RangeMultiplier(10)
    ->Range(10, 10000)
    ->Unit(benchmark::kMillisecond);

/// What tools/lib/open_stations.m solves with GNU Octave; the label is the mean response time.
void solveOpenStations(benchmark::State& state, engine::Detail detail) {
    const model::Design design = bench::openStations(static_cast<int>(state.range(0)), shippedKinds());
    const results::Results answer = engine::solve(design, shippedKinds(), {}, detail);
    if (const std::string flaw = flawOf(answer, design, detail); !flaw.empty()) {
        state.SkipWithError(flaw.c_str());
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine::solve(design, shippedKinds(), {}, detail));
    }
    state.SetLabel("mean " + shortest(*answer.system.latency_ms.mean) + " ms");
}
BENCHMARK_CAPTURE(solveOpenStations, everything, engine::Detail::everything)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(solveOpenStations, ratesAndSystem, engine::Detail::system)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

/// The design with another service time at one service of its first tile.
model::Design withServiceTime(const model::Design& design, double ms) {
    model::Component service = *design.components().find("t0-s1");
    service.params.set("service_time_ms", ms);
    model::Transaction transaction(design);
    transaction.put(std::move(service));
    return transaction.design();
}

/// One edit after the other, each with a value that was never there before, by a solver that remembers the
/// last.
void editLayered(benchmark::State& state) {
    const model::Design design = bench::layeredDesign(static_cast<int>(state.range(0)), 1, shippedKinds());
    engine::SolveMemory memory;
    engine::solve(design, shippedKinds(), memory);
    model::Design edited = design;
    results::Results answer;
    double ms = 1;
    for (auto _ : state) {
        state.PauseTiming();
        ms = ms > 1.2 ? 1 : ms;
        edited = withServiceTime(design, ms += 1e-4);
        state.ResumeTiming();
        benchmark::DoNotOptimize(answer = engine::solve(edited, shippedKinds(), memory));
    }
    if (const std::string flaw = flawOf(answer, edited, engine::Detail::everything); !flaw.empty()) {
        state.SkipWithError(flaw.c_str());
        return;
    }
    const results::Results anew = engine::solve(edited, shippedKinds());
    if (answer.components != anew.components || answer.connections != anew.connections) {
        state.SkipWithError("the answer after an edit is not that of a full solve");
        return;
    }
    state.SetLabel(sizeOf(design) + ", one service time changed");
}
BENCHMARK(editLayered)->RangeMultiplier(10)->Range(10, 10000)->Unit(benchmark::kMillisecond);

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
