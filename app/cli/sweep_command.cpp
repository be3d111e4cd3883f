#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "app/cli/standard_streams.h"
#include "app/cli/table.h"
#include "app/cli/variation.h"
#include "core/base/numbers.h"
#include "core/engine/results_json.h"
#include "core/engine/sweep/sweep.h"
#include "core/format/design_file.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

using engine::sweep::Point;
using results::Figure;

constexpr std::string_view none = "\u2014";
constexpr std::string_view red = "\u001b[31m";

std::string shown(const Figure& figure, Unit unit) {
    return figure ? formatQuantity(*figure, unit) : std::string(none);
}

std::string stateOf(const Point& point) {
    if (!point.converged) {
        return "not converged";
    }
    return point.saturated ? "saturated" : "";
}

std::string sweepReport(const Variation& variation, const std::vector<Point>& points) {
    Table table({{"value"},
                 {"goodput"},
                 {"errors"},
                 {"p50"},
                 {"p99"},
                 {"cost"},
                 {"busiest", Align::left},
                 {"load"},
                 {"", Align::left}});
    for (const Point& point : points) {
        const results::SystemResult& system = point.system;
        table.add(
            {formatQuantity(point.value, Unit::none), shown(system.goodput_rps, Unit::per_second),
             shown(system.error_rate, Unit::ratio), shown(system.latency_ms.p50, Unit::milliseconds),
             shown(system.latency_ms.p99, Unit::milliseconds),
             shown(system.cost_usd_month, Unit::usd_per_month), system.bottleneck.value_or(std::string(none)),
             shown(point.utilization, Unit::ratio), stateOf(point)},
            point.saturated && colourWanted() ? std::string(red) : std::string());
    }
    return variation.pointer.text() + "\n\n" + table.text();
}

json::Value sweepJson(const Variation& variation, const std::vector<Point>& points) {
    json::Array list;
    for (const Point& point : points) {
        list.push_back(json::Object{
            {"value", point.value},
            {"converged", point.converged},
            {"saturated", point.saturated},
            {"offered_utilization", point.utilization ? json::Value(*point.utilization) : json::Value()},
            {"system", engine::systemJson(point.system)}});
    }
    return json::Object{{"vary", variation.pointer.text()}, {"points", std::move(list)}};
}

tl::unexpected<Failure> wrongVary(const Arguments& arguments, Diagnostic problem) {
    problem.where = "--vary" + (problem.where.empty() ? "" : " " + problem.where);
    return tl::unexpected(Failure{ExitCode::usage, shownFile(arguments.file), std::move(problem)});
}

}  // namespace

Outcome runSweep(const Arguments& arguments) {
    const auto variation = parseVariation(arguments.vary);
    if (!variation) {
        return wrongVary(arguments, variation.error());
    }
    const auto opened = openDesign(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    const auto points = engine::sweep::solveEach(
        [&](double value) {
            return format::withValue(opened->design, opened->catalog, variation->pointer, value);
        },
        variation->values, opened->catalog);
    if (!points) {
        return wrongVary(arguments, points.error());
    }
    Answer answer;
    answer.remarks = opened->remarks;
    answer.text =
        arguments.json ? json::write(sweepJson(*variation, *points)) : sweepReport(*variation, *points);
    return answer;
}

}  // namespace headroom::cli
