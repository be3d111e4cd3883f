#include "core/queueing/birth_death_chain.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/queueing/erlang.h"
#include "core/queueing/mm_c_k.h"

namespace headroom::queueing {

BirthDeathChain::BirthDeathChain(double serviceRate, std::int64_t servers, std::int64_t capacity)
    : serviceRate_(serviceRate), servers_(servers) {
    const std::int64_t states = std::min(capacity + 1, mostStates);
    lowest_ = capacity + 1 - states;
    for (std::int64_t n = 0; n < states; ++n) {
        down_.push_back(n > 0 ? static_cast<double>(std::min(lowest_ + n, servers)) * serviceRate : 0.0);
    }
    up_.resize(size());
    setArrivals(std::vector<double>(size(), 0.0));
}

void BirthDeathChain::setArrivals(std::vector<double> rates) {
    arrivals_ = std::move(rates);
    if (lowest_ > 0) {
        lumped_ = lowest_ < servers_ ? erlangB(arrivals_[0] / serviceRate_, lowest_)
                                     : MmckQueue(arrivals_[0], serviceRate_, servers_, lowest_).blocked();
    }
    constexpr double most = 1e200;
    law_.assign(size(), 1.0);
    double sum = 1.0;
    for (std::size_t n = size() - 1; n > 0; --n) {
        const double up = arrivals_[n - 1] * (n == 1 ? lumped_ : 1.0);
        law_[n - 1] = up > 0.0 ? std::min(law_[n] * down_[n] / up, most) : most;
        sum += law_[n - 1];
    }
    for (double& p : law_) {
        p /= sum;
    }
}

void BirthDeathChain::step(double length, double more, double least, std::vector<double>& p) {
    for (std::size_t n = 0; n < size(); ++n) {
        up_[n] = std::max(arrivals_[n] + more, least) * (n == 0 ? lumped_ : 1.0);
    }
    steps_.step(length, up_, down_, p);
}

BirthDeathChain::Admitted BirthDeathChain::admitted() const {
    double all = 0.0;
    double waiting = 0.0;
    double places = 0.0;
    for (std::size_t n = 0; n + 1 < size(); ++n) {
        const auto ahead = static_cast<double>(lowest_ + static_cast<std::int64_t>(n) - servers_);
        const double found = law_[n] * arrivals_[n];
        all += found;
        if (n == 0 && lowest_ > 0 && ahead >= 0.0) {
            const MmckQueue lowest(arrivals_[0], serviceRate_, servers_, lowest_);
            const double full = lowest.blocked();
            waiting += found * (lowest.waitProbability() * (1.0 - full) + full);
            places += found * lowest.meanQueueLength();
        } else if (ahead >= 0.0) {
            waiting += found;
            places += found * ahead;
        }
    }
    return {.rate = all,
            .waits = all > 0.0 ? std::min(waiting / all, 1.0) : 0.0,
            .ahead = waiting > 0.0 ? places / waiting : 0.0};
}

}  // namespace headroom::queueing
