#include "core/queueing/late_law.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/anderson_mixing.h"
#include "core/queueing/service_distribution.h"

namespace headroom::queueing {

bool LateLaw::solve(const Load& load) {
    if (!isLike(load)) {
        const double pace = load.serviceRate * static_cast<double>(load.servers);
        const double most = 30.0 + pace * load.limit + 8.0 * std::sqrt(pace * load.limit);
        if (most + static_cast<double>(load.servers) > static_cast<double>(mostStates)) {
            known_ = false;
            return false;
        }
        states_ = static_cast<std::size_t>(load.servers) + static_cast<std::size_t>(most);
        begin(load);
    }
    update(load);
    settle();
    while (known_ && needsMore()) {
        known_ = states_ < mostStates;
        if (known_) {
            grow();
            settle();
        }
    }
    return known_;
}

void LateLaw::settle() {
    AndersonMixing mixing;
    Values x;
    Values y;
    double before = nearby;
    constexpr double worse = 4.0;
    for (int i = 0; i < mostRounds; ++i) {
        unknowns(x);
        const double moved = round();
        const double most = load_.patience ? mostOfLeaving : mostLoad;
        if (!(arrivals() <= most * deaths_.back()) || load_.others > mostLoad * deaths_.back()) {
            known_ = false;
            return;
        }
        if (moved < settled) {
            break;
        }
        unknowns(y);
        if (moved > worse * before) {
            mixing = {};
            for (std::size_t k = 0; k < y.size(); ++k) {
                y[k] = 0.5 * (y[k] + x[k]);
            }
        }
        if (moved < nearby) {
            mixing.mix(x, y);
        } else {
            x = y;
        }
        take(x);
        before = std::max(moved, settled);
    }
}

bool LateLaw::isLike(const Load& load) const {
    const auto sameWaits = [](const RetrialStream& a, const RetrialStream& b) { return a.waits == b.waits; };
    return known_ && load.serviceRate == load_.serviceRate && load.servers == load_.servers &&
           load.limit == load_.limit && load.patience == load_.patience && load.restMean == load_.restMean &&
           load.restScv == load_.restScv && std::ranges::equal(load.streams, load_.streams, sameWaits);
}

void LateLaw::begin(const Load& load) {
    load_ = load;
    attempts_ = attemptsOf<LateAttempt>(load.streams, LateRetrialQueue::mostReturns);
    const double pace = static_cast<double>(load.servers) * load.serviceRate;
    double longest = load.limit * (1.0 + 1e-9);
    for (const LateAttempt& a : attempts_) {
        longest = std::max(longest, a.wait.to());
    }
    constexpr double firstStep = 0.15;  // in completions
    std::vector<double> points;
    for (std::size_t i = 0; i < LateTables::steps; ++i) {
        points.push_back(load.limit * static_cast<double>(i) / static_cast<double>(LateTables::steps));
    }
    const TimeGrid beyond(firstStep / pace, longest - load.limit);
    for (const double t : beyond.points()) {
        points.push_back(load.limit + t);
    }
    grid_ = TimeGrid(std::move(points));
    makeTables();
    for (LateAttempt& a : attempts_) {
        a.placeOn(grid_);
    }
    after_.assign(attempts_.size(), std::vector<Values>(attempts_.size(), Values(grid_.size())));
    before_ = after_;
    returns_.assign(attempts_.size(), Values(grid_.size()));
    known_ = false;
}

void LateLaw::makeTables() {
    const auto rest = ServiceDistribution::gamma(load_.restMean, load_.restScv);
    tables_ = LateTables({.serviceRate = load_.serviceRate,
                          .servers = load_.servers,
                          .limit = load_.limit,
                          .states = states_,
                          .patience = load_.patience},
                         [rest](double t) { return 1.0 - rest.cdf(t); });
    deaths_.assign(states_, 0.0);
    deathsBeside_.assign(states_, 0.0);
    const auto servers = static_cast<std::size_t>(load_.servers);
    for (std::size_t n = 1; n < states_; ++n) {
        deaths_[n] = static_cast<double>(std::min(n, servers)) * load_.serviceRate;
        deathsBeside_[n] = static_cast<double>(std::min(n, servers) - 1) * load_.serviceRate;
    }
}

bool LateLaw::needsMore() const {
    return std::ranges::any_of(attempts_, [](const LateAttempt& a) { return a.next.back() > hardlyAny; });
}

void LateLaw::grow() {
    states_ = std::min(mostStates, states_ + states_ / 2);
    makeTables();
    for (LateAttempt& a : attempts_) {
        a.next.resize(states_);
    }
    found_.resize(states_);
}

void LateLaw::update(const Load& load) {
    load_ = load;
    takeRates(load.streams, attempts_);
    if (known_) {
        return;
    }
    // As if nothing were remembered.
    double fresh = load.others;
    for (const LateAttempt& a : attempts_) {
        fresh += a.fresh;
    }
    found_.assign(states_, 1.0);
    for (std::size_t n = 1; n < states_; ++n) {
        found_[n] = found_[n - 1] * std::min(stayingOf(fresh, n - 1) / deaths_[n], 1.0);
    }
    const double all = total(found_);
    for (double& p : found_) {
        p /= all;
    }
    late_ = product(found_, tables_.late());
    for (LateAttempt& a : attempts_) {
        a.next = found_;
        a.nextLate = late_;
    }
    findRates();
    for (std::vector<Values>& known : after_) {
        for (std::size_t kind = 0; kind < known.size(); ++kind) {
            known[kind].assign(grid_.size(), attempts_[kind].rate);
        }
    }
    known_ = true;
}

void LateLaw::findRates() {
    base_ = load_.others;
    for (LateAttempt& a : attempts_) {
        const double random = atRandom(attempts_, a);
        const double nextLate = a.before ? attempts_[*a.before].nextLate : 0.0;
        a.rate = random * late_ + returningTo(a) * nextLate;
        base_ += random;
    }
}

// Births over deaths: above each state, what finds it over what leaves the next.
void LateLaw::findLaw() {
    returning_.assign(states_, 0.0);
    for (const LateAttempt& a : attempts_) {
        for (std::size_t n = 0; n < states_; ++n) {
            returning_[n] += a.returns * a.rate * a.next[n];
        }
    }
    Values fresh(states_, 0.0);
    Values back(states_, 0.0);
    fresh[0] = 1.0;
    for (std::size_t n = 1; n < states_; ++n) {
        const double comes = stayingOf(base_, n - 1);
        fresh[n] = comes * fresh[n - 1] / deaths_[n];
        back[n] = (comes * back[n - 1] + returning_[n - 1] * tables_.stays()[n - 1]) / deaths_[n];
    }
    constexpr double least = 1e-6;
    const double empty = std::max(1.0 - total(back), least) / total(fresh);
    for (std::size_t n = 0; n < states_; ++n) {
        found_[n] = empty * fresh[n] + back[n];
    }
    const double all = total(found_);
    constexpr double nothing = 1e-3;
    arrivals_.resize(states_);
    for (std::size_t n = 0; n < states_; ++n) {
        found_[n] /= all;
        const double unknown = hardlyMatters * late_ / std::max(found_[n], hardlyMatters * nothing * late_);
        const double known = 1.0 / (1.0 + std::pow(unknown, 4.0));
        const double rate = base_ + returning_[n] / std::max(found_[n], hardlyMatters * nothing * late_);
        arrivals_[n] = n > 0 ? known * rate + (1.0 - known) * arrivals_[n - 1] : rate;
    }
}

// How far it is from settled.
double LateLaw::round() {
    findRates();
    findLaw();
    const double late = product(found_, tables_.late());
    double moved = std::abs(late - late_) / late;
    late_ = late;
    for (std::size_t known = 0; known < attempts_.size(); ++known) {
        lookBack(known);
    }
    for (std::size_t known = 0; known < attempts_.size(); ++known) {
        findReturns(known);
        follow(met(attempts_[known]), known);
        LateAttempt& a = attempts_[known];
        const double again = product(a.next, tables_.late());
        moved = std::max(moved, std::abs(again - a.nextLate) / again);
        a.nextLate = again;
    }
    return moved;
}

void LateLaw::unknowns(Values& x) const {
    x.clear();
    for (const LateAttempt& a : attempts_) {
        x.insert(x.end(), a.next.begin(), a.next.end());
    }
    for (const std::vector<Values>& known : after_) {
        for (const Values& kind : known) {
            for (const double rate : kind) {
                x.push_back(rate / deaths_.back());
            }
        }
    }
    x.push_back(late_);
}

void LateLaw::take(const Values& x) {
    std::size_t i = 0;
    for (LateAttempt& a : attempts_) {
        double all = 0.0;
        for (double& p : a.next) {
            p = std::max(x[i++], 0.0);
            all += p;
        }
        for (double& p : a.next) {
            p /= all;
        }
        a.nextLate = product(a.next, tables_.late());
    }
    for (std::vector<Values>& known : after_) {
        for (Values& kind : known) {
            for (double& rate : kind) {
                rate = std::max(x[i++], 0.0) * deaths_.back();
            }
        }
    }
    late_ = std::clamp(x[i], 1e-300, 1.0);
}

double LateLaw::lateAgain(std::size_t stream, std::size_t k) const {
    return againInStream(late_, attempts_, stream, k, [](const LateAttempt& a) { return a.nextLate; });
}

LateLaw::Values LateLaw::foundAtRandom() const {
    Values law(states_, 1.0);
    for (std::size_t n = 1; n < states_; ++n) {
        law[n] = law[n - 1] * stayingOf(arrivals(), n - 1) / deaths_[n];
    }
    const double all = total(law);
    for (double& p : law) {
        p /= all;
    }
    return law;
}

LateLaw::Values LateLaw::leaves() const {
    Values leaves(states_);
    for (std::size_t n = 0; n < states_; ++n) {
        leaves[n] = 1.0 - tables_.stays()[n];
    }
    return leaves;
}

LateLaw::Values LateLaw::foundByAll() const {
    Values law(states_);
    const double all = base_ + total(returning_);
    for (std::size_t n = 0; n < states_; ++n) {
        law[n] = all > 0.0 ? (base_ * found_[n] + returning_[n]) / all : found_[n];
    }
    return law;
}

}  // namespace headroom::queueing
