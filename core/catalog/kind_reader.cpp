#include "core/catalog/kind_reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "core/base/ids.h"
#include "core/catalog/declarations.h"
#include "core/catalog/member_reader.h"
#include "core/catalog/messages.h"

namespace headroom::catalog {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> overridable{"default", "min",  "max",    "step",   "log",
                                                       "label",   "help", "hidden", "source", "placeholder"};

template <class Map>
std::vector<std::string> namesOf(const Map& map) {
    std::vector<std::string> out;
    for (const auto& entry : map) {
        out.push_back(entry.first);
    }
    return out;
}

class KindReader {
  public:
    KindReader(const std::string& folder, const json::Object& text, const KindContext& context)
        : folder_(folder), in_(text, placeIn(folder + "/kind.json")), context_(context) {}

    Result<Kind> read() {
        kind_.id = fs::path(folder_).filename().string();
        readWords();
        readTariffs();
        readShape();
        readParams();
        readPresets();
        readHistory();
        if (const auto done = in_.finish(); !done) {
            return failure(done.error());
        }
        return std::move(kind_);
    }

  private:
    void readWords() {
        in_.any("id");  // the folder's name counts
        kind_.revision = in_.integer("revision", 1);
        kind_.label = in_.requiredText("label");
        kind_.category = in_.requiredText("category");
        kind_.help = in_.text("help");
        kind_.behavior = in_.requiredText("behavior");
        kind_.tags = in_.texts("tags");
        kind_.price = in_.text("price");
        kind_.costLeavesOut = in_.texts("cost_leaves_out");
        kind_.order = in_.integer("order", kind_.order);
        const fs::path icon = fs::path(folder_) / "icon.svg";
        std::error_code error;
        kind_.iconPath = fs::exists(icon, error) ? icon.string() : context_.placeholderIcon;
        mustExist("category", kind_.category, context_.categories);
        mustExist("behaviour", kind_.behavior, context_.behaviors);
        if (!kind_.price.empty()) {
            mustExist("price", kind_.price, context_.prices);
        }
    }

    void readTariffs() {
        MemberReader in(in_.object("tariffs"), in_.where() + "/tariffs");
        for (const auto& [use, id] : {std::pair{"reads", &kind_.tariffs.reads},
                                      {"writes", &kind_.tariffs.writes},
                                      {"processed", &kind_.tariffs.processed},
                                      {"storage", &kind_.tariffs.storage},
                                      {"egress", &kind_.tariffs.egress}}) {
            *id = in.text(use);
            if (!id->empty()) {
                mustExist("tariff", *id, context_.tariffs);
            }
        }
        if (const auto done = in.finish(); !done) {
            in_.fail(done.error());
        }
    }

    void readShape() {
        static const std::map<std::string, Shape> shapes{
            {"card", Shape::card}, {"outline", Shape::box}, {"text", Shape::text}};
        const std::string name = in_.has("shape") ? in_.text("shape") : "card";
        mustExist("shape", name, shapes);
        if (const auto found = shapes.find(name); found != shapes.end()) {
            kind_.shape = found->second;
        }
        kind_.width = std::max(in_.number("width", kind_.width), model::smallestCard);
        kind_.height = std::max(in_.number("height", kind_.height), model::smallestCard);
    }

    template <class Map>
    void mustExist(std::string_view what, const std::string& name, const Map& map) {
        if (map.find(name) == map.end()) {
            unknown(what, name, namesOf(map));
        }
    }

    void unknown(std::string_view what, std::string_view name, const std::vector<std::string>& known) {
        in_.fail(makeDiagnostic(
            messages, "name-unknown", in_.where(),
            {{"what", std::string(what)}, {"name", printable(name, 60)}, {"known", listed(known)}}));
    }

