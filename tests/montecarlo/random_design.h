#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

namespace montecarlo {

/// A seeded acyclic design: a client with reads and writes, an entry with or without a balancer, and below it
/// services that branch by alternatives, repeat calls, look caches up and fall back; caches and databases at
/// the ends. All stations are exponential and below 75 % busy, every parameter stands in the file.
nlohmann::json randomDesign(std::uint64_t seed);

/// The same design with timeouts, retries and calls that need not succeed on some of its connections.
nlohmann::json troubled(nlohmann::json design, std::uint64_t seed);

}  // namespace montecarlo
