#include "core/engine/simulator/summary.h"

#include <algorithm>

#include "core/engine/solver/store_answer.h"

namespace headroom::engine::simulator {

namespace {

using results::Figure;

constexpr double msPerSecond = 1000;
constexpr double hotAbove = 0.7;
// What differs by less came and went by chance; it is no growth.
constexpr double noise = 0.01;

/// A sum over the windows of what was counted in each.
class Sums {
  public:
    explicit Sums(std::span<const Window> windows) : windows_(windows) {
        for (const Window& w : windows) {
            ms_ += (w.to - w.from) * cellsPerSlice * w.record->cellMs;
        }
    }
    [[nodiscard]] double ms() const { return ms_; }
    [[nodiscard]] double rate(double count) const { return count / ms_ * msPerSecond; }

    template <class Value>
    [[nodiscard]] double of(Value value) const {
        double sum = 0;
        for (const Window& w : windows_) {
            sum +=
                value(w.record->cells[w.to * cellsPerSlice]) - value(w.record->cells[w.from * cellsPerSlice]);
        }
        return sum;
    }
    template <class Choose>
    [[nodiscard]] Histogram times(Choose choose) const {
        Histogram all;
        for (const Window& w : windows_) {
            const SlicedHistogram& times = choose(*w.record);
            for (std::uint32_t slice = w.from; slice < w.to; ++slice) {
                all.add(times.slice(slice));
            }
        }
        return all;
    }

  private:
    std::span<const Window> windows_;
    double ms_ = 0;
};

Figure share(double part, double whole) {
    return whole > 0 ? Figure(part / whole) : Figure(0);
}

class Summary {
  public:
    Summary(const Plan& plan, const solver::State& known, std::span<const Window> windows,
            results::Results& results)
        : plan_(plan), known_(known), sums_(windows), results_(results) {}

    void write() {
        for (Index i = 0; i < plan_.components.size(); ++i) {
            if (!plan_.model.components[i].steady.inert) {
                component(i, results_.components[plan_.model.components[i].id]);
            }
        }
        for (Index i = 0; i < plan_.model.connections.size(); ++i) {
            const solver::Connection& c = plan_.model.connections[i];
            if (!plan_.model.components[c.from].steady.inert && !plan_.model.components[c.to].steady.inert) {
                connection(i, results_.connections[c.id]);
            }
        }
        workloads();
        bottleneck();
    }

  private:
    void component(Index index, results::ComponentResult& result) {
        const solver::Component& c = plan_.model.components[index];
        if (!c.known || known_.rateUnknown[index] != 0) {
            result.status = results::Status::unknown;
            return;
        }
        const auto sum = [&](double ComponentTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.components[index].*field; });
        };
        const double failure = sum(&ComponentTally::failure);
        result.arrival_rps = sums_.rate(sum(&ComponentTally::arrivals));
        result.throughput_rps = sums_.rate(sum(&ComponentTally::served));
        result.dropped_rps = sums_.rate(sum(&ComponentTally::dropped));
        result.abandoned_rps = sums_.rate(sum(&ComponentTally::abandoned));
        result.error_rate = share(failure, failure + sum(&ComponentTally::success));
        result.backlog_growth_rps = 0;
        times(index, result);
        if (c.steady.originates) {
            return;
        }
        result.queue_length = sum(&ComponentTally::waitingMs) / sums_.ms();
        if (c.steady.content) {
            const double lookups = sum(&ComponentTally::lookups);
            result.hit_ratio =
                lookups > 0 ? Figure(sum(&ComponentTally::hits) / lookups) : c.steady.content->hitRatio;
            const double gone = sum(&ComponentTally::hottestGone);
            result.stampede = gone > 0 ? Figure(sum(&ComponentTally::hottestMisses) / gone) : std::nullopt;
        }
        if (c.connectionsWanted > 0) {
            const double without = sum(&ComponentTally::placelessMs) / sums_.ms();
            result.open_connections = c.connectionsWanted * (1 - without);
        }
        store(index, result);
        load(index, result);
        if (c.steady.onward == Onward::consumers) {
            broker(index, result);
        }
        status(result);
        const double grown =
            *result.arrival_rps - *result.dropped_rps - *result.abandoned_rps - *result.throughput_rps;
        if (result.status == results::Status::saturated) {
            result.backlog_growth_rps = result.backlog_growth_rps.value_or(0) + std::max(0.0, grown);
        }
    }

