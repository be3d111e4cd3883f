#include "core/format/member_source.h"

#include <algorithm>

#include "core/base/ids.h"
#include "core/base/numbers.h"
#include "core/base/utf8.h"

namespace headroom::format {

const json::Value* MemberSource::any(std::string_view name) {
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) {
        asked_.emplace_back(name);
    }
    return object_.find(name);
}

const json::Value* MemberSource::required(std::string_view name, std::string_view expected) {
    const json::Value* value = any(name);
    if (value == nullptr) {
        reading_.fail("member-missing", where_,
                      {{"name", std::string(name)}, {"expected", std::string(expected)}});
    }
    return value;
}

std::string MemberSource::text(std::string_view name, std::size_t most) {
    const json::Value* value = any(name);
    if (value == nullptr) {
        return {};
    }
    if (!value->isString() || utf8::firstBroken(value->text()) != std::string_view::npos ||
        utf8::length(value->text()) > most) {
        reading_.mismatch(*value, "a text of at most " + std::to_string(most) + " characters",
                          below(where_, name));
    }
    return std::string(value->text());
}

std::string MemberSource::id(std::string_view name, std::string_view what) {
    const std::string expected = std::string(what) + ": " + std::string(idRule);
    const json::Value* value = required(name, expected);
    if (value == nullptr) {
        return {};
    }
    if (!isValidId(value->text())) {
        reading_.mismatch(*value, expected, below(where_, name));
    }
    return std::string(value->text());
}

std::optional<Id> MemberSource::optionalId(std::string_view name, std::string_view what) {
    const json::Value* value = any(name);
    if (value == nullptr || value->isNull()) {
        return std::nullopt;
    }
    if (!isValidId(value->text())) {
        reading_.mismatch(*value, std::string(what) + " or null", below(where_, name));
    }
    return Id(value->text());
}

double MemberSource::number(std::string_view name, double low, double high, double fallback) {
    const json::Value* value = any(name);
    if (value == nullptr) {
        return fallback;
    }
    const double number = value->number();
    if (!value->isNumber() || !(number >= low && number <= high)) {
        reading_.mismatch(*value, "a number from " + plainNumber(low) + " to " + plainNumber(high),
                          below(where_, name));
    }
    return number;
}

const json::Object& MemberSource::object(std::string_view name) {
    static const json::Object none;
    const json::Value* value = any(name);
    if (value != nullptr && !value->isObject()) {
        reading_.mismatch(*value, "an object", below(where_, name));
    }
    return value == nullptr || !value->isObject() ? none : *value->object();
}

const json::Array& MemberSource::array(std::string_view name) {
    static const json::Array none;
    const json::Value* value = any(name);
    if (value != nullptr && !value->isArray()) {
        reading_.mismatch(*value, "a list", below(where_, name));
    }
    return value == nullptr || !value->isArray() ? none : *value->array();
}

json::Object MemberSource::extra() const {
    json::Object out;
    for (const auto& [name, value] : object_) {
        if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) {
            reading_.refuseIfTyped(name, below(where_, name), asked_);
            out.append(name, value);
        }
    }
    return out;
}

}  // namespace headroom::format
