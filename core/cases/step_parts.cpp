#include "core/cases/step_parts.h"

#include <algorithm>

#include "core/cases/source_reader.h"

namespace headroom::cases {

namespace {

constexpr std::size_t mostChoices = 8;
constexpr std::size_t longestName = 64;

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= longestName && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Choice readChoice(format::Reading& reading, const json::Value& value, const std::string& where) {
    Members members(reading, value, where, "a choice");
    Choice out;
    out.text = members.title("text");
    out.when = members.comparison();
    members.end();
    return out;
}

void readChoices(format::Reading& reading, Members& members, Question& out) {
    const json::Array& choices = members.list("choices", mostChoices);
    for (std::size_t i = 0; i < choices.size() && !reading.failed(); ++i) {
        out.choices.push_back(
            readChoice(reading, choices[i], members.where() + "/choices/" + std::to_string(i)));
    }
    if (out.choices.size() == 1) {
        members.fail("value-mismatch", members.where() + "/choices",
                     {{"found", "one choice"}, {"expected", "two at least"}});
    }
}

}  // namespace

Number readNumber(format::Reading& reading, const json::Value& value, const std::string& where,
                  Members::Names& names) {
    Members members(reading, value, where, "a number");
    Number out;
    const json::Value* name = members.source().required("name", "a name such as links_a_month");
    if (name != nullptr && !isName(name->text())) {
        reading.mismatch(*name, "a name such as links_a_month: a-z, 0-9 and _", where + "/name");
    }
    out.name = name == nullptr ? std::string() : std::string(name->text());
    out.label = members.source().text("label", longestTitle);
    const auto unit = members.unit();
    if (const json::Value* spelled = members.source().any("value"); spelled != nullptr) {
        if (!spelled->isNumber()) {
            reading.mismatch(*spelled, "a number", where + "/value");
        }
        out.value = spelled->number();
        out.unit = unit.value_or(Unit::none);
    } else {
        out.of = members.valueOf("of", names);
        out.of.unit = unit;
        out.unit =
            unit.value_or(out.of.kind == Source::Kind::formula ? Unit::none : unitOfPointer(out.of.pointer));
    }
    members.end();
    if (!names.insert(out.name).second) {
        members.fail("name-duplicate", where + "/name", {{"name", out.name}});
    }
    return out;
}

Claim readClaim(format::Reading& reading, const json::Value& value, const std::string& where,
                const Members::Names& names) {
    Members members(reading, value, where, "a claim");
    Claim out;
    members.title("text");
    out.text = members.prose("text", names);
    out.of = members.valueOf("of", names);
    out.of.unit = members.unit();
    out.holds = members.comparison();
    members.end();
    return out;
}

Question readQuestion(format::Reading& reading, const json::Value& value, const std::string& where,
                      const Members::Names& names) {
    Members members(reading, value, where, "a question");
    Question out;
    members.source().required("text", "a text");
    out.text = members.prose("text", names);
    out.of = members.valueOf("of", names);
    out.of.unit = members.unit();
    readChoices(reading, members, out);
    if (out.choices.empty()) {
        const json::Value* within =
            members.source().required("within", "how near a number must come, such as 0.2");
        out.within = members.source().number("within", 0, 10);
        if (within != nullptr && !(out.within > 0)) {
            reading.mismatch(*within, "a number above 0", where + "/within");
        }
    }
    members.end();
    return out;
}

}  // namespace headroom::cases