    void store(Index index, results::ComponentResult& result) {
        const solver::Component& c = plan_.model.components[index];
        if (!c.steady.store) {
            return;
        }
        const auto sum = [&](double ComponentTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.components[index].*field; });
        };
        solver::answerStorage(plan_.model, known_, c, sums_.rate(sum(&ComponentTally::writtenBytes)), result);
        if (plan_.components[index].watchedKeys == 0) {
            results::ComponentResult formula;
            solver::answerStore(plan_.model, known_, index, formula);
            result.stale_read_share = formula.stale_read_share;
            result.conflict_share = formula.conflict_share;
            return;
        }
        const double writes = sum(&ComponentTally::writes);
        if (c.steady.store->replication == Replication::multiLeader && writes > 0) {
            result.conflict_share = sum(&ComponentTally::conflicts) / writes;
        }
        if (const double reads = sum(&ComponentTally::reads); reads > 0) {
            result.stale_read_share = sum(&ComponentTally::staleReads) / reads;
        }
    }

    void times(Index index, results::ComponentResult& result) {
        const solver::Component& c = plan_.model.components[index];
        if (!c.steady.originates) {
            result.wait_ms =
                sums_.times([&](const Record& r) -> const auto& { return r.components[index].wait; })
                    .latency();
            result.residence_ms =
                sums_.times([&](const Record& r) -> const auto& { return r.components[index].residence; })
                    .latency();
        }
        const bool unknown = std::any_of(c.visits.begin(), c.visits.end(),
                                         [&](Index visit) { return known_.responseUnknown[visit] != 0; });
        if (!unknown) {
            result.response_ms =
                sums_.times([&](const Record& r) -> const auto& { return r.components[index].response; })
                    .latency();
        }
    }

    void load(Index index, results::ComponentResult& result) {
        const ComponentPlan& plan = plan_.components[index];
        if (plan.workers() == 0) {
            return;
        }
        // Of their time, so much of it as there were machines.
        const double there =
            plan.scales
                ? sums_.of([&](const Tallies& t) { return t.components[index].machinesMs; }) / plan.machines
                : sums_.ms();
        double most = 0;
        for (std::size_t pool = 0; pool < offeredPools; ++pool) {
            const double ms = sums_.of([&](const Tallies& t) { return t.components[index].offeredMs[pool]; });
            most = std::max(most, ms / sums_.ms());
        }
        const double busy = sums_.of([&](const Tallies& t) { return t.components[index].busyMs; });
        result.utilization = busy / plan.workers() / there;
        if (plan.scales) {
            result.instances = there / sums_.ms() * plan.machines;
        }
        if (plan.consumes || plan.limitsSlots) {
            const double held = sums_.of([&](const Tallies& t) { return t.components[index].slotsMs; });
            result.slot_utilization = held / plan.slots() / there;
            const double coming = *result.arrival_rps > 0 ? 1 - *result.dropped_rps / *result.arrival_rps : 1;
            most = std::max(most, *result.slot_utilization * overdue(index) / std::max(coming, 1e-9));
        }
        result.offered_utilization = most;
        if (most > 0) {
            result.capacity_rps = (*result.arrival_rps - *result.dropped_rps) / most;
        }
    }

    /// Messages that came to what this takes from, over those that were taken.
    [[nodiscard]] double overdue(Index consumer) const {
        double most = plan_.components[consumer].consumes ? 1 : waitingForSlots(consumer);
        for (const solver::Connection& c : plan_.model.connections) {
            if (c.to != consumer || plan_.model.components[c.from].steady.onward != Onward::consumers) {
                continue;
            }
            const double taken =
                sums_.of([&](const Tallies& t) { return t.components[c.from].messagesTaken; });
            const double again =
                sums_.of([&](const Tallies& t) { return t.components[c.from].messagesAgain; });
            if (taken > 0) {
                most = std::max(most, (messagesFor(c.from) + again) / taken);
            }
        }
        return most;
    }

    /// What came in over what was done, where that leaves more and more of it.
    [[nodiscard]] double waitingForSlots(Index component) const {
        const auto sum = [&](double ComponentTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.components[component].*field; });
        };
        const double in =
            sum(&ComponentTally::arrivals) - sum(&ComponentTally::dropped) - sum(&ComponentTally::abandoned);
        const double done = sum(&ComponentTally::served);
        return done > 0 && done < (1 - noise) * in ? in / done : 1;
    }

    /// Every connection of a stream gets all of them.
    [[nodiscard]] double messagesFor(Index broker) const {
        const solver::Component& c = plan_.model.components[broker];
        const double in = sums_.of([&](const Tallies& t) { return t.components[broker].messagesIn; });
        return c.steady.partitions ? in * static_cast<double>(c.connections.size()) : in;
    }

    void broker(Index index, results::ComponentResult& result) {
        const auto sum = [&](double ComponentTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.components[index].*field; });
        };
        const MessageRules& rules = plan_.model.components[index].steady.messages;
        const double taken = sum(&ComponentTally::messagesTaken);
        const double lost = sum(&ComponentTally::messagesLost);
        result.backlog = result.queue_length;
        result.dropped_rps = result.dropped_rps.value_or(0) + sums_.rate(lost);
        if (rules.redelivers()) {
            result.dead_letter_rps = sums_.rate(sum(&ComponentTally::deadLetters));
        }
        if (plan_.model.components[index].steady.partitions && rules.retentionMs) {
            result.stored_bytes = sums_.rate(sum(&ComponentTally::writtenBytes)) * rules.copies *
                                  *rules.retentionMs / msPerSecond;
        }
        const double in = messagesFor(index) - lost + sum(&ComponentTally::messagesAgain);
        if (taken < (1 - noise) * in) {
            result.backlog_growth_rps = sums_.rate(in - taken);
        }
        if (result.wait_ms.mean) {
            result.lag_s = *result.wait_ms.mean / msPerSecond;
        }
    }

    static void status(results::ComponentResult& result) {
        constexpr double worthAWord = 0.001;
        const double coming = *result.arrival_rps;
        const double given = *result.abandoned_rps;  // up by their callers
        const double load = result.offered_utilization.value_or(0) * (1 - given / std::max(coming, 1e-300));
        if (load >= 1 || result.backlog_growth_rps.value_or(0) > 0) {
            result.status = results::Status::saturated;
        } else if (*result.dropped_rps + given > worthAWord * coming) {
            result.status = results::Status::degraded;
        } else {
            result.status = load > hotAbove ? results::Status::hot : results::Status::ok;
        }
    }

    void connection(Index index, results::ConnectionResult& result) {
        const solver::Connection& c = plan_.model.connections[index];
        if (known_.rateUnknown[c.from] != 0) {
            return;
        }
        const auto sum = [&](double ConnectionTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.connections[index].*field; });
        };
        const double failure = sum(&ConnectionTally::failure);
        result.rps = sums_.rate(sum(&ConnectionTally::attempts));
        result.retry_rps = sums_.rate(sum(&ConnectionTally::retries));
        result.bytes_per_s = sums_.rate(sum(&ConnectionTally::bytes));
        if (const double silent = sum(&ConnectionTally::silent); silent > 0) {
            result.silent_share = silent / sum(&ConnectionTally::attempts);
        }
        if (plan_.model.components[c.to].known && known_.rateUnknown[c.to] == 0) {
            result.error_rate = share(failure, failure + sum(&ConnectionTally::success));
            result.latency_ms =
                sums_.times([&](const Record& r) -> const auto& { return r.connections[index]; }).latency();
        }
    }

    void workloads() {
        WorkloadTally all;
        Histogram times;
        bool unknown = false;
        for (Index i = 0; i < plan_.model.workloads.size(); ++i) {
            const WorkloadTally one = workload(i);
            results::WorkloadResult& result = results_.workloads[plan_.model.workloads[i].name];
            result.offered_rps = sums_.rate(one.offered);
            all.offered += one.offered;
            if (known_.responseUnknown[plan_.model.workloads[i].visit] != 0) {
                unknown = unknown || one.offered > 0;
                continue;
            }
            const Histogram own = sums_.times([&](const Record& r) -> const auto& { return r.workloads[i]; });
            result.goodput_rps = sums_.rate(one.inTime);
            result.error_rate = share(one.late + one.failed, one.inTime + one.late + one.failed);
            result.latency_ms = own.latency();
            times.add(own);
            all.inTime += one.inTime;
            all.late += one.late;
            all.failed += one.failed;
            all.degraded += one.degraded;
        }
        results::SystemResult& system = results_.system;
        system.offered_rps = sums_.rate(all.offered);
        if (!unknown) {
            system.goodput_rps = sums_.rate(all.inTime);
            system.degraded_rps = sums_.rate(all.degraded);
            system.error_rate = share(all.late + all.failed, all.inTime + all.late + all.failed);
            system.latency_ms = times.latency();
        }
    }

    [[nodiscard]] WorkloadTally workload(Index index) const {
        const auto sum = [&](double WorkloadTally::*field) {
            return sums_.of([&](const Tallies& t) { return t.workloads[index].*field; });
        };
        return {sum(&WorkloadTally::offered), sum(&WorkloadTally::inTime), sum(&WorkloadTally::late),
                sum(&WorkloadTally::failed), sum(&WorkloadTally::degraded)};
    }

    void bottleneck() {
        double most = 0;
        for (const solver::Component& c : plan_.model.components) {
            const auto found = results_.components.find(c.id);
            const Figure load =
                found != results_.components.end() ? found->second.offered_utilization : std::nullopt;
            if (load && *load > most) {
                most = *load;
                results_.system.bottleneck = c.id;
            }
        }
    }

    const Plan& plan_;
    const solver::State& known_;
    Sums sums_;
    results::Results& results_;
};

}  // namespace

void summarize(const Plan& plan, const solver::State& known, std::span<const Window> windows,
               results::Results& results) {
    results.engine = "simulator";
    if (Sums(windows).ms() > 0) {
        Summary(plan, known, windows, results).write();
    }
}

}  // namespace headroom::engine::simulator
