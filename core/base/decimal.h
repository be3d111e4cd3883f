#pragma once

#include <string>
#include <string_view>

/// Decimal numbers as digits, where a detour over doubles would round. Not for other folders.
namespace headroom {

/// `value` with so many digits behind the point.
std::string fixedDecimal(double value, int decimals);

/// Without zeros at the end behind a point: 4.10 -> "4.1", 4.00 -> "4".
std::string withoutZeros(std::string text);

/// The decimal number `text` times 10^`places`, without a rounding in between: "0.07" and 2 make "7". Written
/// with an exponent where it would need many zeros.
std::string shiftedDecimal(std::string_view text, int places);

/// Whether a decimal number that does not fit a double is too small rather than too large: its first digit
/// that is no zero stands behind the point once the exponent has moved that.
bool isBelowOne(std::string_view text);

}  // namespace headroom
