#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine {

/// What is left when one thing dies, and the rest stays as the scenario has it.
struct WhatIf {
    Id dies;                               ///< a component with all its machines, a group, or a connection
    double success = 1;                    ///< share of all requests that are answered, late ones too
    results::Figure mean_ms;               ///< of these answers; none where nothing is answered
    std::vector<std::string> hit;          ///< workloads that are answered less often than without it
    bool single_point_of_failure = false;  ///< one machine, without which some workload gets nothing
};

/// That for every component that serves, every group and every connection, in the order of the design. Empty
/// where nothing is known of the answers.
std::vector<WhatIf> whatIfs(const model::Design& design, const catalog::Catalog& catalog,
                            const std::stop_token& stop = {});

/// The same for one of them; none where nothing of that id can die, or nothing is known of the answers.
std::optional<WhatIf> whatIf(const model::Design& design, const catalog::Catalog& catalog, const Id& dies,
                             const std::stop_token& stop = {});

}  // namespace headroom::engine
