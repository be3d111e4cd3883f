#pragma once

#include <vector>

#include "core/cases/case.h"
#include "core/cases/claims.h"
#include "core/catalog/catalog.h"

namespace headroom::cases {

/// A case with the engine's answer at every place of its path: 0 is the base, n is after step n.
class SolvedCase {
  public:
    /// Solves each design of the path.
    SolvedCase(Case content, const catalog::Catalog& catalog);

    [[nodiscard]] const Case& content() const { return content_; }
    [[nodiscard]] std::size_t stepCount() const { return content_.steps.size(); }
    /// Of step n, from 1.
    [[nodiscard]] const Step& step(std::size_t n) const { return content_.steps[n - 1]; }
    [[nodiscard]] const results::Results& answer(std::size_t place) const { return answers_[place]; }

    /// What can be said at `place`. The numbers of a step keep the values that they had there, so that later
    /// steps can look back; those of the case follow the present answer.
    [[nodiscard]] Facts facts(std::size_t place) const;
    /// The same of another design in its stead: a person has changed something there.
    [[nodiscard]] Facts facts(std::size_t place, const model::Design& design,
                              const results::Results& answer) const;

    /// The claims of step n, over `facts`.
    [[nodiscard]] std::vector<Verdict> check(std::size_t n, const Facts& facts) const;

  private:
    Case content_;
    std::vector<results::Results> answers_;
    std::vector<Facts::Numbers> numbers_;  ///< as they are after each place
};

}  // namespace headroom::cases
