#pragma once

#include "core/cases/expression.h"

namespace headroom::cases {

/// A recursive-descent reader of expressions. Not for other folders: Expression::parse is the door.
class ExpressionParser {
  public:
    explicit ExpressionParser(std::string_view text) : text_(text), rest_(text) {}

    Result<Expression> parse();

  private:
    using Op = Expression::Instruction::Op;

    bool sum();
    bool product();
    bool signedPower();
    bool power();
    bool atom();
    bool number();
    bool name();
    bool call(std::string_view function);
    bool arguments(std::size_t& count);

    void emit(Op op);
    bool take(char c);
    void skipSpace();
    bool fail(std::string_view expected);
    bool fail(Diagnostic problem);

    std::string_view text_;
    std::string_view rest_;
    Expression out_;
    std::optional<Diagnostic> problem_;
    int depth_ = 0;
};

}  // namespace headroom::cases
