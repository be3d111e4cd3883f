// What a solve costs in transforms: acyclic designs of M/M/c stations, end to end and
// for every node. Times in the README of core/queueing come from here.
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "core/queueing/latency_distributions.h"
#include "core/queueing/mm_c.h"

using namespace headroom::queueing;

namespace {

struct Design {
    LatencyProgram program;
    std::vector<LatencyNode> nodes;  // the last is the end-to-end one
};

enum class Constants { None, Everywhere };

// Each station calls one of up to three later ones, as a service calls its backends.
Design randomDesign(int stations, Constants constants) {
    std::mt19937 random(42);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    Design design;
    LatencyProgram& program = design.program;
    program.reserve(static_cast<std::size_t>(8 * stations));
    for (int i = 0; i < stations; ++i) {
        const double mean = std::pow(10.0, 2.0 * uniform(random) - 1.0);
        const int servers = 1 + static_cast<int>(8.0 * uniform(random));
        const double rho = 0.3 + 0.6 * uniform(random);
        const MmcQueue queue(rho * servers / mean, 1.0 / mean, servers);
        const auto wait = program.wait(WaitDistribution::exponential(queue.wait()));
        const auto work = program.service(ServiceDistribution::exponential(mean));
        if (design.nodes.empty()) {
            design.nodes.push_back(program.sequence({wait, work}));
            continue;
        }
        std::vector<LatencyBranch> next;
        for (int k = 0; k < 3; ++k) {
            const auto target =
                static_cast<std::size_t>(uniform(random) * static_cast<double>(design.nodes.size()));
            LatencyNode call = design.nodes[target];
            if (constants == Constants::Everywhere) {
                call = program.sequence({program.constant(k == 2 ? 1.0 : 0.3), call});
            }
            next.push_back({0.3, call});
        }
        next.push_back({0.1, program.constant(0.0)});
        design.nodes.push_back(program.sequence({wait, work, program.mixture(next)}));
    }
    if (constants == Constants::Everywhere) {
        design.nodes.back() = program.sequence({program.constant(30.0), design.nodes.back()});
    }
    return design;
}

void endToEnd(benchmark::State& state, Constants constants) {
    const Design design = randomDesign(static_cast<int>(state.range(0)), constants);
    for (auto _ : state) {
        LatencyDistributions latency(design.program);
        for (const double p : {0.5, 0.95, 0.99, 0.999}) {
            benchmark::DoNotOptimize(latency.quantile(design.nodes.back(), p));
        }
    }
}

void everyNode(benchmark::State& state, Constants constants) {
    const Design design = randomDesign(static_cast<int>(state.range(0)), constants);
    for (auto _ : state) {
        LatencyDistributions latency(design.program);
        for (const LatencyNode node : design.nodes) {
            benchmark::DoNotOptimize(latency.summary(node));
        }
    }
}

void tandem(benchmark::State& state) {
    LatencyProgram program;
    std::vector<LatencyNode> parts;
    for (int i = 0; i < state.range(0); ++i) {
        const MmcQueue queue(0.5 + 0.4 * i / static_cast<double>(state.range(0)), 1.0, 1);
        parts.push_back(program.wait(WaitDistribution::exponential(queue.wait())));
        parts.push_back(program.service(ServiceDistribution::exponential(1.0)));
    }
    const LatencyNode node = program.sequence(parts);
    for (auto _ : state) {
        LatencyDistributions latency(program);
        benchmark::DoNotOptimize(latency.summary(node));
    }
}

}  // namespace

BENCHMARK_CAPTURE(endToEnd, exponential, Constants::None)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(endToEnd, constants, Constants::Everywhere)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(everyNode, exponential, Constants::None)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(everyNode, constants, Constants::Everywhere)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(tandem)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
