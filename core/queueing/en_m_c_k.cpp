#include "core/queueing/en_m_c_k.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

struct Chain {
    double stageRate;  // at which stages of arrivals end
    std::size_t stages;
    double serviceRate;
    std::size_t servers;
    std::size_t capacity;

    double downRate(std::size_t requests) const {
        return serviceRate * static_cast<double>(std::min(requests, servers));
    }
};

// More than a sum can grow by with one state, for the rates that are let in.
constexpr double kLarge = 1e100;

void scaleDown(std::span<double> values) {
    for (double& value : values) {
        value /= kLarge;
    }
}

// How likely an arrival is to find j requests, up to a factor, for j = 0 .. capacity. A state is n j + i,
// with i stages of the next arrival done: one up at stageRate, n down at downRate(j). What goes up across the
// cut above a state comes down from the n states above that, and above n K also from the highest, where
// arrivals are lost: all follow from the highest.
std::vector<double> foundByArrivals(const Chain& chain) {
    constexpr double kNothing = 1e-20;
    std::vector<double> found(chain.capacity + 1);
    std::vector<double> states(chain.stages);
    // What comes down from the states with one request more, of up to so many stages.
    std::vector<double> falling(chain.stages, chain.stageRate);
    double all = 0.0;
    std::size_t end = found.size();  // what is found there or above is nothing by now
    for (std::size_t j = chain.capacity + 1; j-- > 0;) {
        const double down = chain.downRate(j);
        double here = 0.0;
        for (std::size_t i = chain.stages; i-- > 0;) {
            states[i] = (down * here + falling[i]) / chain.stageRate;
            here += states[i];
            if (here > kLarge) {
                scaleDown(std::span(found).subspan(j, end - j));
                scaleDown(states);
                scaleDown(falling);
                here /= kLarge;
                all /= kLarge;
                while (end > j + 1 && found[end - 1] == 0.0) {
                    --end;
                }
            }
        }
        found[j] = states.back();
        double flow = 0.0;
        for (std::size_t i = 0; i < chain.stages; ++i) {
            flow += down * states[i];
            falling[i] = flow;
        }
        all += here;
        // Below half of the load each state has less than half of the one above.
        if (here < kNothing * all && down * static_cast<double>(chain.stages) < 0.5 * chain.stageRate) {
            break;
        }
    }
    return found;
}

}  // namespace

EnMckQueue::EnMckQueue(double arrivalRate, std::int64_t stages, double serviceRate, std::int64_t servers,
                       std::int64_t capacity) {
    const std::int64_t c = std::clamp<std::int64_t>(servers, 1, mostStates / 2 - 1);
    const std::int64_t most = std::clamp<std::int64_t>(capacity, c, mostStates - 1);
    const std::int64_t n =
        std::clamp<std::int64_t>(stages, 1, std::max<std::int64_t>(mostStates / (most + 1), 1));
    const double mu = std::clamp(serviceRate, 1e-150, 1e150);
    const std::vector<double> found =
        foundByArrivals({.stageRate = std::clamp(arrivalRate, 1e-80 * mu, 1e80 * mu) * static_cast<double>(n),
                         .stages = static_cast<std::size_t>(n),
                         .serviceRate = mu,
                         .servers = static_cast<std::size_t>(c),
                         .capacity = static_cast<std::size_t>(most)});
    completionRate_ = static_cast<double>(c) * mu;
    places_ = static_cast<double>(most - c);
    double free = 0.0;
    double waiting = 0.0;
    double ahead = 0.0;
    for (std::size_t j = 0; j + 1 < found.size(); ++j) {
        if (j < static_cast<std::size_t>(c)) {
            free += found[j];
        } else {
            waiting += found[j];
            ahead += found[j] * static_cast<double>(j - static_cast<std::size_t>(c));
        }
    }
    const double admitted = free + waiting;
    blocked_ = found.back() / (admitted + found.back());
    waits_ = waiting / admitted;
    meanAhead_ = waiting > 0.0 ? ahead / waiting : 0.0;
}

TruncatedGeometric EnMckQueue::ahead() const {
    return waits_ > 0.0 ? TruncatedGeometric::of(places_, meanAhead_)
                        : TruncatedGeometric{.ratio = 1.0, .count = std::max(places_, 1.0)};
}

}  // namespace headroom::queueing
