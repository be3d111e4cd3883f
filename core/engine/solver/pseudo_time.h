#pragma once

#include <functional>
#include <vector>

namespace headroom::engine::solver {

/// Numbers that depend on themselves by way of one round, x = round(x), whose rounds are dear.
struct PseudoTimeProblem {
    using Round = std::function<std::vector<double>(const std::vector<double>&)>;
    Round round;  ///< what one round makes of the numbers
    Round quick;  ///< about the same at next to no cost: only how it changes is asked for
    /// How far the result of a round is away, for the i-th number, so that all may be compared.
    std::function<double(std::size_t i, double before, double after)> error;
    std::vector<double> least;  ///< bounds of what is legal
    std::vector<double> most;
    std::vector<char> byFactors;  ///< what moves by factors; the others by differences
    int mostRounds = 100;         ///< dear ones; after so many it gives up
};

struct PseudoTimeAnswer {
    std::vector<double> x;
    double error = 0;  ///< the largest
    int rounds = 0;    ///< dear ones
};

/// Follows dx/dt = round(x) - x from `x` to rest by implicit steps that become longer as long as they lead
/// where they are expected to (pseudo-transient continuation; Kelley and Keyes 1998), so that in the end they
/// are Newton's. Where more of everything makes more of everything, what begins below all answers comes to
/// the least; where more of one makes less of it, rounds may swing for ever, this does not. Derivatives are
/// differences of quick rounds, corrected by what the dear ones turn out to be (Broyden 1965).
PseudoTimeAnswer throughPseudoTime(const PseudoTimeProblem& problem, std::vector<double> x, double settled);

}  // namespace headroom::engine::solver
