#include "core/engine/solver/slots.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/responses.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/slot_queue.h"

namespace headroom::engine::solver {

namespace {

using queueing::ServiceDistribution;
using queueing::WaitDistribution;

constexpr double msPerSecond = 1000;
constexpr double hardlyEver = 1e-6;

/// What requests with a slot would wait elsewhere besides, were they not so few; so they wait for a slot.
struct Displaced {
    double ms = 0;
    double spare = 0;  ///< capacity that is left there, over what is used
};

void addDisplaced(const Model& model, const State& state, Index visit, double weight, int depth,
                  Displaced& all) {
    constexpr int deepest = 16;
    const Visit& v = model.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount && depth < deepest; ++i) {
        const Call& call = model.calls[i];
        if (!call.awaited || call.visit == none || !(state.made[i] > 0)) {
            continue;
        }
        const Index to = model.visits[call.visit].component;
        const double share = weight * state.made[i];
        for (const PoolState& pool : state.pools[to]) {
            const double more = share * pool.displacedMs;
            all.spare = more > all.ms ? 1 / pool.utilization - 1 : all.spare;
            all.ms += more;
        }
        if (!hasSlots(model.components[to])) {
            addDisplaced(model, state, call.visit, share, depth + 1, all);
        }
    }
}

Displaced displacedBehind(const Model& model, const State& state, Index component) {
    double rate = 0;
    for (const Index visit : model.components[component].visits) {
        rate += state.rate[visit];
    }
    Displaced all;
    for (const Index visit : model.components[component].visits) {
        if (rate > 0) {
            addDisplaced(model, state, visit, state.rate[visit] / rate, 0, all);
        }
    }
    return all;
}

/// One machine of a pool with slots.
class Machine {
  public:
    Machine(const WorkMix& mix, const MachinePool& pool, const ArrivalShape& arrivals, Elsewhere elsewhere,
            Displaced displaced, std::optional<double> mostAtOnce, double horizonMs, PoolState& at)
        : mix_(mix),
          pool_(pool),
          arrivals_(arrivals),
          elsewhere_(elsewhere),
          displaced_(displaced),
          mostAtOnce_(pool.queueLimit ? std::nullopt : mostAtOnce),
          horizonMs_(horizonMs),
          slots_(*pool.slotCount),
          workers_(std::min(pool.workers, slots_)),
          at_(at) {}

    void find() {
        at_.exact = true;
        at_.wait = WaitDistribution::none();
        at_.formula = "no wait";
        if (!(elsewhere_.mean > 0)) {
            asQueue(mix_, workers_, pool_.queueLimit ? room(*pool_.queueLimit + slots_ - workers_) : any());
        } else if (workers_ == slots_) {
            WorkMix whole;
            whole.add(wholeTime(), mix_.rate());
            asQueue(whole, slots_, pool_.queueLimit ? room(*pool_.queueLimit) : any());
            at_.exact = true;  // what is approximate is said of slots
        } else {
            inLayers();
        }
        if (!pool_.queueLimit && at_.slotLoad < 1 && displaced_.ms > at_.wait.mean()) {
            const double probability =
                std::clamp(displaced_.ms * mix_.rate() * displaced_.spare, at_.wait.probability(), 1.0);
            at_.wait =
                WaitDistribution::exponential({.probability = std::max(probability, hardlyEver),
                                               .rate = std::max(probability, hardlyEver) / displaced_.ms});
        }
        if (mostAtOnce_) {
            boundWait();
        }
        const double held =
            mix_.rate() * at_.slotPossible * (mix_.mean() + elsewhere_.mean + meanWaitWithSlot());
        at_.slotsBusy = std::min(1.0, held / static_cast<double>(slots_));
    }

    /// Of messages that got their slot elsewhere: the wait for a worker.
    void findForMessages() {
        at_.wait = WaitDistribution::none();
        at_.formula = "no wait";
        at_.exact = true;
        if (workers_ < slots_ && mix_.rate() > 0) {
            const queueing::SlotQueue queue(input(std::nullopt));
            at_.workerWait = workerWait(queue, 1);
            at_.formula = "workers of a closed network";
        }
    }

  private:
    using Places = std::optional<std::int64_t>;
    static Places any() { return std::nullopt; }
    static Places room(std::int64_t places) { return places; }

    // Slots or workers are the servers of everything.
    void asQueue(const WorkMix& mix, std::int64_t servers, Places places) {
        at_.slotLoad = mix.rate() * mix.mean() / static_cast<double>(servers);
        at_.slotPossible = 1;
        if (places) {
            MachinePool pool = pool_;
            pool.workers = servers;
            pool.queueLimit = places;
            const BoundedQueue bounded = boundedQueue(mix, pool, arrivals_.scv, 1);
            at_.wait = bounded.wait;
            at_.exact = bounded.isExact(arrivals_);
            at_.slotPossible = bounded.room;
            at_.slotLoad *= bounded.room;
        } else if (at_.slotLoad >= 1) {
            overload();
        } else {
            at_.wait = waitOf(mix, servers, arrivals_, at_);
        }
    }

