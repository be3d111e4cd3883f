#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace headroom::cases {

/// Arithmetic over named numbers: + - * / ^, parentheses, and the functions abs, ceil, exp, floor, ln, log2,
/// log10, max, min, round, sqrt. `^` binds tightest and to the right, so -2^2 is -4. Names are
/// [a-z][a-z0-9_]*. Read once, reckoned often; a text from a stranger costs at most `longest` characters and
/// `deepest` levels.
class Expression {
  public:
    static constexpr std::size_t longest = 500;
    static constexpr int deepest = 32;

    /// Diagnostic::where is empty; callers name the place.
    static Result<Expression> parse(std::string_view text);

    /// The names it asks for, each once, in the order in which they come.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

    using Lookup = std::function<std::optional<double>(std::string_view name)>;
    /// Fails where a name has no value, and where the outcome of any step is not finite.
    [[nodiscard]] Result<double> evaluate(const Lookup& lookup) const;

    /// What an expression is made of, in the order of reckoning on a stack.
    struct Instruction {
        enum class Op { number, name, negate, add, subtract, multiply, divide, power, call };
        Op op = Op::number;
        double number = 0;
        std::size_t index = 0;  ///< of the name or function
        std::size_t count = 0;  ///< of a function's arguments
    };

  private:
    friend class ExpressionParser;

    std::vector<Instruction> program_;
    std::vector<std::string> names_;
};

}  // namespace headroom::cases
