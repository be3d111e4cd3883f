#pragma once

#include <cstdint>

#include "core/catalog/catalog.h"
#include "core/model/design.h"

namespace headroom::bench {

/// Designs to be timed, written as files and read by the loader, which must accept them.

/// So many components as layered services: tiles of up to fifty, each with clients, a balancer and services
/// that call services of deeper layers, caches with keys before databases, and queues with workers; every
/// fourth tile lends one of its services to its neighbours. No station is full. The same `seed` makes the
/// same design everywhere.
model::Design layeredDesign(int components, std::uint32_t seed, const catalog::Catalog& catalog);

/// So many M/M/c stations in a tree of calls: station i calls 3 i + 1, 3 i + 2 and 3 i + 3, works 1 + i mod 7
/// ms and has 1 + i mod 8 workers; 100 requests a second come to the first. No time is spent on the way.
model::Design openStations(int stations, const catalog::Catalog& catalog);

}  // namespace headroom::bench