    void overload() {
        at_.slotPossible = 1 / at_.slotLoad;
        at_.wait = WaitDistribution::uniform(horizonMs_ * (1 - at_.slotPossible));
        at_.formula = "overload from empty: half of H (1 - 1/rho)";
    }

    // Where no more than so many can be here, no more than the others wait.
    void boundWait() {
        const double longest = std::max(*mostAtOnce_ - static_cast<double>(slots_), 0.0) *
                               std::max(at_.slotLoad, 1e-300) / std::max(mix_.rate(), 1e-300);
        at_.slotPossible = 1;
        at_.slotLoad = std::min(at_.slotLoad, 1 - 1e-12);
        if (at_.wait.mean() > longest) {
            const double probability = std::max(at_.wait.probability(), hardlyEver);
            at_.wait = longest > 0 ? WaitDistribution::exponential(
                                         {.probability = probability, .rate = probability / longest})
                                   : WaitDistribution::none();
        }
    }

    // By mean and variance; exactly exponential where it is so.
    [[nodiscard]] ServiceDistribution wholeTime() const {
        const double mean = mix_.mean() + elsewhere_.mean;
        const double variance = mix_.scv() * mix_.mean() * mix_.mean() +
                                std::max(0.0, elsewhere_.secondMoment - elsewhere_.mean * elsewhere_.mean);
        constexpr double rounding = 1e-9;
        const double scv = variance / (mean * mean);
        return ServiceDistribution::gamma(mean, std::abs(scv - 1) < rounding ? 1 : scv);
    }

    [[nodiscard]] queueing::SlotInput input(std::optional<double> places) const {
        return {.arrivalRate = mix_.rate(),
                .serviceMean = mix_.mean(),
                .workers = workers_,
                .elsewhereMean = elsewhere_.mean,
                .slotCount = slots_,
                .places = places};
    }

    // How much longer those wait who wait for a slot than with exponential times: that of work where workers
    // are what all wait for in the end, else that of the whole time.
    [[nodiscard]] double variation(const queueing::SlotQueue& queue) const {
        const double byWorkers =
            std::min(queue.capacity() * mix_.mean() / static_cast<double>(workers_), 1.0);
        const double part = byWorkers * byWorkers * byWorkers * byWorkers;
        const double scv = part * mix_.scv() + (1 - part) * wholeTime().scv();
        return stretch({.arrivalRate = mix_.rate(),
                        .serviceMean = static_cast<double>(slots_) / queue.capacity(),
                        .servers = slots_,
                        .arrivalScv = arrivals_.scv,
                        .serviceScv = scv});
    }
    [[nodiscard]] static double stretch(const queueing::GgcInput& input) {
        if (input.arrivalScv == 1 && input.serviceScv == 1) {
            return 1;
        }
        constexpr double least = 0.02;
        const double load = input.arrivalRate * input.serviceMean / static_cast<double>(input.servers);
        const queueing::MmcQueue markov(input.arrivalRate, 1 / input.serviceMean, input.servers);
        const double ratio = load < 1 && markov.meanWait() > 0
                                 ? queueing::twoMomentWait(input).mean() / markov.meanWait()
                                 : (input.arrivalScv + input.serviceScv) / 2;
        return std::max(ratio, least);
    }

    void inLayers() {
        const queueing::SlotQueue endless(input(std::nullopt));
        const double variation = this->variation(endless);
        std::optional<double> places;
        if (pool_.queueLimit) {
            const auto whole = static_cast<double>(*pool_.queueLimit);
            places = std::max(whole / variation, std::min(whole, 1.0));
        }
        const queueing::SlotQueue queue = places ? queueing::SlotQueue(input(places)) : endless;
        at_.slotLoad = queue.load() * (1 - queue.blocked());
        at_.slotPossible = 1 - queue.blocked();
        at_.workerWait = workerWait(queue, 1 - queue.blocked());
        at_.formula = "slots held over calls, Avi-Itzhak and Heyman 1973";
        if (!places && queue.load() >= 1) {
            overload();
        } else if (places) {
            at_.wait = WaitDistribution::bounded(queue.slotWaitProbability(), queue.ahead(),
                                                 queue.capacity() / variation);
        } else if (queue.slotWaitProbability() > hardlyEver) {
            at_.wait = WaitDistribution::exponential({.probability = queue.slotWaitProbability(),
                                                      .rate = (queue.capacity() - mix_.rate()) / variation});
        } else {
            // As if there were no slots.
            at_.workerWait = waitOf(mix_, workers_, arrivals_, at_);
        }
    }

