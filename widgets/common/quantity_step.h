#pragma once

#include "core/base/units.h"

namespace headroom::widgets {

/// What a field of a number takes, as its descriptor says. Values are in the stored unit.
struct QuantityFormat {
    Unit unit = Unit::none;
    double minimum = 0;
    double maximum = 0;
    double step = 1;
    bool logarithmic = false;
    bool whole = false;
};

/// How far one step goes.
enum class StepSize { fine, normal, coarse };

/// `value` after `count` steps, within the range. Logarithmic: a normal step goes to the next whole unit of
/// the value's decade (8, 9, 10, 20, 30 …; for whole numbers a tenth of that, so that machines come one by
/// one), a coarse one multiplies by ten, a fine one is a tenth of a normal one. Linear: `step`, ten of them,
/// a tenth. Whole numbers stay whole and always move.
double stepped(double value, int count, StepSize size, const QuantityFormat& format);

/// `value` after dragging by `pixels`: a step each 4 pixels, or a decade each 120 for logarithmic ranges,
/// rounded so that the figure stays short.
double scrubbed(double value, double pixels, const QuantityFormat& format);

/// `value` without the last bits that sums of decimal steps leave behind.
double tidied(double value);

}  // namespace headroom::widgets
