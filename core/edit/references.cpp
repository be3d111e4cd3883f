#include "core/edit/references.h"

namespace headroom::edit {

namespace {

using catalog::ParamSpec;
using catalog::ParamType;

std::optional<json::Value> renamed(const ParamSpec& spec, const json::Value& value, const Renaming& renaming);

json::Object renamedMembers(const json::Object& object, const std::vector<ParamSpec>& specs,
                            const Renaming& renaming) {
    json::Object out;
    for (const auto& [name, value] : object) {
        const ParamSpec* spec = catalog::findSpec(specs, name);
        const auto kept = spec == nullptr ? std::optional(value) : renamed(*spec, value, renaming);
        if (kept) {
            out.append(name, *kept);
        }
    }
    return out;
}

/// An object that loses a name it must have goes as a whole.
bool isComplete(const json::Object& object, const std::vector<ParamSpec>& specs) {
    for (const ParamSpec& spec : specs) {
        if (spec.required && !object.contains(spec.name)) {
            return false;
        }
    }
    return true;
}

std::optional<json::Value> renamed(const ParamSpec& spec, const json::Value& value,
                                   const Renaming& renaming) {
    if (value.isObject() && spec.type == ParamType::object) {
        json::Object out = renamedMembers(*value.object(), spec.fields, renaming);
        const bool kept = isComplete(out, spec.fields);
        return kept ? std::optional<json::Value>(std::move(out)) : std::nullopt;
    }
    if (value.isArray() && spec.type == ParamType::list) {
        json::Array out;
        for (const json::Value& item : *value.array()) {
            if (auto kept = renamed(spec.fields.front(), item, renaming)) {
                out.push_back(std::move(*kept));
            }
        }
        const bool emptied = out.empty() && !value.array()->empty();
        return emptied ? std::nullopt : std::optional<json::Value>(std::move(out));
    }
    if (value.isString() && !spec.references.empty()) {
        const auto name = renaming(spec.references, value.text());
        return name ? std::optional<json::Value>(*name) : std::nullopt;
    }
    return value;
}

}  // namespace

model::Component withNames(model::Component record, const catalog::Catalog& catalog,
                           const Renaming& renaming) {
    if (const catalog::Kind* kind = catalog.kind(record.kind)) {
        record.params = renamedMembers(record.params, kind->params, renaming);
    }
    return record;
}

model::Connection withNames(model::Connection record, const catalog::Catalog& catalog,
                            const Renaming& renaming) {
    const bool waited = record.params.contains("of");
    record.params = renamedMembers(record.params, catalog.connectionParams(record.kind), renaming);
    if (waited && !record.params.contains("of")) {
        record.params.erase("when");
    }
    return record;
}

model::Group withNames(model::Group record, const catalog::Catalog& catalog, const Renaming& renaming) {
    record.params = renamedMembers(record.params, catalog.recordParams("group"), renaming);
    return record;
}

model::Document withNames(model::Document record, const catalog::Catalog& catalog, const Renaming& renaming) {
    record.scenario = renamedMembers(record.scenario, catalog.recordParams("scenario"), renaming);
    return record;
}

}  // namespace headroom::edit
