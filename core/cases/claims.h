#pragma once

#include <optional>
#include <string>

#include "core/cases/facts.h"

namespace headroom::cases {

/// What became of a claim.
struct Verdict {
    bool holds = false;
    std::string text;    ///< the claim's, placeholders filled in
    std::string found;   ///< the value, as a person reads it
    std::string wanted;  ///< "between 75 % and 90 %", "is saturated"
    Measured value;
    std::optional<Diagnostic> problem;  ///< why there is no value
};

/// Whether `value` is what `comparison` asks for. Null, and a text where a number is asked for, is not.
bool satisfies(const json::Value& value, const Comparison& comparison);

Verdict check(const Claim& claim, const Facts& facts);

/// What the engine says to a question.
struct Outcome {
    Measured value;
    std::string found;
    std::optional<std::size_t>
        choice;  ///< the one that is right; nullopt where none is, or a number is asked
};
Result<Outcome> answer(const Question& question, const Facts& facts);

/// Whether a predicted number is near enough.
bool isNear(const Question& question, const Outcome& outcome, double predicted);

}  // namespace headroom::cases
