#include "core/cases/source_reader.h"

#include <algorithm>
#include <array>

#include "core/cases/messages.h"

namespace headroom::cases {

namespace {

struct Prefix {
    std::string_view text;
    Source::Kind kind;
};

constexpr std::array<Prefix, 3> prefixes{
    {{"", Source::Kind::result}, {"before:", Source::Kind::before}, {"design:", Source::Kind::design}}};

struct Ending {
    std::string_view text;
    Unit unit;
};

/// The longest first, since the first that fits is taken.
constexpr std::array<Ending, 17> endings{{{"bytes_per_s", Unit::bytes_per_second},
                                          {"usd_month", Unit::usd_per_month},
                                          {"utilization", Unit::ratio},
                                          {"availability", Unit::ratio},
                                          {"load_factor", Unit::factor},
                                          {"queue_length", Unit::count},
                                          {"instances", Unit::count},
                                          {"backlog", Unit::count},
                                          {"replicas", Unit::count},
                                          {"price", Unit::usd_per_hour},
                                          {"bytes", Unit::bytes},
                                          {"share", Unit::ratio},
                                          {"ratio", Unit::ratio},
                                          {"rate", Unit::ratio},
                                          {"rps", Unit::per_second},
                                          {"_ms", Unit::milliseconds},
                                          {"_s", Unit::seconds}}};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last - first + 1));
}

}  // namespace

Unit unitOfPointer(const json::Pointer& pointer) {
    const auto& steps = pointer.steps();
    // The last word, or the one before it where that is the name of a percentile.
    for (std::size_t back = 0; back < std::min<std::size_t>(2, steps.size()); ++back) {
        const std::string& word = steps[steps.size() - 1 - back];
        const auto found = std::find_if(endings.begin(), endings.end(), [&](const Ending& ending) {
            return std::string_view(word).ends_with(ending.text);
        });
        if (found != endings.end()) {
            return found->unit;
        }
    }
    return Unit::none;
}

Result<Source> readSource(std::string_view text) {
    Source out;
    out.text = trimmed(text);
    for (const Prefix& prefix : prefixes) {
        const std::string_view rest =
            std::string_view(out.text).substr(std::min(prefix.text.size(), out.text.size()));
        if (out.text.starts_with(prefix.text) && rest.starts_with('/')) {
            auto pointer = json::Pointer::parse(rest);
            if (!pointer) {
                return failure(pointer.error());
            }
            out.kind = prefix.kind;
            out.pointer = std::move(*pointer);
            return out;
        }
    }
    auto formula = Expression::parse(out.text);
    if (!formula) {
        return failure(formula.error());
    }
    out.formula = std::move(*formula);
    return out;
}

Result<Source> sourceOfPlaceholder(std::string_view text) {
    const auto bar = text.rfind('|');
    if (bar == std::string_view::npos) {
        return readSource(text);
    }
    const std::string id = trimmed(text.substr(bar + 1));
    const UnitInfo* unit = findUnit(id);
    if (unit == nullptr) {
        std::string ids;
        for (const UnitInfo& info : unitTable()) {
            ids += (ids.empty() ? "" : ", ") + std::string(info.id);
        }
        return failure(makeDiagnostic(messages, "value-mismatch", "",
                                      {{"found", printable(id, 40)}, {"expected", "a unit: " + ids}}));
    }
    auto source = readSource(text.substr(0, bar));
    if (source) {
        source->unit = unit->unit;
    }
    return source;
}

}  // namespace headroom::cases
