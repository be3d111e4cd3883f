#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::app {

/// Parts of designs on the desktop's clipboard: under a type of our own for other windows, and as the same
/// text for every other program.
inline constexpr const char* fragmentMimeType = "application/x-headroom-fragment";

/// `fragment` names nothing outside itself.
void putOnClipboard(const model::Design& fragment);

/// What lies there, whoever put it there; a text that is no part of a design is refused in one line.
Result<model::Design> takeFromClipboard(const catalog::Catalog& catalog);

/// Whether there is something that may be a part of a design.
bool clipboardHasFragment();

}  // namespace headroom::app
