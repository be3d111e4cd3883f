#include <algorithm>
#include <cmath>

#include "core/base/ids.h"
#include "core/base/numbers.h"
#include "core/base/utf8.h"
#include "core/catalog/messages.h"
#include "core/catalog/param_spec.h"
#include "core/json/writer.h"

namespace headroom::catalog {

namespace {

std::string optionNames(const ParamSpec& spec) {
    std::string out;
    for (const Option& option : spec.options) {
        out += (out.empty() ? "" : ", ") + option.value;
    }
    return out;
}

Diagnostic mismatch(const ParamSpec& spec, const json::Value& value, const std::string& where) {
    return makeDiagnostic(messages, "value-mismatch", where,
                          {{"found", json::describe(value)}, {"expected", expectation(spec)}});
}

bool isWhole(double value) {
    return value == std::floor(value);
}

bool withinRange(const ParamSpec& spec, const json::Value& value) {
    const double number = value.number();
    return number >= spec.minimum && number <= spec.maximum;
}

bool isOption(const ParamSpec& spec, const json::Value& value) {
    return value.isString() &&
           std::any_of(spec.options.begin(), spec.options.end(),
                       [&](const Option& option) { return option.value == value.text(); });
}

/// Whether a value that has no parts is legal.
bool fits(const ParamSpec& spec, const json::Value& value) {
    switch (spec.type) {
        case ParamType::number:
            return value.isNumber() && withinRange(spec, value);
        case ParamType::integer:
            return value.isNumber() && isWhole(value.number()) && withinRange(spec, value);
        case ParamType::boolean:
            return value.isBool();
        case ParamType::enumeration:
            return isOption(spec, value);
        case ParamType::text:
            return value.isString() && utf8::firstBroken(value.text()) == std::string_view::npos &&
                   static_cast<double>(utf8::length(value.text())) <= spec.maximum;
        case ParamType::idRef:
            return value.isString() && isValidId(value.text());
        case ParamType::object:
            return value.isObject();
        case ParamType::list:
            break;
    }
    return value.isArray();
}

Result<> checkFields(const ParamSpec& spec, const json::Object& object, const std::string& where) {
    for (const ParamSpec& field : spec.fields) {
        const json::Value* value = object.find(field.name);
        if (value == nullptr && field.required) {
            return failure(makeDiagnostic(messages, "field-missing", where,
                                          {{"name", field.name}, {"expected", expectation(field)}}));
        }
        if (value != nullptr) {
            if (auto done = check(field, *value, where + "/" + field.name); !done) {
                return done;
            }
        }
    }
    return {};
}

Result<> checkItems(const ParamSpec& spec, const json::Array& items, const std::string& where) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto done = check(spec.fields.front(), items[i], where + "/" + std::to_string(i)); !done) {
            return done;
        }
    }
    return {};
}

std::string expectedNumber(std::string_view what, const ParamSpec& spec) {
    const bool plainUnit = spec.unit == Unit::none || spec.unit == Unit::count || spec.unit == Unit::ratio ||
                           spec.unit == Unit::factor;
    return std::string(what) + (plainUnit ? "" : " of " + std::string(unitInfo(spec.unit).id)) + " from " +
           plainNumber(spec.minimum) + " to " + plainNumber(spec.maximum);
}

std::string expectedValue(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::number:
            return expectedNumber("a number", spec);
        case ParamType::integer:
            return expectedNumber("a whole number", spec);
        case ParamType::boolean:
            return "true or false";
        case ParamType::enumeration:
            return "one of " + optionNames(spec);
        case ParamType::text:
            return "a text of at most " + shortest(spec.maximum) + " characters";
        case ParamType::idRef:
            return "the id of a " + (spec.references.empty() ? "record" : spec.references);
        case ParamType::object:
            return "an object";
        case ParamType::list:
            break;
    }
    return "a list";
}

}  // namespace

std::string expectation(const ParamSpec& spec) {
    return expectedValue(spec) + (spec.defaultValue.isNull() && !spec.required ? " or null" : "");
}

Result<> check(const ParamSpec& spec, const json::Value& value, const std::string& where) {
    if (value.isNull() && spec.defaultValue.isNull() && !spec.required) {
        return {};
    }
    if (!fits(spec, value)) {
        return failure(mismatch(spec, value, where));
    }
    if (spec.type == ParamType::object) {
        return checkFields(spec, *value.object(), where);
    }
    return spec.type == ParamType::list ? checkItems(spec, *value.array(), where) : Result<>();
}

}  // namespace headroom::catalog
