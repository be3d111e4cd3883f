#include "core/catalog/param_spec.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "core/catalog/member_reader.h"
#include "core/catalog/messages.h"

namespace headroom::catalog {

namespace {

constexpr double longestText = 256;

struct TypeName {
    std::string_view name;
    ParamType type;
};

constexpr std::array<TypeName, 8> typeNames{{{"number", ParamType::number},
                                             {"integer", ParamType::integer},
                                             {"bool", ParamType::boolean},
                                             {"enum", ParamType::enumeration},
                                             {"text", ParamType::text},
                                             {"id", ParamType::idRef},
                                             {"object", ParamType::object},
                                             {"list", ParamType::list}}};

/// One declaration on its way from JSON to a ParamSpec.
class SpecReader {
  public:
    SpecReader(const json::Object& declaration, const std::string& where)
        : in_(declaration, where + "/" + std::string(nameIn(declaration))) {}

    Result<ParamSpec> read() {
        spec_.name = in_.requiredText("name");
        readType();
        readRange();
        readWords();
        readParts();
        readCondition();
        if (const json::Value* value = in_.any("default")) {
            spec_.defaultValue = *value;
        }
        if (const auto done = in_.finish(); !done) {
            return failure(done.error());
        }
        // A default of null is what makes null legal, so only other defaults can be wrong.
        if (!spec_.defaultValue.isNull()) {
            if (const auto legal = check(spec_, spec_.defaultValue, in_.where() + "/default"); !legal) {
                return failure(legal.error());
            }
        }
        return std::move(spec_);
    }

  private:
    static std::string_view nameIn(const json::Object& declaration) {
        const json::Value* name = declaration.find("name");
        return name == nullptr ? "?" : name->text("?");
    }

    void readType() {
        const std::string name = in_.requiredText("type");
        const auto found = std::find_if(typeNames.begin(), typeNames.end(),
                                        [&](const TypeName& entry) { return entry.name == name; });
        if (found == typeNames.end()) {
            std::vector<std::string> known;
            for (const TypeName& entry : typeNames) {
                known.emplace_back(entry.name);
            }
            in_.fail(makeDiagnostic(messages, "spec-type", in_.where(),
                                    {{"found", printable(name, 40)}, {"known", listed(known)}}));
            return;
        }
        spec_.type = found->type;
    }

    void readRange() {
        readUnit();
        const bool bounded = spec_.type == ParamType::number || spec_.type == ParamType::integer;
        const bool given = in_.has("min") && in_.has("max");
        spec_.minimum = in_.number("min", 0);
        spec_.maximum = in_.number("max", spec_.type == ParamType::text ? longestText : 0);
        spec_.step = in_.number("step", 1);
        spec_.logarithmic = in_.boolean("log", false);
        if (bounded && (!given || spec_.minimum > spec_.maximum)) {
            in_.fail(makeDiagnostic(messages, "spec-range", in_.where(), {{"name", spec_.name}}));
        }
    }

    void readUnit() {
        const std::string id = in_.text("unit", "none");
        const UnitInfo* unit = findUnit(id);
        if (unit == nullptr) {
            std::vector<std::string> known;
            for (const UnitInfo& info : unitTable()) {
                known.emplace_back(info.id);
            }
            in_.fail(makeDiagnostic(messages, "spec-unit", in_.where(),
                                    {{"found", printable(id, 40)}, {"known", listed(known)}}));
            return;
        }
        spec_.unit = unit->unit;
    }

    void readWords() {
        spec_.label = in_.text("label", spec_.name);
        spec_.help = in_.text("help");
        spec_.placeholder = in_.text("placeholder");
        spec_.section = in_.text("section");
        spec_.source = in_.text("source");
        spec_.hidden = in_.boolean("hidden", false);
        spec_.required = in_.boolean("required", false);
        spec_.references = in_.text("references");
    }

