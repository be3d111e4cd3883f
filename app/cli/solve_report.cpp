#include "app/cli/solve_report.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/flow_order.h"
#include "app/cli/objectives.h"
#include "app/cli/table.h"
#include "core/base/numbers.h"

namespace headroom::cli {

namespace {

using results::Figure;

constexpr std::string_view none = "\u2014";
constexpr std::string_view bold = "\u001b[1m";
constexpr std::string_view amber = "\u001b[33m";
constexpr std::string_view red = "\u001b[31m";
constexpr std::string_view plain = "\u001b[0m";

std::string shown(const Figure& figure, Unit unit) {
    return figure ? formatQuantity(*figure, unit) : std::string(none);
}

/// The number that holds for a parameter of a record, by its override or its default.
Figure parameter(const std::vector<catalog::ParamSpec>& specs, const json::Object& params,
                 std::string_view name) {
    const catalog::ParamSpec* spec = catalog::findSpec(specs, name);
    const json::Value* value = spec != nullptr ? &catalog::effective(*spec, params) : nullptr;
    return value != nullptr && value->isNumber() ? Figure(value->number()) : std::nullopt;
}

class Report {
  public:
    Report(const model::Design& design, const catalog::Catalog& catalog, const results::Results& results,
           const ReportOptions& options)
        : design_(design), catalog_(catalog), results_(results), options_(options) {}

    std::string text() {
        headline();
        workloads();
        components();
        if (options_.connections) {
            connections();
        }
        objectives();
        findings();
        return std::move(out_);
    }

  private:
    void title(std::string_view text) {
        out_ += out_.empty() ? "" : "\n";
        out_ +=
            options_.colour ? std::string(bold) + std::string(text) + std::string(plain) : std::string(text);
        out_ += "\n";
    }

    [[nodiscard]] std::string paint(std::string_view colour) const {
        return options_.colour ? std::string(colour) : std::string();
    }

    void line(const std::string& name, const std::string& value) {
        out_ += "  " + name + std::string(14 - displayWidth(name), ' ') + value + "\n";
    }

    void headline() {
        const results::SystemResult& system = results_.system;
        const results::Latency& latency = system.latency_ms;
        const std::string& name = design_.document().name;
        title(name.empty() ? "Design" : fitted(name, 90));
        if (!results_.converged) {
            out_ += "  Not converged after " + std::to_string(results_.iterations) +
                    " iterations: these numbers are not an answer.\n";
        }
        line("Goodput", shown(system.goodput_rps, Unit::per_second) + " of " +
                            shown(system.offered_rps, Unit::per_second) + " offered");
        line("Errors", shown(system.error_rate, Unit::ratio));
        line("Latency", "mean " + shown(latency.mean, Unit::milliseconds) + ", p50 " +
                            shown(latency.p50, Unit::milliseconds) + ", p90 " +
                            shown(latency.p90, Unit::milliseconds) + ", p99 " +
                            shown(latency.p99, Unit::milliseconds) + ", p99.9 " +
                            shown(latency.p999, Unit::milliseconds));
        line("Cost", shown(system.cost_usd_month, Unit::usd_per_month));
        line("Availability",
             system.availability ? formatAvailability(*system.availability) : std::string(none));
        line("Bottleneck", bottleneck());
    }

    [[nodiscard]] std::string bottleneck() const {
        const std::optional<Id>& id = results_.system.bottleneck;
        const auto found = id ? results_.components.find(*id) : results_.components.end();
        if (found == results_.components.end()) {
            return std::string(none);
        }
        const results::ComponentResult& result = found->second;
        std::string about = shown(result.offered_utilization, Unit::ratio) + " of what it can do";
        if (result.backlog_growth_rps && *result.backlog_growth_rps > 0) {
            about += ", backlog grows by " + shown(result.backlog_growth_rps, Unit::per_second);
        }
        return *id + " (" + about + ")";
    }

    void workloads() {
        Table table({{"WORKLOAD", Align::left, 32},
                     {"OFFERED"},
                     {"GOODPUT"},
                     {"ERRORS"},
                     {"MEAN"},
                     {"P50"},
                     {"P99"},
                     {"DEADLINE"}});
        for (const auto& component : design_.components()) {
            for (const model::Workload& workload : component->workloads) {
                const std::string key = component->id + "." + workload.id;
                const auto found = results_.workloads.find(key);
                if (found != results_.workloads.end()) {
                    table.add(workloadCells(key, workload, found->second));
                }
            }
        }
        title("Workloads");
        out_ += table.text();
    }

    [[nodiscard]] std::vector<std::string> workloadCells(const std::string& key,
                                                         const model::Workload& workload,
                                                         const results::WorkloadResult& result) const {
        return {key,
                shown(result.offered_rps, Unit::per_second),
                shown(result.goodput_rps, Unit::per_second),
                shown(result.error_rate, Unit::ratio),
                shown(result.latency_ms.mean, Unit::milliseconds),
                shown(result.latency_ms.p50, Unit::milliseconds),
                shown(result.latency_ms.p99, Unit::milliseconds),
                shown(parameter(catalog_.recordParams("workload"), workload.params, "deadline_ms"),
                      Unit::milliseconds)};
    }

