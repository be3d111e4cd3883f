#pragma once

#include "core/catalog/catalog.h"
#include "core/engine/solver/conditions.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/model.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The design with its catalogue as flat arrays: from each workload along the connections, one visit for each
/// component and class that can get there, under these conditions. Records that are known are not read again.
/// Says what of the design it could not use.
Model compile(const model::Design& design, const catalog::Catalog& catalog, const Conditions& conditions,
              KnownRecords& known, std::vector<results::Finding>& findings);

}  // namespace headroom::engine::solver
