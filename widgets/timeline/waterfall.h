#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/simulator/simulate.h"
#include "core/results/trace.h"

namespace headroom::widgets {

/// One line of a waterfall: a request, or an attempt of one of its calls.
struct WaterfallRow {
    /// What a stretch of its time went by with, besides the calls of the lines below.
    struct Piece {
        results::SpanKind kind = results::SpanKind::service;
        double startMs = 0;
        double durationMs = 0;
    };
    QString name;  ///< who was asked; of the first line the workload
    Id where;      ///< the component
    int depth = 0;
    bool retry = false;
    bool ok = true;
    double startMs = 0;
    double durationMs = 0;
    std::vector<Piece> pieces;
};

/// Lines in the order in which they began, those of a call below it. A call is named by who was asked.
std::vector<WaterfallRow> waterfallOf(const results::Trace& trace, const model::Design& design,
                                      const catalog::Catalog& catalog);

/// "Waiting", "Service", ...: what time went by with.
QString spanKindWord(results::SpanKind kind);

enum class Request { median, p99 };

/// The trace of a workload that comes nearest to that percentile of its answers: of those picked by chance
/// the one nearest to the median, else the one nearest to the 99th percentile. Null where none was answered.
const results::Trace* typicalTrace(const engine::SimulationAnswer& answer, const std::string& workload,
                                   Request request);

/// The workloads that there are traces of, in the order of the answer.
std::vector<std::string> tracedWorkloads(const engine::SimulationAnswer& answer);

}  // namespace headroom::widgets
