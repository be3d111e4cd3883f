#pragma once

#include <array>

#include "core/base/diagnostic.h"

/// The wording of this folder's diagnostics; not for other folders.
namespace headroom::catalog {

inline constexpr std::array<MessageTemplate, 18> messages{{
    {"value-mismatch", "found {found}", "expected {expected}"},
    {"field-missing", "there is no '{name}'", "give it {expected}"},
    {"member-missing", "there is no '{name}'", "add it"},
    {"member-type", "'{name}' is {found}", "expected {expected}"},
    {"member-unknown", "'{name}' means nothing here", "known are {known}"},
    {"spec-type", "'{found}' is no type of a parameter", "one of {known}"},
    {"spec-unit", "'{found}' is no unit", "one of {known}"},
    {"spec-range", "the range of '{name}' is missing or upside down", "give min and max, both finite"},
    {"spec-empty", "'{name}' has no options, fields or item",
     "an enum needs options, an object fields, a list an item"},
    {"name-duplicate", "'{name}' is declared twice", "keep one of the two"},
    {"name-unknown", "there is no {what} '{name}'", "one of {known}"},
    {"tariff-tiers", "the tiers do not go on from each other",
     "give each but the last an `up_to` above the one before, and the last none"},
    {"kind-folder", "'{name}' is not a valid id of a kind",
     "name the folder with 1 to 64 of a-z, 0-9, _ and -"},
    {"kind-missing", "there is no kind.json in this folder", "add one, or remove the folder"},
    {"kind-left-out", "{problem}", "this kind is left out"},
    {"data-missing", "there is no data folder of this program ({tried})",
     "give it with --data or HEADROOM_DATA"},
    {"data-invalid", "holds no behaviors folder, so it is not the data of this program",
     "name the folder that holds behaviors, kinds and prices"},
    {"folder-unreadable", "cannot be read ({reason})", "check the name and the permissions"},
}};

}  // namespace headroom::catalog
