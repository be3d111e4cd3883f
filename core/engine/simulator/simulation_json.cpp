#include "core/engine/simulator/simulation_json.h"

#include "core/engine/results_json.h"

namespace headroom::engine {

namespace {

using json::Array;
using json::Object;
using json::Value;

Value listOf(const SimulationSeries::Values& values) {
    Array list;
    for (const double value : values) {
        list.emplace_back(value);
    }
    return list;
}

Value listOf(const SimulationSeries::Figures& values) {
    Array list;
    for (const results::Figure& value : values) {
        if (value) {
            list.emplace_back(*value);
        } else {
            list.emplace_back();
        }
    }
    return list;
}

/// Null for what there is none of.
template <class List>
Value listOrNull(const List& values) {
    return values.empty() ? Value() : listOf(values);
}

Value componentJson(const SimulationSeries::Component& values) {
    return Object{{"arrival_rps", listOf(values.arrival_rps)},
                  {"throughput_rps", listOf(values.throughput_rps)},
                  {"utilization", listOrNull(values.utilization)},
                  {"queue_length", listOrNull(values.queue_length)},
                  {"dropped_rps", listOf(values.dropped_rps)},
                  {"error_rate", listOf(values.error_rate)},
                  {"hit_ratio", listOrNull(values.hit_ratio)},
                  {"instances", listOrNull(values.instances)},
                  {"dead_machines", listOrNull(values.dead_machines)},
                  {"p99_ms", listOf(values.latency_p99_ms)}};
}

Value seriesJson(const SimulationSeries& series) {
    Object components;
    for (const auto& [id, values] : series.components) {
        components.append(id, componentJson(values));
    }
    Object connections;
    for (const auto& [id, values] : series.connections) {
        connections.append(id, Object{{"rps", listOf(values.rps)},
                                      {"retry_rps", listOf(values.retry_rps)},
                                      {"silent_share", listOrNull(values.silent_share)},
                                      {"error_rate", listOf(values.error_rate)}});
    }
    return Object{{"step_s", series.step_s},
                  {"system", Object{{"goodput_rps", listOf(series.goodput_rps)},
                                    {"error_rate", listOf(series.error_rate)},
                                    {"latency_step_s", series.latency_step_s},
                                    {"p99_ms", listOf(series.p99_ms)}}},
                  {"components", std::move(components)},
                  {"connections", std::move(connections)}};
}

Value traceJson(const results::Trace& trace) {
    Array spans;
    for (const results::Span& span : trace.spans) {
        spans.emplace_back(
            Object{{"parent", span.parent ? Value(static_cast<std::uint64_t>(*span.parent)) : Value()},
                   {"where", Value(span.where)},
                   {"kind", Value(std::string(results::spanKindName(span.kind)))},
                   {"start_ms", Value(span.start_ms)},
                   {"duration_ms", Value(span.duration_ms)},
                   {"ok", Value(span.ok)}});
    }
    return Object{{"workload", Value(trace.workload)},
                  {"at_s", Value(trace.at_s)},
                  {"duration_ms", Value(trace.durationMs())},
                  {"ok", Value(trace.ok)},
                  {"near_p99", Value(trace.near_p99)},
                  {"cut", Value(trace.cut)},
                  {"spans", std::move(spans)}};
}

Value tracesJson(const std::vector<results::Trace>& traces) {
    Array list;
    for (const results::Trace& trace : traces) {
        list.push_back(traceJson(trace));
    }
    return list;
}

Value figure(const results::Figure& value) {
    return value ? Value(*value) : Value();
}

Value precisionJson(const std::optional<SimulationPrecision>& precision) {
    if (!precision) {
        return {};
    }
    return Object{{"wanted", Value(precision->wanted)},
                  {"mean", figure(precision->mean)},
                  {"p99", figure(precision->p99)},
                  {"reached", Value(precision->reached)}};
}

// The figures alone: an interval around a word means nothing.
Value intervalsJson(const results::Results& halfWidths) {
    const Value all = resultsJson(halfWidths);
    Object intervals;
    for (const auto* part : {"system", "workloads", "components", "connections"}) {
        intervals.append(part, *all.object()->find(part));
    }
    intervals.find("system")->object()->erase("bottleneck");
    Object components;
    for (const auto& [id, component] : *intervals.find("components")->object()) {
        Object figures = *component.object();
        figures.erase("status");
        components.append(id, std::move(figures));
    }
    intervals.set("components", std::move(components));
    return intervals;
}

}  // namespace

json::Value simulationJson(const SimulationAnswer& answer) {
    Object all = *resultsJson(answer.results).object();
    all.append("ci95", intervalsJson(answer.halfWidths));
    all.append("series", seriesJson(answer.series));
    all.append("traces", tracesJson(answer.traces));
    all.append("precision", precisionJson(answer.precision));
    all.append("seed", Value(answer.seed));
    all.append("fingerprint", Value(answer.fingerprint));
    all.append("events", Value(answer.events));
    all.append("simulated_s", Value(answer.simulated_s));
    all.append("warm_up_s", Value(answer.warm_up_s));
    return all;
}

}  // namespace headroom::engine
