#include "core/catalog/member_reader.h"

#include <algorithm>
#include <cmath>

#include "core/catalog/messages.h"

namespace headroom::catalog {

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    }
    return out;
}

const json::Value* MemberReader::any(std::string_view name) {
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) {
        asked_.emplace_back(name);
    }
    return object_.find(name);
}

void MemberReader::fail(Diagnostic problem) {
    if (!problem_) {
        problem_ = std::move(problem);
    }
}

void MemberReader::expected(std::string_view name, const json::Value& found, std::string_view what) {
    fail(makeDiagnostic(messages, "member-type", where_,
                        {{"name", std::string(name)},
                         {"found", std::string(found.typeName())},
                         {"expected", std::string(what)}}));
}

std::string MemberReader::text(std::string_view name, std::string_view fallback) {
    const json::Value* value = any(name);
    if (value == nullptr) {
        return std::string(fallback);
    }
    if (!value->isString()) {
        expected(name, *value, "a text");
    }
    return std::string(value->text(fallback));
}

std::string MemberReader::requiredText(std::string_view name) {
    if (any(name) == nullptr) {
        fail(makeDiagnostic(messages, "member-missing", where_, {{"name", std::string(name)}}));
    }
    return text(name);
}

double MemberReader::number(std::string_view name, double fallback) {
    const json::Value* value = any(name);
    if (value != nullptr && !value->isNumber()) {
        expected(name, *value, "a number");
    }
    return value == nullptr ? fallback : value->number(fallback);
}

int MemberReader::integer(std::string_view name, int fallback) {
    const double value = number(name, fallback);
    if (value != std::floor(value) || std::abs(value) > 1e9) {
        expected(name, json::Value(value), "a whole number");
        return fallback;
    }
    return static_cast<int>(value);
}

bool MemberReader::boolean(std::string_view name, bool fallback) {
    const json::Value* value = any(name);
    if (value == nullptr) {
        return fallback;
    }
    if (!value->isBool()) {
        expected(name, *value, "true or false");
        return fallback;
    }
    return *value->boolean();
}

std::vector<std::string> MemberReader::texts(std::string_view name) {
    std::vector<std::string> out;
    for (const json::Value& item : array(name)) {
        if (!item.isString()) {
            expected(name, item, "a list of texts");
        }
        out.emplace_back(item.text());
    }
    return out;
}

const json::Object& MemberReader::object(std::string_view name) {
    static const json::Object none;
    const json::Value* value = any(name);
    if (value != nullptr && !value->isObject()) {
        expected(name, *value, "an object");
    }
    return value == nullptr || !value->isObject() ? none : *value->object();
}

const json::Array& MemberReader::array(std::string_view name) {
    static const json::Array none;
    const json::Value* value = any(name);
    if (value != nullptr && !value->isArray()) {
        expected(name, *value, "a list");
    }
    return value == nullptr || !value->isArray() ? none : *value->array();
}

Result<> MemberReader::finish() {
    for (const auto& member : object_) {
        if (std::find(asked_.begin(), asked_.end(), member.first) == asked_.end()) {
            fail(makeDiagnostic(messages, "member-unknown", where_,
                                {{"name", printable(member.first, 60)}, {"known", listed(asked_)}}));
        }
    }
    return problem_ ? Result<>(failure(*problem_)) : Result<>();
}

}  // namespace headroom::catalog
