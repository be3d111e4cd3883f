#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/json/pointer.h"
#include "core/model/design.h"

/// Designs as files: format "headroom.design", version 1 (docs/format.md).
namespace headroom::format {

struct Loaded {
    model::Design design;
    /// What a person should know: kinds that are unknown, defaults that have changed since, a newer minor
    /// version.
    std::vector<Diagnostic> notices;
};

/// Reads a design. Every record and number is checked against the catalogue, every reference resolved;
/// unknown members are kept. Diagnostic::where is a pointer by id (or line and column where the text is no
/// JSON).
Result<Loaded> read(std::string_view text, const catalog::Catalog& catalog);
Result<Loaded> readFile(const std::string& path, const catalog::Catalog& catalog);

/// The design as one JSON value with its keys in canonical order; what `write` prints.
json::Value toJson(const model::Design& design);
Result<Loaded> fromJson(const json::Value& value, const catalog::Catalog& catalog);

/// The canonical text. read(write(d)) equals d, and write(read(t)) is t for a text written by this function.
std::string write(const model::Design& design);

/// Writes beside the file, syncs, and renames: the old file stays whole until the new one is.
Result<> saveFile(const std::string& path, std::string_view bytes);
Result<> save(const std::string& path, const model::Design& design);

/// `design` with the value at `pointer` replaced, checked like a file.
Result<model::Design> withValue(const model::Design& design, const catalog::Catalog& catalog,
                                const json::Pointer& pointer, json::Value value);

/// JSON Schema (draft 7) of the format for this catalogue.
json::Value schema(const catalog::Catalog& catalog);

}  // namespace headroom::format
