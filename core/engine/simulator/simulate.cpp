#include "core/engine/simulator/simulate.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/numbers.h"
#include "core/engine/simulator/findings.h"
#include "core/engine/simulator/intervals.h"
#include "core/engine/simulator/key_events.h"
#include "core/engine/simulator/outages.h"
#include "core/engine/simulator/precision.h"
#include "core/engine/simulator/series.h"
#include "core/engine/simulator/summary.h"
#include "core/engine/simulator/world.h"
#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/compiler.h"
#include "core/engine/solver/conditions.h"
#include "core/engine/solver/findings.h"
#include "core/engine/solver/fixed_point.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/unknowns.h"
#include "core/engine/solver/users.h"
#include "core/queueing/hash_placement.h"

namespace headroom::engine {

namespace {

using namespace simulator;

/// The compiled design, and what the steady state says of it: hit ratios, and what has no numbers.
struct Prepared {
    Plan plan;
    std::unique_ptr<solver::State> state;
    bool level = true;  ///< nothing happens in the scenario, and caches are warm
};

/// Caches whose content is a share and not keys: they cannot be empty.
void reportWarmCaches(const Plan& plan, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < plan.components.size(); ++i) {
        const solver::Component& c = plan.model.components[i];
        if (plan.coldStart && c.steady.content && !c.visits.empty() &&
            plan.components[i].bytesOfKeys.empty()) {
            findings.push_back(simulator::finding("cold-start-not-simulated", Severity::warning, {c.id},
                                                  {{"component", c.id}}));
        }
    }
}

/// Caches whose keys are too many.
void reportFormulas(const Plan& plan, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < plan.components.size(); ++i) {
        const solver::Component& c = plan.model.components[i];
        if (c.steady.content && !c.steady.content->hitRatio && !c.visits.empty() &&
            plan.components[i].bytesOfKeys.empty()) {
            findings.push_back(
                simulator::finding("hit-ratio-from-formula", Severity::info, {c.id}, {{"component", c.id}}));
        }
    }
}

/// Consumers fetch what they take, so that nothing befalls the deliveries of a broker.
bool isReplayed(const solver::Model& model, const solver::Event& event) {
    return event.connection == solver::none ||
           model.components[model.connections[event.connection].from].steady.onward != Onward::consumers;
}

void reportEvents(const model::Design& design, const solver::Model& model, bool others,
                  std::vector<results::Finding>& findings) {
    for (const double at : solver::eventTurns(design)) {
        const std::vector<solver::Event> events = solver::conditionsAt(design, at).events;
        others = others || !std::all_of(events.begin(), events.end(),
                                        [&](const solver::Event& event) { return isReplayed(model, event); });
    }
    if (others) {
        findings.push_back(simulator::finding("events-not-simulated", Severity::warning, {}));
    }
}

/// Each with its queue: more would not fit into memory.
constexpr double mostMachinesInAll = 2e6;

bool isTooLarge(const solver::Model& model, const std::vector<Index>& most,
                std::vector<results::Finding>& findings) {
    double all = 0;
    for (Index i = 0; i < most.size(); ++i) {
        all += std::max(static_cast<double>(most[i]), model.components[i].steady.machines);
    }
    if (all > mostMachinesInAll) {
        findings.push_back(simulator::finding("too-many-machines", Severity::error, {},
                                              {{"machines", formatQuantity(all, Unit::count)},
                                               {"most", formatQuantity(mostMachinesInAll, Unit::count)}}));
    }
    return all > mostMachinesInAll;
}

std::optional<Prepared> prepare(const model::Design& design, const catalog::Catalog& catalog, bool coldStart,
                                const std::stop_token& stop, std::vector<results::Finding>& findings) {
    solver::KnownRecords known;
    const solver::Conditions before = solver::scaledConditionsBefore(design, catalog, known, stop);
    solver::Model model = solver::compile(design, catalog, {.events = before.events}, known, findings);
    const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
    solver::Settled settled = solver::settleWithUsers(model, groups, stop);
    if (stop.stop_requested()) {
        return std::nullopt;
    }
    solver::markUnknowns(model, groups, *settled.state);
    for (const solver::Connection& connection : model.connections) {
        if (connection.hedgeAfterMs) {
            findings.push_back(simulator::finding("copies-not-simulated", Severity::warning, {connection.id},
                                                  {{"connection", connection.id}}));
        }
    }
    const std::vector<Index> most = mostMachines(design, model);
    if (isTooLarge(model, most, findings)) {
        return std::nullopt;
    }
    Prepared prepared{.plan = planFor(std::move(model), *settled.state, most),
                      .state = std::move(settled.state),
                      .level = solver::turningPoints(design).empty() && !coldStart};
    prepared.plan.coldStart = coldStart;
    for (const solver::Workload& workload : prepared.plan.model.workloads) {
        prepared.plan.loads.emplace_back(design, workload.component);
    }
    prepared.plan.outages = outagesOf(design, prepared.plan);
    KeyEvents keyEvents = keyEventsOf(design, prepared.plan);
    prepared.plan.keyEvents = std::move(keyEvents.events);
    reportFormulas(prepared.plan, findings);
    reportWarmCaches(prepared.plan, findings);
    reportEvents(design, prepared.plan.model, keyEvents.left, findings);
    return prepared;
}

