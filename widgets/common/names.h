#pragma once

#include <QString>

#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// The name shown for a component: its label, else its kind's, else its kind's id.
QString shownName(const model::Component& component, const catalog::Catalog& catalog);

/// The same for whatever has this id: a connection is called by its ends, a group without a label and what is
/// not there by the id.
QString shownName(const model::Design& design, const catalog::Catalog& catalog, const Id& id);

}  // namespace headroom::widgets
