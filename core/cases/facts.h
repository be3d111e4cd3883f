#pragma once

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/cases/case.h"
#include "core/results/results.h"

namespace headroom::cases {

/// A value with what it measures.
struct Measured {
    json::Value value;
    Unit unit = Unit::none;
    bool availability = false;  ///< shown to the second digit that is no nine
    std::string name = {};      ///< on the canvas, where the value is the id of a component

    /// As a person reads it: "38.2 ms", "saturated"; "—" where there is none.
    [[nodiscard]] std::string shown() const;
};

/// `number` in the way of `measured`'s unit.
std::string shownLike(const Measured& measured, double number);

/// What can be said at one place of a case: a design, the answer to it, the answer before, and the named
/// numbers up to there.
class Facts {
  public:
    Facts(const model::Design& design, const results::Results& answer, const results::Results* before);

    using Numbers = std::map<std::string, Measured, std::less<>>;

    /// Takes over numbers as they were elsewhere.
    void adopt(const Numbers& numbers) { numbers_ = numbers; }
    [[nodiscard]] const Numbers& numbers() const { return numbers_; }
    /// Adds numbers, each of which may build on earlier ones. One that has no value is left without.
    void name(const std::vector<Number>& numbers);

    /// Fails where the pointer leads nowhere or a formula has no finite outcome. A figure that is null is a
    /// value.
    [[nodiscard]] Result<Measured> measure(const Source& source) const;

    /// What a component is called on the canvas; empty where `value` is the id of none.
    [[nodiscard]] std::string nameOf(const json::Value& value) const;

    /// `text` with each placeholder replaced by its value. The first that has none is put into `problem` and
    /// reads "—".
    [[nodiscard]] std::string fill(std::string_view text, std::optional<Diagnostic>* problem = nullptr) const;

  private:
    [[nodiscard]] Result<Measured> pointed(const Source& source, const json::Value& root) const;

    model::Design design_;
    json::Value designJson_;
    json::Value answer_;
    json::Value before_;
    Numbers numbers_;
};

}  // namespace headroom::cases
