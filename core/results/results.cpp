#include "core/results/results.h"

#include <algorithm>

namespace headroom::results {

std::string_view statusName(Status status) {
    switch (status) {
        case Status::ok:
            return "ok";
        case Status::hot:
            return "hot";
        case Status::saturated:
            return "saturated";
        case Status::degraded:
            return "degraded";
        case Status::down:
            return "down";
        case Status::unknown:
            break;
    }
    return "unknown";
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), shown); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() > shown ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

}  // namespace headroom::results
