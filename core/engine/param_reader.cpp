#include "core/engine/param_reader.h"

namespace headroom::engine {

const json::Value* ParamReader::value(std::string_view name) const {
    const catalog::ParamSpec* spec = catalog::findSpec(specs_, name);
    if (spec == nullptr) {
        return nullptr;
    }
    const json::Value& found = catalog::effective(*spec, params_);
    return found.isNull() ? nullptr : &found;
}

ParamReader ParamReader::within(std::string_view name, const json::Object& object) const {
    static const std::vector<catalog::ParamSpec> noFields;
    const catalog::ParamSpec* spec = catalog::findSpec(specs_, name);
    return {spec != nullptr ? spec->fields : noFields, object};
}

std::optional<double> ParamReader::figure(std::string_view name) const {
    const json::Value* found = value(name);
    return found != nullptr && found->isNumber() ? std::optional(found->number()) : std::nullopt;
}

double ParamReader::number(std::string_view name, double absent) const {
    return figure(name).value_or(absent);
}

std::string_view ParamReader::text(std::string_view name, std::string_view absent) const {
    const json::Value* found = value(name);
    return found != nullptr ? found->text(absent) : absent;
}

bool ParamReader::flag(std::string_view name, bool absent) const {
    const json::Value* found = value(name);
    return found != nullptr && found->isBool() ? *found->boolean() : absent;
}

}  // namespace headroom::engine
