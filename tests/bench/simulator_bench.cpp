// Events of a simulation a second, and what could be had at most: random numbers, and a heap with one event
// pushed for each that is popped.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "core/engine/simulator/event_queue.h"
#include "core/engine/simulator/sampler.h"
#include "core/engine/simulator/simulate.h"
#include "core/format/design_file.h"

using namespace headroom;
using namespace headroom::engine;

namespace {

const catalog::Catalog& shipped() {
    static const auto loaded = catalog::Catalog::load(HEADROOM_SOURCE_DIR "/resources");
    return *loaded;
}

std::string station(int number, int workers, double serviceMs) {
    return R"(,{"id":"s)" + std::to_string(number) +
           R"(","kind":"service","x":0,"y":0,"params":{"instances":1,"workers":)" + std::to_string(workers) +
           R"(,"service_time_ms":)" + std::to_string(serviceMs) + "}}";
}

// Stations in a row, each at utilization 0.8 with 80 requests a second.
std::string row(int stations, int workers) {
    std::string components = R"({"id":"u","kind":"client","x":0,"y":0,"workloads":[{"id":"r","rps":80}]})";
    std::string connections;
    for (int i = 0; i < stations; ++i) {
        components += station(i, workers, 10.0 * workers);
        connections += (i == 0 ? "" : ",") + std::string(R"({"id":"c)") + std::to_string(i) +
                       R"(","from":")" + (i == 0 ? "u" : "s" + std::to_string(i - 1)) + R"(","to":"s)" +
                       std::to_string(i) + R"(","kind":"request","params":{"latency_ms":0}})";
    }
    return R"({"format":"headroom.design","version":1,"components":[)" + components + R"(],"connections":[)" +
           connections + "]}";
}

SimulationAnswer simulateDesign(benchmark::State& state, const model::Design& design, double seconds) {
    SimulationAnswer answer;
    double events = 0;
    for (auto _ : state) {
        answer = simulate(design, shipped(), {.seconds = seconds, .seed = 1, .threads = 1});
        events += static_cast<double>(answer.events);
    }
    state.counters["events/s"] = benchmark::Counter(events, benchmark::Counter::kIsRate);
    return answer;
}

void simulateText(benchmark::State& state, const std::string& text, double seconds) {
    simulateDesign(state, format::read(text, shipped())->design, seconds);
}

void oneServer(benchmark::State& state) {
    simulateText(state, row(1, 1), 10000);
}
void fourServers(benchmark::State& state) {
    simulateText(state, row(1, 4), 10000);
}
void sixStations(benchmark::State& state) {
    simulateText(state, row(6, 1), 2000);
}

// A minute of the sample at so many percent of its traffic, on one core.
void urlShortener(benchmark::State& state) {
    const auto loaded = format::readFile(HEADROOM_SOURCE_DIR "/designs/url-shortener/design.json", shipped());
    const auto design =
        format::withValue(loaded->design, shipped(), json::Pointer() / "scenario" / "load_factor",
                          static_cast<double>(state.range(0)) / 100);
    const SimulationAnswer answer = simulateDesign(state, *design, 60);
    const double rps = answer.results.system.offered_rps.value_or(0);
    state.counters["requests/s"] = rps;
    state.SetLabel("60 s at " + std::to_string(std::lround(rps)) + " requests/s");
}

// As many events as there are busy servers and sources in the cases above.
void bareLoop(benchmark::State& state) {
    simulator::RandomStream random(1);
    simulator::EventQueue queue;
    for (int i = 0; i < state.range(0); ++i) {
        queue.push(random.uniform(), 0);
    }
    for (auto _ : state) {
        const simulator::Event event = queue.pop();
        queue.push(event.timeMs - simulator::naturalLog(random.uniform()), event.item);
    }
    state.counters["events/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

}  // namespace

BENCHMARK(bareLoop)->Arg(2)->Arg(5)->Arg(7);
BENCHMARK(oneServer)->Unit(benchmark::kMillisecond);
BENCHMARK(fourServers)->Unit(benchmark::kMillisecond);
BENCHMARK(sixStations)->Unit(benchmark::kMillisecond);
BENCHMARK(urlShortener)->Arg(50)->Arg(100)->Unit(benchmark::kMillisecond);
