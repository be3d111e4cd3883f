#pragma once

#include "tests/core/engine/simulator/simulated.h"

/// One design by both engines, and whether they agree.
namespace headroom::engine::tests {

struct Both {
    results::Results solved;
    SimulationAnswer simulated;
};

inline Both byBothEngines(const std::string& components, const std::string& connections,
                          const SimulationSettings& settings, const std::string& more = "'groups': []") {
    const model::Design design = designOf(components, connections, more);
    return {solve(design, shippedCatalog()), simulate(design, shippedCatalog(), settings)};
}

/// Empty where the solver lies within so many half-widths of the 95 % interval, or within `allowed` of it; a
/// figure that is null never does.
inline std::string apart(const results::Figure& solved, const results::Figure& simulated,
                         const results::Figure& halfWidth, double times, double allowed) {
    if (!solved || !simulated || !halfWidth) {
        return "null";
    }
    return std::abs(*solved - *simulated) <= std::max(times * *halfWidth, allowed)
               ? ""
               : shortest(*solved) + " against " + shortest(*simulated) + " +- " + shortest(*halfWidth);
}

}  // namespace headroom::engine::tests

/// The solver's figure lies within two half-widths (four standard errors) of the simulated one, or that share
/// of it.
#define AGREE(both, field, share)                                                                            \
    do {                                                                                                     \
        const headroom::results::Figure& measured = (both).simulated.results.field;                          \
        const std::string problem =                                                                          \
            headroom::engine::tests::apart((both).solved.field, measured, (both).simulated.halfWidths.field, \
                                           2, (share)*measured.value_or(0));                                 \
        QVERIFY2(problem.empty(), (#field ": " + problem).c_str());                                          \
    } while (false)
