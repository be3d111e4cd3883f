#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/edit/edits.h"

namespace headroom::edit::testing {

/// Draws one edit of the table as data, with arguments that mostly fit the design it is meant for.
class EditGenerator {
  public:
    EditGenerator(const model::Design& design, const Catalog& catalog) : design_(design), catalog_(catalog) {}

    /// nullopt for a name that this generator does not know: the property test then fails.
    std::optional<json::Object> draw(const std::string& name) const {
        json::Object edit{{"do", name}};
        if (name == "add_component") {
            edit.set("kind", pick(*rc::gen::inRange(0, 4) == 0 ? sourceKinds() : kinds()));
            addPlace(edit);
        } else if (name == "connect") {
            edit.set("from", component());
            edit.set("to", component());
        } else if (name == "reconnect") {
            edit.set("connection", connection());
            edit.set("from", component());
            edit.set("to", component());
        } else if (name == "set_param") {
            setParam(edit);
        } else if (name == "set_capacity") {
            edit.set("component", component());
            edit.set("rps", *rc::gen::inRange(1, 100000));
        } else if (name == "apply_preset") {
            applyPreset(edit);
        } else if (name == "add_workload") {
            edit.set("component", source());
        } else if (name == "remove_workload") {
            removeWorkload(edit);
        } else if (name == "rename") {
            edit.set("component", component());
            edit.set("name", *rc::gen::element<std::string>("Web", "DB \u00fc\u4e16", "", "a\"b\\c\n"));
        } else if (name == "move_by") {
            edit.set("records", records());
            edit.set("dx", *rc::gen::inRange(-100, 100) * 0.5);
            edit.set("dy", *rc::gen::inRange(-100, 100) * 8);
        } else if (name == "remove") {
            edit.set("records", records());
        } else if (name == "duplicate") {
            edit.set("records", records());
            edit.set("dx", *rc::gen::inRange(-100, 100) * 8);
            edit.set("dy", *rc::gen::inRange(-100, 100) * 8);
        } else if (name == "splice") {
            edit.set("component", component());
            edit.set("connection", connection());
        } else if (name == "replace_kind") {
            edit.set("component", component());
            edit.set("kind", pick(kinds()));
        } else if (name == "align") {
            edit.set("records", records());
            edit.set("edge", *rc::gen::element<std::string>("left", "center", "right", "top", "middle",
                                                            "bottom", "inside"));
        } else if (name == "distribute") {
            edit.set("records", everyComponent());
            edit.set("axis", *rc::gen::element<std::string>("horizontal", "vertical"));
        } else if (name == "bring_to_front") {
            edit.set("records", records());
        } else if (name == "wrap_in_group") {
            edit.set("records", records());
            edit.set("kind", *rc::gen::element<std::string>("region", "zone", "rack"));
        } else if (name == "reorder") {
            edit.set("connection", connection());
            edit.set("before", *rc::gen::arbitrary<bool>() ? connection() : Id());
        } else if (name == "add_group") {
            edit.set("kind", *rc::gen::element<std::string>("region", "zone", "rack"));
            addFrame(edit);
        } else if (name == "set_group") {
            edit.set("record", *rc::gen::arbitrary<bool>() ? component() : group());
            edit.set("into", *rc::gen::arbitrary<bool>() ? json::Value(group()) : json::Value());
        } else if (name == "add_note") {
            addFrame(edit);
            edit.set("text", "# why");
        } else if (name == "set_note") {
            edit.set("note", note());
            edit.set("text", *rc::gen::element<std::string>("one", "two\nlines"));
        } else if (name == "resize") {
            edit.set("record", *rc::gen::element(group(), note(), component()));
            addFrame(edit);
        } else if (name == "add_event") {
            edit.set("event", json::Object{{"type", *rc::gen::element<std::string>("kill", "slow", "errors")},
                                           {"component", component()},
                                           {"at_s", *rc::gen::inRange(0, 100)}});
        } else if (name == "set_event") {
            edit.set("place", *rc::gen::inRange(0, 3));
            edit.set("param", *rc::gen::element<std::string>("at_s", "for_s"));
            edit.set("value", *rc::gen::inRange(0, 2) == 0 ? json::Value() : json::Value(30));
        } else if (name == "remove_event") {
            edit.set("place", *rc::gen::inRange(0, 3));
        } else if (name == "set_scenario") {
            edit.set("param", "load_factor");
            edit.set("value", *rc::gen::element(json::Value(2), json::Value(0.5), json::Value()));
        } else if (name == "set_objectives") {
            edit.set("objectives",
                     json::Array{json::Object{{"metric", "p99_ms"}, {"at_most", *rc::gen::inRange(1, 999)}}});
        } else {
            return std::nullopt;
        }
        return edit;
    }

