#include "core/engine/simulator/series.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;

/// What was counted in one cell, over all replications.
class CellSums {
  public:
    explicit CellSums(std::span<const Record> records) : records_(records) {
        for (const Record& record : records) {
            cells_ = std::min(cells_, record.cellsDone());
        }
    }
    [[nodiscard]] double ms() const { return records_.front().cellMs * static_cast<double>(records_.size()); }
    /// One value for each cell.
    template <class Value>
    [[nodiscard]] std::vector<double> each(Value value, double unit) const {
        std::vector<double> values;
        for (std::uint32_t cell = 0; cell < cells_; ++cell) {
            double sum = 0;
            for (const Record& record : records_) {
                sum += value(record.cells[cell + 1]) - value(record.cells[cell]);
            }
            values.push_back(sum / ms() * unit);
        }
        return values;
    }

  private:
    std::span<const Record> records_;
    std::uint32_t cells_ = cellCount;
};

double sumOf(const Tallies& tallies, double WorkloadTally::*field) {
    double sum = 0;
    for (const WorkloadTally& workload : tallies.workloads) {
        sum += workload.*field;
    }
    return sum;
}

void addSystem(const CellSums& sums, SimulationSeries& series) {
    series.goodput_rps =
        sums.each([](const Tallies& t) { return sumOf(t, &WorkloadTally::inTime); }, msPerSecond);
    series.error_rate = sums.each(
        [](const Tallies& t) { return sumOf(t, &WorkloadTally::late) + sumOf(t, &WorkloadTally::failed); },
        msPerSecond);
    for (std::size_t i = 0; i < series.error_rate.size(); ++i) {
        const double finished = series.goodput_rps[i] + series.error_rate[i];
        series.error_rate[i] = finished > 0 ? series.error_rate[i] / finished : 0;
    }
}

/// The 99th percentile of all that was answered in each slice that every replication has completed.
std::vector<results::Figure> ninetyNinths(std::span<const Record> records) {
    std::uint32_t slices = sliceCount;
    for (const Record& record : records) {
        slices = std::min(slices, record.slicesDone());
    }
    std::vector<results::Figure> values;
    for (std::uint32_t slice = 0; slice < slices; ++slice) {
        Histogram all;
        for (const Record& record : records) {
            for (const SlicedHistogram& workload : record.workloads) {
                all.add(workload.slice(slice));
            }
        }
        values.push_back(all.latency().p99);
    }
    return values;
}

SimulationSeries::Component componentSeries(const CellSums& sums, const ComponentPlan& plan, Index index) {
    const auto each = [&](double ComponentTally::*field, double unit) {
        return sums.each([&](const Tallies& t) { return t.components[index].*field; }, unit);
    };
    SimulationSeries::Component values{.arrival_rps = each(&ComponentTally::arrivals, msPerSecond),
                                       .utilization = {},
                                       .queue_length = each(&ComponentTally::waitingMs, 1)};
    if (const double workers = plan.workers(); workers > 0) {
        values.utilization = each(&ComponentTally::busyMs, 1 / workers);
    }
    return values;
}

}  // namespace

SimulationSeries seriesOf(const Plan& plan, std::span<const Record> records) {
    const CellSums sums(records);
    SimulationSeries series;
    series.step_s = records.front().cellMs / msPerSecond;
    addSystem(sums, series);
    series.latency_step_s = series.step_s * cellsPerSlice;
    series.p99_ms = ninetyNinths(records);
    for (Index i = 0; i < plan.components.size(); ++i) {
        const solver::Component& c = plan.model.components[i];
        if (c.known && !c.steady.inert && !c.steady.originates) {
            series.components.emplace(c.id, componentSeries(sums, plan.components[i], i));
        }
    }
    return series;
}

}  // namespace headroom::engine::simulator
