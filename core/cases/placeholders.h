#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace headroom::cases {

/// A stretch of a text: as it stands, or what stood between {{ and }}, without the spaces around it.
struct TextPart {
    std::string text;
    bool placeholder = false;
};

/// What is opened and never closed reads as it stands.
std::vector<TextPart> partsOf(std::string_view text);

/// Whether each placeholder is closed.
Result<> checkPlaceholders(std::string_view text);

}  // namespace headroom::cases