/// Runs the replications on a number of threads; which of them runs which makes no difference.
class Replications {
  public:
    Replications(const Plan& plan, const SimulationSettings& settings, const std::stop_token& stop,
                 const std::function<void(double)>& progress,
                 const std::function<void(const SimulationSeries&)>& watch)
        : plan_(plan),
          settings_(settings),
          stop_(stop),
          progress_(progress),
          watch_(watch),
          records_(settings.replications) {}

    std::vector<Record> run() {
        const unsigned machine = std::max(1U, std::thread::hardware_concurrency());
        const unsigned wanted = settings_.threads > 0 ? settings_.threads : machine;
        const unsigned threads = std::min(wanted, settings_.replications);
        {
            std::vector<std::jthread> others;
            for (unsigned i = 1; i < threads; ++i) {
                others.emplace_back([this] { work(); });
            }
            work();
        }
        return std::move(records_);
    }

  private:
    void work() {
        for (std::uint32_t i = next_++; i < settings_.replications; i = next_++) {
            World world(plan_, settings_.seed, i, settings_.seconds, i == 0 ? tracesOfEach() : 0);
            SimulationSeries series;
            records_[i] = world.run(stop_, [this, i, &series](const Record& record) {
                cellDone();
                if (i == 0 && watch_) {
                    extend(series, plan_, {&record, 1});
                    watch_(series);
                }
            });
        }
    }

    [[nodiscard]] std::uint32_t tracesOfEach() const {
        constexpr std::uint32_t mostTraces = 10'000;
        const auto workloads = static_cast<std::uint32_t>(std::max<std::size_t>(1, plan_.loads.size()));
        return std::min(settings_.traces, std::max(1U, mostTraces / workloads));
    }

    void cellDone() {
        const std::uint32_t done = ++cells_;
        if (progress_) {
            const std::scoped_lock lock(mutex_);
            progress_(static_cast<double>(done) / (static_cast<double>(cellCount) * settings_.replications));
        }
    }

    const Plan& plan_;
    const SimulationSettings& settings_;
    const std::stop_token& stop_;
    const std::function<void(double)>& progress_;
    const std::function<void(const SimulationSeries&)>& watch_;
    std::vector<Record> records_;
    std::atomic<std::uint32_t> next_ = 0;
    std::atomic<std::uint32_t> cells_ = 0;
    std::mutex mutex_;
};

std::string hexadecimal(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 4U) {
        *at = digits[value & 15U];
    }
    return text;
}

std::vector<Window> windowsOf(const std::vector<Record>& records, bool deleting) {
    std::vector<Window> windows;
    for (const Record& record : records) {
        const std::uint32_t warm = deleting ? std::min(record.warmSlices, record.slicesDone()) : 0;
        windows.push_back({&record, warm, record.slicesDone()});
    }
    return windows;
}

std::vector<results::Results> batchesOf(const Prepared& prepared, const std::vector<Window>& windows) {
    std::vector<results::Results> batches;
    for (const Window& window : windows) {
        for (std::uint32_t slice = window.from; slice < window.to; ++slice) {
            const Window one{window.record, slice, slice + 1};
            summarize(prepared.plan, *prepared.state, {&one, 1}, batches.emplace_back());
        }
    }
    return batches;
}

bool isSaturated(const results::Results& results) {
    return std::any_of(results.components.begin(), results.components.end(),
                       [](const auto& item) { return item.second.status == results::Status::saturated; });
}

void addFindings(const Prepared& prepared, const std::vector<Record>& records, const SimulationAnswer& answer,
                 std::vector<results::Finding>& findings) {
    const bool full = std::any_of(records.begin(), records.end(), [](const Record& r) { return r.full; });
    if (full) {
        findings.push_back(finding("simulation-full", Severity::warning, {},
                                   {{"time", formatQuantity(answer.simulated_s, Unit::seconds)}}));
    }
    for (const auto& [id, component] : answer.results.components) {
        if (component.status == results::Status::saturated) {
            findings.push_back(solver::finding(
                "saturated", Severity::warning, {id},
                {{"component", id},
                 {"offered", formatQuantity(component.offered_utilization.value_or(1), Unit::none)}}));
        }
    }
    const bool settled = !prepared.level || std::all_of(records.begin(), records.end(),
                                                        [](const Record& r) { return r.settled; });
    if (!settled && !isSaturated(answer.results)) {
        findings.push_back(finding("warm-up-not-over", Severity::info, {}));
    }
}

