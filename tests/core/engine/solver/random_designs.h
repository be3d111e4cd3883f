#pragma once

#include <nlohmann/json_fwd.hpp>
#include <random>
#include <vector>

/// Designs for the properties of the solver.
namespace headroom::engine::tests {

/// An acyclic design of all eight kinds with choices, repeated calls, misses, fallbacks and publishes; every
/// station is below full utilization at its load, every parameter stands in the file.
nlohmann::json calmDesign(std::mt19937& random);

/// Any components and connections with values from the ends and the middle of what the catalogue allows,
/// cycles included.
nlohmann::json wildDesign(std::mt19937& random);

/// Services that call each other, caches and stores near full load, over timeouts, retries, breakers,
/// bulkheads and slots, which all act on each other: what is hardest to settle.
nlohmann::json stressedDesign(std::mt19937& random);

}  // namespace headroom::engine::tests
