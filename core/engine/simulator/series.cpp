#include "core/engine/simulator/series.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

using Figures = SimulationSeries::Figures;
using Values = SimulationSeries::Values;

constexpr double msPerSecond = 1000;

/// What was counted in each of the cells from `from` on, over all replications.
class NewCells {
  public:
    NewCells(std::span<const Record> records, std::size_t from)
        : records_(records), from_(static_cast<std::uint32_t>(from)) {
        for (const Record& record : records) {
            to_ = std::min(to_, record.cellsDone());
        }
    }
    [[nodiscard]] double cellMs() const { return records_.front().cellMs; }

    /// Appends `value` over time.
    template <class Value>
    void append(Values& list, Value value, double unit) const {
        const double ms = cellMs() * static_cast<double>(records_.size());
        for (std::uint32_t cell = from_; cell < to_; ++cell) {
            list.push_back(sum(cell, value) / ms * unit);
        }
    }
    /// Appends `part` over `whole`, which is never 0, times `unit`.
    template <class Part, class Whole>
    void appendRatio(Values& list, Part part, Whole whole, double unit) const {
        for (std::uint32_t cell = from_; cell < to_; ++cell) {
            list.push_back(sum(cell, part) / sum(cell, whole) * unit);
        }
    }
    /// Appends `part` over `whole`.
    template <class Part, class Whole>
    void appendShare(Figures& list, Part part, Whole whole) const {
        for (std::uint32_t cell = from_; cell < to_; ++cell) {
            const double all = sum(cell, whole);
            list.push_back(all > 0 ? results::Figure(sum(cell, part) / all) : std::nullopt);
        }
    }
    /// Appends what `at(beginMs, endMs)` says of each cell.
    template <class At>
    void appendEach(Values& list, At at) const {
        for (std::uint32_t cell = from_; cell < to_; ++cell) {
            list.push_back(at(cell * cellMs(), (cell + 1) * cellMs()));
        }
    }

  private:
    template <class Value>
    [[nodiscard]] double sum(std::uint32_t cell, Value value) const {
        double sum = 0;
        for (const Record& record : records_) {
            sum += value(record.cells[cell + 1]) - value(record.cells[cell]);
        }
        return sum;
    }

    std::span<const Record> records_;
    std::uint32_t from_;
    std::uint32_t to_ = cellCount;
};

/// The 99th percentiles of the slices from `from` on.
class NewSlices {
  public:
    NewSlices(std::span<const Record> records, std::size_t from)
        : records_(records), from_(static_cast<std::uint32_t>(from)) {
        for (const Record& record : records) {
            to_ = std::min(to_, record.slicesDone());
        }
    }
    /// Appends those of what `each(record, add)` adds up.
    template <class Each>
    void append(Figures& list, Each each) const {
        for (std::uint32_t slice = from_; slice < to_; ++slice) {
            Histogram all;
            for (const Record& record : records_) {
                each(record, [&](const SlicedHistogram& times) { all.add(times.slice(slice)); });
            }
            list.push_back(all.count() > 0 ? results::Figure(all.quantile(0.99)) : std::nullopt);
        }
    }

  private:
    std::span<const Record> records_;
    std::uint32_t from_;
    std::uint32_t to_ = sliceCount;
};

double sumOf(const Tallies& tallies, double WorkloadTally::*field) {
    double sum = 0;
    for (const WorkloadTally& workload : tallies.workloads) {
        sum += workload.*field;
    }
    return sum;
}

/// How many machines of a component are dead between two moments, on average.
double deadBetween(const std::vector<Outage>& outages, Index component, double beginMs, double endMs) {
    double sum = 0;
    for (std::size_t i = 0; i < outages.size(); ++i) {
        const double from = std::max(beginMs, outages[i].fromMs);
        const double to = i + 1 < outages.size() ? std::min(endMs, outages[i + 1].fromMs) : endMs;
        sum += std::max(0.0, to - from) * static_cast<double>(outages[i].dead[component]);
    }
    return sum / (endMs - beginMs);
}

class Extension {
  public:
    Extension(SimulationSeries& series, const Plan& plan, std::span<const Record> records)
        : series_(series),
          plan_(plan),
          cells_(records, series.goodput_rps.size()),
          slices_(records, series.p99_ms.size()) {}

