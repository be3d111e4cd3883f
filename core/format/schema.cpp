#include "core/format/design_file.h"
#include "core/format/record_readers.h"
#include "core/format/version.h"

namespace headroom::format {

namespace {

using catalog::Catalog;
using catalog::ParamSpec;
using catalog::ParamType;
using json::Array;
using json::Object;
using json::Value;

constexpr std::string_view idPattern = "^[a-z0-9_-]{1,64}$";

Object idSchema() {
    return {{"type", "string"}, {"pattern", idPattern}};
}

Object textSchema(double most) {
    return {{"type", "string"}, {"maxLength", static_cast<std::int64_t>(most)}};
}

Object numberSchema(std::string_view type, double low, double high) {
    return {{"type", type}, {"minimum", low}, {"maximum", high}};
}

Object listOf(Value item) {
    return {{"type", "array"}, {"items", std::move(item)}};
}

Object enumSchema(const std::vector<catalog::Option>& options) {
    Array values;
    for (const catalog::Option& option : options) {
        values.emplace_back(option.value);
    }
    return {{"enum", std::move(values)}};
}

Value specSchema(const ParamSpec& spec);

void addProperties(Object& properties, const std::vector<ParamSpec>& specs) {
    for (const ParamSpec& spec : specs) {
        if (!properties.contains(spec.name)) {
            properties.append(spec.name, specSchema(spec));
        }
    }
}

/// An object whose known members are typed; others pass, since files keep what they do not know.
Object objectSchema(const std::vector<ParamSpec>& specs, const std::vector<ParamSpec>& more = {}) {
    Object properties;
    Array required;
    addProperties(properties, specs);
    addProperties(properties, more);
    for (const ParamSpec& spec : specs) {
        if (spec.required) {
            required.emplace_back(spec.name);
        }
    }
    Object out{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) {
        out.append("required", std::move(required));
    }
    return out;
}

Object typeSchema(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::number:
            return numberSchema("number", spec.minimum, spec.maximum);
        case ParamType::integer:
            return numberSchema("integer", spec.minimum, spec.maximum);
        case ParamType::boolean:
            return {{"type", "boolean"}};
        case ParamType::enumeration:
            return enumSchema(spec.options);
        case ParamType::text:
            return textSchema(spec.maximum);
        case ParamType::idRef:
            return idSchema();
        case ParamType::object:
            return objectSchema(spec.fields);
        case ParamType::list:
            break;
    }
    return listOf(specSchema(spec.fields.front()));
}

Value specSchema(const ParamSpec& spec) {
    Object out = typeSchema(spec);
    if (spec.defaultValue.isNull() && !spec.required) {
        out = Object{{"anyOf", Array{std::move(out), Object{{"type", "null"}}}}};
    }
    if (!spec.help.empty()) {
        out.append("description", spec.help);
    }
    if (!spec.defaultValue.isNull()) {
        out.append("default", spec.defaultValue);
    }
    return out;
}

/// What `params` must be where the record is of this kind.
Value whereKindIs(std::string_view kind, Object params) {
    return Object{{"if", Object{{"properties", Object{{"kind", Object{{"const", kind}}}}},
                                {"required", Array{"kind"}}}},
                  {"then", Object{{"properties", Object{{"params", std::move(params)}}}}}};
}

Object record(Object properties, Array required) {
    return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

Object nullable(Object schema) {
    return {{"anyOf", Array{std::move(schema), Object{{"type", "null"}}}}};
}

Object workloadSchema(const Catalog& catalog) {
    Object out = objectSchema(catalog.recordParams("workload"));
    out.find("properties")->object()->append("id", idSchema());
    out.set("required", Array{"id"});
    return out;
}

Object componentSchema(const Catalog& catalog) {
    Object out = record({{"id", idSchema()},
                         {"kind", idSchema()},
                         {"label", textSchema(longestLabel)},
                         {"x", numberSchema("number", -farthest, farthest)},
                         {"y", numberSchema("number", -farthest, farthest)},
                         {"w", numberSchema("number", model::smallestCard, farthest)},
                         {"h", numberSchema("number", model::smallestCard, farthest)},
                         {"group", nullable(idSchema())},
                         {"params", Object{{"type", "object"}}},
                         {"workloads", listOf(workloadSchema(catalog))}},
                        {"id", "kind"});
    Array kinds;
    for (const catalog::Kind& kind : catalog.kinds()) {
        kinds.push_back(whereKindIs(kind.id, objectSchema(kind.params)));
    }
    out.append("allOf", std::move(kinds));
    return out;
}

Object connectionParams(const Catalog& catalog, std::string_view kind) {
    return objectSchema(catalog.connectionParams(kind), catalog.recordParams("connection_display"));
}

Object connectionSchema(const Catalog& catalog) {
    Array names;
    Array kinds;
    for (const std::string& kind : catalog.connectionKinds()) {
        names.emplace_back(kind);
        kinds.push_back(whereKindIs(kind, connectionParams(catalog, kind)));
    }
    const std::string usual = catalog.connectionKinds().front();
    kinds.push_back(
        Object{{"if", Object{{"not", Object{{"required", Array{"kind"}}}}}},
               {"then", Object{{"properties", Object{{"params", connectionParams(catalog, usual)}}}}}});
    Object out = record({{"id", idSchema()},
                         {"from", idSchema()},
                         {"to", idSchema()},
                         {"kind", Object{{"enum", std::move(names)}, {"default", usual}}},
                         {"params", Object{{"type", "object"}}}},
                        {"id", "from", "to"});
    out.append("allOf", std::move(kinds));
    return out;
}

void addFrame(Object& properties) {
    properties.append("x", numberSchema("number", -farthest, farthest));
    properties.append("y", numberSchema("number", -farthest, farthest));
    properties.append("w", numberSchema("number", 0, farthest));
    properties.append("h", numberSchema("number", 0, farthest));
}

Object groupSchema(const Catalog& catalog) {
    Object properties{{"id", idSchema()},
                      {"kind", enumSchema(catalog.groupKinds())},
                      {"label", textSchema(longestLabel)},
                      {"parent", nullable(idSchema())},
                      {"params", objectSchema(catalog.recordParams("group"))}};
    addFrame(properties);
    return record(std::move(properties), {"id", "kind"});
}

Object noteSchema() {
    Object properties{{"id", idSchema()}, {"text", textSchema(longestNote)}};
    addFrame(properties);
    return record(std::move(properties), {"id"});
}

Object rootProperties(const Catalog& catalog) {
    const Object revision = numberSchema("integer", 1, highestRevision);
    return {{"format", Object{{"const", formatName}}},
            {"version", Object{{"const", version}}},
            {"minor", numberSchema("integer", 0, highestRevision)},
            {"name", textSchema(longestLabel)},
            {"catalog", Object{{"type", "object"}, {"additionalProperties", revision}}},
            {"components", listOf(componentSchema(catalog))},
            {"connections", listOf(connectionSchema(catalog))},
            {"groups", listOf(groupSchema(catalog))},
            {"notes", listOf(noteSchema())},
            {"objectives", listOf(objectSchema(catalog.recordParams("objective")))},
            {"scenario", objectSchema(catalog.recordParams("scenario"))}};
}

}  // namespace

json::Value schema(const Catalog& catalog) {
    return Object{{"$schema", "http://json-schema.org/draft-07/schema#"},
                  {"title", "Headroom design"},
                  {"description",
                   "A design, format headroom.design. Besides this, ids are unique over the document and "
                   "references name records that are there."},
                  {"type", "object"},
                  {"required", Array{"format", "version", "components", "connections"}},
                  {"properties", rootProperties(catalog)}};
}

}  // namespace headroom::format
