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

  private:
    static constexpr int kStencil = 8;

    class Table;
    static const Table& tableOf(const HyperbolaRule& rule);

    const Table& table_;
    std::vector<double> values_;  // far below 0: not computed yet
};

}  // namespace headroom::queueing
