#pragma once

#include "core/engine/simulator/simulate.h"
#include "core/engine/simulator/simulation_json.h"
#include "core/json/writer.h"
#include "tests/core/engine/solved.h"

/// Simulations of designs as text, for the tests.
namespace headroom::engine::tests {

inline SimulationAnswer simulated(const std::string& components, const std::string& connections,
                                  const SimulationSettings& settings = {.seconds = 10000, .seed = 7},
                                  const std::string& more = "'groups': []") {
    return simulate(designOf(components, connections, more), shippedCatalog(), settings);
}

/// Empty where `expected` lies in `times` 95 % half-widths around the figure.
inline std::string outside(const results::Figure& figure, const results::Figure& halfWidth, double times,
                           double expected) {
    if (!figure || !halfWidth) {
        return "null instead of " + shortest(expected);
    }
    const bool inside = std::abs(*figure - expected) <= times * *halfWidth;
    return inside
               ? ""
               : shortest(*figure) + " +- " + shortest(times * *halfWidth) + " without " + shortest(expected);
}

}  // namespace headroom::engine::tests
