#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"
#include "core/json/value.h"

namespace headroom::catalog {

enum class ParamType { number, integer, boolean, enumeration, text, idRef, object, list };

/// One value of an enumeration.
struct Option {
    std::string value;
    std::string label;
    std::string help;
};

/// What one parameter is: the same declaration makes the field in the inspector, the check in the loader,
/// the JSON Schema and the default of the engine. Declared in resources, never in code.
struct ParamSpec {
    std::string name;
    ParamType type = ParamType::number;
    Unit unit = Unit::none;
    /// Null: absent means "none" or "derived", as `placeholder` says.
    json::Value defaultValue;
    double minimum = 0;        ///< of numbers and integers; always finite
    double maximum = 0;        ///< of texts: the most characters
    double step = 1;           ///< of the field's arrows
    bool logarithmic = false;  ///< the range spans decades, so arrows step by decades
    std::string label;
    std::string help;
    std::string placeholder;  ///< shown faintly in an empty field
    std::string section;      ///< "capacity", "latency", "reliability", "cost", "behaviour", ...
    std::string source;       ///< id in sources.json of where the default comes from
    bool hidden = false;      ///< a kind can hide a parameter of its behaviour
    bool required = false;    ///< of a field of an object or record: it must be there
    /// Of idRef: "component", "connection", "group"; of text: "workload", written "source.workload".
    std::string references;
    std::vector<Option> options;
    std::vector<ParamSpec> fields;  ///< of object; of list: of its items (one spec named "item")
    /// Shown only while the named sibling has one of the values ("" is "not set"), or none of them.
    struct Condition {
        std::string param;
        std::vector<json::Value> values;
        bool except = false;  ///< none of them
    };
    std::optional<Condition> visibleWhen;

    [[nodiscard]] const ParamSpec* field(std::string_view fieldName) const;
};

/// Checks `value` against `spec`, fields of objects and items of lists included. Unknown fields of
/// objects pass. `where` is the pointer of the value. Null is legal where the default is null.
Result<> check(const ParamSpec& spec, const json::Value& value, const std::string& where);

/// The spec of this name in `specs`, or nullptr.
const ParamSpec* findSpec(const std::vector<ParamSpec>& specs, std::string_view name);

/// The value that holds: the override in `params`, else the default of `spec`.
const json::Value& effective(const ParamSpec& spec, const json::Object& params);

/// What `spec` takes, in the stored unit, for messages: "a number of ms from 0 to 10000000 or null".
std::string expectation(const ParamSpec& spec);

/// Reads one declaration; `where` names the file for messages. Members: name, type (number, integer, bool,
/// enum, text, id, object, list), unit, default, min, max, step, log, label, help, placeholder, section,
/// source, hidden, required, references, options, fields (of an object), item (of a list), visible_when.
/// Unknown members, ranges that are not finite and defaults outside their range are errors.
Result<ParamSpec> readParamSpec(const json::Object& declaration, const std::string& where);
/// A list of declarations with distinct names.
Result<std::vector<ParamSpec>> readParamSpecs(const json::Array& declarations, const std::string& where);

}  // namespace headroom::catalog
