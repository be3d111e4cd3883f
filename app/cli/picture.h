#pragma once

#include <string>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

/// The one door to drawing. Everything behind it needs Qt Gui; a build without it has another file here,
/// which can draw nothing and says so.
namespace headroom::cli {

/// True where the suffix of `path` names a picture.
bool isPictureName(const std::string& path);

/// Draws `design` into the file `path`. Errors have the codes of core/render/export.h, "theme-..." where the
/// colours cannot be read, or "pictures-missing" in a build without Qt Gui.
Result<> writePicture(const std::string& path, const std::string& theme, const model::Design& design,
                      const catalog::Catalog& catalog, const results::Results& results);

}  // namespace headroom::cli
