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

}  // namespace headroom::widgets
