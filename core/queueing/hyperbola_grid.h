// The distribution function of one slot within one window of a hyperbola, known on a grid
// of times and interpolated between. Internal to the folder.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/queueing/complex_block.h"
#include "core/queueing/laplace_inversion.h"
#include "core/queueing/shift_classes.h"

namespace headroom::queueing {

// Grid times are powers of 2^{1/16} from the start of the window on, of 2^{1/128} for the
// narrow rule. Their exponentials are the same for every slot and window, so a grid value
// costs one scalar product where a time off the grid costs forty complex exponentials.
// Seventh-order interpolation in the logarithm of the time is good to 1e-9 for what the
// rules are used for.
class HyperbolaGrid {
  public:
    explicit HyperbolaGrid(const HyperbolaRule& rule);

    std::size_t bytes() const { return values_.size() * sizeof(double); }

    // Whether the distribution of a class is smooth enough around that time.
    static bool isFineEnough(const HyperbolaRule& rule, const TimeShape& shape, double time);

    // time in units of the window's start, 1 .. span of the rule; the slot's values at the
    // nodes, block by block. No grid time below `earliest` is used; false where that
    // leaves the time outside.
    bool cdf(double time, double earliest, std::span<const ComplexBlock> blocks, double& result);

    struct Reading {
        double time = 0.0;   // 0: none
        bool exact = false;  // to 1e-7 of itself; else a guess beyond the grid
    };
    // The time that has so much of the slot, of `all` that there is, behind it; begun at a guess.
    Reading timeOf(double mass, double all, double guess, double earliest,
                   std::span<const ComplexBlock> blocks);

  private:
    static constexpr int kStencil = 8;
    static constexpr int kBefore = kStencil / 2 - 1;  // points before those on both sides of a time

    int lowestFor(double earliest) const;
    const double* valuesFrom(int first, int count, std::span<const ComplexBlock> blocks);
    // The first of the points that a time after that point is interpolated from.
    int firstFor(int index, int lowest) const;
    // Between the point and the next one.
    double timeBetween(int index, int lowest, double mass, std::span<const ComplexBlock> blocks);

    class Table;
    static const Table& tableOf(const HyperbolaRule& rule);

    const Table& table_;
    std::vector<double> values_;  // far below 0: not computed yet
};

}  // namespace headroom::queueing
