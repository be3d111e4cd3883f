#include "app/cli/replay_report.h"

#include <algorithm>

#include "app/cli/table.h"

namespace headroom::cli {

namespace {

constexpr std::size_t width = 100;

std::size_t failuresOf(const Replay::PlayedStep& step) {
    const auto broken = std::count_if(step.claims.begin(), step.claims.end(),
                                      [](const cases::Verdict& verdict) { return !verdict.holds; });
    return static_cast<std::size_t>(broken) + (step.problem ? 1 : 0);
}

Replay::PlayedStep played(const cases::SolvedCase& solved, std::size_t number) {
    const cases::Facts facts = solved.facts(number);
    const cases::Step& step = solved.step(number);
    Replay::PlayedStep out;
    out.number = number;
    out.text = facts.fill(step.text, &out.problem);
    out.claims = solved.check(number, facts);
    for (const cases::Number& one : step.numbers) {
        const auto found = facts.numbers().find(one.name);
        out.numbers.emplace_back(one, found == facts.numbers().end() ? cases::Measured() : found->second);
    }
    if (step.question) {
        out.outcome = cases::answer(*step.question, facts);
        if (!*out.outcome && !out.problem) {
            out.problem = out.outcome->error();
        }
    }
    return out;
}

bool isTold(const Replay::PlayedStep& step, std::optional<std::size_t> only) {
    return !only || *only == step.number;
}

std::string claimsText(const Replay::PlayedStep& step) {
    Table table({{"", Align::left, 5},
                 {"claim", Align::left, 58},
                 {"found", Align::right, 16},
                 {"wanted", Align::left, 32}});
    for (const cases::Verdict& verdict : step.claims) {
        table.add({verdict.holds ? "holds" : "FAILS", verdict.text, verdict.found, verdict.wanted});
    }
    return step.claims.empty() ? std::string() : table.text();
}

std::string problemsText(const Replay::PlayedStep& step) {
    std::string out;
    for (const cases::Verdict& verdict : step.claims) {
        if (verdict.problem) {
            out += wrapped(verdict.problem->line(), 8, width);
        }
    }
    return step.problem ? out + wrapped(step.problem->line(), 8, width) : out;
}

/// Paragraph by paragraph, since a narration has several.
std::string narration(const std::string& text) {
    std::string out;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find("\n\n", begin), text.size());
        out += wrapped(text.substr(begin, end - begin), 2, width) + "\n";
        begin = end + 2;
    }
    return out;
}

json::Value claimJson(const cases::Verdict& verdict) {
    return json::Object{{"text", verdict.text},
                        {"holds", verdict.holds},
                        {"value", verdict.value.value},
                        {"found", verdict.found},
                        {"wanted", verdict.wanted},
                        {"problem", verdict.problem ? json::Value(verdict.problem->line()) : json::Value()}};
}

json::Value questionJson(const cases::Step& step, const Replay::PlayedStep& played,
                         const cases::Facts& before) {
    if (!step.question || !played.outcome || !*played.outcome) {
        return {};
    }
    const cases::Outcome& outcome = **played.outcome;
    return json::Object{{"text", before.fill(step.question->text)},
                        {"value", outcome.value.value},
                        {"found", outcome.found},
                        {"choice", outcome.choice ? json::Value(step.question->choices[*outcome.choice].text)
                                                  : json::Value()}};
}

json::Value stepJson(const cases::SolvedCase& solved, const Replay::PlayedStep& played) {
    const cases::Step& step = solved.step(played.number);
    json::Array claims;
    for (const cases::Verdict& verdict : played.claims) {
        claims.push_back(claimJson(verdict));
    }
    json::Object numbers;
    for (const auto& [number, value] : played.numbers) {
        numbers.append(number.name, value.value);
    }
    return json::Object{{"step", static_cast<std::uint64_t>(played.number)},
                        {"id", step.id},
                        {"title", step.title},
                        {"text", played.text},
                        {"numbers", std::move(numbers)},
                        {"question", questionJson(step, played, solved.facts(played.number - 1))},
                        {"claims", std::move(claims)},
                        {"holds", failuresOf(played) == 0}};
}

}  // namespace

std::size_t Replay::failures() const {
    std::size_t out = 0;
    for (const PlayedStep& step : steps) {
        out += failuresOf(step);
    }
    return out;
}

Replay replayed(const cases::SolvedCase& solved) {
    Replay out;
    for (std::size_t number = 1; number <= solved.stepCount(); ++number) {
        out.steps.push_back(played(solved, number));
    }
    return out;
}

std::string replayReport(const cases::SolvedCase& solved, const Replay& replay,
                         std::optional<std::size_t> only) {
    std::string out = fitted(solved.content().title, width) + "\n";
    for (const Replay::PlayedStep& step : replay.steps) {
        if (!isTold(step, only)) {
            continue;
        }
        out += "\nStep " + std::to_string(step.number) + " of " + std::to_string(solved.stepCount()) + ": " +
               fitted(solved.step(step.number).title, width - 16) + "\n";
        out += only ? "\n" + narration(step.text) : "";
        out += claimsText(step) + problemsText(step);
    }
    return out;
}

json::Value replayJson(const cases::SolvedCase& solved, const Replay& replay,
                       std::optional<std::size_t> only) {
    json::Array steps;
    for (const Replay::PlayedStep& step : replay.steps) {
        if (isTold(step, only)) {
            steps.push_back(stepJson(solved, step));
        }
    }
    return json::Object{
        {"case", solved.content().title}, {"holds", replay.failures() == 0}, {"steps", std::move(steps)}};
}

}  // namespace headroom::cli
