#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "core/cases/expression.h"
#include "core/json/pointer.h"
#include "core/json/value.h"
#include "core/model/design.h"

/// Worked cases: a base design and narrated steps, as data (docs/case-format.md).
namespace headroom::cases {

/// Where a value comes from: a pointer into an answer or the design, or arithmetic over named numbers.
struct Source {
    enum class Kind {
        result,  ///< "/components/db/utilization": the engine's answer at this step
        before,  ///< "before:/system/...": its answer at the step before
        design,  ///< "design:/components/web/params/instances": the design as its file would say it
        formula  ///< anything else: an expression
    };
    Kind kind = Kind::formula;
    json::Pointer pointer;
    Expression formula;
    std::string text;          ///< as it was written, for messages
    std::optional<Unit> unit;  ///< nullopt: what the pointer's last word says, none for a formula
};

/// A named number: one that the case spells out, or one that follows.
struct Number {
    std::string name;   ///< [a-z][a-z0-9_]*
    std::string label;  ///< what a person reads; may be empty
    Unit unit = Unit::none;
    std::optional<double> value;  ///< spelled out, in the stored unit
    Source of;                    ///< where it is not
};

/// What must hold of a value.
struct Comparison {
    enum class Kind { between, above, below, at_least, at_most, is };
    Kind kind = Kind::is;
    double low = 0;      ///< also of above and at_least
    double high = 0;     ///< also of below and at_most
    json::Value wanted;  ///< of is
};

struct Claim {
    std::string text;  ///< may hold placeholders
    Source of;
    Comparison holds;
};

struct Choice {
    std::string text;
    Comparison when;  ///< this choice is right where it holds
};

/// Asked before the step is taken: what will the value be after it? Answered from the engine's result.
struct Question {
    std::string text;
    Source of;
    std::vector<Choice> choices;  ///< empty: a number is asked for
    double within = 0;            ///< a number this near, relative to the right one, is right
};

struct Step {
    Id id;
    std::string title;
    std::string text;  ///< Markdown with placeholders
    std::vector<json::Object> edits;
    std::vector<Number> numbers;  ///< known from this step on
    std::vector<Claim> claims;
    std::optional<Question> question;
};

/// A case that has been read: everything in it is legal and every edit has been done once.
struct Case {
    std::string title;
    std::string text;             ///< the introduction, Markdown; its placeholders look at the base
    std::vector<Number> numbers;  ///< known everywhere
    std::vector<Step> steps;
    /// [0] is the base, [n] the design after step n.
    std::vector<model::Design> designs;
    /// How many undoable changes lead to designs[n]: a step without edits makes none.
    std::vector<std::size_t> depths;
};

}  // namespace headroom::cases
