#pragma once

#include <vector>

#include "core/engine/simulator/run_state.h"
#include "core/engine/simulator/trace_sample.h"

namespace headroom::engine::simulator {

/// Follows every request through its waits, services and calls, and keeps some of them. Only what a request
/// waits for is followed: no messages, no fills, no copies. Draws its chances from streams of its own, so
/// that a run with traces is the same run.
class Tracer {
  public:
    Tracer(const RunState& state, std::uint32_t perWorkload, std::uint64_t seed, std::uint64_t replication);

    /// A source sends a request.
    void began(Index task);
    /// An attempt of a call is on its way; `child` is its record at the callee.
    void sent(Index caller, Index child, Index connection, bool retry);
    /// A record that acts on behalf of another.
    void shares(Index branch, Index caller);
    /// What the time since the last mark went by with; nothing where none went by.
    void mark(Index task, results::SpanKind kind, Index where);
    /// From here on time counts again: what went by since the last mark is told by other spans.
    void markNow(Index task);
    void backsOff(Index caller, Index connection, double ms);
    /// The answer of an attempt is there, or nobody waits for it any more.
    void ended(Index task, bool ok);
    /// The request is over.
    void finished(Index task, bool ok);

    [[nodiscard]] std::vector<results::Trace> traces() const;

  private:
    /// A request under way.
    struct Open {
        std::uint32_t use = 0;  ///< how often this record was used
        Index next = none;
        bool cut = false;
        std::vector<OpenSpan> spans;
    };
    /// Which span a task is in.
    struct Place {
        std::uint32_t generation = 0;
        Index open = none;
        std::uint32_t use = 0;
        Index span = 0;
        double sinceMs = 0;
    };
    [[nodiscard]] Place* placeOf(Index task);
    void put(Index task, const Place& place);
    Index addSpan(Open& open, const OpenSpan& span);
    [[nodiscard]] results::Trace traceOf(const Journey& journey, Index workload) const;

    const RunState& state_;
    Pool<Open> open_;
    std::size_t spans_ = 0;             ///< of all that is under way
    std::vector<Place> places_;         ///< by task
    std::vector<TraceSample> samples_;  ///< by workload
};

}  // namespace headroom::engine::simulator
