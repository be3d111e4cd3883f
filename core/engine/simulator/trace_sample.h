#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/simulator/histogram.h"
#include "core/engine/simulator/random_stream.h"
#include "core/engine/simulator/task.h"
#include "core/results/trace.h"

namespace headroom::engine::simulator {

/// A span while its request is under way. Times of the simulation, ms.
struct OpenSpan {
    static constexpr double open = -1;
    Index parent = none;
    Index where = none;  ///< component or connection
    results::SpanKind kind = results::SpanKind::call;
    bool ok = true;
    double fromMs = 0;
    double toMs = open;
};

/// A request that is over. The first span is the request itself.
struct Journey {
    std::uint64_t number = 0;  ///< of its workload
    bool ok = true;
    bool cut = false;
    std::vector<OpenSpan> spans{};
    [[nodiscard]] double ms() const { return spans.front().toMs - spans.front().fromMs; }
};

/// Some requests of one workload: half of them those that came nearest to the 99th percentile of what was
/// answered so far, the others by chance, each with the same (algorithm R; Vitter 1985).
class TraceSample {
  public:
    TraceSample(std::uint32_t count, RandomStream random);

    void add(bool ok, bool cut, const std::vector<OpenSpan>& spans);

    [[nodiscard]] const std::vector<Journey>& nearest() const { return near_; }
    /// Those of the others that are not among the nearest.
    [[nodiscard]] std::vector<Journey> others() const;

  private:
    [[nodiscard]] double distance(double ms) const;
    void addNear(bool cut, const std::vector<OpenSpan>& spans);
    void addByChance(bool ok, bool cut, const std::vector<OpenSpan>& spans);

    std::size_t mostNear_;
    std::size_t mostOthers_;
    RandomStream random_;
    Histogram times_;
    double percentileMs_ = 0;
    double renewAt_ = 0;  ///< the percentile, when so many are counted
    std::uint64_t seen_ = 0;
    std::vector<Journey> near_;
    std::vector<Journey> others_;
};

}  // namespace headroom::engine::simulator
