#include "core/base/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace headroom {

namespace {

constexpr std::string_view dash = "\u2014";

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::fixed, decimals);
    return {buffer.data(), end.ptr};
}

int decimalsForThreeDigits(double magnitude) {
    if (magnitude >= 99.95) {
        return 0;
    }
    return magnitude >= 9.995 ? 1 : 2;
}

/// Three significant digits without trailing zeros behind the point: 1.20 -> "1.2", 4.00 -> "4".
std::string threeDigits(double value) {
    std::string text = fixed(value, decimalsForThreeDigits(std::abs(value)));
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
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

std::string prefixed(double value, std::string_view unit) {
    const Step& step = stepFor(std::abs(value), siSteps);
    // Rates per second, minute or hour below one say themselves in plain decimals.
    const double scaled = value / step.size;
    std::string text = std::abs(scaled) < 0.995 && scaled != 0 && step.size == 1
                           ? shortest(std::round(scaled * 1000) / 1000)
                           : threeDigits(scaled);
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
    std::string digits = fixed(std::abs(wholeNumber), 0);
    for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
        digits.insert(static_cast<std::size_t>(i), ",");
    }
    return digits;
}

std::string money(double value, std::string_view per) {
    // Whole dollars; below ten, cents are what tells two prices apart.
    const bool small = std::abs(value) < 9.995 && value != std::round(value);
    const std::string amount = small ? fixed(std::abs(value), 2) : grouped(std::round(value));
    return (value < 0 ? "\u2212$" : "$") + amount + std::string(per);
}

/// A recursive-descent reader of what a person types: sums, products, parentheses, suffixes.
class QuantityReader {
  public:
    QuantityReader(std::string_view text, const UnitInfo& unit) : rest_(text), unit_(unit) {}

    std::optional<double> read() {
        const auto value = sum();
        skipSpace();
        if (!value || !rest_.empty() || !std::isfinite(*value)) {
            return std::nullopt;
        }
        return sawSuffix_ ? *value : *value * bareFactor();
    }

  private:
    static constexpr int maxDepth = 32;

    double bareFactor() const { return unit_.unit == Unit::ratio ? 0.01 : 1.0; }

    void skipSpace() {
        while (!rest_.empty()) {
            if (rest_.front() == ' ' || rest_.front() == '\t') {
                rest_.remove_prefix(1);
            } else if (rest_.starts_with("\u00a0")) {
                rest_.remove_prefix(2);
            } else {
                return;
            }
        }
    }

    bool take(char c) {
        skipSpace();
        if (rest_.empty() || rest_.front() != c) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    std::optional<double> sum() {
        auto value = product();
        while (value) {
            const bool plus = take('+');
            if (!plus && !take('-')) {
                break;
            }
            const auto term = product();
            value = term ? std::optional(plus ? *value + *term : *value - *term) : std::nullopt;
        }
        return value;
    }

    std::optional<double> product() {
        auto value = factor();
        while (value) {
            const bool times = take('*');
            if (!times && !startsDivision()) {
                break;
            }
            const auto term = factor();
            value = term ? std::optional(times ? *value * *term : *value / *term) : std::nullopt;
        }
        return value;
    }

    bool startsDivision() { return take('/'); }

    std::optional<double> factor() {
        if (++depth_ > maxDepth) {
            return std::nullopt;
        }
        std::optional<double> value;
        if (take('(')) {
            value = sum();
            if (!take(')')) {
                value.reset();
            }
        } else if (take('-')) {
            value = factor();
            value = value ? std::optional(-*value) : value;
        } else {
            value = number();
        }
        --depth_;
        return value;
    }

    std::optional<double> number() {
        skipSpace();
        double value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc() || !std::isfinite(value)) {
            return std::nullopt;
        }
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value * suffixFactor();
    }

    /// The longest suffix of the unit, an SI prefix with or without one ("k", "k/s"), or nothing.
    double suffixFactor() {
        const std::string_view before = rest_;
        skipSpace();
        if (const auto factor = takeUnitSuffix()) {
            return *factor;
        }
        constexpr std::array<std::pair<char, double>, 5> prefixes{
            {{'k', 1e3}, {'K', 1e3}, {'M', 1e6}, {'G', 1e9}, {'T', 1e12}}};
        for (const auto& [letter, size] : prefixes) {
            if (!rest_.empty() && rest_.front() == letter) {
                rest_.remove_prefix(1);
                const auto unitFactor = takeUnitSuffix();
                return size * unitFactor.value_or(1.0);
            }
        }
        rest_ = before;
        return 1;
    }

    std::optional<double> takeUnitSuffix() {
        const UnitSuffix* longest = nullptr;
        for (const UnitSuffix& suffix : unit_.suffixes) {
            if (rest_.starts_with(suffix.text) &&
                (longest == nullptr || suffix.text.size() > longest->text.size()) &&
                endsHere(suffix.text.size())) {
                longest = &suffix;
            }
        }
        if (longest == nullptr) {
            return std::nullopt;
        }
        rest_.remove_prefix(longest->text.size());
        sawSuffix_ = true;
        return longest->factor;
    }

    /// A suffix must not run on into further letters: "m" is not the start of "min".
    bool endsHere(std::size_t offset) const {
        return offset >= rest_.size() || !((rest_[offset] >= 'a' && rest_[offset] <= 'z') ||
                                           (rest_[offset] >= 'A' && rest_[offset] <= 'Z'));
    }

    std::string_view rest_;
    const UnitInfo& unit_;
    bool sawSuffix_ = false;
    int depth_ = 0;
};

constexpr std::array<MessageTemplate, 1> messages{{
    {"number-unreadable", "'{found}' is not a number", "type a number such as {example}"},
}};

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
    return std::abs(value) <= exactly && value == std::round(value) ? fixed(value == 0 ? 0.0 : value, 0)
                                                                    : shortest(value);
}

std::optional<double> parseNumber(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

Result<double> parseQuantity(std::string_view text, Unit unit) {
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
            return prefixed(value, "\u00d7");
        case Unit::usd_per_month:
            return money(value, "/mo");
        case Unit::usd_per_hour:
            return "$" + shortest(value) + "/h";
        default:
            return prefixed(value, unitInfo(unit).symbol);
    }
}

std::string editableNumber(double value, Unit unit) {
    if (unit != Unit::ratio) {
        return shortest(value);
    }
    // A product such as 0.07 * 100 carries a last-bit error; show the shortest percent that reads back.
    const double percent = std::round(value * 1e14) / 1e12;
    return percent * 0.01 == value ? shortest(percent) : shortest(value * 100);
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
    return fixed(std::floor(ratio * 100 * scale + 1e-6) / scale, decimals) + "\u00a0%";
}

std::string formatRange(double low, double high, Unit unit) {
    return "between " + formatQuantity(low, unit) + " and " + formatQuantity(high, unit);
}

}  // namespace headroom
