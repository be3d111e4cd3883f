#include <algorithm>
#include <array>
#include <cctype>

#include "app/cli/picture.h"

namespace headroom::cli {

bool isPictureName(const std::string& path) {
    constexpr std::array<std::string_view, 3> suffixes{".png", ".svg", ".pdf"};
    std::string end = path.size() >= 4 ? path.substr(path.size() - 4) : "";
    std::transform(end.begin(), end.end(), end.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(suffixes.begin(), suffixes.end(), end) != suffixes.end();
}

}  // namespace headroom::cli
