#pragma once

#include "core/format/reading.h"
#include "core/model/design.h"

namespace headroom::format {

/// Finds what names a record that is not there: ends of connections, groups, and whatever the catalogue
/// declares as the id of something. A filter that names a workload which is not there is worth a notice only.
void checkReferences(Reading& reading, const model::Design& design);

}  // namespace headroom::format
