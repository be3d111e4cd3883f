#pragma once

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Where clients keep connections open (`Workload::connections`): they end at what their source calls, and go
/// on from there behind what passes each request on to one of its targets, as often as that picks each of
/// them. What finds no place (`SteadyState::connectionLimit`, of each machine) is refused, and so is what is
/// sent by clients without a connection. Sets `Component::connectionsWanted`, and marks and weakens the calls
/// over them; to be called when all plans are made.
void placeConnections(Model& model);

/// Share of them that finds no place at so many machines.
double withoutPlace(const Component& component, double machines);

}  // namespace headroom::engine::solver
