#include "core/cases/expression.h"

#include <cmath>

#include "core/cases/expression_functions.h"
#include "core/cases/expression_parser.h"
#include "core/cases/messages.h"

namespace headroom::cases {

namespace {

using Op = Expression::Instruction::Op;

double combined(Op op, double a, double b) {
    switch (op) {
        case Op::add:
            return a + b;
        case Op::subtract:
            return a - b;
        case Op::multiply:
            return a * b;
        case Op::divide:
            return a / b;
        default:
            return std::pow(a, b);
    }
}

/// The numbers at hand while an expression is reckoned.
class Stack {
  public:
    void push(double value) { values_.push_back(value); }
    double pop() {
        const double value = values_.back();
        values_.pop_back();
        return value;
    }
    void call(const Expression::Instruction& step) {
        const std::span<const double> arguments(values_.data() + values_.size() - step.count, step.count);
        const double answer = expressionFunctions()[step.index].apply(arguments);
        values_.resize(values_.size() - step.count);
        push(answer);
    }
    void run(const Expression::Instruction& step) {
        if (step.op == Op::negate) {
            push(-pop());
        } else if (step.op == Op::call) {
            call(step);
        } else {
            const double right = pop();
            push(combined(step.op, pop(), right));
        }
    }
    [[nodiscard]] double top() const { return values_.back(); }

  private:
    std::vector<double> values_;
};

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
    return ExpressionParser(text).parse();
}

Result<double> Expression::evaluate(const Lookup& lookup) const {
    Stack stack;
    for (const Instruction& step : program_) {
        if (step.op == Op::number) {
            stack.push(step.number);
        } else if (step.op == Op::name) {
            const auto value = lookup(names_[step.index]);
            if (!value) {
                return failure(
                    makeDiagnostic(messages, "value-absent", "", {{"what", "'" + names_[step.index] + "'"}}));
            }
            stack.push(*value);
        } else {
            stack.run(step);
        }
        if (!std::isfinite(stack.top())) {
            return failure(
                makeDiagnostic(messages, "expression-undefined", "", {{"what", "a part of this"}}));
        }
    }
    return stack.top();
}

}  // namespace headroom::cases
