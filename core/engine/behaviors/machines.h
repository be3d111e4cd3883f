#pragma once

#include "core/engine/behavior.h"

namespace headroom::engine::behaviors {

/// What all behaviours with machines have in common: one pool of `instances` by `workers`, the service time
/// of both operations with its variation and family, and the error rate.
SteadyState machinesFrom(const ParamReader& params);

/// The same for what picks among the machines of its targets, with its policy.
SteadyState balancedFrom(const ParamReader& params);

/// What becomes of the messages of a broker; parameters that it does not have limit nothing.
MessageRules messageRulesFrom(const ParamReader& params);

}  // namespace headroom::engine::behaviors
