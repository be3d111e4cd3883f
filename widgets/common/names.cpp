#include "widgets/common/names.h"

#include "widgets/common/text.h"

namespace headroom::widgets {

QString shownName(const model::Component& component, const catalog::Catalog& catalog) {
    if (!component.label.empty()) {
        return toQt(component.label);
    }
    const catalog::Kind* kind = catalog.kind(component.kind);
    return toQt(kind != nullptr ? kind->label : component.kind);
}

QString shownName(const model::Design& design, const catalog::Catalog& catalog, const Id& id) {
    if (const auto component = design.components().find(id)) {
        return shownName(*component, catalog);
    }
    if (const auto connection = design.connections().find(id)) {
        return shownName(design, catalog, connection->from) + QStringLiteral(" \u2192 ") +
               shownName(design, catalog, connection->to);
    }
    const auto group = design.groups().find(id);
    return toQt(group && !group->label.empty() ? group->label : id);
}

}  // namespace headroom::widgets
