#pragma once

#include <array>

#include "core/base/diagnostic.h"

/// The wording of this folder's diagnostics; not for other folders.
namespace headroom::cases {

inline constexpr std::array<MessageTemplate, 20> messages{{
    {"value-mismatch", "found {found}", "expected {expected}"},
    {"member-missing", "there is no '{name}'", "give it {expected}"},
    {"member-unknown", "'{name}' is no member of {what}", "known are {known}"},
    {"version-newer", "the file has version {found} of the case format and this program reads up to {known}",
     "open it with a program that knows version {found}"},
    {"minor-newer", "written for minor version {found} of the case format; this program knows {known}",
     "what is new in it is not shown"},
    {"step-duplicate", "the step id '{id}' is used twice", "ids of steps are unique"},
    {"name-duplicate", "the number '{name}' is there already", "give each number a name of its own"},
    {"name-unknown", "there is no number '{name}'", "{present}"},
    {"too-many", "there are {count} {what}", "at most {most} are read"},
    {"range-empty", "the range from {low} to {high} holds no number", "write the lower bound first"},
    {"expression-long", "the expression has {count} characters", "at most {most} are read"},
    {"expression-deep", "the expression is nested deeper than {most} levels", "give a part of it a name"},
    {"expression-syntax", "cannot read '{rest}' here", "expected {expected}"},
    {"expression-function", "there is no function '{name}'", "there are {present}"},
    {"expression-arguments", "{name} was given {count} numbers", "expected {expected}"},
    {"expression-undefined", "{what} is no finite number", "check what it divides by"},
    {"placeholder-open", "'{rest}' is never closed", "end it with }}"},
    {"value-absent", "{what} has no value here", "nothing can be said of it"},
    {"value-no-number", "{what} is {found}", "only numbers can be reckoned with"},
    {"path-lost", "the design cannot be brought back to the case", "open the case again"},
}};

}  // namespace headroom::cases
