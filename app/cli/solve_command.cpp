#include <array>

#include "app/cli/closest.h"
#include "app/cli/commands.h"
#include "app/cli/explain_report.h"
#include "app/cli/objectives.h"
#include "app/cli/open_design.h"
#include "app/cli/solve_report.h"
#include "app/cli/standard_streams.h"
#include "core/engine/explanation_json.h"
#include "core/engine/passes/explain.h"
#include "core/engine/results_json.h"
#include "core/engine/solver/solve.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 3> messages{{
    {"explain-unknown", "--explain: there is no '{subject}' in this design", "{guess}"},
    {"objective-missed", "an objective is missed: {objective}", ""},
    {"objectives-missed", "{count} objectives are missed, first: {objective}", ""},
}};

std::optional<Failure> missedObjective(const Arguments& arguments,
                                       const std::vector<ObjectiveCheck>& checks) {
    std::vector<std::string> missed;
    for (const ObjectiveCheck& check : checks) {
        if (!check.holds) {
            missed.push_back(check.text);
        }
    }
    if (missed.empty()) {
        return std::nullopt;
    }
    return Failure{
        ExitCode::missed, shownFile(arguments.file),
        makeDiagnostic(messages, missed.size() == 1 ? "objective-missed" : "objectives-missed", "/objectives",
                       {{"objective", missed.front()}, {"count", std::to_string(missed.size())}})};
}

/// What --explain could have meant.
std::vector<std::string> subjectsOf(const model::Design& design) {
    std::vector<std::string> names{"system"};
    for (const auto& component : design.components()) {
        names.push_back(component->id);
        for (const model::Workload& workload : component->workloads) {
            names.push_back(component->id + "." + workload.id);
        }
    }
    for (const auto& connection : design.connections()) {
        names.push_back(connection->id);
    }
    return names;
}

Outcome runExplain(const Arguments& arguments, const OpenedDesign& opened) {
    const std::string& subject = *arguments.explain;
    if (!engine::canExplain(opened.design, subject)) {
        const std::string guess = closest(subject, subjectsOf(opened.design));
        return tl::unexpected(
            Failure{ExitCode::usage, shownFile(arguments.file),
                    makeDiagnostic(
                        messages, "explain-unknown", "",
                        {{"subject", printable(subject, 60)},
                         {"guess", guess.empty()
                                       ? "name a component, a connection, a workload as source.workload, or "
                                         "system"
                                       : "did you mean " + guess + "?"}})});
    }
    const auto explanations = engine::explain(opened.design, opened.catalog, subject);
    Answer answer;
    answer.remarks = opened.remarks;
    answer.text =
        arguments.json ? json::write(engine::explanationsJson(explanations)) : explainReport(explanations);
    return answer;
}

}  // namespace

Outcome runSolve(const Arguments& arguments) {
    const auto opened = openDesign(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    if (arguments.whatIf) {
        const auto answers = engine::whatIfs(opened->design, opened->catalog);
        return Answer{
            .text = arguments.json ? json::write(engine::whatIfsJson(answers)) : whatIfReport(answers),
            .remarks = opened->remarks};
    }
    if (arguments.explain) {
        return runExplain(arguments, *opened);
    }
    const results::Results results = engine::solve(opened->design, opened->catalog);
    Answer answer;
    answer.remarks = opened->remarks;
    answer.text = arguments.json
                      ? json::write(engine::resultsJson(results))
                      : solveReport(opened->design, opened->catalog, results,
                                    {.connections = arguments.connections, .colour = colourWanted()});
    if (arguments.check) {
        answer.verdict =
            missedObjective(arguments, checkObjectives(opened->design, opened->catalog, results));
    }
    return answer;
}

}  // namespace headroom::cli