    void components() {
        Table table({{"COMPONENT", Align::left, 20},
                     {"KIND", Align::left, 13},
                     {"\u00d7"},
                     {"REQ/S"},
                     {"UTILIZATION", Align::left},
                     {"WAIT P99"},
                     {"RESP P99"},
                     {"COST/MO"},
                     {"STATUS", Align::left}});
        for (const Id& id : flowOrder(design_)) {
            const auto found = results_.components.find(id);
            if (found != results_.components.end()) {
                table.add(componentCells(*design_.components().find(id), found->second),
                          statusPaint(found->second.status));
            }
        }
        title("Components");
        out_ += table.text();
    }

    [[nodiscard]] std::string statusPaint(results::Status status) const {
        const bool bad = status == results::Status::saturated || status == results::Status::down;
        return status == results::Status::ok ? "" : paint(bad ? red : amber);
    }

    [[nodiscard]] std::vector<std::string> componentCells(const model::Component& component,
                                                          const results::ComponentResult& result) const {
        const catalog::Kind* kind = catalog_.kind(component.kind);
        return {component.id,
                kind != nullptr ? kind->label : component.kind,
                result.instances ? shortest(*result.instances) : machines(component),
                shown(result.arrival_rps, Unit::per_second),
                bar(result.utilization),
                shown(result.wait_ms.p99, Unit::milliseconds),
                shown(result.response_ms.p99, Unit::milliseconds),
                monthly(result.cost_usd_month),
                std::string(results::statusName(result.status))};
    }

    /// Without the unit, which is in the heading.
    [[nodiscard]] static std::string monthly(const results::Figure& cost) {
        const std::string text = shown(cost, Unit::usd_per_month);
        return text.substr(0, text.find('/'));
    }

    /// How many machines: instances, or leaders and their replicas.
    [[nodiscard]] std::string machines(const model::Component& component) const {
        const catalog::Kind* kind = catalog_.kind(component.kind);
        if (kind == nullptr) {
            return std::string(none);
        }
        const Figure instances = parameter(kind->params, component.params, "instances");
        const Figure replicas = parameter(kind->params, component.params, "replicas");
        if (instances) {
            return shortest(*instances);
        }
        const double shards = parameter(kind->params, component.params, "shards").value_or(1);
        return replicas ? shortest(shards * (1 + *replicas)) : std::string(none);
    }

    static std::string bar(const Figure& utilization) {
        constexpr int cells = 8;
        if (!utilization) {
            return std::string(none);
        }
        const double share = std::clamp(*utilization, 0.0, 1.0);
        // Something is seen as soon as there is something, and full means full.
        const int full = share >= 1 ? cells : std::min(cells - 1, static_cast<int>(std::ceil(share * cells)));
        std::string out;
        for (int i = 0; i < cells; ++i) {
            out += i < full ? "\u25a0" : "\u00b7";
        }
        return out + " " + formatQuantity(*utilization, Unit::ratio);
    }

    void connections() {
        Table table({{"CONNECTION", Align::left, 18},
                     {"FROM \u2192 TO", Align::left, 36},
                     {"KIND", Align::left},
                     {"RATE"},
                     {"ERRORS"},
                     {"MEAN"},
                     {"P99"}});
        for (const auto& connection : design_.connections()) {
            const auto found = results_.connections.find(connection->id);
            if (found != results_.connections.end()) {
                const results::ConnectionResult& result = found->second;
                table.add({connection->id, connection->from + " \u2192 " + connection->to, connection->kind,
                           shown(result.rps, Unit::per_second), shown(result.error_rate, Unit::ratio),
                           shown(result.latency_ms.mean, Unit::milliseconds),
                           shown(result.latency_ms.p99, Unit::milliseconds)});
            }
        }
        title("Connections");
        out_ += table.text();
    }

    void objectives() {
        const auto checks = checkObjectives(design_, catalog_, results_);
        if (checks.empty()) {
            return;
        }
        title("Objectives");
        for (const ObjectiveCheck& check : checks) {
            out_ += "  " + (check.holds ? "met     " : paint(red) + "missed  ") + check.text +
                    (check.holds ? "" : paint(plain)) + "\n";
        }
    }

    void findings() {
        constexpr std::array<Severity, 3> order{Severity::error, Severity::warning, Severity::info};
        if (results_.findings.empty()) {
            return;
        }
        title("Findings");
        for (const Severity severity : order) {
            for (const results::Finding& finding : results_.findings) {
                if (finding.diagnostic.severity == severity) {
                    addFinding(finding);
                }
            }
        }
    }

    void addFinding(const results::Finding& finding) {
        std::string where;
        for (const Id& id : finding.where) {
            where += (where.empty() ? "" : ", ") + id;
        }
        const Diagnostic& said = finding.diagnostic;
        out_ += "  " + std::string(severityName(said.severity)) + (where.empty() ? "" : "  " + where) + "\n";
        out_ += wrapped(said.text + (said.hint.empty() ? "" : "; " + said.hint), 4, 96);
    }

    const model::Design& design_;
    const catalog::Catalog& catalog_;
    const results::Results& results_;
    const ReportOptions& options_;
    std::string out_;
};

}  // namespace

std::string solveReport(const model::Design& design, const catalog::Catalog& catalog,
                        const results::Results& results, const ReportOptions& options) {
    return Report(design, catalog, results, options).text();
}

}  // namespace headroom::cli
