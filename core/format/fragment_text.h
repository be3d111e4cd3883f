#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/model/design.h"

/// A part of a design as a text, for the clipboard: format "headroom.fragment", version 1; the tables of a
/// design file without what belongs to a design as a whole.
namespace headroom::format {

inline constexpr std::string_view fragmentFormat = "headroom.fragment";

/// `fragment` names nothing outside itself (edit::closed()).
std::string writeFragment(const model::Design& fragment);

/// A fragment, or the components of a whole design. The text may come from anywhere: it is read like a file,
/// with the same limits and checks, and what is wrong with it is one line.
Result<model::Design> readFragment(std::string_view text, const catalog::Catalog& catalog);

/// Whether a text starts like one, so that a menu need not read it all.
bool looksLikeFragment(std::string_view text);

}  // namespace headroom::format
