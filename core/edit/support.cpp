#include "core/edit/support.h"

#include <cmath>

namespace headroom::edit {

namespace {

std::string namesOf(const std::vector<catalog::ParamSpec>& specs) {
    std::string out;
    for (const auto& spec : specs) {
        out += (out.empty() ? "" : ", ") + spec.name;
    }
    return out.empty() ? "nothing to set" : out;
}

/// Whole numbers are kept whole, so that 4 and 4.0 are one text in the file.
json::Value normalized(const catalog::ParamSpec& spec, const json::Value& value) {
    constexpr double exactlyWhole = 9007199254740992.0;  // 2^53
    const double number = value.number();
    if (value.isNumber() && std::abs(number) < exactlyWhole && number == std::floor(number) &&
        (spec.type == catalog::ParamType::integer || spec.type == catalog::ParamType::number)) {
        return static_cast<std::int64_t>(number);
    }
    return value;
}

void setOrErase(json::Object& params, const std::string& name, const json::Value& value) {
    if (value.isNull()) {
        params.erase(name);
    } else {
        params.set(name, value);
    }
}

}  // namespace

std::string shownName(const model::Component& component, const catalog::Catalog& catalog) {
    if (!component.label.empty()) {
        return component.label;
    }
    const catalog::Kind* kind = catalog.kind(component.kind);
    return kind != nullptr ? kind->label : component.id;
}

Result<Id> newId(const model::Design& design, std::string_view stem, const Id& wanted) {
    if (wanted.empty()) {
        return freshId(stem, [&](std::string_view candidate) { return design.hasId(candidate); });
    }
    if (!isValidId(wanted) || design.hasId(wanted)) {
        return refuse("id-taken", "", {{"id", printable(wanted, 80)}});
    }
    return wanted;
}

Result<model::Component> componentOf(const model::Design& design, const Id& id) {
    const auto found = design.components().find(id);
    return found ? Result<model::Component>(*found) : refuse("no-component", "", {{"id", printable(id, 80)}});
}

Result<model::Connection> connectionOf(const model::Design& design, const Id& id) {
    const auto found = design.connections().find(id);
    return found ? Result<model::Connection>(*found)
                 : refuse("no-connection", "", {{"id", printable(id, 80)}});
}

Result<> setChecked(json::Object& params, const std::vector<catalog::ParamSpec>& specs,
                    const std::string& path, const json::Value& value, const std::string& where) {
    const auto slash = path.find('/');
    const std::string name = path.substr(0, slash);
    const catalog::ParamSpec* spec = catalog::findSpec(specs, name);
    if (spec == nullptr) {
        return refuse("no-parameter", where, {{"name", printable(name, 60)}, {"present", namesOf(specs)}});
    }
    const std::string here = where + "/" + name;
    if (slash != std::string::npos) {
        const json::Value& now = catalog::effective(*spec, params);
        json::Object inner = now.isObject() ? *now.object() : json::Object();
        const auto set = setChecked(inner, spec->fields, path.substr(slash + 1), value, here);
        if (!set) {
            return set;
        }
        params.set(name, std::move(inner));
        return {};
    }
    const json::Value wanted = normalized(*spec, value);
    if (!wanted.isNull()) {
        if (const auto legal = catalog::check(*spec, wanted, here); !legal) {
            return legal;
        }
    }
    setOrErase(params, name, wanted);
    return {};
}

}  // namespace headroom::edit
