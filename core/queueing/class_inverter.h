// The distribution function of one shift class. Internal to the folder.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/queueing/hyperbola_grid.h"
#include "core/queueing/laplace_inversion.h"
#include "core/queueing/shift_classes.h"
#include "core/queueing/slot_values.h"

namespace headroom::queueing {

// Keeps the values of all slots at the nodes of every window it was asked about, so a
// further class, node or time in the same window costs one weighted sum.
class ClassInverter {
  public:
    explicit ClassInverter(const TransformCode& code) : code_(code) {}

    // Contribution of the class to P(T <= t); its atom counts from the shift on.
    double cdf(const ShiftClass& c, double t);
    // The instructions that one evaluation of a transform runs.
    std::size_t effort(Slot slot);
    // The smallest time with so much of the class, a share p of it, behind it, where a formula says so.
    std::optional<double> knownQuantile(const ShiftClass& c, double p) const;
    // A time with so much of `all` behind it, of a class that is alone, begun at a guess; none where it
    // cannot be read off the grid.
    std::optional<double> quantileNear(const ShiftClass& c, double mass, double all, double guess);

    // Memory that is taken by what has been evaluated, roughly.
    std::size_t bytes() const { return bytes_; }

  private:
    // Slots at the nodes of a rule / start, each when it is first needed, its blocks side by side.
    struct Window {
        explicit Window(const HyperbolaRule& rule, double startsAt);
        double start;
        std::vector<ComplexBlock> nodes;
        SlotValues values;
        std::vector<std::uint32_t> gridOf;  // by slot: 1 + its grid, or 0
        std::deque<HyperbolaGrid> grids;
    };
    using Windows = std::map<int, Window>;  // by the power of 2 that they start at
    struct Place {
        const HyperbolaRule* rule;
        int exponent;
        bool fine;  // the grid is fine enough
        friend bool operator==(const Place&, const Place&) = default;
    };

    // Where a class is evaluated at so long after its shift; none: on the vertical line.
    static std::optional<Place> placeOf(const ShiftClass& c, double time);
    Window& windowAt(const HyperbolaRule& rule, int exponent);
    std::span<const ComplexBlock> valuesAt(Window& window, Slot slot);
    HyperbolaGrid& gridOf(Window& window, const HyperbolaRule& rule, Slot slot);
    double onHyperbola(const Place& place, const ShiftClass& c, double time);
    double onVerticalLine(const ShiftClass& c, double time);

    const TransformCode& code_;
    Windows wide_;
    Windows narrow_;
    const std::vector<Slot>& dependenciesOf(Slot slot);

    std::unordered_map<Slot, std::vector<Slot>> dependencies_;
    SlotValues scratch_{1};
    std::vector<Slot> missing_;
    std::size_t bytes_ = 0;
};

}  // namespace headroom::queueing
