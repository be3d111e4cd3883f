#include "app/cli/objectives.h"

#include <algorithm>
#include <array>

#include "core/base/numbers.h"

namespace headroom::cli {

namespace {

struct Metric {
    std::string_view name;
    Unit unit;
    results::Figure (*of)(const results::SystemResult& system);
};

/// The figures that resources/records/objective.json lets a design bound.
constexpr std::array<Metric, 10> metrics{{
    {"goodput_rps", Unit::per_second, [](const auto& system) { return system.goodput_rps; }},
    {"error_rate", Unit::ratio, [](const auto& system) { return system.error_rate; }},
    {"mean_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.mean; }},
    {"p50_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.p50; }},
    {"p90_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.p90; }},
    {"p95_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.p95; }},
    {"p99_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.p99; }},
    {"p999_ms", Unit::milliseconds, [](const auto& system) { return system.latency_ms.p999; }},
    {"cost_usd_month", Unit::usd_per_month, [](const auto& system) { return system.cost_usd_month; }},
    {"availability", Unit::ratio, [](const auto& system) { return system.availability; }},
}};

std::string labelOf(std::string_view metric, const catalog::Catalog& catalog) {
    const catalog::ParamSpec* spec = catalog::findSpec(catalog.recordParams("objective"), "metric");
    if (spec != nullptr) {
        for (const catalog::Option& option : spec->options) {
            if (option.value == metric) {
                return option.label;
            }
        }
    }
    return std::string(metric);
}

ObjectiveCheck checked(const std::string& label, const Metric* metric, const results::SystemResult& system,
                       double bound, bool upper) {
    const results::Figure figure = metric != nullptr ? metric->of(system) : std::nullopt;
    const Unit unit = metric != nullptr ? metric->unit : Unit::none;
    ObjectiveCheck out;
    out.holds = figure && (upper ? *figure <= bound : *figure >= bound);
    out.text = label + (upper ? " at most " : " at least ") + formatQuantity(bound, unit) + ": " +
               (figure ? formatQuantity(*figure, unit) : "not known");
    return out;
}

}  // namespace

std::vector<ObjectiveCheck> checkObjectives(const model::Design& design, const catalog::Catalog& catalog,
                                            const results::Results& results) {
    std::vector<ObjectiveCheck> out;
    for (const json::Value& item : design.document().objectives) {
        const json::Object* objective = item.object();
        const json::Value* name = objective != nullptr ? objective->find("metric") : nullptr;
        if (name == nullptr) {
            continue;
        }
        const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                         [&](const Metric& known) { return known.name == name->text(); });
        const Metric* known = metric != metrics.end() ? &*metric : nullptr;
        for (const bool upper : {true, false}) {
            const json::Value* bound = objective->find(upper ? "at_most" : "at_least");
            if (bound != nullptr && bound->isNumber()) {
                out.push_back(
                    checked(labelOf(name->text(), catalog), known, results.system, bound->number(), upper));
            }
        }
    }
    return out;
}

}  // namespace headroom::cli
