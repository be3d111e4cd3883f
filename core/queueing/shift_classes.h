// A distribution as a sum of pieces e^{-s shift} * (something smooth). Constants on the
// way of a request would defeat numerical inversion, so they are kept apart from the
// transforms. Internal to the folder.
#pragma once

#include <cstdint>
#include <vector>

#include "core/queueing/transform_code.h"

namespace headroom::queueing {

// factor * e^{-s shift} * [slot]. A piece need not be a distribution by itself: a
// uniform time is a rising ramp and, shifted, the same ramp taken away again.
struct ShiftClass {
    double shift = 0.0;
    double factor = 1.0;
    Slot slot = kUnitSlot;  // kUnitSlot: an atom and nothing else
    double atom = 1.0;      // share of the slot that is an atom at the shift itself
    // Constants up to this size are left inside the slot, where they did no harm.
    double slack = 0.0;
    // Before this time after the shift the slot has singularities that only the
    // vertical line is right of.
    double horizon = 0.0;
    // Importance, and mean and variance of the time after the shift: for deciding what
    // may be merged and where to look, not for answers.
    double weight = 1.0;
    double mean = 0.0;
    double variance = 0.0;
    bool whole = true;  // a distribution (times weight) by itself
    // Time after the shift in which nothing to speak of happens, because many times add
    // up or one hardly varies. spread: the variance that this was concluded from.
    double idle = 0.0;
    double spread = 0.0;
    bool mixed = false;  // several pieces in one slot

    bool isAtom() const { return slot == kUnitSlot; }
};

// Ascending in shift.
using ShiftClasses = std::vector<ShiftClass>;

// A product of two classes, or one alone, not evaluated yet.
struct PendingClass {
    ShiftClass shape;  // with the slot of the first factor
    Slot other = kUnitSlot;
};

// Draws the conclusion about idle from mean and spread.
void settle(ShiftClass& c);

PendingClass productOf(const ShiftClass& a, const ShiftClass& b);

// Brings pieces into few classes: equal shifts always, close ones where the difference
// is small against what follows, and the least harmful ones beyond the cap. Writes the
// code that adds them up.
ShiftClasses gather(std::vector<PendingClass> pieces, TransformCode& code);

}  // namespace headroom::queueing
