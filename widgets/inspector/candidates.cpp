#include "widgets/inspector/candidates.h"

#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

QString nameOf(const model::Design& design, const catalog::Catalog& catalog, const Id& component) {
    const auto record = design.components().find(component);
    return record ? shownName(*record, catalog) : toQt(component);
}

std::vector<Candidate> references(const std::string& what, const model::Design& design,
                                  const catalog::Catalog& catalog) {
    std::vector<Candidate> found;
    if (what == "component" || what == "workload") {
        for (const auto& component : design.components()) {
            const QString name = shownName(*component, catalog);
            if (what == "component") {
                found.push_back({component->id, name, toQt(component->id)});
            }
            for (const auto& workload : component->workloads) {
                if (what == "workload") {
                    found.push_back({component->id + "." + workload.id, toQt(workload.id), name});
                }
            }
        }
    } else if (what == "connection") {
        for (const auto& connection : design.connections()) {
            const QString label = QStringLiteral("%1 → %2").arg(nameOf(design, catalog, connection->from),
                                                                nameOf(design, catalog, connection->to));
            found.push_back({connection->id, label, toQt(connection->id)});
        }
    } else if (what == "group") {
        for (const auto& group : design.groups()) {
            found.push_back({group->id, toQt(group->label.empty() ? group->id : group->label), {}});
        }
    }
    return found;
}

}  // namespace

std::vector<Candidate> candidatesFor(const catalog::ParamSpec& spec, const model::Design& design,
                                     const catalog::Catalog& catalog) {
    if (spec.options.empty()) {
        return references(spec.references, design, catalog);
    }
    std::vector<Candidate> found;
    for (const catalog::Option& option : spec.options) {
        const std::string& label = option.label.empty() ? option.value : option.label;
        found.push_back({option.value, toQt(label), toQt(option.help)});
    }
    return found;
}

}  // namespace headroom::widgets
