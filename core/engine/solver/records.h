#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/model.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// Components with their steady state and connections with their parameters, in the order of the design.
/// Kinds that are unknown leave a finding.
void readRecords(const model::Design& design, const catalog::Catalog& catalog, KnownRecords& known,
                 Model& model, std::vector<results::Finding>& findings);

/// The workloads of all sources with their classes; needs the components. `byWorkload`: some connection
/// filters by workload, so that each is a class of its own.
void readWorkloads(const model::Design& design, const catalog::Catalog& catalog, Model& model);

/// The names of what a record sets and no part of the engine reads yet. `record`: its sort.
std::vector<std::string> unusedSettings(const catalog::Catalog& catalog, std::string_view record,
                                        const json::Object& params);

/// What the file sets and no part of the engine reads yet.
void reportUnusedSettings(const model::Design& design, const catalog::Catalog& catalog,
                          std::vector<results::Finding>& findings);

}  // namespace headroom::engine::solver
