#include "core/engine/solver/known_waits.h"

#include <bit>

#include "core/queueing/gi_m_c.h"

namespace headroom::engine::solver {

std::size_t KnownWaits::Hash::operator()(const Key& key) const {
    // Fowler, Noll and Vo's, a word at a time; the high bits are folded down at the end.
    std::uint64_t hash = 14695981039346656037U;
    for (const std::uint64_t word : key) {
        hash = (hash ^ word) * 1099511628211U;
        hash ^= hash >> 32U;
    }
    return hash;
}

template <class Find>
queueing::ExponentialWait KnownWaits::known(Formula formula, const queueing::GgcInput& input, Find find) {
    const Key key = {static_cast<std::uint64_t>(formula),
                     std::bit_cast<std::uint64_t>(input.arrivalRate),
                     std::bit_cast<std::uint64_t>(input.serviceMean),
                     static_cast<std::uint64_t>(input.servers),
                     std::bit_cast<std::uint64_t>(input.arrivalScv),
                     std::bit_cast<std::uint64_t>(input.serviceScv)};
    Known& known = waits_[key];
    if (known.lastSolve == 0) {
        known.wait = find();
    }
    known.lastSolve = solve_;
    return known.wait;
}

queueing::ExponentialWait KnownWaits::twoMoments(const queueing::GgcInput& input) {
    return known(Formula::twoMoments, input, [&] { return queueing::twoMomentWait(input); });
}

queueing::ExponentialWait KnownWaits::gammaArrivals(const queueing::GgcInput& input) {
    return known(Formula::gammaArrivals, input, [&] {
        const auto between = queueing::ServiceDistribution::gamma(1 / input.arrivalRate, input.arrivalScv);
        return queueing::GiMcQueue(between, 1 / input.serviceMean, input.servers).wait();
    });
}

void KnownWaits::solveEnds() {
    std::erase_if(waits_, [&](const auto& entry) { return entry.second.lastSolve != solve_; });
    ++solve_;
}

}  // namespace headroom::engine::solver
