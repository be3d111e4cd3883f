#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/engine/simulator/histogram.h"
#include "core/results/trace.h"

/// What is counted while a simulation runs: sums since its beginning, of which a copy is kept at the end of
/// each cell of time, and histograms by slice of time.
namespace headroom::engine::simulator {

/// A run is cut into so many cells of equal length, the points of its series, and so many slices, the batches
/// of its intervals.
constexpr std::uint32_t cellCount = 100;
constexpr std::uint32_t sliceCount = 20;
constexpr std::uint32_t cellsPerSlice = cellCount / sliceCount;

/// Pools of which the offered work is counted apart; no behaviour has more.
constexpr std::size_t offeredPools = 2;

struct ComponentTally {
    double arrivals = 0;
    double dropped = 0;
    double abandoned = 0;  ///< taken back by their callers
    double served = 0;
    double success = 0;
    double failure = 0;
    double lookups = 0;
    double hits = 0;
    double reads = 0;          ///< of a store whose keys are watched
    double staleReads = 0;     ///< of those: that saw an older value
    double writes = 0;         ///< of a store whose keys are watched
    double conflicts = 0;      ///< of those: another machine had just taken one
    double writtenBytes = 0;   ///< that writes have brought to a store, or events to a stream, each once
    double hottestMisses = 0;  ///< of the most popular key
    double hottestGone = 0;    ///< of these, when nobody fetched it
    std::array<double, offeredPools> offeredMs{};  ///< mean work of what came, by pool, over its workers
    double busyMs = 0;                             ///< integral of busy workers
    double waitingMs = 0;      ///< integral of those waiting, for a worker or for a consumer
    double slotsMs = 0;        ///< integral of slots held
    double machinesMs = 0;     ///< integral of machines that there are, where their number changes
    double placelessMs = 0;    ///< integral of the share of clients without a place for their connection
    double messagesIn = 0;     ///< handed in
    double messagesTaken = 0;  ///< by consumers, once for each delivery
    double messagesLost = 0;   ///< refused, given way to others, or too old
    double messagesAgain = 0;  ///< back in line after a delivery in vain
    double deadLetters = 0;    ///< delivered as often as they may be, in vain
};

struct ConnectionTally {
    double attempts = 0;
    double retries = 0;
    double silent = 0;  ///< attempts that are lost on the way
    double success = 0;
    double failure = 0;
    double bytes = 0;
};

struct WorkloadTally {
    double offered = 0;
    double inTime = 0;
    double late = 0;
    double failed = 0;
    double degraded = 0;
};

/// Latencies of one thing, apart for each slice of the run.
class SlicedHistogram {
  public:
    [[nodiscard]] Histogram& slice(std::uint32_t slice) { return slices_[slice]; }
    [[nodiscard]] const Histogram& slice(std::uint32_t slice) const { return slices_[slice]; }

  private:
    std::array<Histogram, sliceCount> slices_;
};

struct ComponentTimes {
    SlicedHistogram wait;
    SlicedHistogram residence;
    SlicedHistogram response;
};

/// The sums at one moment.
struct Tallies {
    std::vector<ComponentTally> components;
    std::vector<ConnectionTally> connections;
    std::vector<WorkloadTally> workloads;
};

/// What one replication leaves behind.
struct Record {
    std::vector<Tallies> cells;  ///< sums at the end of each; the first stands at time 0
    std::vector<ComponentTimes> components;
    std::vector<SlicedHistogram> connections;
    std::vector<SlicedHistogram> workloads;
    std::vector<results::Trace> traces;
    std::uint32_t warmSlices = 0;  ///< to be deleted at the beginning
    bool settled = true;           ///< the warm-up ended in the first half
    bool full = false;             ///< stopped since too much was under way
    double cellMs = 0;
    std::uint64_t events = 0;
    std::uint64_t fingerprint = 0;

    [[nodiscard]] std::uint32_t cellsDone() const { return static_cast<std::uint32_t>(cells.size()) - 1; }
    [[nodiscard]] std::uint32_t slicesDone() const { return cellsDone() / cellsPerSlice; }
};

}  // namespace headroom::engine::simulator