    [[nodiscard]] WaitDistribution workerWait(const queueing::SlotQueue& queue, double admitted) const {
        if (!(queue.meanWorkerWait() > 0)) {
            return WaitDistribution::none();
        }
        const double longer = stretch({.arrivalRate = mix_.rate() * admitted,
                                       .serviceMean = mix_.mean(),
                                       .servers = workers_,
                                       .arrivalScv = arrivals_.scv,
                                       .serviceScv = mix_.scv()});
        const double mean = longer * queue.meanWorkerWait();
        const double probability = std::clamp(queue.workerWaitProbability(), 1e-12, 1.0);
        return WaitDistribution::exponential({.probability = probability, .rate = probability / mean});
    }

    // Where one queue stands for both, those who wait for a worker hold a slot all the same.
    [[nodiscard]] double meanWaitWithSlot() const {
        if (elsewhere_.mean > 0 || workers_ == slots_) {
            return at_.workerWait.mean();
        }
        std::optional<double> places;
        if (pool_.queueLimit) {
            places = static_cast<double>(*pool_.queueLimit);
        }
        return queueing::SlotQueue(input(places)).meanWorkerWait();
    }

    const WorkMix& mix_;
    const MachinePool& pool_;
    const ArrivalShape& arrivals_;
    Elsewhere elsewhere_;
    Displaced displaced_;
    std::optional<double> mostAtOnce_;
    double horizonMs_;
    std::int64_t slots_;
    std::int64_t workers_;
    PoolState& at_;
};

}  // namespace

bool needsSlots(const State& state, Index component, const MachinePool& pool) {
    return pool.slotCount && !pool.unlimited && state.consumes[component] == 0;
}

bool hasSlots(const Component& component) {
    return std::any_of(component.steady.pools.begin(), component.steady.pools.end(),
                       [](const MachinePool& pool) { return pool.slotCount && !pool.unlimited; });
}

void findSlotWaits(const WorkMix& mix, const MachinePool& pool, const ArrivalShape& arrivals, Index component,
                   const Model& model, const State& state, PoolState& at) {
    Machine machine(mix, pool, arrivals, state.elsewhere[component], displacedBehind(model, state, component),
                    model.components[component].mostAtOnce, model.horizonS * msPerSecond, at);
    if (state.consumes[component] != 0) {
        machine.findForMessages();
    } else {
        machine.find();
    }
}

bool slotsAreHeld(const State& state, Index component) {
    constexpr double mostly = 0.98;
    return std::ranges::any_of(state.pools[component], [](const PoolState& pool) {
        return pool.slotLoad >= 1 && pool.utilization < mostly;
    });
}

bool slotsAreApproximate(const Model& model, const State& state, Index component) {
    const auto& pools = model.components[component].steady.pools;
    for (std::size_t p = 0; p < pools.size(); ++p) {
        const PoolState& at = state.pools[component][p];
        const bool holds = pools[p].slotCount && state.elsewhere[component].mean > 0;
        if (holds && (at.wait.probability() > hardlyEver || at.slotShare < 1 - hardlyEver)) {
            return true;
        }
    }
    return false;
}

Elsewhere elsewhereOf(const Model& model, const State& state, const Responses& responses, Index component) {
    Elsewhere all;
    double rate = 0;
    for (const Index visit : model.components[component].visits) {
        const double weight = std::max(state.rate[visit], 1e-300);
        const Elsewhere one = responses.elsewhere(visit);
        rate += weight;
        all.mean += weight * one.mean;
        all.secondMoment += weight * one.secondMoment;
    }
    return rate > 0 ? Elsewhere{all.mean / rate, all.secondMoment / rate} : Elsewhere();
}

Slots::Slots(const Model& model, State& state) : model_(model), state_(state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const auto& pools = model.components[i].steady.pools;
        for (std::size_t p = 0; p < pools.size(); ++p) {
            if (pools[p].slotCount && !pools[p].unlimited) {
                pools_.push_back({.component = i, .number = p});
            }
        }
    }
}

// At the times for which slots are held now.
double Slots::possibleShare(const Pool& pool, PoolState at) const {
    constexpr double least = 1e-12;
    const Component& component = model_.components[pool.component];
    const MachinePool& machines = component.steady.pools[pool.number];
    findSlotWaits(mixOf(model_, state_, component, pool.number), machines,
                  {.scv = state_.arrivalScv[pool.component]}, pool.component, model_, state_, at);
    return std::max(at.slotPossible, least);
}

void Slots::settle(const Responses& responses, SettleStep step) {
    for (Pool& pool : pools_) {
        state_.elsewhere[pool.component] = elsewhereOf(model_, state_, responses, pool.component);
        PoolState& at = state_.pools[pool.component][pool.number];
        at.slotShare = pool.share.next(at.slotShare, possibleShare(pool, at), step);
    }
}

double Slots::unsettled() const {
    double most = 0;
    for (const Pool& pool : pools_) {
        most = std::max(most, pool.share.unsettled());
    }
    return most;
}

}  // namespace headroom::engine::solver
