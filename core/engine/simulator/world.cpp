#include "core/engine/simulator/world.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/hash_placement.h"

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;
constexpr std::size_t mostUnderWay = 5'000'000;

}  // namespace

World::World(const Plan& plan, std::uint64_t seed, std::uint64_t replication, double seconds,
             std::uint32_t traces)
    : plan_(plan),
      state_(plan, seed, replication),
      stations_(state_, seed, replication),
      brokers_(state_, stations_),
      calls_(state_, stations_, brokers_, warmUp_),
      users_(state_),
      autoscalers_(state_, stations_, brokers_) {
    state_.record.cellMs = seconds * msPerSecond / cellCount;
    if (traces > 0) {
        tracer_.emplace(state_, traces, seed, replication);
        state_.tracer = &*tracer_;
    }
}

void World::begin() {
    state_.schedule(state_.record.cellMs, Happening::cell, 0);
    for (Index i = 0; i < plan_.outages.size(); ++i) {
        state_.schedule(plan_.outages[i].fromMs, Happening::turn, i);
    }
    autoscalers_.begin();
    for (Index i = 0; i < plan_.keyEvents.size(); ++i) {
        state_.schedule(plan_.keyEvents[i].atMs, Happening::struck, i);
    }
    for (Index i = 0; i < plan_.model.workloads.size(); ++i) {
        if (plan_.model.workloads[i].users) {
            users_.begin(i);
        } else if (plan_.gaps[i]) {
            // Clocks that tick evenly do not all begin at the same moment.
            scheduleAfter(
                i, plan_.gaps[i]->draw(state_.workloadStreams[i]) *
                       (plan_.model.workloads[i].arrivalScv == 0 ? state_.workloadStreams[i].uniform() : 1));
        } else {
            scheduleArrival(i);
        }
    }
}

// Where arrivals are not random they follow each other as they do at their own rate, on a clock that goes
// faster and slower with the load.
void World::scheduleAfter(Index workload, double gapMs) {
    const double at = plan_.loads[workload].after(state_.nowMs, gapMs);
    if (std::isfinite(at)) {
        state_.schedule(at - state_.nowMs, Happening::arrival, workload);
    }
}

void World::scheduleArrival(Index workload) {
    if (plan_.gaps[workload]) {
        scheduleAfter(workload, plan_.gaps[workload]->draw(state_.workloadStreams[workload]));
        return;
    }
    if (state_.sources[workload].gapMs > 0) {
        scheduleRandomArrival(workload);
    }
}

inline void World::scheduleRandomArrival(Index workload) {
    const double draw = -state_.workloadStreams[workload].logarithm();
    state_.schedule(draw * state_.sources[workload].gapMs, Happening::arrival, workload);
}

// Arrivals come at the highest rate of the scenario, and of each as many are real as the load of its moment
// says (Lewis and Shedler 1979).
bool World::isReal(Index workload) {
    const LoadCurve& load = plan_.loads[workload];
    return load.isLevel() || plan_.gaps[workload] ||
           state_.workloadStreams[workload].chance(load.at(state_.nowMs) / load.most());
}

Record World::run(const std::stop_token& stop, const std::function<void(const Record&)>& cellDone) {
    constexpr std::uint64_t lookEvery = 1U << 14U;
    constexpr std::uint64_t prime = 0x100000001b3ULL;
    begin();
    Record& record = state_.record;
    std::uint64_t print = 0xcbf29ce484222325ULL;
    bool over = false;
    while (!over) {
        const Event event = state_.events.pop();
        state_.nowMs = event.timeMs;
        print = (print ^ std::bit_cast<std::uint64_t>(event.timeMs) ^ event.item) * prime;
        print ^= print >> 29U;
        happen(event);
        if (RunState::what(event) == Happening::cell) {
            cellDone(record);
            over = record.cellsDone() >= cellCount;
        }
        if (++record.events % lookEvery == 0 && (stop.stop_requested() || tooMuchUnderWay())) {
            record.full = tooMuchUnderWay();
            break;
        }
    }
    record.fingerprint = print;
    const WarmUp::Cut cut = warmUp_.cut();
    record.settled = cut.settled;
    record.warmSlices =
        static_cast<std::uint32_t>(std::ceil(cut.ms / (record.cellMs * static_cast<double>(cellsPerSlice))));
    if (tracer_) {
        record.traces = tracer_->traces();
    }
    return std::move(state_.record);
}

