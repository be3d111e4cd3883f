#include "core/format/record_readers.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/ids.h"
#include "core/format/member_source.h"
#include "core/format/messages.h"

namespace headroom::format {

namespace {

using catalog::ParamSpec;

std::vector<std::string> namesOf(const std::vector<ParamSpec>& specs) {
    std::vector<std::string> out;
    out.reserve(specs.size());
    for (const ParamSpec& spec : specs) {
        out.push_back(spec.name);
    }
    return out;
}

const json::Object& asObject(Reading& reading, const json::Value& value, const std::string& where) {
    static const json::Object none;
    if (!value.isObject()) {
        reading.mismatch(value, "an object", where);
        return none;
    }
    return *value.object();
}

/// The id of a record; from here on places are named by it.
Id takeId(Reading& reading, MemberSource& members, std::string_view table) {
    Id id = members.id("id", "an id");
    if (!reading.failed()) {
        members.setWhere("/" + std::string(table) + "/" + id);
    }
    return id;
}

model::Rect takeFrame(MemberSource& members) {
    model::Rect frame;
    frame.x = members.number("x", -farthest, farthest);
    frame.y = members.number("y", -farthest, farthest);
    frame.w = members.number("w", 0, farthest);
    frame.h = members.number("h", 0, farthest);
    return frame;
}

std::string kindNames(const catalog::Catalog& catalog) {
    std::string out;
    for (const catalog::Option& kind : catalog.groupKinds()) {
        out += (out.empty() ? "" : ", ") + kind.value;
    }
    return out;
}

model::Workload readWorkload(Reading& reading, const json::Value& value, const std::string& list,
                             std::size_t index) {
    const std::string byIndex = below(list, std::to_string(index));
    MemberSource members(reading, asObject(reading, value, byIndex), byIndex);
    model::Workload out;
    out.id = members.id("id", "an id");
    const std::string where = reading.failed() ? byIndex : below(list, out.id);
    for (const auto& [name, param] : asObject(reading, value, byIndex)) {
        if (name != "id") {
            out.params.append(name, param);
        }
    }
    checkParams(reading, out.params, reading.catalog().recordParams("workload"), where);
    return out;
}

void readWorkloads(Reading& reading, MemberSource& members, model::Component& out) {
    const json::Array& list = members.array("workloads");
    const std::string where = below(members.where(), "workloads");
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < list.size() && !reading.failed(); ++i) {
        out.workloads.push_back(readWorkload(reading, list[i], where, i));
        if (!seen.insert(out.workloads.back().id).second) {
            reading.fail("workload-duplicate", below(where, std::to_string(i)),
                         {{"id", out.workloads.back().id}});
        }
    }
    const catalog::Behavior* behavior = reading.catalog().behaviorOfKind(out.kind);
    if (!out.workloads.empty() && behavior != nullptr && !behavior->originates) {
        reading.mention("workload-idle", out.kind, where);
    }
}

}  // namespace

void checkParams(Reading& reading, const json::Object& params, const std::vector<ParamSpec>& specs,
                 const std::string& where) {
    for (const auto& [name, value] : params) {
        const std::string here = below(where, name);
        const ParamSpec* declared = findSpec(specs, name);
        if (declared == nullptr) {
            reading.refuseIfTyped(name, here, namesOf(specs));
            reading.mention("setting-unknown", name, here);
            continue;
        }
        if (const auto legal = check(*declared, value, here); !legal) {
            reading.fail(legal.error());
        }
        if (value.isObject()) {
            checkParams(reading, *value.object(), declared->fields, here);
        }
    }
}

model::Component readComponent(Reading& reading, const json::Value& value, const std::string& where) {
    MemberSource members(reading, asObject(reading, value, where), where);
    model::Component out;
    out.id = takeId(reading, members, "components");
    out.kind = members.id("kind", "the id of a kind");
    out.label = members.text("label", longestLabel);
    out.position.x = members.number("x", -farthest, farthest);
    out.position.y = members.number("y", -farthest, farthest);
    out.size.w = members.number("w", model::smallestCard, farthest, out.size.w);
    out.size.h = members.number("h", model::smallestCard, farthest, out.size.h);
    out.group = members.optionalId("group", "the id of a group");
    out.params = members.object("params");
    readWorkloads(reading, members, out);
    out.extra = members.extra();
    if (const catalog::Kind* kind = reading.catalog().kind(out.kind)) {
        checkParams(reading, out.params, kind->params, below(members.where(), "params"));
    } else if (!reading.failed()) {
        reading.mention("kind-unknown", out.kind, members.where());
    }
    return out;
}

model::Connection readConnection(Reading& reading, const json::Value& value, const std::string& where) {
    MemberSource members(reading, asObject(reading, value, where), where);
    model::Connection out;
    out.id = takeId(reading, members, "connections");
    out.from = members.id("from", "the id of a component");
    out.to = members.id("to", "the id of a component");
    const json::Value* kind = members.any("kind");
    const std::vector<std::string>& kinds = reading.catalog().connectionKinds();
    out.kind = kind == nullptr ? kinds.front() : std::string(kind->text());
    if (std::find(kinds.begin(), kinds.end(), out.kind) == kinds.end()) {
        std::string expected;
        for (const std::string& one : kinds) {
            expected += (expected.empty() ? "one of " : ", ") + one;
        }
        reading.mismatch(*kind, expected, below(members.where(), "kind"));
    }
    out.params = members.object("params");
    out.extra = members.extra();
    std::vector<ParamSpec> specs = reading.catalog().connectionParams(out.kind);
    const auto& display = reading.catalog().recordParams("connection_display");
    specs.insert(specs.end(), display.begin(), display.end());
    checkParams(reading, out.params, specs, below(members.where(), "params"));
    return out;
}

model::Group readGroup(Reading& reading, const json::Value& value, const std::string& where) {
    MemberSource members(reading, asObject(reading, value, where), where);
    model::Group out;
    out.id = takeId(reading, members, "groups");
    const json::Value* kind = members.required("kind", "one of " + kindNames(reading.catalog()));
    out.kind = kind == nullptr ? std::string() : std::string(kind->text());
    const auto& kinds = reading.catalog().groupKinds();
    const bool known = std::any_of(kinds.begin(), kinds.end(),
                                   [&](const catalog::Option& option) { return option.value == out.kind; });
    if (kind != nullptr && !known) {
        reading.mismatch(*kind, "one of " + kindNames(reading.catalog()), below(members.where(), "kind"));
    }
    out.label = members.text("label", longestLabel);
    out.parent = members.optionalId("parent", "the id of a group");
    out.frame = takeFrame(members);
    out.params = members.object("params");
    out.extra = members.extra();
    checkParams(reading, out.params, reading.catalog().recordParams("group"),
                below(members.where(), "params"));
    return out;
}

model::Note readNote(Reading& reading, const json::Value& value, const std::string& where) {
    MemberSource members(reading, asObject(reading, value, where), where);
    model::Note out;
    out.id = takeId(reading, members, "notes");
    out.text = members.text("text", longestNote);
    out.frame = takeFrame(members);
    out.extra = members.extra();
    return out;
}

}  // namespace headroom::format
