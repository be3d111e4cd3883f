#pragma once

#include <QString>

#include "core/catalog/catalog.h"
#include "core/model/records.h"

namespace headroom::widgets {

/// The name shown for a component: its label, else its kind's, else its kind's id.
QString shownName(const model::Component& component, const catalog::Catalog& catalog);

}  // namespace headroom::widgets
