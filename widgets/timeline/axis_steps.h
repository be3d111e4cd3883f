#pragma once

namespace headroom::widgets {

/// 1, 2 or 5 times a power of ten, at most so many of which fill `range`, which is above 0.
double roundStep(double range, double atMost);

}  // namespace headroom::widgets
