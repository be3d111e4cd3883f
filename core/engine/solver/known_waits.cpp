#include "core/engine/solver/known_waits.h"

#include <bit>

#include "core/queueing/gi_m_c.h"

namespace headroom::engine::solver {

template <std::size_t words>
std::size_t KnownWaits::Hash::operator()(const Key<words>& key) const {
    // Fowler, Noll and Vo's, a word at a time; the high bits are folded down at the end.
    std::uint64_t hash = 14695981039346656037U;
    for (const std::uint64_t word : key) {
        hash = (hash ^ word) * 1099511628211U;
        hash ^= hash >> 32U;
    }
    return hash;
}

template <std::size_t words, class Wait, class Find>
Wait KnownWaits::known(Table<words, Wait>& table, const Key<words>& key, Find find) const {
    Known<Wait>& known = table[key];
    if (known.lastSolve == 0) {
        known.wait = find();
    }
    known.lastSolve = solve_;
    return known.wait;
}

template <class Find>
queueing::ExponentialWait KnownWaits::byMoments(Formula formula, const queueing::GgcInput& input, Find find) {
    const Key<momentWords> key = {static_cast<std::uint64_t>(formula),
                                  std::bit_cast<std::uint64_t>(input.arrivalRate),
                                  std::bit_cast<std::uint64_t>(input.serviceMean),
                                  static_cast<std::uint64_t>(input.servers),
                                  std::bit_cast<std::uint64_t>(input.arrivalScv),
                                  std::bit_cast<std::uint64_t>(input.serviceScv)};
    return known(waits_, key, find);
}

queueing::RenewalWait KnownWaits::renewal(const queueing::RenewalStream& arrivals,
                                          const queueing::ServiceDistribution& service, double speed) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    const Key<distributionWords> key = {static_cast<std::uint64_t>(arrivals.between.shape()),
                                        bits(arrivals.between.baseMean()),
                                        bits(arrivals.between.baseScv()),
                                        bits(arrivals.kept),
                                        static_cast<std::uint64_t>(arrivals.every),
                                        static_cast<std::uint64_t>(service.shape()),
                                        bits(service.baseMean()),
                                        bits(service.baseScv()),
                                        bits(service.slowShare()),
                                        bits(service.slowFactor()),
                                        bits(speed)};
    return known(renewals_, key, [&] { return queueing::renewalWait(arrivals, service, speed); });
}

queueing::ExponentialWait KnownWaits::twoMoments(const queueing::GgcInput& input) {
    return byMoments(Formula::twoMoments, input, [&] { return queueing::twoMomentWait(input); });
}

queueing::ExponentialWait KnownWaits::gammaArrivals(const queueing::GgcInput& input) {
    return byMoments(Formula::gammaArrivals, input, [&] {
        const auto between = queueing::ServiceDistribution::gamma(1 / input.arrivalRate, input.arrivalScv);
        return queueing::GiMcQueue(between, 1 / input.serviceMean, input.servers).wait();
    });
}

void KnownWaits::solveEnds() {
    const auto isOld = [&](const auto& entry) { return entry.second.lastSolve != solve_; };
    std::erase_if(waits_, isOld);
    std::erase_if(renewals_, isOld);
    ++solve_;
}

}  // namespace headroom::engine::solver
