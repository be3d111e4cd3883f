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
      users_(state_) {
    state_.record.cellMs = seconds * msPerSecond / cellCount;
    for (Index i = 0; i < plan.model.workloads.size(); ++i) {
        const double rps = plan.model.workloads[i].rps * plan.loads[i].most();
        gapsMs_.push_back(rps > 0 ? msPerSecond / rps : 0);
    }
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
    if (const double gapMs = gapsMs_[workload]; gapMs > 0) {
        const double draw = -naturalLog(state_.workloadStreams[workload].uniform());
        state_.schedule(draw * gapMs, Happening::arrival, workload);
    }
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
    while (record.cellsDone() < cellCount) {
        const Event event = state_.events.pop();
        state_.nowMs = event.timeMs;
        print = (print ^ std::bit_cast<std::uint64_t>(event.timeMs) ^ event.item) * prime;
        print ^= print >> 29U;
        happen(event);
        if (RunState::what(event) == Happening::cell) {
            cellDone(record);
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
        case Happening::turn:
            state_.links = plan_.outages[which].links;
            stations_.strike(plan_.outages[which]);
            brokers_.resume();
            break;
    }
}

void World::arrive(Index workload) {
    const solver::Workload& w = plan_.model.workloads[workload];
    if (w.users) {
        if (!users_.sends(workload)) {
            return;
        }
    } else {
        const bool real = isReal(workload);
        scheduleArrival(workload);
        if (!real) {
            return;
        }
    }
    ++state_.tallies.workloads[workload].offered;
    ComponentTally& source = state_.tallies.components[w.component];
    ++source.arrivals;
    ++source.served;
    const Index task = state_.newTask(w.visit, Role::request);
    state_.tasks[task].call = workload;
    state_.tasks[task].client = plan_.knowsClients ? drawClient(workload) : 0;
    if (tracer_) {
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
    for (Index i = 0; i < plan_.components.size(); ++i) {
        state_.touch(i);
    }
    Record& record = state_.record;
    record.cells.push_back(state_.tallies);
    state_.slice = std::min(record.cellsDone() / cellsPerSlice, sliceCount - 1);
    state_.schedule(record.cellMs, Happening::cell, 0);
}

}  // namespace headroom::engine::simulator
