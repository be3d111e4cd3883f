#include "core/queueing/mm_c.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/erlang.h"

namespace headroom::queueing {

MmcQueue::MmcQueue(double arrivalRate, double serviceRate, std::int64_t servers)
    : serviceRate_(std::max(serviceRate, 1e-300)), servers_(std::max<std::int64_t>(servers, 1)) {
    const double c = static_cast<double>(servers_);
    const double asked = std::max(arrivalRate, 0.0) / serviceRate_;
    stable_ = asked < c;
    load_ = std::min(asked, c * kMaxUtilization);
    arrivalRate_ = load_ * serviceRate_;
    wait_ = {.probability = erlangC(load_, servers_), .rate = (c - load_) * serviceRate_};
}

double MmcQueue::utilization() const {
    return load_ / static_cast<double>(servers_);
}

}  // namespace headroom::queueing
