#include "core/results/results.h"

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

}  // namespace headroom::results
