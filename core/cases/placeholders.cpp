#include "core/cases/placeholders.h"

#include "core/cases/messages.h"

namespace headroom::cases {

namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, last - first + 1));
}

}  // namespace

std::vector<TextPart> partsOf(std::string_view text) {
    std::vector<TextPart> out;
    while (!text.empty()) {
        const auto open = text.find(opening);
        const auto close = open == std::string_view::npos ? open : text.find(closing, open);
        if (close == std::string_view::npos) {
            out.push_back({std::string(text), false});
            break;
        }
        if (open > 0) {
            out.push_back({std::string(text.substr(0, open)), false});
        }
        const auto begin = open + opening.size();
        out.push_back({trimmed(text.substr(begin, close - begin)), true});
        text.remove_prefix(close + closing.size());
    }
    return out;
}

Result<> checkPlaceholders(std::string_view text) {
    for (const TextPart& part : partsOf(text)) {
        const auto open = part.placeholder ? std::string::npos : part.text.find(opening);
        if (open != std::string::npos) {
            return failure(makeDiagnostic(messages, "placeholder-open", "",
                                          {{"rest", printable(part.text.substr(open), 40)}}));
        }
    }
    return {};
}

}  // namespace headroom::cases
