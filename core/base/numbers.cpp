#include "core/base/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/base/decimal.h"
#include "core/base/quantity_reader.h"

namespace headroom {

namespace {

constexpr std::string_view dash = "\u2014";

/// So many that the third significant digit is the last one, were it not for zeros.
int decimalsForThreeDigits(double magnitude) {
    constexpr std::array<double, 7> limits{99.95, 9.995, 0.9995, 0.09995, 0.009995, 0.0009995, 0.00009995};
    int decimals = 0;
    for (const double limit : limits) {
        decimals += magnitude < limit ? 1 : 0;
    }
    return decimals;
}

std::string tinyNumber(double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 3);
    return {buffer.data(), end.ptr};
}

/// Three significant digits.
std::string threeDigits(double value) {
    constexpr double tiny = 9.995e-6;
    if (value != 0 && std::abs(value) < tiny) {
        return tinyNumber(value);
    }
    const std::string text = withoutZeros(fixedDecimal(value, decimalsForThreeDigits(std::abs(value))));
    return text == "-0" ? "0" : text;
}

struct Step {
    double size;
    std::string_view symbol;
};

constexpr std::array<Step, 6> siSteps{
    {{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}, {1e15, "P"}}};
constexpr std::array<Step, 6> timeSteps{
    {{1e-6, "ns"}, {1e-3, "\u00b5s"}, {1, "ms"}, {1e3, "s"}, {6e4, "min"}, {3.6e6, "h"}}};
constexpr std::array<Step, 4> longTimeSteps{{{1e-3, "ms"}, {1, "s"}, {60, "min"}, {3600, "h"}}};

/// The largest step that `value`, once rounded to three digits, reaches.
template <std::size_t count>
const Step& stepFor(double magnitude, const std::array<Step, count>& steps) {
    std::size_t chosen = 0;
    while (chosen + 1 < count &&
           magnitude >= steps[chosen + 1].size * (steps[chosen + 1].size < 6e4 ? 0.9995 : 1)) {
        ++chosen;
    }
    return steps[chosen];
}

std::string prefixedDecimal(double value, std::string_view unit) {
    const Step& step = stepFor(std::abs(value), siSteps);
    const std::string text = threeDigits(value / step.size);
    if (unit.empty() && step.symbol.empty()) {
        return text;
    }
    return text + "\u00a0" + std::string(step.symbol) + std::string(unit);
}

template <std::size_t count>
std::string timeText(double value, const std::array<Step, count>& steps, std::string_view zeroUnit) {
    if (std::abs(value) < 0.005 * steps.front().size) {
        return "0\u00a0" + std::string(zeroUnit);
    }
    const Step& step = stepFor(std::abs(value), steps);
    return threeDigits(value / step.size) + "\u00a0" + std::string(step.symbol);
}

std::string grouped(double wholeNumber) {
    std::string digits = fixedDecimal(std::abs(wholeNumber), 0);
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
    }
    return digits;
}

std::string money(double value, std::string_view per) {
    // Whole dollars; below ten, cents are what tells two prices apart.
    const bool small = std::abs(value) < 9.995 && value != std::round(value);
    const std::string amount = small ? fixedDecimal(std::abs(value), 2) : grouped(std::round(value));
    return (value < 0 ? "\u2212$" : "$") + amount + std::string(per);
}

constexpr std::array<MessageTemplate, 1> messages{{
    {"number-unreadable", "'{found}' is not a number", "type a number such as {example}"},
}};

/// "7", "7 %": a percent and nothing else, to the last bit.
std::optional<double> percentLiteral(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '%')) {
        const bool percent = text.back() == '%';
        text.remove_suffix(1);
        if (percent) {
            text = text.substr(0, text.find_last_not_of(' ') + 1);
            break;
        }
    }
    return parseNumber(text) ? parseNumber(shiftedDecimal(text, -2)) : std::nullopt;
}

std::string_view exampleFor(Unit unit) {
    switch (unit) {
        case Unit::milliseconds:
            return "25, 200us or 1.5s";
        case Unit::seconds:
            return "90 or 5min";
        case Unit::hours:
            return "720 or 30d";
        case Unit::per_second:
            return "2k, 1.5M or 3*4";
        case Unit::bytes:
            return "500, 10 KB or 2 GB";
        case Unit::ratio:
            return "85 or 85 %";
        default:
            return "4, 2k or 3*4";
    }
}

}  // namespace

std::string shortest(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value == 0 ? 0.0 : value);
    return {buffer.data(), end.ptr};
}

std::string plainNumber(double value) {
    constexpr double exactly = 1e15;
    return std::abs(value) <= exactly && value == std::round(value)
               ? fixedDecimal(value == 0 ? 0.0 : value, 0)
               : shortest(value);
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range && isBelowOne(text)) {
        return 0.0;  // nearer to 0 than to any other number there is
    }
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

Result<double> parseQuantity(std::string_view text, Unit unit) {
    if (const auto ratio = unit == Unit::ratio ? percentLiteral(text) : std::nullopt) {
        return *ratio;
    }
    if (const auto value = QuantityReader(text, unitInfo(unit)).read()) {
        return *value;
    }
    return failure(
        makeDiagnostic(messages, "number-unreadable", "",
                       {{"found", printable(text, 40)}, {"example", std::string(exampleFor(unit))}}));
}

std::string formatQuantity(double value, Unit unit) {
    if (!std::isfinite(value)) {
        return std::string(dash);
    }
    switch (unit) {
        case Unit::milliseconds:
            return timeText(value, timeSteps, "ms");
        case Unit::seconds:
            return timeText(value, longTimeSteps, "s");
        case Unit::ratio:
            return threeDigits(value * 100) + "\u00a0%";
        case Unit::factor:
            return prefixedDecimal(value, "\u00d7");
        case Unit::usd_per_month:
            return money(value, "/mo");
        case Unit::usd_per_hour:
            return "$" + shortest(value) + "/h";
        case Unit::usd_per_million:
        case Unit::usd_per_gb:
        case Unit::usd_per_gb_month:
            return "$" + shortest(value) + std::string(unitInfo(unit).symbol.substr(1));
        default:
            return prefixedDecimal(value, unitInfo(unit).symbol);
    }
}

std::string editableNumber(double value, Unit unit) {
    return unit == Unit::ratio ? shiftedDecimal(shortest(value), 2) : shortest(value);
}

std::string formatAvailability(double ratio) {
    if (!std::isfinite(ratio)) {
        return std::string(dash);
    }
    if (ratio >= 1) {
        return "100\u00a0%";
    }
    // As many decimals as there are nines, and one digit more to the second that is none.
    const double missing = (1 - ratio) * 100;
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(missing))) + 1, 0, 12);
    // Never round up to a nine that was not earned.
    const double scale = std::pow(10.0, decimals);
    return withoutZeros(fixedDecimal(std::floor(ratio * 100 * scale + 1e-6) / scale, decimals)) + "\u00a0%";
}

std::string formatErrorShare(double ratio) {
    constexpr double least = 1e-5;
    return ratio > 0 && ratio < least ? "<\u00a0" + formatQuantity(least, Unit::ratio)
                                      : formatQuantity(ratio, Unit::ratio);
}

std::string formatRange(double low, double high, Unit unit) {
    return "between " + formatQuantity(low, unit) + " and " + formatQuantity(high, unit);
}

}  // namespace headroom
