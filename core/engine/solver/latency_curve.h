#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine {

/// So many of the successful answers take longer than this.
struct SlowerThan {
    double share = 1;  ///< 0.01 at p99
    double ms = 0;
    friend bool operator==(const SlowerThan&, const SlowerThan&) = default;
};

/// The distribution of one latency.
struct LatencyCurve {
    std::string workload;             ///< "source.workload"; empty: the whole system
    results::Latency figures;         ///< as solve() answers them
    std::vector<SlowerThan> points;   ///< by falling share, rising latency
    results::Figure deadline_ms;      ///< of the workload
    results::Figure within_deadline;  ///< share of its successful answers
};

struct LatencyCurves {
    bool converged = true;
    bool saturated = false;  ///< some component is: waits are those of a system that fills up
    std::vector<LatencyCurve>
        curves;  ///< the system first, where it is known; then the workloads with latency
};

/// The response times of the whole system and of each workload, from a share of 0.999 down to 1e-4,
/// `perDecade` points in each tenth of what is left. When `stop` is requested the answer is unfinished.
LatencyCurves latencyCurves(const model::Design& design, const catalog::Catalog& catalog, int perDecade,
                            const std::stop_token& stop = {});

}  // namespace headroom::engine
