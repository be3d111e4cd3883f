#include "core/engine/results_json.h"

namespace headroom::engine {

namespace {

using json::Array;
using json::Object;
using json::Value;

Value figure(const results::Figure& value) {
    return value ? Value(*value) : Value();
}

Value latency(const results::Latency& value) {
    return Object{{"mean", figure(value.mean)}, {"p50", figure(value.p50)}, {"p90", figure(value.p90)},
                  {"p95", figure(value.p95)},   {"p99", figure(value.p99)}, {"p999", figure(value.p999)}};
}

Value text(const std::optional<Id>& value) {
    return value ? Value(*value) : Value();
}

Value workload(const results::WorkloadResult& value) {
    return Object{{"offered_rps", figure(value.offered_rps)},
                  {"goodput_rps", figure(value.goodput_rps)},
                  {"error_rate", figure(value.error_rate)},
                  {"latency_ms", latency(value.latency_ms)},
                  {"completion_ms", value.completion_ms ? latency(*value.completion_ms) : Value()},
                  {"cost_usd_month", figure(value.cost_usd_month)}};
}

Value costParts(const results::CostParts& value) {
    return Object{{"machines", Value(value.machines)},
                  {"requests", Value(value.requests)},
                  {"storage", Value(value.storage)},
                  {"transfer", Value(value.transfer)}};
}

Value component(const results::ComponentResult& value) {
    return Object{{"arrival_rps", figure(value.arrival_rps)},
                  {"throughput_rps", figure(value.throughput_rps)},
                  {"instances", figure(value.instances)},
                  {"utilization", figure(value.utilization)},
                  {"offered_utilization", figure(value.offered_utilization)},
                  {"slot_utilization", figure(value.slot_utilization)},
                  {"open_connections", figure(value.open_connections)},
                  {"queue_length", figure(value.queue_length)},
                  {"wait_ms", latency(value.wait_ms)},
                  {"residence_ms", latency(value.residence_ms)},
                  {"response_ms", latency(value.response_ms)},
                  {"dropped_rps", figure(value.dropped_rps)},
                  {"abandoned_rps", figure(value.abandoned_rps)},
                  {"error_rate", figure(value.error_rate)},
                  {"hit_ratio", figure(value.hit_ratio)},
                  {"stale_read_share", figure(value.stale_read_share)},
                  {"storage_growth_bytes_per_s", figure(value.storage_growth_bytes_per_s)},
                  {"replication_bytes_per_s", figure(value.replication_bytes_per_s)},
                  {"conflict_share", figure(value.conflict_share)},
                  {"write_amplification", figure(value.write_amplification)},
                  {"read_amplification", figure(value.read_amplification)},
                  {"space_amplification", figure(value.space_amplification)},
                  {"disk_write_bytes_per_s", figure(value.disk_write_bytes_per_s)},
                  {"stored_bytes", figure(value.stored_bytes)},
                  {"dead_letter_rps", figure(value.dead_letter_rps)},
                  {"stampede", figure(value.stampede)},
                  {"backlog", figure(value.backlog)},
                  {"backlog_growth_rps", figure(value.backlog_growth_rps)},
                  {"lag_s", figure(value.lag_s)},
                  {"drain_s", figure(value.drain_s)},
                  {"cost_usd_month", figure(value.cost_usd_month)},
                  {"cost_parts_usd_month", value.cost_parts ? costParts(*value.cost_parts) : Value()},
                  {"availability", figure(value.availability)},
                  {"status", Value(results::statusName(value.status))}};
}

Value connection(const results::ConnectionResult& value) {
    return Object{{"rps", figure(value.rps)},
                  {"retry_rps", figure(value.retry_rps)},
                  {"silent_share", figure(value.silent_share)},
                  {"error_rate", figure(value.error_rate)},
                  {"latency_ms", latency(value.latency_ms)},
                  {"bytes_per_s", figure(value.bytes_per_s)}};
}

Value finding(const results::Finding& value) {
    const Diagnostic& said = value.diagnostic;
    return Object{{"severity", Value(severityName(said.severity))},
                  {"rule", Value(said.code)},
                  {"where", Value(Array(value.where.begin(), value.where.end()))},
                  {"text", Value(said.hint.empty() ? said.text : said.text + "; " + said.hint)}};
}

template <class Map, class Write>
Value each(const Map& map, Write write) {
    Object out;
    for (const auto& [id, value] : map) {
        out.append(id, write(value));
    }
    return out;
}

template <class List, class Write>
Value listOf(const List& list, Write write) {
    Array out;
    for (const auto& item : list) {
        out.push_back(write(item));
    }
    return out;
}

}  // namespace

json::Value systemJson(const results::SystemResult& value) {
    return Object{{"offered_rps", figure(value.offered_rps)},
                  {"goodput_rps", figure(value.goodput_rps)},
                  {"degraded_rps", figure(value.degraded_rps)},
                  {"error_rate", figure(value.error_rate)},
                  {"latency_ms", latency(value.latency_ms)},
                  {"cost_usd_month", figure(value.cost_usd_month)},
                  {"cost_usd_per_million", figure(value.cost_usd_per_million)},
                  {"availability", figure(value.availability)},
                  {"bottleneck", text(value.bottleneck)}};
}

json::Value resultsJson(const results::Results& results) {
    return Object{{"engine", Value(results.engine)},
                  {"converged", Value(results.converged)},
                  {"iterations", Value(results.iterations)},
                  {"fixed_points", listOf(results.fixed_points, [](double point) { return Value(point); })},
                  {"system", systemJson(results.system)},
                  {"workloads", each(results.workloads, workload)},
                  {"components", each(results.components, component)},
                  {"connections", each(results.connections, connection)},
                  {"findings", listOf(results.findings, finding)}};
}

}  // namespace headroom::engine
