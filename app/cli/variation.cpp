#include "app/cli/variation.h"

#include <array>
#include <cmath>
#include <optional>

#include "core/base/numbers.h"
#include "core/engine/sweep/sweep.h"

namespace headroom::cli {

namespace {

using engine::sweep::Spacing;

constexpr int usualCount = 11;
constexpr int shortRange = 20;
constexpr double mostValues = 10000;

constexpr std::array<MessageTemplate, 3> messages{{
    {"vary-syntax", "'{typed}' is no range", "write it like /scenario/load_factor=0.5..8:9:log"},
    {"vary-count", "'{typed}' is no number of values", "between 2 and 10000"},
    {"vary-log", "a logarithmic range needs both ends above 0", "leave :log away, or start higher"},
}};

tl::unexpected<Diagnostic> wrong(std::string_view code, const std::string& typed) {
    return failure(makeDiagnostic(messages, code, "", {{"typed", printable(typed, 80)}}));
}

bool whole(double value) {
    return value == std::floor(value);
}

int countFor(double from, double to) {
    const double steps = std::abs(to - from);
    return whole(from) && whole(to) && steps <= shortRange ? static_cast<int>(steps) + 1 : usualCount;
}

/// Takes what stands behind the last colon off `text`.
std::optional<std::string> cutTail(std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    std::string tail = text.substr(colon + 1);
    text.erase(colon);
    return tail;
}

}  // namespace

Result<Variation> parseVariation(const std::string& text) {
    const auto equals = text.rfind('=');
    if (equals == std::string::npos || text.empty() || text.front() != '/') {
        return wrong("vary-syntax", text);
    }
    auto pointer = json::Pointer::parse(text.substr(0, equals));
    if (!pointer) {
        return failure(pointer.error());
    }
    std::string range = text.substr(equals + 1);
    auto tail = cutTail(range);
    const bool logarithmic = tail == "log";
    if (tail && (logarithmic || *tail == "lin")) {
        tail = cutTail(range);
    }
    const auto dots = range.find("..");
    const auto from = dots == std::string::npos ? std::nullopt : parseNumber(range.substr(0, dots));
    const auto to = dots == std::string::npos ? std::nullopt : parseNumber(range.substr(dots + 2));
    if (!from || !to) {
        return wrong("vary-syntax", text);
    }
    const auto count = tail ? parseNumber(*tail) : std::optional<double>(countFor(*from, *to));
    if (!count || *count < 2 || *count > mostValues || !whole(*count)) {
        return *from == *to && !tail ? Result<Variation>(Variation{*pointer, {*from}})
                                     : Result<Variation>(wrong("vary-count", tail.value_or(text)));
    }
    if (logarithmic && !(*from > 0 && *to > 0)) {
        return wrong("vary-log", text);
    }
    return Variation{*pointer, engine::sweep::spaced(*from, *to, static_cast<int>(*count),
                                                     logarithmic ? Spacing::logarithmic : Spacing::linear)};
}

}  // namespace headroom::cli
