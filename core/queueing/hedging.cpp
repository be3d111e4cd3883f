#include "core/queueing/hedging.h"

#include <cmath>

namespace headroom::queueing {

double hedgedExponentialMean(double mean, double delay) {
    return mean > 0.0 ? mean * (1.0 - 0.5 * std::exp(-std::max(delay, 0.0) / mean)) : 0.0;
}

}  // namespace headroom::queueing
