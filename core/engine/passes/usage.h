#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/results/results.h"

/// What a design uses of its machines and networks: all that its price depends on, whichever engine found it.
namespace headroom::engine::passes {

/// What one workload has of the work of a component.
struct WorkShare {
    std::size_t workload = 0;
    double share = 0;
};

struct ComponentUse {
    results::Figure machines;       ///< that are paid for; nullopt where unknown
    bool ratesKnown = true;         ///< false: what it does cannot be computed
    double readsPerS = 0;           ///< arrivals
    double writesPerS = 0;          ///< arrivals, values filled in after a miss included
    double processedBytesPerS = 0;  ///< that come in with requests, or go back with answers
    double storedBytes = 0;         ///< over all copies
    std::vector<WorkShare> work;    ///< of those workloads that it works for
};

struct ConnectionUse {
    bool known = true;
    double sentBytesPerS = 0;      ///< from the caller
    double receivedBytesPerS = 0;  ///< by the caller
};

/// In the order of the design.
struct Usage {
    std::vector<std::string> workloads;  ///< "source.workload"
    std::vector<ComponentUse> components;
    std::vector<ConnectionUse> connections;
};

}  // namespace headroom::engine::passes
