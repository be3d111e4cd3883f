#include "core/format/design_file.h"
#include "core/format/version.h"
#include "core/json/writer.h"

namespace headroom::format {

namespace {

void appendExtra(json::Object& out, const json::Object& extra) {
    for (const auto& [name, value] : extra) {
        if (!out.contains(name)) {
            out.append(name, value);
        }
    }
}

void appendFrame(json::Object& out, const model::Rect& frame) {
    out.append("x", frame.x);
    out.append("y", frame.y);
    out.append("w", frame.w);
    out.append("h", frame.h);
}

json::Value toJson(const model::Workload& workload) {
    json::Object out{{"id", workload.id}};
    appendExtra(out, workload.params);
    return out;
}

json::Value toJson(const model::Component& component) {
    json::Object out{{"id", component.id}, {"kind", component.kind}};
    if (!component.label.empty()) {
        out.append("label", component.label);
    }
    out.append("x", component.position.x);
    out.append("y", component.position.y);
    if (component.size != model::Component().size) {
        out.append("w", component.size.w);
        out.append("h", component.size.h);
    }
    if (component.group) {
        out.append("group", *component.group);
    }
    out.append("params", component.params);
    if (!component.workloads.empty()) {
        json::Array workloads;
        for (const model::Workload& workload : component.workloads) {
            workloads.push_back(toJson(workload));
        }
        out.append("workloads", std::move(workloads));
    }
    appendExtra(out, component.extra);
    return out;
}

json::Value toJson(const model::Connection& connection) {
    json::Object out{{"id", connection.id},
                     {"from", connection.from},
                     {"to", connection.to},
                     {"kind", connection.kind},
                     {"params", connection.params}};
    appendExtra(out, connection.extra);
    return out;
}

json::Value toJson(const model::Group& group) {
    json::Object out{{"id", group.id}, {"kind", group.kind}};
    if (!group.label.empty()) {
        out.append("label", group.label);
    }
    out.append("parent", group.parent ? json::Value(*group.parent) : json::Value());
    appendFrame(out, group.frame);
    if (!group.params.empty()) {
        out.append("params", group.params);
    }
    appendExtra(out, group.extra);
    return out;
}

json::Value toJson(const model::Note& note) {
    json::Object out{{"id", note.id}, {"text", note.text}};
    appendFrame(out, note.frame);
    appendExtra(out, note.extra);
    return out;
}

template <class T>
json::Array tableToJson(const model::Table<T>& table) {
    json::Array out;
    out.reserve(table.size());
    for (const auto& record : table) {
        out.push_back(toJson(*record));
    }
    return out;
}

}  // namespace

json::Value toJson(const model::Design& design) {
    const model::Document& document = design.document();
    json::Object out{{"format", formatName},
                     {"version", version},
                     {"minor", document.minor},
                     {"name", document.name},
                     {"catalog", document.catalog},
                     {"components", tableToJson(design.components())},
                     {"connections", tableToJson(design.connections())},
                     {"groups", tableToJson(design.groups())},
                     {"notes", tableToJson(design.notes())},
                     {"objectives", document.objectives},
                     {"scenario", document.scenario}};
    appendExtra(out, document.extra);
    return out;
}

std::string write(const model::Design& design) {
    return json::write(toJson(design));
}

}  // namespace headroom::format
