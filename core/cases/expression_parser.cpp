#include "core/cases/expression_parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/utf8.h"
#include "core/cases/expression_functions.h"
#include "core/cases/messages.h"

namespace headroom::cases {

namespace {

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string functionNames() {
    std::string out;
    for (const ExpressionFunction& function : expressionFunctions()) {
        out += (out.empty() ? "" : ", ") + std::string(function.name);
    }
    return out;
}

}  // namespace

Result<Expression> ExpressionParser::parse() {
    if (text_.size() > Expression::longest) {
        return failure(makeDiagnostic(
            messages, "expression-long", "",
            {{"count", std::to_string(utf8::length(text_))}, {"most", std::to_string(Expression::longest)}}));
    }
    skipSpace();
    if (sum() && !rest_.empty()) {
        fail("an operator or the end");
    }
    return problem_ ? Result<Expression>(failure(*problem_)) : Result<Expression>(std::move(out_));
}

bool ExpressionParser::sum() {
    if (++depth_ > Expression::deepest) {
        return fail(
            makeDiagnostic(messages, "expression-deep", "", {{"most", std::to_string(Expression::deepest)}}));
    }
    bool good = product();
    while (good && !rest_.empty() && (rest_.front() == '+' || rest_.front() == '-')) {
        const Op op = rest_.front() == '+' ? Op::add : Op::subtract;
        take(rest_.front());
        good = product();
        emit(op);
    }
    --depth_;
    return good;
}

bool ExpressionParser::product() {
    bool good = signedPower();
    while (good && !rest_.empty() && (rest_.front() == '*' || rest_.front() == '/')) {
        const Op op = rest_.front() == '*' ? Op::multiply : Op::divide;
        take(rest_.front());
        good = signedPower();
        emit(op);
    }
    return good;
}

bool ExpressionParser::signedPower() {
    bool negative = false;
    while (!rest_.empty() && (rest_.front() == '-' || rest_.front() == '+')) {
        negative = negative != (rest_.front() == '-');
        take(rest_.front());
    }
    const bool good = power();
    if (negative) {
        emit(Op::negate);
    }
    return good;
}

bool ExpressionParser::power() {
    if (!atom()) {
        return false;
    }
    if (!take('^')) {
        return true;
    }
    if (++depth_ > Expression::deepest) {
        return fail(
            makeDiagnostic(messages, "expression-deep", "", {{"most", std::to_string(Expression::deepest)}}));
    }
    const bool good = signedPower();  // to the right: 2^3^2 is 2^9
    --depth_;
    emit(Op::power);
    return good;
}

bool ExpressionParser::atom() {
    if (take('(')) {
        return sum() && (take(')') || fail("')'"));
    }
    if (!rest_.empty() && isLower(rest_.front())) {
        return name();
    }
    return number();
}

bool ExpressionParser::number() {
    double value = 0;
    const bool begins = !rest_.empty() && (isDigit(rest_.front()) || rest_.front() == '.');
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (!begins || error != std::errc() || !std::isfinite(value)) {
        return fail("a number, a name or '('");
    }
    out_.program_.push_back({Op::number, value, 0, 0});
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    skipSpace();
    return true;
}

bool ExpressionParser::name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(),
                                      [](char c) { return isLower(c) || isDigit(c) || c == '_'; });
    const std::string found(rest_.begin(), end);
    rest_.remove_prefix(found.size());
    skipSpace();
    if (take('(')) {
        return call(found);
    }
    auto known = std::find(out_.names_.begin(), out_.names_.end(), found);
    if (known == out_.names_.end()) {
        known = out_.names_.insert(known, found);
    }
    out_.program_.push_back({Op::name, 0, static_cast<std::size_t>(known - out_.names_.begin()), 0});
    return true;
}

bool ExpressionParser::call(std::string_view function) {
    const auto all = expressionFunctions();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const ExpressionFunction& one) { return one.name == function; });
    if (found == all.end()) {
        return fail(makeDiagnostic(messages, "expression-function", "",
                                   {{"name", printable(function, 60)}, {"present", functionNames()}}));
    }
    std::size_t count = 0;
    if (!arguments(count)) {
        return false;
    }
    if (count < found->fewest || count > found->most) {
        const std::string expected =
            found->most == 1 ? "one" : std::to_string(found->fewest) + " to " + std::to_string(found->most);
        return fail(makeDiagnostic(
            messages, "expression-arguments", "",
            {{"name", std::string(function)}, {"count", std::to_string(count)}, {"expected", expected}}));
    }
    out_.program_.push_back({Op::call, 0, static_cast<std::size_t>(found - all.begin()), count});
    return true;
}

bool ExpressionParser::arguments(std::size_t& count) {
    do {
        if (!sum()) {
            return false;
        }
        ++count;
    } while (take(','));
    return take(')') || fail("',' or ')'");
}

void ExpressionParser::emit(Op op) {
    out_.program_.push_back({op, 0, 0, 0});
}

bool ExpressionParser::take(char c) {
    if (rest_.empty() || rest_.front() != c) {
        return false;
    }
    rest_.remove_prefix(1);
    skipSpace();
    return true;
}

void ExpressionParser::skipSpace() {
    while (!rest_.empty() && rest_.front() == ' ') {
        rest_.remove_prefix(1);
    }
}

bool ExpressionParser::fail(std::string_view expected) {
    const std::string rest = rest_.empty() ? "the end" : printable(rest_, 40);
    return fail(makeDiagnostic(messages, "expression-syntax", "",
                               {{"rest", rest}, {"expected", std::string(expected)}}));
}

bool ExpressionParser::fail(Diagnostic problem) {
    if (!problem_) {
        problem_ = std::move(problem);
    }
    return false;
}

}  // namespace headroom::cases