    /// The behaviour's declarations with this kind's changes over them.
    void readParams() {
        const auto declared = context_.declarations.find(kind_.behavior);
        const json::Object& changes = in_.object("params");
        if (declared == context_.declarations.end()) {
            return;
        }
        json::Array merging = declared->second;
        for (const auto& [name, change] : changes) {
            const auto target =
                std::find_if(merging.begin(), merging.end(), [&name = name](const json::Value& item) {
                    return item.object()->find("name")->text() == name;
                });
            if (target == merging.end()) {
                std::vector<std::string> known;
                for (const json::Value& item : merging) {
                    known.emplace_back(item.object()->find("name")->text());
                }
                unknown("parameter", name, known);
                return;
            }
            override(*target->object(), change, name);
        }
        auto params = readParamSpecs(merging, in_.where() + "/params");
        if (!params) {
            in_.fail(params.error());
            return;
        }
        kind_.params = std::move(*params);
        for (const ParamSpec& spec : kind_.params) {
            if (!spec.source.empty()) {
                mustExist("source", spec.source, context_.sources);
            }
        }
    }

    void override(json::Object& declaration, const json::Value& change, const std::string& name) {
        static const json::Object none;
        const json::Object& members = change.isObject() ? *change.object() : none;
        MemberReader reader(members, in_.where() + "/params/" + name);
        for (const std::string_view member : overridable) {
            reader.any(member);
        }
        if (const auto done = reader.finish(); !done) {
            in_.fail(done.error());
        }
        declaration = merged(std::move(declaration), members);
    }

    void readPresets() {
        for (const json::Value& item : in_.array("presets")) {
            readPreset(item);
        }
    }

    void readPreset(const json::Value& item) {
        static const json::Object none;
        MemberReader members(item.isObject() ? *item.object() : none, in_.where() + "/presets");
        Preset preset;
        preset.id = members.requiredText("id");
        preset.label = members.requiredText("label");
        preset.params = members.object("params");
        preset.price = members.text("price");
        if (const auto done = members.finish(); !done) {
            in_.fail(done.error());
        }
        if (!preset.price.empty()) {
            const auto price = context_.prices.find(preset.price);
            mustExist("price", preset.price, context_.prices);
            preset.params.set("price", price == context_.prices.end() ? 0 : price->second.usdPerHour);
        }
        checkParams(preset.params, in_.where() + "/presets/" + preset.id);
        kind_.presets.push_back(std::move(preset));
    }

    void checkParams(const json::Object& params, const std::string& where) {
        for (const auto& [name, value] : params) {
            const ParamSpec* spec = findSpec(kind_.params, name);
            if (spec == nullptr) {
                std::vector<std::string> known;
                for (const ParamSpec& param : kind_.params) {
                    known.push_back(param.name);
                }
                unknown("parameter", name, known);
            } else if (const auto legal = check(*spec, value, where + "/" + name); !legal) {
                in_.fail(legal.error());
            }
        }
    }

    void readHistory() {
        for (const json::Value& item : in_.array("history")) {
            static const json::Object none;
            MemberReader members(item.isObject() ? *item.object() : none, in_.where() + "/history");
            OldDefaults old;
            old.revision = members.integer("revision", 0);
            old.params = members.object("params");
            if (const auto done = members.finish(); !done) {
                in_.fail(done.error());
            }
            checkParams(old.params, in_.where() + "/history");
            kind_.history.push_back(std::move(old));
        }
        std::sort(kind_.history.begin(), kind_.history.end(),
                  [](const OldDefaults& a, const OldDefaults& b) { return a.revision < b.revision; });
    }

    std::string folder_;
    MemberReader in_;
    const KindContext& context_;
    Kind kind_;
};

}  // namespace

Result<Kind> readKind(const std::string& folder, const KindContext& context) {
    const std::string id = fs::path(folder).filename().string();
    if (!isValidId(id)) {
        return failure(makeDiagnostic(messages, "kind-folder", folder, {{"name", printable(id, 60)}}));
    }
    std::error_code error;
    if (!fs::exists(fs::path(folder) / "kind.json", error)) {
        return failure(makeDiagnostic(messages, "kind-missing", folder));
    }
    const auto text = readObject(folder + "/kind.json");
    return text ? KindReader(folder, *text, context).read() : failure(text.error());
}

}  // namespace headroom::catalog
