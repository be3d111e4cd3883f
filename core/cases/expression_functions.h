#pragma once

#include <span>
#include <string_view>

namespace headroom::cases {

/// A function that an expression may call.
struct ExpressionFunction {
    std::string_view name;
    std::size_t fewest = 1;
    std::size_t most = 1;
    double (*apply)(std::span<const double> arguments) = nullptr;
};

std::span<const ExpressionFunction> expressionFunctions();

}  // namespace headroom::cases
