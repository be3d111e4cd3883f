#include "widgets/timeline/waterfall.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <set>

#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using results::Span;
using results::SpanKind;
using results::Trace;

namespace {

bool isCall(const Span& span) {
    return span.kind == SpanKind::call || span.kind == SpanKind::retry;
}

/// Whom a call asks; of the request itself, and of a connection that has gone, what it says.
Id calleeOf(const Span& span, const model::Design& design) {
    const auto connection = design.connections().find(span.where);
    return connection ? connection->to : span.where;
}

/// The lines by the call that they belong to, put into their order afterwards.
class Waterfall {
  public:
    Waterfall(const Trace& trace, const model::Design& design, const catalog::Catalog& catalog)
        : trace_(trace), design_(design), catalog_(catalog), children_(trace.spans.size()) {
        for (std::size_t i = 0; i < trace.spans.size(); ++i) {
            if (trace.spans[i].parent) {
                children_[*trace.spans[i].parent].push_back(i);
            }
        }
    }

    std::vector<WaterfallRow> rows() {
        add(0, 0);
        rows_.front().name = toQt(trace_.workload);
        rows_.front().ok = trace_.ok;
        return std::move(rows_);
    }

  private:
    void add(std::size_t place, int depth) {
        const Span& span = trace_.spans[place];
        WaterfallRow row;
        row.where = calleeOf(span, design_);
        row.name = shownName(design_, catalog_, row.where);
        row.depth = depth;
        row.retry = span.kind == SpanKind::retry;
        row.ok = span.ok;
        row.startMs = span.start_ms;
        row.durationMs = span.duration_ms;
        for (const std::size_t child : children_[place]) {
            const Span& piece = trace_.spans[child];
            if (!isCall(piece)) {
                row.pieces.push_back({piece.kind, piece.start_ms, piece.duration_ms});
            }
        }
        rows_.push_back(std::move(row));
        for (const std::size_t child : children_[place]) {
            if (isCall(trace_.spans[child])) {
                add(child, depth + 1);
            }
        }
    }

    const Trace& trace_;
    const model::Design& design_;
    const catalog::Catalog& catalog_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<WaterfallRow> rows_;
};

}  // namespace

std::vector<WaterfallRow> waterfallOf(const Trace& trace, const model::Design& design,
                                      const catalog::Catalog& catalog) {
    return Waterfall(trace, design, catalog).rows();
}

QString spanKindWord(SpanKind kind) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Waterfall", text); };
    switch (kind) {
        case SpanKind::call:
            return tr(QT_TRANSLATE_NOOP("Waterfall", "Call"));
        case SpanKind::retry:
            return tr(QT_TRANSLATE_NOOP("Waterfall", "Retry"));
        case SpanKind::network:
            return tr(QT_TRANSLATE_NOOP("Waterfall", "Network"));
        case SpanKind::wait:
            return tr(QT_TRANSLATE_NOOP("Waterfall", "Waiting"));
        case SpanKind::service:
            return tr(QT_TRANSLATE_NOOP("Waterfall", "Service"));
        case SpanKind::backoff:
            break;
    }
    return tr(QT_TRANSLATE_NOOP("Waterfall", "Pause before a retry"));
}

const Trace* typicalTrace(const engine::SimulationAnswer& answer, const std::string& workload,
                          Request request) {
    const auto found = answer.results.workloads.find(workload);
    if (found == answer.results.workloads.end()) {
        return nullptr;
    }
    const results::Latency& latency = found->second.latency_ms;
    const results::Figure wanted = request == Request::median ? latency.p50 : latency.p99;
    const Trace* nearest = nullptr;
    for (const Trace& trace : answer.traces) {
        const bool fits = trace.workload == workload && trace.ok && wanted;
        if (!fits) {
            continue;
        }
        const bool nearer = nearest == nullptr || std::abs(trace.durationMs() - *wanted) <
                                                      std::abs(nearest->durationMs() - *wanted);
        nearest = nearer ? &trace : nearest;
    }
    return nearest;
}

std::vector<std::string> tracedWorkloads(const engine::SimulationAnswer& answer) {
    std::vector<std::string> names;
    for (const auto& [name, result] : answer.results.workloads) {
        if (typicalTrace(answer, name, Request::median) != nullptr) {
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace headroom::widgets
