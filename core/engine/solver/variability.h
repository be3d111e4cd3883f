#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/solver/state.h"
#include "core/queueing/gi_m_c.h"

namespace headroom::engine::solver {

/// How jobs arrive at one machine of a component.
struct ArrivalShape {
    double scv = 1;           ///< squared coefficient of variation of the times between arrivals
    std::int64_t stages = 1;  ///< above 1: exactly Erlang with that many (every n-th of a Poisson stream)
    /// The times themselves, in ms, where they are independent and known, and not exponential or Erlang.
    std::optional<queueing::RenewalStream> renewal{};

    [[nodiscard]] bool isPoisson() const { return scv == 1 && stages == 1; }
    friend bool operator==(const ArrivalShape&, const ArrivalShape&) = default;
};

struct VariabilityAnswer {
    std::vector<ArrivalShape> arrivals;  ///< by component
    std::vector<double> departures;      ///< of one machine: squared coefficient of variation
};

/// Arrival variability at every component by the rules of Whitt's Queueing Network Analyzer (1983), from the
/// rates and utilizations in `state`. Poisson where all services are exponential and machines are picked by
/// chance, exactly.
VariabilityAnswer findVariability(const Model& model, const State& state);

}  // namespace headroom::engine::solver
