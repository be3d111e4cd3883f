#include "core/base/quantity_reader.h"

#include <array>
#include <charconv>
#include <cmath>

namespace headroom {

namespace {

/// 1/1000 is no double, so a division by 1000 is nearer to what is meant than a product.
double scaled(double value, double factor) {
    return factor < 1 ? value / std::round(1 / factor) : value * factor;
}

}  // namespace

std::optional<double> QuantityReader::read() {
    const auto whole = sum();
    skipSpace();
    if (!whole || !rest_.empty()) {
        return std::nullopt;
    }
    const double value = stored(*whole);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double QuantityReader::stored(const Term& term) const {
    return term.hasUnit || unit_.unit != Unit::ratio ? term.value : term.value / 100;
}

void QuantityReader::skipSpace() {
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

bool QuantityReader::take(char c) {
    skipSpace();
    if (rest_.empty() || rest_.front() != c) {
        return false;
    }
    rest_.remove_prefix(1);
    return true;
}

/// "50 % + 10": where one term has a unit, those without are in the unit shown.
std::optional<QuantityReader::Term> QuantityReader::sum() {
    auto whole = product();
    while (whole) {
        const bool plus = take('+');
        if (!plus && !take('-')) {
            break;
        }
        auto term = product();
        if (!term) {
            return std::nullopt;
        }
        if (whole->hasUnit != term->hasUnit) {
            *whole = {stored(*whole), true};
            *term = {stored(*term), true};
        }
        whole->value += plus ? term->value : -term->value;
    }
    return whole;
}

std::optional<QuantityReader::Term> QuantityReader::product() {
    auto whole = factor();
    while (whole) {
        const bool times = take('*');
        if (!times && !take('/')) {
            break;
        }
        const auto term = factor();
        if (!term) {
            return std::nullopt;
        }
        whole->value = times ? whole->value * term->value : whole->value / term->value;
        whole->hasUnit = whole->hasUnit || term->hasUnit;
    }
    return whole;
}

std::optional<QuantityReader::Term> QuantityReader::factor() {
    if (++depth_ > maxDepth) {
        return std::nullopt;
    }
    std::optional<Term> term;
    if (take('(')) {
        term = sum();
        if (!take(')')) {
            term.reset();
        }
    } else if (take('-')) {
        term = factor();
        if (term) {
            term->value = -term->value;
        }
    } else {
        term = number();
    }
    --depth_;
    return term;
}

std::optional<QuantityReader::Term> QuantityReader::number() {
    skipSpace();
    double value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) {
        return std::nullopt;
    }
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return suffixed(value);
}

/// The longest suffix of the unit, an SI prefix with or without one ("k", "k/s"), or nothing.
QuantityReader::Term QuantityReader::suffixed(double value) {
    const std::string_view before = rest_;
    skipSpace();
    if (const auto factor = takeUnitSuffix()) {
        return {scaled(value, *factor), true};
    }
    constexpr std::array<std::pair<char, double>, 5> prefixes{
        {{'k', 1e3}, {'K', 1e3}, {'M', 1e6}, {'G', 1e9}, {'T', 1e12}}};
    for (const auto& [letter, size] : prefixes) {
        if (!rest_.empty() && rest_.front() == letter) {
            rest_.remove_prefix(1);
            const auto unitFactor = takeUnitSuffix();
            return {scaled(value * size, unitFactor.value_or(1.0)), unitFactor.has_value()};
        }
    }
    rest_ = before;
    return {value, false};
}

std::optional<double> QuantityReader::takeUnitSuffix() {
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
    return longest->factor;
}

/// A suffix must not run on into further letters: "m" is not the start of "min".
bool QuantityReader::endsHere(std::size_t offset) const {
    return offset >= rest_.size() || !((rest_[offset] >= 'a' && rest_[offset] <= 'z') ||
                                       (rest_[offset] >= 'A' && rest_[offset] <= 'Z'));
}

}  // namespace headroom
