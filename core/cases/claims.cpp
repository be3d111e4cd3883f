#include "core/cases/claims.h"

#include <cmath>

#include "core/cases/messages.h"

namespace headroom::cases {

namespace {

/// "between 75 % and 90 %" in the unit of `like`.
std::string wantedText(const Comparison& comparison, const Measured& like, const Facts& facts) {
    const auto text = [&](double number) { return shownLike(like, number); };
    switch (comparison.kind) {
        case Comparison::Kind::between:
            return "between " + text(comparison.low) + " and " + text(comparison.high);
        case Comparison::Kind::above:
            return "above " + text(comparison.low);
        case Comparison::Kind::at_least:
            return "at least " + text(comparison.low);
        case Comparison::Kind::below:
            return "below " + text(comparison.high);
        case Comparison::Kind::at_most:
            return "at most " + text(comparison.high);
        default:
            return Measured{comparison.wanted, like.unit, like.availability, facts.nameOf(comparison.wanted)}
                .shown();
    }
}

}  // namespace

bool satisfies(const json::Value& value, const Comparison& comparison) {
    if (comparison.kind == Comparison::Kind::is) {
        return value == comparison.wanted;
    }
    if (!value.isNumber()) {
        return false;
    }
    const double number = value.number();
    switch (comparison.kind) {
        case Comparison::Kind::between:
            return number >= comparison.low && number <= comparison.high;
        case Comparison::Kind::above:
            return number > comparison.low;
        case Comparison::Kind::at_least:
            return number >= comparison.low;
        case Comparison::Kind::below:
            return number < comparison.high;
        default:
            return number <= comparison.high;
    }
}

Verdict check(const Claim& claim, const Facts& facts) {
    Verdict out;
    out.text = facts.fill(claim.text, &out.problem);
    const auto measured = facts.measure(claim.of);
    if (measured) {
        out.value = *measured;
        out.holds = !out.problem && satisfies(measured->value, claim.holds);
    } else {
        out.problem = measured.error();
        out.value.unit = claim.of.unit.value_or(Unit::none);
    }
    out.found = out.value.shown();
    out.wanted = wantedText(claim.holds, out.value, facts);
    return out;
}

Result<Outcome> answer(const Question& question, const Facts& facts) {
    const auto measured = facts.measure(question.of);
    if (!measured) {
        return failure(measured.error());
    }
    if (measured->value.isNull() || (question.choices.empty() && !measured->value.isNumber())) {
        return failure(
            makeDiagnostic(messages, "value-absent", "", {{"what", "'" + question.of.text + "'"}}));
    }
    Outcome out{*measured, measured->shown(), std::nullopt};
    for (std::size_t i = 0; i < question.choices.size() && !out.choice; ++i) {
        if (satisfies(measured->value, question.choices[i].when)) {
            out.choice = i;
        }
    }
    return out;
}

bool isNear(const Question& question, const Outcome& outcome, double predicted) {
    const double right = outcome.value.value.number();
    return std::abs(predicted - right) <= question.within * std::abs(right);
}

}  // namespace headroom::cases
