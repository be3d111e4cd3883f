#include "app/cli/trace_report.h"

#include <algorithm>
#include <cmath>

#include "app/cli/table.h"
#include "core/base/numbers.h"

namespace headroom::cli {

namespace {

using results::Span;
using results::SpanKind;
using results::Trace;

constexpr std::size_t nameWidth = 40;
constexpr std::size_t barWidth = 36;

std::string_view inkOf(SpanKind kind) {
    switch (kind) {
        case SpanKind::call:
        case SpanKind::retry:
            return "\u2500";
        case SpanKind::network:
            return "\u00b7";
        case SpanKind::wait:
            return "\u2591";
        case SpanKind::service:
            return "\u2588";
        case SpanKind::backoff:
            break;
    }
    return "~";
}

std::string spaces(std::size_t count) {
    return std::string(count, ' ');
}

std::string padded(const std::string& text, std::size_t width) {
    return text + spaces(width - std::min(width, displayWidth(text)));
}

/// Whatever took time is seen.
std::string bar(const Span& span, double wholeMs) {
    const double scale = wholeMs > 0 ? static_cast<double>(barWidth) / wholeMs : 0;
    const auto first = std::min(barWidth - 1, static_cast<std::size_t>(std::floor(span.start_ms * scale)));
    const auto end =
        std::clamp(static_cast<std::size_t>(std::lround((span.start_ms + span.duration_ms) * scale)),
                   first + 1, barWidth);
    std::string out = spaces(first);
    for (std::size_t i = first; i < end; ++i) {
        out += inkOf(span.kind);
    }
    return out + spaces(barWidth - end);
}

std::string lineOf(const Span& span, std::size_t depth, double wholeMs) {
    const std::string kind = depth == 0 ? "request" : std::string(results::spanKindName(span.kind));
    const std::string name =
        spaces(2 * std::min<std::size_t>(depth, 12)) + span.where + " " + kind + (span.ok ? "" : " \u00d7");
    return "    " + padded(fitted(name, nameWidth), nameWidth) + " " + bar(span, wholeMs) + " " +
           formatQuantity(span.start_ms, Unit::milliseconds) + " + " +
           formatQuantity(span.duration_ms, Unit::milliseconds) + "\n";
}

std::string headOf(const Trace& trace) {
    return "  " + trace.workload + ", sent at " + formatQuantity(trace.at_s, Unit::seconds) + ": " +
           formatQuantity(trace.durationMs(), Unit::milliseconds) + (trace.ok ? "" : ", failed") +
           (trace.near_p99 ? ", near the 99th percentile" : ", by chance") +
           (trace.cut ? ", later parts left out" : "") + "\n";
}

}  // namespace

std::string traceReport(const std::vector<Trace>& traces) {
    std::string out =
        traces.empty() ? ""
                       : "\nTraces (\u2588 service, \u2591 wait, \u00b7 network, ~ backoff, \u00d7 failed)\n";
    for (const Trace& trace : traces) {
        out += headOf(trace);
        std::vector<std::size_t> depths;
        for (const Span& span : trace.spans) {
            depths.push_back(span.parent ? depths[*span.parent] + 1 : 0);
            out += lineOf(span, depths.back(), trace.durationMs());
        }
    }
    return out;
}

}  // namespace headroom::cli
