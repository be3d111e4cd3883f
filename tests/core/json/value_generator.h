#pragma once

#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <string>

#include "core/base/utf8.h"
#include "core/json/value.h"

/// Random JSON for property tests.
namespace headroom::json::test {

/// Any well-formed text, control characters and characters beyond the first plane among them.
inline std::string anyText() {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const std::string prefix =
        *rc::gen::element<std::string>("", "\u00fc\U0001F600", "\"\\/\b\n\x01", "plain");
    return utf8::firstBroken(bytes) == std::string::npos ? prefix + bytes : prefix;
}

inline double anyFinite() {
    const auto value = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
    return std::isfinite(value) ? value : 0.25;
}

/// At most `depth` levels of lists and objects.
inline Value anyValue(int depth = 3) {
    switch (*rc::gen::inRange(0, depth > 0 ? 9 : 7)) {
        case 0:
            return nullptr;
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return *rc::gen::arbitrary<std::int64_t>();
        case 3:
            return *rc::gen::arbitrary<std::uint64_t>();
        case 4:
            return anyFinite();
        case 5:
            return *rc::gen::inRange(-1000, 1000) / 8.0;
        case 6:
            return anyText();
        case 7: {
            Array items;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
                items.push_back(anyValue(depth - 1));
            }
            return items;
        }
        default:
            break;
    }
    Object object;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        object.set(anyText(), anyValue(depth - 1));
    }
    return object;
}

}  // namespace headroom::json::test
