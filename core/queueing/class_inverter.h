// The distribution function of one shift class. Internal to the folder.
#pragma once

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/queueing/hyperbola_grid.h"
#include "core/queueing/laplace_inversion.h"
#include "core/queueing/shift_classes.h"

namespace headroom::queueing {

// Keeps the values of all slots at the nodes of every window it was asked about, so a
// further class, node or time in the same window costs one weighted sum.
class ClassInverter {
  public:
    explicit ClassInverter(const TransformCode& code) : code_(code) {}

    // Contribution of the class to P(T <= t); its atom counts from the shift on.
    double cdf(const ShiftClass& c, double t);

  private:
    // All slots at the nodes of a rule / start, block by block.
    struct Window {
        double start = 1.0;
        Slot evaluated = 0;
        std::vector<std::vector<ComplexBlock>> blocks;
        std::unordered_map<Slot, HyperbolaGrid> grids;
    };
    using Windows = std::map<int, Window>;  // by the power of 2 that they start at

    Window& windowAt(const HyperbolaRule& rule, int exponent);
    double onHyperbola(const HyperbolaRule& rule, const ShiftClass& c, double time, int exponent);
    double onVerticalLine(const ShiftClass& c, double time);

    const TransformCode& code_;
    Windows wide_;
    Windows narrow_;
    std::unordered_map<Slot, std::vector<Slot>> dependencies_;
    std::vector<ComplexBlock> scratch_;
};

}  // namespace headroom::queueing
