#pragma once

#include <optional>
#include <string_view>

#include "core/base/units.h"

namespace headroom {

/// A recursive-descent reader of what a person types: sums, products, parentheses, suffixes. Not for other
/// folders: parseQuantity() words the failure.
class QuantityReader {
  public:
    QuantityReader(std::string_view text, const UnitInfo& unit) : rest_(text), unit_(unit) {}

    /// In the stored unit; nothing where the text is no quantity.
    std::optional<double> read();

  private:
    static constexpr int maxDepth = 32;

    /// A number, and whether a suffix has put it into the stored unit.
    struct Term {
        double value = 0;
        bool hasUnit = false;
    };

    std::optional<Term> sum();
    std::optional<Term> product();
    std::optional<Term> factor();
    std::optional<Term> number();
    Term suffixed(double value);
    std::optional<double> takeUnitSuffix();

    [[nodiscard]] double stored(const Term& term) const;
    [[nodiscard]] bool endsHere(std::size_t offset) const;
    void skipSpace();
    bool take(char c);

    std::string_view rest_;
    const UnitInfo& unit_;
    int depth_ = 0;
};

}  // namespace headroom
