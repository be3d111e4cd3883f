#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/cases/case.h"
#include "core/catalog/catalog.h"

/// Cases as files: format "headroom.case", version 1 (docs/case-format.md).
namespace headroom::cases {

struct LoadedCase {
    Case content;
    /// What a person should know, of the base design too.
    std::vector<Diagnostic> notices;
};

/// Reads a case with the limits of a design file, checks the base like a design, does every edit once, and
/// looks at every expression, name and placeholder. Diagnostic::where is a pointer in which steps are named
/// by their id (or line and column where the text is no JSON).
Result<LoadedCase> read(std::string_view text, const catalog::Catalog& catalog);
Result<LoadedCase> readFile(const std::string& path, const catalog::Catalog& catalog);

/// Whether `text` means to be a case: an object whose format is "headroom.case". Says nothing of its health.
bool looksLikeCase(std::string_view text);

inline constexpr std::string_view formatName = "headroom.case";
inline constexpr int version = 1;
inline constexpr int minorVersion = 0;

}  // namespace headroom::cases
