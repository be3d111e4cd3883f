#pragma once

#include "core/base/latest_worker.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::app {

/// Solves snapshots: the worker behind every edit.
using SolveWorker = LatestWorker<model::Design, results::Results>;

}  // namespace headroom::app
