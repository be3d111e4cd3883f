#include "core/base/ids.h"

#include <algorithm>

namespace headroom {

namespace {

constexpr std::size_t maxLength = 64;
constexpr std::size_t roomForNumber = 12;

bool idCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string cleaned(std::string_view stem) {
    std::string out(stem.substr(0, maxLength - roomForNumber));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return !idCharacter(c); }, '_');
    return out.empty() ? "item" : out;
}

}  // namespace

bool isValidId(std::string_view text) {
    return !text.empty() && text.size() <= maxLength && std::all_of(text.begin(), text.end(), idCharacter);
}

Id freshId(std::string_view stem, const std::function<bool(std::string_view)>& taken) {
    const std::string base = cleaned(stem) + "-";
    for (std::size_t n = 1;; ++n) {
        Id candidate = base + std::to_string(n);
        if (!taken(candidate)) {
            return candidate;
        }
    }
}

}  // namespace headroom
