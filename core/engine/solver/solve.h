#pragma once

#include <stop_token>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine {

/// The steady state of `design` by queueing theory. Never fails: what cannot be computed is null in the
/// answer, with a finding that says why. The same input gives the same bits. When `stop` is requested the
/// answer is unfinished and has to be thrown away.
results::Results solve(const model::Design& design, const catalog::Catalog& catalog,
                       const std::stop_token& stop = {});

}  // namespace headroom::engine
