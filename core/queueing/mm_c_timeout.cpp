#include "core/queueing/mm_c_timeout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

std::vector<Patience> ascending(std::vector<Patience> patience) {
    for (Patience& p : patience) {
        p = {std::clamp(p.share, 0.0, 1.0), std::clamp(p.limit, 0.0, 1e15)};
    }
    std::sort(patience.begin(), patience.end(),
              [](const Patience& a, const Patience& b) { return a.limit < b.limit; });
    std::vector<Patience> merged;
    for (const Patience& p : patience) {
        if (!merged.empty() && merged.back().limit == p.limit) {
            merged.back().share += p.share;
        } else if (p.share > 0.0) {
            merged.push_back(p);
        }
    }
    return merged;
}

/// The density of the wait between limits, up to a factor.
struct Profile {
    std::vector<WaitPiece> pieces;
    double atZero = 1.0;  // in the same scale
};

// Who waits with a virtual wait of x in front of them are the arrivals whose patience is longer: the
// density changes at the pace of those less what the servers complete. In logarithms, so that a pace
// above nothing over a long time does not overflow.
Profile profileOf(double arrivalRate, double capacity, const std::vector<Patience>& patience) {
    Profile profile;
    std::vector<double> heights = {0.0};
    double staying = 1.0;
    double from = 0.0;
    double highest = 0.0;
    const auto add = [&](double to) {
        const double decay = capacity - arrivalRate * staying;
        const double fall = std::isinf(to) ? std::numeric_limits<double>::infinity() : decay * (to - from);
        profile.pieces.push_back({.from = from, .to = to, .decay = decay});
        heights.push_back(heights.back() - fall);
        highest = std::max(highest, heights.back());
        from = to;
    };
    for (const Patience& p : patience) {
        if (p.limit > from) {
            add(p.limit);
        }
        staying = std::max(staying - p.share, 0.0);
    }
    constexpr double rounding = 1e-12;
    staying = staying > rounding ? std::min(staying, kMaxUtilization * capacity / arrivalRate) : 0.0;
    add(std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < profile.pieces.size(); ++i) {
        profile.pieces[i].start = std::exp(heights[i] - highest);
        profile.pieces[i].end = std::exp(heights[i + 1] - highest);
    }
    profile.atZero = std::exp(-highest);
    return profile;
}

// "Nobody waits, one server free" has the probability othersBusy of those states, from which an arrival
// finds no wait; the density at 0 is the rate of those who come then.
PiecewiseWait waitOf(double arrivalRate, double capacity, double othersBusy,
                     const std::vector<Patience>& patience) {
    if (!(othersBusy > 0.0) || !(arrivalRate > 0.0)) {
        return {1.0, {}};
    }
    Profile profile = profileOf(arrivalRate, capacity, patience);
    double within = 0.0;
    for (const WaitPiece& piece : profile.pieces) {
        within += massOf(piece);
    }
    const double none = profile.atZero / othersBusy;
    const double scale = arrivalRate / (none + arrivalRate * within);
    for (WaitPiece& piece : profile.pieces) {
        piece.start *= scale;
        piece.end *= scale;
    }
    return {none / (none + arrivalRate * within), std::move(profile.pieces)};
}

double shareOf(const std::vector<Patience>& patience) {
    double share = 0.0;
    for (const Patience& p : patience) {
        share += p.share;
    }
    return std::min(share, 1.0);
}

}  // namespace

MmcTimeoutQueue::MmcTimeoutQueue(double arrivalRate, double serviceRate, std::int64_t servers,
                                 std::vector<Patience> patience)
    : arrivalRate_(std::clamp(arrivalRate, 0.0, 1e300)),
      capacity_(static_cast<double>(std::max<std::int64_t>(servers, 1)) * std::max(serviceRate, 1e-300)),
      patience_(ascending(std::move(patience))),
      endlessUtilization_(arrivalRate_ * (1.0 - shareOf(patience_)) / capacity_),
      offered_(waitOf(
          arrivalRate_, capacity_,
          erlangB(arrivalRate_ / std::max(serviceRate, 1e-300), std::max<std::int64_t>(servers, 1) - 1),
          patience_)) {
    for (const Patience& p : patience_) {
        abandoned_ += p.share * offered_.tail(p.limit);
        meanWait_ += p.share * offered_.meanUpTo(p.limit);
    }
    abandoned_ = std::min(abandoned_, 1.0);
    meanWait_ += (1.0 - shareOf(patience_)) * offered_.mean();
}

double MmcTimeoutQueue::throughput() const {
    return std::min(arrivalRate_ * (1.0 - abandoned_), capacity_);
}

double MmcTimeoutQueue::utilization() const {
    return throughput() / capacity_;
}

PiecewiseWait MmcTimeoutQueue::servedWait() const {
    const double served = 1.0 - abandoned_;
    if (!(served > 0.0)) {
        return {1.0, {}};
    }
    std::vector<WaitPiece> pieces;
    for (const WaitPiece& piece : offered_.pieces()) {
        double staying = 1.0;
        for (const Patience& p : patience_) {
            staying -= p.limit <= piece.from ? p.share : 0.0;
        }
        constexpr double rounding = 1e-12;
        if (staying > rounding) {
            pieces.push_back(piece);
            pieces.back().start *= staying / served;
            pieces.back().end *= staying / served;
        }
    }
    return {offered_.atom() / served, std::move(pieces)};
}

}  // namespace headroom::queueing
