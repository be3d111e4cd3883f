#pragma once

#include <optional>
#include <string>

#include "core/cases/solved_case.h"
#include "core/json/value.h"

namespace headroom::cli {

/// What playing a case from beginning to end has shown.
struct Replay {
    struct PlayedStep {
        std::size_t number = 0;  ///< from 1
        std::string text;        ///< the narration, filled in
        std::vector<cases::Verdict> claims;
        std::vector<std::pair<cases::Number, cases::Measured>> numbers;
        std::optional<Result<cases::Outcome>> outcome;  ///< of the question, where there is one
        std::optional<Diagnostic> problem;              ///< a placeholder or question without a value
    };
    std::vector<PlayedStep> steps;

    /// Claims that do not hold, and steps whose words have no value.
    [[nodiscard]] std::size_t failures() const;
};

Replay replayed(const cases::SolvedCase& solved);

/// Each step with its claims; `only` (from 1) tells that step alone, with its narration.
std::string replayReport(const cases::SolvedCase& solved, const Replay& replay,
                         std::optional<std::size_t> only);
json::Value replayJson(const cases::SolvedCase& solved, const Replay& replay,
                       std::optional<std::size_t> only);

}  // namespace headroom::cli
