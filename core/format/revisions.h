#pragma once

#include "core/format/reading.h"
#include "core/model/records.h"

namespace headroom::format {

/// Defaults change; answers must not, unless somebody says so. Where `catalog` (of the file) records an older
/// revision of a kind's defaults, the values that have changed since are written into the components
/// that do not override them, with a notice. Afterwards `catalog` names the present revision of
/// every kind that is used and known.
void bringUpToDate(Reading& reading, std::vector<model::Component>& components, json::Object& catalog);

}  // namespace headroom::format
