#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/units.h"

/// Numbers as text, in and out, independent of the locale.
namespace headroom {

/// The shortest decimal text that reads back as exactly `value` (std::to_chars); finite values only.
std::string shortest(double value);

/// The same without an exponent for whole numbers up to 1e15: "1000000" where shortest() says "1e+06".
std::string plainNumber(double value);

/// Reads all of `text` as one finite JSON-like number ("12", "-1.5", "2e3"); nothing else may stand around
/// it.
std::optional<double> parseNumber(std::string_view text);

/// What a person types into a field: numbers, SI prefixes k, K, M, G, T behind a number (`2k`,
/// `1.5M`), a suffix of the unit (`10 KB`, `200us`, `40 %`), + - * / and parentheses (`3*4`,
/// `86400/24`). A bare number is taken in `shown`: percent for ratios, the stored unit otherwise.
/// The answer is in the stored unit of `unit`. Errors: what could not be read, and what can be typed.
Result<double> parseQuantity(std::string_view text, Unit unit);

/// `value` in the way of a label: three significant digits, SI prefix, unit: "1.24 k/s", "38.2 ms",
/// "4.1 s", "$1,910/mo", "75 %". Not finite: "—".
std::string formatQuantity(double value, Unit unit);

/// `value` for an edit field, without loss: shortest text in the unit shown behind the field
/// (percent for ratios), which parseQuantity reads back.
std::string editableNumber(double value, Unit unit);

/// Availability to the second digit that is no nine: 0.9995 -> "99.95 %", 1 -> "100 %".
std::string formatAvailability(double ratio);

/// A share of errors, 0 to 1, at a width that stays: "0.25 %", below a hundred-thousandth "< 0.001 %",
/// none at all "0 %".
std::string formatErrorShare(double ratio);

/// A hint such as "between 1 and 1 M" in the unit's own form.
std::string formatRange(double low, double high, Unit unit);

}  // namespace headroom