  private:
    template <class T>
    static T pick(const std::vector<T>& from) {
        return from.empty() ? T() : from[*rc::gen::inRange<std::size_t>(0, from.size())];
    }

    template <class T>
    static Id anyOf(const model::Table<T>& table) {
        return table.empty() ? Id("nothing") : table[*rc::gen::inRange<std::size_t>(0, table.size())].id;
    }

    Id component() const { return anyOf(design_.components()); }
    Id connection() const { return anyOf(design_.connections()); }
    Id group() const { return anyOf(design_.groups()); }
    Id note() const { return anyOf(design_.notes()); }

    /// A source of requests where there is one.
    Id source() const {
        for (const auto& candidate : design_.components()) {
            const catalog::Behavior* behavior = catalog_.behaviorOfKind(candidate->kind);
            if (behavior != nullptr && behavior->originates) {
                return candidate->id;
            }
        }
        return component();
    }

    std::vector<std::string> sourceKinds() const {
        std::vector<std::string> out;
        for (const auto& kind : catalog_.kinds()) {
            if (catalog_.behaviorOfKind(kind.id)->originates) {
                out.push_back(kind.id);
            }
        }
        return out;
    }

    std::vector<std::string> kinds() const {
        std::vector<std::string> out;
        for (const auto& kind : catalog_.kinds()) {
            out.push_back(kind.id);
        }
        return out;
    }

    json::Array records() const {
        json::Array out;
        const int count = *rc::gen::inRange(1, 6);
        for (int i = 0; i < count; ++i) {
            const std::vector<Id> candidates{component(), connection(), group(), note()};
            const Id id = pick(candidates);
            if (design_.hasId(id) && !(design_.connections().contains(id) && i % 2 == 0)) {
                out.emplace_back(id);
            }
        }
        return out;
    }

    json::Array everyComponent() const {
        json::Array out;
        for (const auto& record : design_.components()) {
            out.emplace_back(record->id);
        }
        return out;
    }

    static void addPlace(json::Object& edit) {
        edit.set("x", *rc::gen::inRange(-500, 500) * 8);
        edit.set("y", *rc::gen::inRange(-500, 500) * 8);
    }

    static void addFrame(json::Object& edit) {
        addPlace(edit);
        edit.set("w", *rc::gen::inRange(0, 500));
        edit.set("h", *rc::gen::inRange(1, 500));
    }

    /// Any setting of any record, to an end of its range, in between, or back to its default.
    void setParam(json::Object& edit) const {
        const Id id = *rc::gen::arbitrary<bool>() ? component() : connection();
        edit.set("record", id);
        std::vector<catalog::ParamSpec> specs;
        if (const auto found = design_.components().find(id)) {
            specs = catalog_.kind(found->kind)->params;
        } else if (const auto call = design_.connections().find(id)) {
            specs = catalog_.connectionParams(call->kind);
        }
        if (specs.empty()) {
            edit.set("param", "instances");
            edit.set("value", 1);
            return;
        }
        const catalog::ParamSpec spec = pick(specs);
        edit.set("param", spec.name);
        edit.set("value", valueFor(spec));
    }

    static json::Value valueFor(const catalog::ParamSpec& spec) {
        using catalog::ParamType;
        if (*rc::gen::inRange(0, 5) == 0) {
            return {};
        }
        if (spec.type == ParamType::enumeration) {
            return spec.options[*rc::gen::inRange<std::size_t>(0, spec.options.size())].value;
        }
        if (spec.type == ParamType::boolean) {
            return *rc::gen::arbitrary<bool>();
        }
        if (spec.type == ParamType::number || spec.type == ParamType::integer) {
            return *rc::gen::element(spec.minimum, spec.maximum, std::min(spec.maximum, spec.minimum + 3),
                                     1.0, 0.3);
        }
        return *rc::gen::element(json::Value("text"), json::Value(json::Array{"read"}), json::Value(1));
    }

    void applyPreset(json::Object& edit) const {
        const Id id = component();
        edit.set("component", id);
        const auto found = design_.components().find(id);
        const auto* kind = found ? catalog_.kind(found->kind) : nullptr;
        edit.set("preset",
                 kind == nullptr || kind->presets.empty() ? std::string("none") : pick(presetIds(*kind)));
    }

    static std::vector<std::string> presetIds(const catalog::Kind& kind) {
        std::vector<std::string> out;
        for (const auto& preset : kind.presets) {
            out.push_back(preset.id);
        }
        return out;
    }

    void removeWorkload(json::Object& edit) const {
        Id source("nothing");
        Id workload("nothing");
        for (const auto& candidate : design_.components()) {
            if (!candidate->workloads.empty()) {
                source = candidate->id;
                workload = candidate->workloads.back().id;
            }
        }
        edit.set("component", source);
        edit.set("workload", workload);
    }

    const model::Design& design_;
    const Catalog& catalog_;
};

}  // namespace headroom::edit::testing
