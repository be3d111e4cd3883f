#include "core/cases/members.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/utf8.h"
#include "core/cases/messages.h"
#include "core/cases/placeholders.h"
#include "core/cases/source_reader.h"
#include "core/json/writer.h"

namespace headroom::cases {

namespace {

const json::Object noMembers;

struct Word {
    std::string_view name;
    Comparison::Kind kind;
};

constexpr std::array<Word, 6> words{{{"between", Comparison::Kind::between},
                                     {"above", Comparison::Kind::above},
                                     {"below", Comparison::Kind::below},
                                     {"at_least", Comparison::Kind::at_least},
                                     {"at_most", Comparison::Kind::at_most},
                                     {"is", Comparison::Kind::is}}};

std::string listed(const Members::Names& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "there is " : ", ") + name;
    }
    return out.empty() ? "no number has been named so far" : printable(out, 160);
}

}  // namespace

Members::Members(format::Reading& reading, const json::Value& value, std::string where, std::string_view what)
    : reading_(reading),
      object_(value.isObject() ? *value.object() : noMembers),
      source_(reading, object_, std::move(where)),
      what_(what) {
    if (!value.isObject()) {
        reading.mismatch(value, "an object, " + what_, source_.where());
    }
}

void Members::fail(std::string_view code, const std::string& where, MessageArguments arguments) {
    fail(makeDiagnostic(messages, code, "", std::move(arguments)), where);
}

void Members::fail(Diagnostic problem, const std::string& where) {
    problem.where = where;
    reading_.fail(std::move(problem));
}

std::string Members::title(std::string_view name) {
    const json::Value* value = source_.required(name, "a text");
    std::string out = source_.text(name, longestTitle);
    if (value != nullptr && out.empty()) {
        reading_.mismatch(*value, "a text that says something", format::below(where(), name));
    }
    return out;
}

std::string Members::prose(std::string_view name, const Names& names) {
    const json::Value* value = source_.any(name);
    const std::string place = format::below(where(), name);
    const json::Array one = value == nullptr || value->isArray() ? json::Array() : json::Array{*value};
    const json::Array& paragraphs = value != nullptr && value->isArray() ? *value->array() : one;
    std::string out;
    for (const json::Value& paragraph : paragraphs) {
        if (!paragraph.isString() || utf8::firstBroken(paragraph.text()) != std::string_view::npos ||
            out.size() + paragraph.text().size() > longestText) {
            reading_.mismatch(
                paragraph, "a text, or a list of texts, of at most " + std::to_string(longestText) + " bytes",
                place);
            return out;
        }
        out += (out.empty() ? "" : "\n\n") + std::string(paragraph.text());
    }
    if (const auto closed = checkPlaceholders(out); !closed) {
        fail(closed.error(), place);
    }
    for (const TextPart& part : partsOf(out)) {
        const auto source = part.placeholder ? sourceOfPlaceholder(part.text) : Result<Source>(Source());
        source ? checkSource(*source, names, place) : fail(source.error(), place);
    }
    return out;
}

const json::Array& Members::list(std::string_view name, std::size_t most) {
    static const json::Array none;
    const json::Array& out = source_.array(name);
    if (out.size() > most) {
        fail("too-many", format::below(where(), name),
             {{"count", std::to_string(out.size())},
              {"what", std::string(name)},
              {"most", std::to_string(most)}});
        return none;
    }
    return out;
}

Source Members::valueOf(std::string_view name, const Names& names) {
    const std::string_view expected = "a pointer such as /system/latency_ms/p99, or an expression";
    const json::Value* value = source_.required(name, expected);
    const std::string place = format::below(where(), name);
    if (value == nullptr) {
        return {};
    }
    if (!value->isString()) {
        reading_.mismatch(*value, expected, place);
        return {};
    }
    const auto source = readSource(value->text());
    if (!source) {
        fail(source.error(), place);
        return {};
    }
    checkSource(*source, names, place);
    return *source;
}

void Members::checkSource(const Source& source, const Names& names, const std::string& where) {
    for (const std::string& name : source.formula.names()) {
        if (!names.contains(name)) {
            fail("name-unknown", where, {{"name", printable(name, 60)}, {"present", listed(names)}});
        }
    }
}

std::optional<Unit> Members::unit() {
    const json::Value* value = source_.any("unit");
    if (value == nullptr) {
        return std::nullopt;
    }
    const UnitInfo* unit = findUnit(value->text());
    if (unit == nullptr) {
        std::string ids;
        for (const UnitInfo& info : unitTable()) {
            ids += (ids.empty() ? "" : ", ") + std::string(info.id);
        }
        reading_.mismatch(*value, "one of " + ids, format::below(where(), "unit"));
        return std::nullopt;
    }
    return unit->unit;
}

double Members::bound(const json::Value& value, const std::string& where) {
    if (!value.isNumber()) {
        reading_.mismatch(value, "a number", where);
    }
    return value.number();
}

Comparison Members::range(const json::Value& value, const std::string& where) {
    Comparison out;
    out.kind = Comparison::Kind::between;
    const json::Array* bounds = value.array();
    if (bounds == nullptr || bounds->size() != 2) {
        reading_.mismatch(value, "a list of two numbers", where);
        return out;
    }
    out.low = bound((*bounds)[0], where);
    out.high = bound((*bounds)[1], where);
    if (!(out.low <= out.high)) {
        fail("range-empty", where,
             {{"low", json::describe((*bounds)[0])}, {"high", json::describe((*bounds)[1])}});
    }
    return out;
}

Comparison Members::comparison() {
    Comparison out;
    int found = 0;
    for (const Word& word : words) {
        const json::Value* value = source_.any(word.name);
        if (value == nullptr) {
            continue;
        }
        ++found;
        const std::string place = format::below(where(), word.name);
        if (word.kind == Comparison::Kind::between) {
            out = range(*value, place);
        } else if (word.kind == Comparison::Kind::is) {
            out.wanted = *value;
        } else {
            out.low = out.high = bound(*value, place);
        }
        out.kind = word.kind;
    }
    if (found != 1) {
        fail("member-missing", where(),
             {{"name", "between"},
              {"expected", "exactly one of between, above, below, at_least, at_most and is"}});
    }
    return out;
}

void Members::end() {
    const json::Object extra = source_.extra();
    if (extra.empty()) {
        return;
    }
    std::string known;
    for (const std::string& name : source_.asked()) {
        known += (known.empty() ? "" : ", ") + name;
    }
    const std::string& name = extra.begin()->first;
    fail("member-unknown", format::below(where(), name),
         {{"name", printable(name, 60)}, {"what", what_}, {"known", known}});
}

}  // namespace headroom::cases
