#include "core/base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace headroom {

namespace {

/// The exponent in "e-12"; 0 for nothing; what does not fit is cut to a million.
int exponentOf(std::string_view text) {
    constexpr int most = 1000000;
    if (text.size() < 2) {
        return 0;
    }
    const bool negative = text[1] == '-';
    text.remove_prefix(negative || text[1] == '+' ? 2 : 1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    exponent = error == std::errc() ? std::min(exponent, most) : most;
    return negative ? -exponent : exponent;
}

}  // namespace

std::string fixedDecimal(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals);
    return {buffer.data(), end.ptr};
}

std::string withoutZeros(std::string text) {
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::string shiftedDecimal(std::string_view text, int places) {
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    const auto exponentAt = std::min(text.find_first_of("eE"), text.size());
    const std::string_view mantissa = text.substr(0, exponentAt);
    std::string digits(mantissa);
    std::erase(digits, '.');
    const auto zeros = std::min(digits.find_first_not_of('0'), digits.size());
    // The value is 0.digits times 10^point.
    int point = static_cast<int>(std::min(mantissa.find('.'), mantissa.size())) + places +
                exponentOf(text.substr(exponentAt)) - static_cast<int>(zeros);
    digits.erase(0, zeros);
    constexpr int mostZeros = 20;
    std::string out;
    if (digits.empty()) {
        out = "0";
    } else if (point <= -mostZeros || point > static_cast<int>(digits.size()) + mostZeros) {
        out = "0." + digits + "e" + std::to_string(point);
    } else if (point <= 0) {
        out = "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else {
        digits.append(static_cast<std::size_t>(std::max(point - static_cast<int>(digits.size()), 0)), '0');
        out = digits.substr(0, static_cast<std::size_t>(point)) + "." +
              digits.substr(static_cast<std::size_t>(point));
    }
    return (negative ? "-" : "") + (out.find('e') == std::string::npos ? withoutZeros(out) : out);
}

bool isBelowOne(std::string_view text) {
    const auto exponentAt = std::min(text.find_first_of("eE"), text.size());
    const std::string_view mantissa = text.substr(0, exponentAt);
    const auto first = static_cast<double>(mantissa.find_first_of("123456789"));
    const auto point = static_cast<double>(std::min(mantissa.find('.'), mantissa.size()));
    return point - first + exponentOf(text.substr(exponentAt)) <= 0;
}

}  // namespace headroom
