#pragma once

#include <string>
#include <vector>

#include "core/results/results.h"

/// What a design uses of its machines and networks: all that its price depends on, whichever engine found it.
namespace headroom::engine::passes {

struct ComponentUse {
    results::Figure machines;       ///< that are paid for; nullopt where unknown
    bool ratesKnown = true;         ///< false: what it does cannot be computed
    double readsPerS = 0;           ///< arrivals
    double writesPerS = 0;          ///< arrivals, values filled in after a miss included
    double processedBytesPerS = 0;  ///< that come in with requests, or go back with answers
    double storedBytes = 0;         ///< over all copies
    std::vector<double> workShare;  ///< of its work, by workload; all 0 where it does none
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
