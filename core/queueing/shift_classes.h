// A distribution as a sum of pieces e^{-s shift} * (something smooth). Constants on the
// way of a request would defeat numerical inversion, so they are kept apart from the
// transforms. Internal to the folder.
#pragma once

#include <vector>

#include "core/queueing/transform_code.h"

namespace headroom::queueing {

// Some part of a time, or some outcome of it.
struct TimePart {
    double mean = 0.0;
    double variance = 0.0;
    double logProbability = 0.0;
};

// What is known about the time after the shift. It decides what may be merged and where
// a transform is evaluated, and is not part of any answer.
struct TimeShape {
    double weight = 1.0;  // importance, as a probability
    double mean = 0.0;
    double variance = 0.0;
    // Nothing to speak of happens before this, because many times add up or one hardly
    // varies. blur: the deviation this was concluded from, 0 where it is certain.
    double idle = 0.0;
    double blur = 0.0;
    // The part of the sum that varies least for its size. spread: its variance, or the
    // second moment where a rare early piece would be overlooked.
    double bulkMean = 0.0;
    double bulkVariance = 0.0;
    double bulkSpread = 0.0;
    // The part of whatever it may turn out to be that is hardest on the wide hyperbola: it varies little for
    // its size, and is not too rare.
    TimePart sharpest = {};
    // Of whatever it may turn out to be, hit or miss, the least variance: how sharp the distribution is.
    double leastVariance = 0.0;
    bool narrow = false;  // somewhere within, a time varies little for its size
    bool mixed = false;   // several pieces in one slot
};

// factor * e^{-s shift} * [slot]
struct ShiftClass {
    double shift = 0.0;
    double factor = 1.0;
    Slot slot = kUnitSlot;  // kUnitSlot: an atom and nothing else
    double atom = 1.0;      // share of the slot that is an atom at the shift itself
    // A uniform time is a rising ramp and, shifted, the same ramp taken away again: a
    // piece is no distribution by itself then. How many ramps in a row it holds.
    int ramps = 0;
    // Constants up to this size, after shift + idle, are left inside the slot.
    double slack = 0.0;
    // Before this time after the shift the slot has singularities that only the
    // vertical line is right of.
    double horizon = 0.0;
    TimeShape time = {};

    bool isAtom() const { return slot == kUnitSlot; }
    double start() const { return shift + time.idle; }
    double end() const { return start() + slack; }
};

// With a transform of their own, of one node.
inline constexpr std::size_t kMostClasses = 16;

// Ascending in start.
using ShiftClasses = std::vector<ShiftClass>;

// A product of two classes, or one alone, not evaluated yet.
struct PendingClass {
    ShiftClass shape;  // with the slot of the first factor
    Slot other = kUnitSlot;
};

// A smooth piece with one slot; the atom is its share at time 0. `sharpest`: of its outcomes, where there is
// one that varies less than all that is no atom.
ShiftClass smoothClass(Slot slot, double mean, double variance, double atom = 0.0, TimePart sharpest = {});

PendingClass productOf(const ShiftClass& a, const ShiftClass& b);

// n times the same in a row; the slot is left to the caller.
ShiftClass repeatedClass(const ShiftClass& once, double n);

// Brings pieces into few classes: equal ones always, close ones where the difference is
// small against what follows, and the least harmful ones beyond the cap. Writes the code
// that adds them up.
ShiftClasses gather(std::vector<PendingClass> pieces, TransformCode& code);

// The same distribution without ramps: they are added up, constants and all. For many
// uniform times in a row, where ramps would cancel each other.
ShiftClasses withoutRamps(const ShiftClasses& classes, TransformCode& code);

// The most ramps in a row in any class.
int mostRamps(const ShiftClasses& classes);

}  // namespace headroom::queueing
