#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/solver/conditions.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/model.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// Components with their steady state and connections with their parameters, in the order of the design.
/// Kinds that are unknown leave a finding.
void readRecords(const model::Design& design, const catalog::Catalog& catalog, KnownRecords& known,
                 Model& model, std::vector<results::Finding>& findings);

/// Components that events of scale befall, read anew with their number of instances: with it go memories,
/// limits by machine, copies. What has no number of instances stays as it is, and leaves a finding.
void changeScale(const Conditions& conditions, const model::Design& design, const catalog::Catalog& catalog,
                 Model& model, std::vector<results::Finding>& findings);

/// The workloads of all sources with their classes; needs the components. `byWorkload`: some connection
/// filters by workload, so that each is a class of its own.
void readWorkloads(const model::Design& design, const catalog::Catalog& catalog, Model& model);

/// What the file sets although something else that it sets leaves no use for it.
void reportUnusedSettings(const model::Design& design, std::vector<results::Finding>& findings);

}  // namespace headroom::engine::solver
