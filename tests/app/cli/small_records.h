#pragma once

#include <string>

#include "core/model/records.h"

namespace headroom::test {

inline model::Component component(const Id& id, const std::string& kind) {
    model::Component out;
    out.id = id;
    out.kind = kind;
    return out;
}

inline model::Connection request(const Id& id, const Id& from, const Id& to) {
    model::Connection out;
    out.id = id;
    out.from = from;
    out.to = to;
    out.kind = "request";
    return out;
}

}  // namespace headroom::test