    /// Options of an enumeration, fields of an object, the item of a list.
    void readParts() {
        for (const json::Value& option : in_.array("options")) {
            readOption(option);
        }
        take(readParamSpecs(in_.array("fields"), in_.where()));
        if (const json::Value* item = in_.any("item")) {
            json::Object named = item->isObject() ? *item->object() : json::Object();
            named.set("name", "item");
            named.set("required", true);
            take(readParamSpecs(json::Array{named}, in_.where()));
        }
        const bool lacking =
            (spec_.type == ParamType::enumeration && spec_.options.empty()) ||
            ((spec_.type == ParamType::object || spec_.type == ParamType::list) && spec_.fields.empty());
        if (lacking) {
            in_.fail(makeDiagnostic(messages, "spec-empty", in_.where(), {{"name", spec_.name}}));
        }
    }

    void readOption(const json::Value& option) {
        static const json::Object none;
        MemberReader members(option.isObject() ? *option.object() : none, in_.where() + "/options");
        Option out;
        out.value = members.requiredText("value");
        out.label = members.text("label", out.value);
        out.help = members.text("help");
        if (const auto done = members.finish(); !done) {
            in_.fail(done.error());
        }
        spec_.options.push_back(std::move(out));
    }

    void take(Result<std::vector<ParamSpec>> fields) {
        if (!fields) {
            in_.fail(fields.error());
        } else {
            spec_.fields.insert(spec_.fields.end(), fields->begin(), fields->end());
        }
    }

    void readCondition() {
        if (!in_.has("visible_when")) {
            return;
        }
        MemberReader members(in_.object("visible_when"), in_.where() + "/visible_when");
        ParamSpec::Condition condition;
        condition.param = members.requiredText("param");
        condition.except = members.has("except");
        condition.values = members.array(condition.except ? "except" : "values");
        if (const auto done = members.finish(); !done) {
            in_.fail(done.error());
        }
        spec_.visibleWhen = std::move(condition);
    }

    MemberReader in_;
    ParamSpec spec_;
};

}  // namespace

const ParamSpec* ParamSpec::field(std::string_view fieldName) const {
    return findSpec(fields, fieldName);
}

// Whoever reads many records asks for the same names in the same lists: first where that stood the last time.
const ParamSpec* findSpec(const std::vector<ParamSpec>& specs, std::string_view name) {
    thread_local std::array<std::uint8_t, 1024> lastPlaces{};
    constexpr std::size_t mostPlaces = 256;
    const auto bits = [](const void* address) { return reinterpret_cast<std::uintptr_t>(address); };
    const std::uintptr_t mixed = (bits(name.data()) * 31 + name.size()) ^ (bits(specs.data()) >> 4U);
    std::uint8_t& last = lastPlaces[(mixed ^ (mixed >> 10U)) % lastPlaces.size()];
    if (last < specs.size() && specs[last].name == name) {
        return &specs[last];
    }
    const auto found =
        std::find_if(specs.begin(), specs.end(), [&](const ParamSpec& spec) { return spec.name == name; });
    if (found == specs.end()) {
        return nullptr;
    }
    const auto place = static_cast<std::size_t>(found - specs.begin());
    last = place < mostPlaces ? static_cast<std::uint8_t>(place) : last;
    return &*found;
}

const json::Value& effective(const ParamSpec& spec, const json::Object& params) {
    const json::Value* given = params.find(spec.name);
    return given == nullptr || given->isNull() ? spec.defaultValue : *given;
}

Result<ParamSpec> readParamSpec(const json::Object& declaration, const std::string& where) {
    return SpecReader(declaration, where).read();
}

Result<std::vector<ParamSpec>> readParamSpecs(const json::Array& declarations, const std::string& where) {
    std::vector<ParamSpec> out;
    for (const json::Value& item : declarations) {
        auto spec = readParamSpec(item.isObject() ? *item.object() : json::Object(), where);
        if (!spec) {
            return failure(spec.error());
        }
        if (findSpec(out, spec->name) != nullptr) {
            return failure(makeDiagnostic(messages, "name-duplicate", where, {{"name", spec->name}}));
        }
        out.push_back(std::move(*spec));
    }
    return out;
}

}  // namespace headroom::catalog
