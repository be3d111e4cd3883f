// What follows one late request, and what comes around it.
#include "core/queueing/late_law.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace headroom::queueing {

// Two of them are as often late the one way round as the other.
void LateLaw::lookBack(std::size_t known) {
    for (std::size_t kind = 0; kind < attempts_.size(); ++kind) {
        const double known_rate = attempts_[known].rate;
        const double over = known_rate > 0.0 ? attempts_[kind].rate / known_rate : 0.0;
        for (std::size_t m = 0; m < grid_.size(); ++m) {
            before_[known][kind][m] = over * after_[kind][known][m];
        }
    }
}

void LateLaw::findReturns(std::size_t known) {
    rates_.assign(grid_.size(), base_);
    RatesAround late;
    for (std::size_t kind = 0; kind < attempts_.size(); ++kind) {
        const LateAttempt& a = attempts_[kind];
        late.set(grid_, before_[known][kind], after_[known][kind]);
        for (std::size_t m = 0; m < grid_.size(); ++m) {
            returns_[kind][m] = a.returns * std::max(late.meanFor(a, m), 0.0);
            rates_[m] += returns_[kind][m];
        }
    }
}

// By those attempts, as they come.
LateLaw::Values LateLaw::met(const LateAttempt& a) const {
    const double random = atRandom(attempts_, a);
    const double back = returningTo(a);
    if (!(random + back > 0.0)) {
        return found_;
    }
    Values law(states_);
    for (std::size_t n = 0; n < states_; ++n) {
        law[n] =
            (random * found_[n] + (a.before ? back * attempts_[*a.before].next[n] : 0.0)) / (random + back);
    }
    return law;
}

void LateLaw::lookAhead(std::size_t known, std::size_t point, double late) {
    for (std::size_t kind = 0; kind < attempts_.size(); ++kind) {
        const LateAttempt& a = attempts_[kind];
        double rate = atRandom(attempts_, a) * late;
        if (a.before) {
            const LateAttempt& last = attempts_[*a.before];
            rate += returns_[*a.before][point] * bothTell(late, last.nextLate);
        }
        after_[known][kind][point] = rate;
    }
}

void LateLaw::follow(const Values& met, std::size_t known) {
    const auto servers = static_cast<std::size_t>(load_.servers);
    LateTables::Path path;
    path.waiting = tables_.waiting(met);
    Values served(states_, 0.0);
    for (std::size_t n = 0; n < servers; ++n) {
        served[n + 1] = met[n] * tables_.servedLate();
    }
    path.served.push_back(served);
    path.behind.push_back(0.0);
    path.behindWaiting.push_back(0.0);
    Values behind = poissonLaw(0.0, states_ - servers);
    Values births(states_);
    for (std::size_t i = 0; i < LateTables::steps; ++i) {
        const double length = grid_[i + 1] - grid_[i];
        const double rate = 0.5 * (rates_[i] + rates_[i + 1]);
        const double all = total(served);
        const double more = all > 0.0 ? rate - product(served, arrivals_) / all : 0.0;
        for (std::size_t n = 0; n < states_; ++n) {
            births[n] = stayingOf(std::max(arrivals_[n] + more, base_), n);
        }
        path.begins.push_back(tables_.begins(i, met));
        const auto beginHalf = [&] {
            for (std::size_t b = 0; b < behind.size(); ++b) {
                served[servers + b] += 0.5 * path.begins.back() * behind[b];
            }
        };
        beginHalf();
        chain_.step(length, births, deathsBeside_, served);
        path.behind.push_back(path.behind.back() + rate * length);
        path.behindWaiting.push_back(stayBehind(path, rate, length));
        behind = poissonLaw(path.behind.back(), states_ - servers);
        beginHalf();
        path.served.push_back(served);
    }
    Values law = served;
    const std::size_t itself = load_.patience ? 0 : 1;
    behind = poissonLaw(path.behindWaiting.back(), states_ - servers);
    for (std::size_t left = 1; left < path.waiting.size(); ++left) {
        for (std::size_t b = 0; servers + left + b < states_ && b < behind.size(); ++b) {
            law[servers + left + b + itself - 1] += path.waiting[left] * behind[b];
        }
    }
    const double late = total(law);
    Values both(LateTables::steps + 1);
    for (std::size_t point = 0; point <= LateTables::steps; point += LateTables::stride) {
        both[point] = std::min(tables_.both(point, path) / late, 1.0);
    }
    for (std::size_t point = 0; point <= LateTables::steps; ++point) {
        const std::size_t from = point / LateTables::stride * LateTables::stride;
        const double part = static_cast<double>(point - from) / LateTables::stride;
        const double at =
            part > 0.0 ? both[from] + part * (both[from + LateTables::stride] - both[from]) : both[from];
        lookAhead(known, point, at);
    }
    for (double& p : law) {
        p /= late;
    }
    goBack(std::move(law), known);
}

// So many in the mean at the next point, where it waits at the limit.
double LateLaw::stayBehind(const LateTables::Path& path, double rate, double length) const {
    const double now = path.behindWaiting.back();
    if (!load_.patience) {
        return now + rate * length;
    }
    constexpr double half = 0.5;
    const double since = length * (static_cast<double>(path.behindWaiting.size()) - half);
    const double leaves = tables_.leavesBehind(path.waiting, since, now);
    return now + length * (load_.others + std::max(rate - load_.others, 0.0) * (1.0 - leaves));
}

void LateLaw::goBack(Values law, std::size_t known) {
    LateAttempt& a = attempts_[known];
    a.next.assign(states_, 0.0);
    Values births(states_);
    for (std::size_t i = LateTables::steps; i < grid_.size(); ++i) {
        if (i > LateTables::steps) {
            const double more = 0.5 * (rates_[i] + rates_[i - 1]) - product(law, arrivals_);
            for (std::size_t n = 0; n < states_; ++n) {
                births[n] = stayingOf(std::max(arrivals_[n] + more, base_), n);
            }
            chain_.step(grid_[i] - grid_[i - 1], births, deaths_, law);
            lookAhead(known, i, product(law, tables_.late()));
        }
        for (std::size_t n = 0; n < states_ && a.weights[i] > 0.0; ++n) {
            a.next[n] += a.weights[i] * std::max(law[n], 0.0);
        }
    }
    const double all = total(a.next);
    for (double& p : a.next) {
        p /= all;
    }
}

}  // namespace headroom::queueing
