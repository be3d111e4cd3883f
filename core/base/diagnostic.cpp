#include "core/base/diagnostic.h"

#include <algorithm>
#include <cassert>

#include "core/base/utf8.h"

namespace headroom {

namespace {

std::string fillIn(std::string_view pattern, const MessageArguments& arguments) {
    std::string out;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        out.append(pattern.substr(0, open));
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = pattern.find('}', open);
        assert(close != std::string_view::npos);
        const auto name = pattern.substr(open + 1, close - open - 1);
        const auto found = std::find_if(arguments.begin(), arguments.end(),
                                        [&](const auto& argument) { return argument.first == name; });
        assert(found != arguments.end());
        if (found != arguments.end()) {
            out.append(found->second);
        }
        pattern.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace

std::string_view severityName(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::error:
            break;
    }
    return "error";
}

std::string Diagnostic::line() const {
    std::string out = where.empty() ? std::string() : where + ": ";
    out += text;
    if (!hint.empty()) {
        out += "; " + hint;
    }
    return printable(out, 600);
}

Diagnostic Diagnostic::reworded(MessageArguments with) const {
    Diagnostic out = *this;
    if (message != nullptr) {
        out.text = fillIn(message->text, with);
        out.hint = fillIn(message->hint, with);
    }
    out.arguments = std::move(with);
    return out;
}

Diagnostic makeDiagnostic(std::span<const MessageTemplate> table, std::string_view code, std::string where,
                          MessageArguments arguments, Severity severity) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const MessageTemplate& message) { return message.code == code; });
    assert(found != table.end());
    Diagnostic out;
    out.code = code;
    out.severity = severity;
    out.where = std::move(where);
    if (found == table.end()) {
        out.text = std::string(code);
        return out;
    }
    out.message = &*found;
    return out.reworded(std::move(arguments));
}

std::string printable(std::string_view text, std::size_t maxBytes) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = utf8::sequenceLength(text);
        const bool control = length == 1 && (static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7f);
        const std::string_view piece =
            length == 0 || control ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
        if (out.size() + piece.size() > maxBytes) {
            return out + "\xE2\x80\xA6";
        }
        out.append(piece);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

}  // namespace headroom