// Where something is saturated or happens in the scenario there is no steady state to wait for, and nothing
// is deleted.
void summarizeAll(const Prepared& prepared, const std::vector<Record>& records, SimulationAnswer& answer) {
    const std::vector<results::Finding> findings = answer.results.findings;
    std::vector<Window> windows = windowsOf(records, false);
    summarize(prepared.plan, *prepared.state, windows, answer.results);
    if (prepared.level && !isSaturated(answer.results)) {
        windows = windowsOf(records, true);
        results::Results kept;
        kept.findings = findings;
        summarize(prepared.plan, *prepared.state, windows, kept);
        answer.results = std::move(kept);
    }
    answer.halfWidths = halfWidths(answer.results, batchesOf(prepared, windows));
    for (const Window& window : windows) {
        const double sliceS = window.record->cellMs * cellsPerSlice / 1000;
        answer.warm_up_s = std::max(answer.warm_up_s, window.from * sliceS);
        answer.simulated_s = std::max(answer.simulated_s, window.to * sliceS);
    }
}

/// Simulations of one design, each of a time of its own.
class Runs {
  public:
    Runs(const Prepared& prepared, std::vector<results::Finding> findings, const SimulationSettings& settings,
         const std::stop_token& stop, const std::function<void(double)>& progress,
         const std::function<void(const SimulationSeries&)>& watch)
        : prepared_(prepared),
          findings_(std::move(findings)),
          settings_(settings),
          stop_(stop),
          progress_(progress),
          watch_(watch) {}

    [[nodiscard]] SimulationAnswer once() const {
        SimulationAnswer answer;
        answer.seed = settings_.seed;
        answer.results.engine = "simulator";
        answer.results.findings = findings_;
        std::vector<Record> records = Replications(prepared_.plan, settings_, stop_, progress_, watch_).run();
        std::erase_if(records, [](const Record& record) { return record.cells.empty(); });
        std::uint64_t print = 0;
        for (const Record& record : records) {
            print = queueing::hash64(print ^ record.fingerprint);
            answer.events += record.events;
        }
        answer.fingerprint = hexadecimal(print);
        summarizeAll(prepared_, records, answer);
        if (!records.empty()) {
            extend(answer.series, prepared_.plan, records);
            answer.traces = std::move(records.front().traces);
        }
        addFindings(prepared_, records, answer, answer.results.findings);
        if (answer.simulated_s == 0) {
            answer.results.findings.push_back(finding("simulation-too-short", Severity::warning, {}));
        }
        return answer;
    }

    /// Again and again from the beginning, each time longer; what has been simulated before is the shorter
    /// part.
    [[nodiscard]] SimulationAnswer untilPrecise() {
        constexpr double longest = 1e7;
        constexpr double times = 100;
        const double wanted = settings_.precision;
        const double most =
            settings_.mostSeconds > 0 ? settings_.mostSeconds : std::min(longest, times * settings_.seconds);
        SimulationAnswer answer = once();
        answer.precision = precisionOf(answer, wanted, settings_.replications);
        if (!prepared_.level || isSaturated(answer.results)) {
            answer.precision->reached = false;
            answer.results.findings.push_back(finding("precision-of-a-transient", Severity::info, {}));
            return answer;
        }
        while (!answer.precision->reached && settings_.seconds < most && !stop_.stop_requested()) {
            settings_.seconds = nextSeconds(answer, settings_.seconds, settings_.replications, most);
            SimulationAnswer longer = once();
            if (longer.simulated_s <= answer.simulated_s) {
                break;  // it was stopped, or there was no room for more
            }
            answer = std::move(longer);
            answer.precision = precisionOf(answer, wanted, settings_.replications);
        }
        if (!answer.precision->reached) {
            answer.results.findings.push_back(
                finding("precision-not-reached", Severity::warning, {},
                        {{"time", formatQuantity(answer.simulated_s, Unit::seconds)},
                         {"mean", shown(answer.precision->mean)},
                         {"p99", shown(answer.precision->p99)},
                         {"wanted", formatQuantity(wanted, Unit::ratio)}}));
        }
        return answer;
    }

  private:
    static std::string shown(const results::Figure& ratio) {
        return ratio ? formatQuantity(*ratio, Unit::ratio) : "?";
    }

    const Prepared& prepared_;
    std::vector<results::Finding> findings_;  ///< of the preparation
    SimulationSettings settings_;
    const std::stop_token& stop_;
    const std::function<void(double)>& progress_;
    const std::function<void(const SimulationSeries&)>& watch_;
};

}  // namespace

SimulationAnswer simulate(const model::Design& design, const catalog::Catalog& catalog,
                          const SimulationSettings& settings, const std::stop_token& stop,
                          const std::function<void(double)>& progress,
                          const std::function<void(const SimulationSeries&)>& watch) {
    std::vector<results::Finding> findings;
    const auto prepared = prepare(design, catalog, settings.coldStart, stop, findings);
    if (!prepared) {
        SimulationAnswer answer;
        answer.seed = settings.seed;
        answer.results.engine = "simulator";
        answer.results.findings = std::move(findings);
        return answer;
    }
    Runs runs(*prepared, std::move(findings), settings, stop, progress, watch);
    return settings.precision > 0 ? runs.untilPrecise() : runs.once();
}

}  // namespace headroom::engine
