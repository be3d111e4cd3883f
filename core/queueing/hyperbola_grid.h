// The distribution function of one slot within one window of the wide hyperbola, known
// on a grid of times and interpolated between. Internal to the folder.
#pragma once

#include <array>
#include <span>

#include "core/queueing/complex_block.h"

namespace headroom::queueing {

// Grid times are powers of 2^{1/16} from the start of the window on. Their exponentials
// are the same for every slot and window, so a grid value costs one scalar product where
// a time off the grid costs forty complex exponentials. Seventh-order interpolation in
// the logarithm of the time is good to 1e-9 for what the wide rule is used for.
class HyperbolaGrid {
  public:
    HyperbolaGrid() { values_.fill(-1e300); }

    // time in units of the window's start, 1 .. span of the rule; the slot's values at the
    // nodes, block by block. No grid time below `earliest` is used; false where that
    // leaves the time outside.
    bool cdf(double time, double earliest, std::span<const ComplexBlock* const> blocks, double& result);

  private:
    static constexpr int kPerDoubling = 16;
    static constexpr int kDoublings = 5;
    static constexpr int kPoints = kPerDoubling * kDoublings + 1;
    static constexpr int kStencil = 8;

    struct Table;
    static const Table& table();
    double valueAt(int index, std::span<const ComplexBlock* const> blocks);

    std::array<double, kPoints> values_;  // far below 0: not computed yet
};

}  // namespace headroom::queueing
