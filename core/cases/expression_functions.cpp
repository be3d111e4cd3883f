#include "core/cases/expression_functions.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::cases {

namespace {

using Arguments = std::span<const double>;

constexpr std::size_t many = 16;

constexpr std::array<ExpressionFunction, 11> table{{
    {"abs", 1, 1, [](Arguments a) { return std::abs(a[0]); }},
    {"ceil", 1, 1, [](Arguments a) { return std::ceil(a[0]); }},
    {"exp", 1, 1, [](Arguments a) { return std::exp(a[0]); }},
    {"floor", 1, 1, [](Arguments a) { return std::floor(a[0]); }},
    {"ln", 1, 1, [](Arguments a) { return std::log(a[0]); }},
    {"log2", 1, 1, [](Arguments a) { return std::log2(a[0]); }},
    {"log10", 1, 1, [](Arguments a) { return std::log10(a[0]); }},
    {"max", 2, many, [](Arguments a) { return *std::max_element(a.begin(), a.end()); }},
    {"min", 2, many, [](Arguments a) { return *std::min_element(a.begin(), a.end()); }},
    {"round", 1, 1, [](Arguments a) { return std::round(a[0]); }},
    {"sqrt", 1, 1, [](Arguments a) { return std::sqrt(a[0]); }},
}};

}  // namespace

std::span<const ExpressionFunction> expressionFunctions() {
    return table;
}

}  // namespace headroom::cases
