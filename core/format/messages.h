#pragma once

#include <array>

#include "core/base/diagnostic.h"

/// The wording of this folder's diagnostics; not for other folders.
namespace headroom::format {

inline constexpr std::array<MessageTemplate, 19> messages{{
    {"value-mismatch", "found {found}", "expected {expected}"},
    {"member-missing", "there is no '{name}'", "give it {expected}"},
    {"version-newer", "the file has version {found} of the format and this program reads up to {known}",
     "open it with a program that knows version {found}"},
    {"id-duplicate", "the id '{id}' is used twice", "ids are unique over the document"},
    {"workload-duplicate", "the workload id '{id}' is used twice",
     "workload ids are unique within their source"},
    {"reference-dangling", "there is no {what} '{id}'", "name one of this design, or leave it out"},
    {"setting-unknown", "'{name}' is not a setting that this version knows", "it is kept at {places}"},
    {"setting-refused", "'{name}' is not a setting that can be changed here", "known are {known}"},
    {"kind-unknown", "the kind '{name}' is not known here",
     "it is kept as it is, without numbers, at {places}"},
    {"workload-idle", "'{name}' sends no requests, so its workloads are not used",
     "they are kept at {places}"},
    {"workload-dangling", "there is no workload '{name}'", "nothing passes the filter at {places} for it"},
    {"minor-newer", "written for minor version {found} of the format; this program knows {known}",
     "what is new in it is kept and not used"},
    {"defaults-newer",
     "'{kind}' was saved with defaults of revision {found}, here they are of revision {known}",
     "the answer may differ from the one it was saved with"},
    {"defaults-changed", "the defaults of '{kind}' have changed since: {names}",
     "the old values were written into {places}, so that the answers stay"},
    {"save-failed", "cannot be written ({reason})", "what was there before is untouched"},
    {"save-directory", "is a folder", "name a file"},
    {"save-cut", "could not be written to the end ({reason})", "check the device"},
    {"pointer-readonly", "the whole design cannot be replaced", "name a value within it"},
    {"fragment-strange", "this text is no part of a design",
     "copy components in Headroom and paste them here"},
}};

}  // namespace headroom::format
