#include <algorithm>
#include <array>

#include "app/cli/commands.h"
#include "app/cli/open_design.h"
#include "app/cli/table.h"
#include "core/json/writer.h"

namespace headroom::cli {

namespace {

using catalog::ParamSpec;
using catalog::ParamType;
using json::Array;
using json::Object;
using json::Value;

std::string_view typeName(ParamType type) {
    constexpr std::array<std::string_view, 8> names{"number", "integer", "bool",   "enum",
                                                    "text",   "id",      "object", "list"};
    return names[static_cast<std::size_t>(type)];
}

Value optionsJson(const ParamSpec& spec) {
    Array out;
    for (const catalog::Option& option : spec.options) {
        out.emplace_back(option.value);
    }
    return out;
}

Value paramJson(const ParamSpec& spec) {
    Object out{{"name", spec.name},
               {"type", Value(typeName(spec.type))},
               {"unit", Value(unitInfo(spec.unit).id)},
               {"default", spec.defaultValue}};
    if (spec.type == ParamType::number || spec.type == ParamType::integer) {
        out.set("min", spec.minimum);
        out.set("max", spec.maximum);
    }
    if (!spec.options.empty()) {
        out.set("options", optionsJson(spec));
    }
    out.set("label", spec.label);
    out.set("help", spec.help);
    return out;
}

Value kindJson(const catalog::Kind& kind) {
    Array params;
    for (const ParamSpec& spec : kind.params) {
        if (!spec.hidden) {
            params.push_back(paramJson(spec));
        }
    }
    return Object{{"id", kind.id},
                  {"revision", kind.revision},
                  {"label", kind.label},
                  {"category", kind.category},
                  {"behavior", kind.behavior},
                  {"help", kind.help},
                  {"params", std::move(params)}};
}

std::string kindsJson(const catalog::Catalog& catalog) {
    Array out;
    for (const catalog::Kind& kind : catalog.kinds()) {
        out.push_back(kindJson(kind));
    }
    return json::write(Value(std::move(out)));
}

std::string kindsText(const catalog::Catalog& catalog) {
    Table table({{"KIND", Align::left, 24},
                 {"LABEL", Align::left, 20},
                 {"CATEGORY", Align::left, 16},
                 {"BEHAVIOUR", Align::left, 12}});
    for (const catalog::Kind& kind : catalog.kinds()) {
        table.add({kind.id, kind.label, catalog.categoryLabel(kind.category), kind.behavior});
    }
    return table.text();
}

}  // namespace

Outcome runKinds(const Arguments& arguments) {
    const auto opened = openCatalog(arguments);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    return Answer{arguments.json ? kindsJson(opened->catalog) : kindsText(opened->catalog), opened->remarks};
}

}  // namespace headroom::cli
