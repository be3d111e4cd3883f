#pragma once

#include <functional>
#include <vector>

namespace headroom::engine::solver {

/// Numbers that depend on themselves by way of one round of the solver: x = round(x).
struct SelfConsistent {
    /// What one round makes of the numbers.
    std::function<std::vector<double>(const std::vector<double>&)> round;
    /// How far the result of a round is away, for the i-th number, so that all may be compared.
    std::function<double(std::size_t i, double before, double after)> error;
    std::vector<double> least;  ///< bounds of what is legal
    std::vector<double> most;
    int mostRounds = 1'000'000;  ///< after so many it gives up
};

struct NewtonAnswer {
    std::vector<double> x;
    double error = 0;  ///< the largest
    int rounds = 0;
};

/// Newton's method from `x` on, for what does not settle by going round: derivatives by differences, later
/// steps shortened until the error falls, only over numbers that have moved. Ends where no error exceeds
/// `settled`, or where it gets no further. Meant for few such numbers; with more than `mostMoving` it gives
/// up at once.
NewtonAnswer newtonRounds(const SelfConsistent& problem, std::vector<double> x, double settled);

constexpr std::size_t mostMoving = 60;

}  // namespace headroom::engine::solver
