#pragma once

#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::engine::solver {

/// The round trip of a connection that names none, in ms: 30 from a source; else by the lowest group that
/// holds both ends: rack 0.1, zone 0.3, region 1; without one, the figure that the groups name for their pair
/// (60 where none does). Where an end lies in no group at all: 0.3.
double defaultLatencyMs(const model::Design& design, const catalog::Catalog& catalog,
                        const model::Component& from, const model::Component& to, bool fromSource);

}  // namespace headroom::engine::solver