bool World::tooMuchUnderWay() const {
    return state_.tasks.used() + brokers_.underWay() + state_.timers.used() > mostUnderWay;
}

void World::happen(const Event& event) {
    const Index which = RunState::which(event);
    switch (RunState::what(event)) {
        case Happening::arrival:
            arrive(which);
            break;
        case Happening::reached:
            stations_.reach(which);
            break;
        case Happening::worked:
            worked(which);
            break;
        case Happening::answer:
            calls_.answered(which);
            break;
        case Happening::resend:
            calls_.resend(which);
            break;
        case Happening::refused:
            calls_.refused(which);
            break;
        case Happening::timeout:
            calls_.timedOut(which);
            break;
        case Happening::cell:
            endCell();
            break;
        case Happening::woken:
            calls_.woken(which);
            break;
        case Happening::back:
            users_.back(which);
            break;
        case Happening::joined:
            users_.join(which);
            break;
        case Happening::struck:
            calls_.strike(plan_.keyEvents[which]);
            break;
        case Happening::visible:
            brokers_.becomeVisible(which);
            break;
        case Happening::expired:
            brokers_.expire(which);
            break;
        case Happening::looked:
            autoscalers_.look(which);
            break;
        case Happening::ready:
            autoscalers_.ready(which);
            break;
        case Happening::turn:
            state_.links = plan_.outages[which].links;
            state_.linksAreWell =
                std::ranges::all_of(state_.links, [](const Link& link) { return link == Link(); });
            stations_.strike(plan_.outages[which]);
            brokers_.resume();
            break;
    }
}

// Schedules the next one meanwhile.
bool World::isSent(Index workload) {
    if (plan_.model.workloads[workload].users) {
        return users_.sends(workload);
    }
    const bool real = isReal(workload);
    scheduleArrival(workload);
    return real;
}

void World::arrive(Index workload) {
    const Source& source = state_.sources[workload];
    if (source.steady) {
        scheduleRandomArrival(workload);
    } else if (!isSent(workload)) {
        return;
    }
    ++state_.tallies.workloads[workload].offered;
    ComponentTally& tally = state_.tallies.components[source.component];
    ++tally.arrivals;
    ++tally.served;
    const Index task = state_.newTask(source.visit, Role::request);
    Task& t = state_.tasks[task];
    t.call = workload;
    if (plan_.knowsClients) {
        t.client = drawClient(workload);
    }
    if (state_.tracer != nullptr) {
        tracer_->began(task);
    }
    calls_.begin(task);
}

std::uint64_t World::drawClient(Index workload) {
    RandomStream& random = state_.clientStreams[workload];
    const std::vector<double>& clients = plan_.clients[workload];
    const double count = plan_.model.workloads[workload].clients.count;
    if (!(count > 0)) {
        return 0;
    }
    const auto found = std::upper_bound(clients.begin(), clients.end(), random.uniform()) - clients.begin();
    const auto placed = static_cast<std::ptrdiff_t>(clients.size());
    const double others = count - static_cast<double>(placed);
    const double rank = found < placed ? static_cast<double>(found)
                                       : static_cast<double>(placed) + std::floor(random.uniform() * others);
    return queueing::hash64(static_cast<std::uint64_t>(std::min(rank, count - 1)) + 1);
}

void World::worked(Index task) {
    switch (stations_.complete(task)) {
        case Stations::Outcome::over:
            break;
        case Stations::Outcome::passesOn:
            calls_.begin(task);
            break;
        case Stations::Outcome::failed:
            calls_.fail(task);
            break;
    }
}

void World::endCell() {
    state_.tallyLevels();
    Record& record = state_.record;
    record.cells.push_back(state_.tallies);
    if (record.cellsDone() % cellsPerSlice == 0) {
        const std::uint32_t slice = record.slicesDone();
        state_.endSlice(slice - 1);
        state_.beginSlice(std::min(slice, sliceCount - 1));
    }
    state_.schedule(record.cellMs, Happening::cell, 0);
}

}  // namespace headroom::engine::simulator
