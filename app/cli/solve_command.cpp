#include <array>

#include "app/cli/commands.h"
#include "app/cli/objectives.h"
#include "app/cli/open_design.h"
#include "app/cli/solve_report.h"
#include "app/cli/standard_streams.h"
#include "core/engine/results_json.h"
#include "core/engine/solver/solve.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 2> messages{{
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

}  // namespace

Outcome runSolve(const Arguments& arguments) {
    const auto opened = openDesign(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
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
