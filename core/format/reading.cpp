#include "core/format/reading.h"

#include <algorithm>

#include "core/format/messages.h"
#include "core/json/pointer.h"
#include "core/json/writer.h"

namespace headroom::format {

void Reading::fail(Diagnostic problem) {
    if (!problem_) {
        problem_ = std::move(problem);
    }
}

void Reading::fail(std::string_view code, const std::string& where, MessageArguments arguments) {
    if (!problem_) {
        fail(makeDiagnostic(messages, code, where, std::move(arguments)));
    }
}

void Reading::mismatch(const json::Value& found, std::string_view expected, const std::string& where) {
    if (!problem_) {
        fail("value-mismatch", where,
             {{"found", json::describe(found)}, {"expected", std::string(expected)}});
    }
}

void Reading::mention(std::string_view code, const std::string& name, const std::string& where) {
    const std::string shown = printable(name, 60);
    const auto known = std::find_if(mentions_.begin(), mentions_.end(), [&](const Mention& mention) {
        return mention.code == code && mention.name == shown;
    });
    // Past a hundred different names nobody reads on, and a stranger's file must not make this slow.
    constexpr std::size_t mostMentions = 100;
    if (known != mentions_.end()) {
        ++known->places;
    } else if (mentions_.size() < mostMentions) {
        mentions_.push_back({std::string(code), shown, where});
    }
}

void Reading::notice(std::string_view code, const std::string& where, MessageArguments arguments) {
    notices_.push_back(makeDiagnostic(messages, code, where, std::move(arguments), Severity::warning));
}

std::vector<Diagnostic> Reading::notices() const {
    std::vector<Diagnostic> out = notices_;
    for (const Mention& mention : mentions_) {
        out.push_back(makeDiagnostic(messages, mention.code, mention.where,
                                     {{"name", mention.name}, {"places", placesText(mention.places)}},
                                     Severity::warning));
    }
    return out;
}

void Reading::refuseIfTyped(const std::string& name, const std::string& where,
                            const std::vector<std::string>& known) {
    if (!typed(where)) {
        return;
    }
    std::string names;
    for (const std::string& one : known) {
        names += (names.empty() ? "" : ", ") + one;
    }
    fail("setting-refused", where, {{"name", printable(name, 60)}, {"known", names}});
}

std::string below(const std::string& where, std::string_view step) {
    return where + (json::Pointer() / printable(step, 80)).text();
}

std::string placesText(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " place" : " places");
}

}  // namespace headroom::format
