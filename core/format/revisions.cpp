#include "core/format/revisions.h"

#include <unordered_set>

#include "core/format/messages.h"

namespace headroom::format {

namespace {

std::string namesIn(const json::Object& params) {
    std::string out;
    for (const auto& member : params) {
        out += (out.empty() ? "" : ", ") + member.first;
    }
    return out;
}

/// How many components of the kind got at least one old value.
std::size_t writeOldDefaults(std::vector<model::Component>& components, const catalog::Kind& kind,
                             const json::Object& old) {
    std::size_t changed = 0;
    for (model::Component& component : components) {
        if (component.kind != kind.id) {
            continue;
        }
        const std::size_t before = component.params.size();
        for (const auto& [name, value] : old) {
            if (!component.params.contains(name)) {
                component.params.append(name, value);
            }
        }
        changed += component.params.size() != before ? 1 : 0;
    }
    return changed;
}

void bringKind(Reading& reading, std::vector<model::Component>& components, const catalog::Kind& kind,
               json::Object& catalog) {
    const json::Value* recorded = catalog.find(kind.id);
    const int revision = recorded == nullptr ? kind.revision : static_cast<int>(recorded->number());
    if (revision > kind.revision) {
        reading.notice("defaults-newer", below("/catalog", kind.id),
                       {{"kind", kind.id},
                        {"found", std::to_string(revision)},
                        {"known", std::to_string(kind.revision)}});
        return;
    }
    const json::Object old = kind.defaultsAt(revision);
    if (const std::size_t changed = writeOldDefaults(components, kind, old); changed > 0) {
        reading.notice("defaults-changed", below("/catalog", kind.id),
                       {{"kind", kind.id}, {"names", namesIn(old)}, {"places", placesText(changed)}});
    }
    catalog.set(kind.id, kind.revision);
}

}  // namespace

void bringUpToDate(Reading& reading, std::vector<model::Component>& components, json::Object& catalog) {
    std::vector<const catalog::Kind*> used;
    std::unordered_set<std::string> seen;
    for (const model::Component& component : components) {
        const catalog::Kind* kind = reading.catalog().kind(component.kind);
        if (kind != nullptr && seen.insert(kind->id).second) {
            used.push_back(kind);
        }
    }
    for (const catalog::Kind* kind : used) {
        bringKind(reading, components, *kind, catalog);
    }
}

}  // namespace headroom::format
