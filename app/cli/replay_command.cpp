#include <array>
#include <cmath>

#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "app/cli/replay_report.h"
#include "core/base/numbers.h"
#include "core/cases/case_file.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

constexpr std::array<MessageTemplate, 3> messages{{
    {"step-number", "there is no step '{typed}'", "the steps are 1 to {count}"},
    {"claim-false", "a claim does not hold: {claim}", ""},
    {"claims-false", "{count} claims do not hold, first: {claim}", ""},
}};

/// The first thing that is not as the case says, and where.
std::pair<std::string, std::string> firstFailure(const cases::SolvedCase& solved, const Replay& replay) {
    for (const Replay::PlayedStep& step : replay.steps) {
        const std::string where = "/steps/" + solved.step(step.number).id;
        for (std::size_t i = 0; i < step.claims.size(); ++i) {
            const cases::Verdict& verdict = step.claims[i];
            if (!verdict.holds) {
                return {where + "/claims/" + std::to_string(i),
                        printable(verdict.text, 120) + ": " + verdict.found + ", wanted " + verdict.wanted};
            }
        }
        if (step.problem) {
            return {where, step.problem->line()};
        }
    }
    return {};
}

std::optional<Failure> verdictOf(const Arguments& arguments, const cases::SolvedCase& solved,
                                 const Replay& replay) {
    const std::size_t failures = replay.failures();
    if (failures == 0) {
        return std::nullopt;
    }
    const auto [where, claim] = firstFailure(solved, replay);
    return Failure{ExitCode::missed, shownFile(arguments.file),
                   makeDiagnostic(messages, failures == 1 ? "claim-false" : "claims-false", where,
                                  {{"claim", claim}, {"count", std::to_string(failures)}})};
}

tl::expected<std::optional<std::size_t>, Failure> stepOf(const Arguments& arguments, std::size_t count) {
    if (!arguments.step) {
        return std::optional<std::size_t>();
    }
    const double step = parseNumber(*arguments.step).value_or(0);
    if (step != std::floor(step) || step < 1 || step > static_cast<double>(count)) {
        return tl::unexpected(Failure{
            ExitCode::usage, shownFile(arguments.file),
            makeDiagnostic(messages, "step-number", "--step",
                           {{"typed", printable(*arguments.step, 40)}, {"count", std::to_string(count)}})});
    }
    return std::optional(static_cast<std::size_t>(step));
}

}  // namespace

Outcome runReplay(const Arguments& arguments) {
    auto opened = openCatalog(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    auto loaded = cases::readFile(arguments.file, opened->catalog);
    if (!loaded) {
        return tl::unexpected(Failure{ExitCode::invalid_file, shownFile(arguments.file), loaded.error()});
    }
    const auto step = stepOf(arguments, loaded->content.steps.size());
    if (!step) {
        return tl::unexpected(step.error());
    }
    Answer answer;
    answer.remarks = opened->remarks;
    for (const Diagnostic& notice : loaded->notices) {
        answer.remarks += remarkLine(shownFile(arguments.file), notice);
    }
    const cases::SolvedCase solved(std::move(loaded->content), opened->catalog);
    const Replay replay = replayed(solved);
    answer.text =
        arguments.json ? json::write(replayJson(solved, replay, *step)) : replayReport(solved, replay, *step);
    answer.verdict = verdictOf(arguments, solved, replay);
    return answer;
}

}  // namespace headroom::cli