    void write() {
        series_.step_s = cells_.cellMs() / msPerSecond;
        series_.latency_step_s = series_.step_s * cellsPerSlice;
        system();
        for (Index i = 0; i < plan_.components.size(); ++i) {
            const solver::Component& c = plan_.model.components[i];
            if (c.known && !c.steady.inert) {
                component(i, series_.components[c.id]);
            }
        }
        for (Index i = 0; i < plan_.model.connections.size(); ++i) {
            const solver::Connection& c = plan_.model.connections[i];
            if (!plan_.model.components[c.from].steady.inert && !plan_.model.components[c.to].steady.inert) {
                connection(i, series_.connections[c.id]);
            }
        }
    }

  private:
    void system() {
        const auto inTime = [](const Tallies& t) { return sumOf(t, &WorkloadTally::inTime); };
        const auto missed = [](const Tallies& t) {
            return sumOf(t, &WorkloadTally::late) + sumOf(t, &WorkloadTally::failed);
        };
        cells_.append(series_.goodput_rps, inTime, msPerSecond);
        Figures shares;
        cells_.appendShare(shares, missed, [&](const Tallies& t) { return inTime(t) + missed(t); });
        for (const results::Figure& share : shares) {
            series_.error_rate.push_back(share.value_or(0));
        }
        slices_.append(series_.p99_ms, [](const Record& record, const auto& add) {
            for (const SlicedHistogram& workload : record.workloads) {
                add(workload);
            }
        });
    }

    void component(Index index, SimulationSeries::Component& values) {
        const ComponentPlan& plan = plan_.components[index];
        const solver::Component& c = plan_.model.components[index];
        const auto of = [index](double ComponentTally::*field) {
            return [index, field](const Tallies& t) { return t.components[index].*field; };
        };
        const auto failure = of(&ComponentTally::failure);
        const auto success = of(&ComponentTally::success);
        values.machines = static_cast<double>(plan.machines);
        cells_.append(values.arrival_rps, of(&ComponentTally::arrivals), msPerSecond);
        cells_.append(values.throughput_rps, of(&ComponentTally::served), msPerSecond);
        cells_.append(
            values.dropped_rps,
            [index](const Tallies& t) {
                return t.components[index].dropped + t.components[index].messagesLost;
            },
            msPerSecond);
        cells_.appendShare(values.error_rate, failure,
                           [&](const Tallies& t) { return failure(t) + success(t); });
        slices_.append(values.latency_p99_ms, [index](const Record& record, const auto& add) {
            add(record.components[index].response);
        });
        if (c.steady.originates) {
            return;
        }
        cells_.append(values.queue_length, of(&ComponentTally::waitingMs), 1);
        const double workers = plan.workers();
        if (plan.scales) {
            cells_.append(values.instances, of(&ComponentTally::machinesMs), 1);
            if (workers > 0) {
                cells_.appendRatio(values.utilization, of(&ComponentTally::busyMs),
                                   of(&ComponentTally::machinesMs), plan.machines / workers);
            }
        } else if (workers > 0) {
            cells_.append(values.utilization, of(&ComponentTally::busyMs), 1 / workers);
        }
        if (c.steady.content) {
            cells_.appendShare(values.hit_ratio, of(&ComponentTally::hits), of(&ComponentTally::lookups));
        }
        const bool everDies = std::any_of(plan_.outages.begin(), plan_.outages.end(),
                                          [index](const Outage& outage) { return outage.dead[index] > 0; });
        if (everDies) {
            cells_.appendEach(values.dead_machines, [&](double beginMs, double endMs) {
                return deadBetween(plan_.outages, index, beginMs, endMs);
            });
        }
    }

    void connection(Index index, SimulationSeries::Connection& values) {
        const auto of = [index](double ConnectionTally::*field) {
            return [index, field](const Tallies& t) { return t.connections[index].*field; };
        };
        const auto failure = of(&ConnectionTally::failure);
        const auto success = of(&ConnectionTally::success);
        cells_.append(values.rps, of(&ConnectionTally::attempts), msPerSecond);
        cells_.append(values.retry_rps, of(&ConnectionTally::retries), msPerSecond);
        const bool everSilent = std::ranges::any_of(
            plan_.outages, [index](const Outage& outage) { return outage.links[index].silent > 0; });
        if (everSilent) {
            cells_.appendShare(values.silent_share, of(&ConnectionTally::silent),
                               of(&ConnectionTally::attempts));
        }
        cells_.appendShare(values.error_rate, failure,
                           [&](const Tallies& t) { return failure(t) + success(t); });
    }

    SimulationSeries& series_;
    const Plan& plan_;
    NewCells cells_;
    NewSlices slices_;
};

}  // namespace

void extend(SimulationSeries& series, const Plan& plan, std::span<const Record> records) {
    Extension(series, plan, records).write();
}

}  // namespace headroom::engine::simulator
