#pragma once

#include <memory>
#include <stop_token>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine {

namespace solver {
class SolvedParts;
}

/// What is answered. A latency costs the inversion of a transform, so whoever does not show those of the
/// parts saves most of the time; all other figures are the same, to the last bit.
enum class Detail {
    everything,
    system,  ///< no latencies of components and connections
};

/// The steady state of `design` by queueing theory. Never fails: what cannot be computed is null in the
/// answer, with a finding that says why. The same input gives the same bits. When `stop` is requested the
/// answer is unfinished and has to be thrown away.
results::Results solve(const model::Design& design, const catalog::Catalog& catalog,
                       const std::stop_token& stop = {}, Detail detail = Detail::everything);

/// What solves of designs that have much in common need to work out only once; see solver/solved_parts.h. One
/// thread at a time.
class SolveMemory {
  public:
    SolveMemory();
    ~SolveMemory();

  private:
    friend results::Results solve(const model::Design&, const catalog::Catalog&, SolveMemory&,
                                  const std::stop_token&, Detail);

    std::unique_ptr<solver::SolvedParts> parts_;
};

/// The same, to the last bit; what `memory` knows from earlier solves is not worked out again. A solve that
/// is stopped does it no harm.
results::Results solve(const model::Design& design, const catalog::Catalog& catalog, SolveMemory& memory,
                       const std::stop_token& stop = {}, Detail detail = Detail::everything);

}  // namespace headroom::engine
