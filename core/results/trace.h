#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"

/// Single requests of a simulation: which of them spent its time where.
namespace headroom::results {

enum class SpanKind : std::uint8_t {
    call,     ///< an attempt of a call, from sending to the answer; the first span of a trace: the request
    retry,    ///< the same, after an attempt that failed
    network,  ///< on the way to the callee, or back
    wait,     ///< at a component, before work began: for a worker, or held at a limit
    service,  ///< of a worker
    backoff,  ///< the pause before a retry
};

/// "call", "retry", ... as in the answer.
std::string_view spanKindName(SpanKind kind);

/// A stretch of time. It lies within its parent.
struct Span {
    std::optional<std::size_t> parent;  ///< its place in the list; none of the first
    /// The connection of a call, retry, network or backoff; the component of a wait or service; of the first
    /// span the source.
    Id where;
    SpanKind kind = SpanKind::call;
    double start_ms = 0;  ///< since the request was sent
    double duration_ms = 0;
    bool ok = true;  ///< of a call or retry: it was answered well before its timeout
    friend bool operator==(const Span&, const Span&) = default;
};

/// One request.
struct Trace {
    std::string workload;   ///< "source.workload"
    double at_s = 0;        ///< when it was sent, simulated time
    bool ok = true;         ///< answered well, late ones too
    bool near_p99 = false;  ///< taken since its latency is near the 99th percentile of its workload; else by
                            ///< chance
    bool cut = false;       ///< it had too many spans: the later ones are left out
    std::vector<Span> spans;  ///< parents before their children, siblings by their start; never empty
    [[nodiscard]] double durationMs() const { return spans.front().duration_ms; }
    friend bool operator==(const Trace&, const Trace&) = default;
};

}  // namespace headroom::results
