#pragma once

#include <string>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::cli {

struct ReportOptions {
    bool connections = false;  ///< a table of the connections too
    bool colour = false;       ///< for a terminal
};

/// An answer for a person to read in a terminal of 100 columns: headline figures, workloads, components in
/// the order of the flow, objectives, findings.
std::string solveReport(const model::Design& design, const catalog::Catalog& catalog,
                        const results::Results& results, const ReportOptions& options);

}  // namespace headroom::cli
