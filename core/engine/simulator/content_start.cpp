#include "core/engine/simulator/content_start.h"

#include <algorithm>
#include <numeric>

#include "core/engine/simulator/portable_math.h"

namespace headroom::engine::simulator {

namespace {

using queueing::Eviction;

constexpr double msPerSecond = 1000;

}  // namespace

namespace {

std::uint32_t drawFrom(const std::vector<double>& popularity, RandomStream& random) {
    const auto found = std::upper_bound(popularity.begin(), popularity.end() - 1, random.uniform());
    return static_cast<std::uint32_t>(found - popularity.begin());
}

const std::vector<double>& askedOf(const VisitPlan& visit) {
    return visit.asked.empty() ? visit.popularity : visit.asked;
}

}  // namespace

std::uint32_t drawKey(const VisitPlan& visit, RandomStream& random) {
    return drawFrom(visit.popularity, random);
}

std::uint32_t askedKey(const VisitPlan& visit, RandomStream& random) {
    const bool missing = visit.missingShare > 0 && random.chance(visit.missingShare);
    return drawKey(visit, random) | (missing ? missingKey : 0);
}

ContentStart::ContentStart(const Plan& plan, Index component, RandomStream& random)
    : plan_(plan),
      component_(plan.model.components[component]),
      rules_(*component_.steady.content),
      bytes_(plan.components[component].bytesOfKeys),
      random_(random),
      touches_(bytes_.size(), 0),
      invalidations_(bytes_.size(), 0) {
    for (const Index visit : component_.visits) {
        const VisitPlan& own = plan.visits[visit];
        const std::vector<double>& asked = askedOf(own);
        const bool keepsMissing = own.firstMissingKey != noKey && rules_.keepsMissing;
        for (std::size_t rank = 0; rank < asked.size(); ++rank) {
            const double share = asked[rank] - (rank > 0 ? asked[rank - 1] : 0);
            const double touches = own.useRps * std::max(share, 1e-300);
            touches_[own.firstKey + rank] += touches * own.askedExisting;
            invalidations_[own.firstKey + rank] += own.invalidateRps * share;
            if (keepsMissing) {
                touches_[own.firstMissingKey + rank] += touches * own.askedMissing;
            }
        }
    }
}

// The time since the last use is exponential; a key is there if nothing took it away since.
std::vector<std::uint32_t> ContentStart::latest() const {
    std::vector<std::pair<double, std::uint32_t>> ages;
    for (std::uint32_t key = 0; key < bytes_.size(); ++key) {
        if (touches_[key] > 0) {
            const double all = touches_[key] + invalidations_[key];
            const double age = -naturalLog(random_.uniform()) / all;
            if (invalidations_[key] == 0 || random_.chance(touches_[key] / all)) {
                ages.emplace_back(age, key);
            }
        }
    }
    std::sort(ages.begin(), ages.end(), std::greater<>());
    std::vector<std::uint32_t> keys;
    for (const auto& [age, key] : ages) {
        keys.push_back(key);
    }
    return keys;
}

std::vector<std::uint32_t> ContentStart::mostUsed() const {
    std::vector<std::uint32_t> keys;
    for (std::uint32_t key = 0; key < bytes_.size(); ++key) {
        const double all = touches_[key] + invalidations_[key];
        if (touches_[key] > 0 && (invalidations_[key] == 0 || random_.chance(touches_[key] / all))) {
            keys.push_back(key);
        }
    }
    return keys;
}

double ContentStart::presence(std::size_t key, double time) const {
    const double odds = touches_[key] / (1 / time + invalidations_[key]);
    return odds / (1 + odds);
}

double ContentStart::expectedBytes(double time) const {
    double sum = 0;
    for (std::size_t key = 0; key < bytes_.size(); ++key) {
        sum += bytes_[key] * presence(key, time);
    }
    return sum;
}

// The product form (Gelenbe 1973): independent coins with odds p T, as many as fit, in any order.
std::vector<std::uint32_t> ContentStart::byChance() const {
    double low = naturalLog(1e-12);
    double high = naturalLog(1e18);
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (expectedBytes(exponential(middle)) < rules_.memoryBytes ? low : high) = middle;
    }
    std::vector<std::uint32_t> keys;
    for (std::uint32_t key = 0; key < bytes_.size(); ++key) {
        if (random_.chance(presence(key, exponential(low)))) {
            keys.push_back(key);
        }
    }
    for (std::size_t left = keys.size(); left > 1; --left) {
        std::swap(keys[left - 1], keys[random_.below(static_cast<std::uint32_t>(left))]);
    }
    double room = rules_.memoryBytes;
    std::erase_if(keys, [&](std::uint32_t key) { return (room -= bytes_[key]) < 0; });
    return keys;
}

std::vector<std::uint32_t> ContentStart::inOrderOfEntry() const {
    if (rules_.eviction == Eviction::Lfu) {
        return mostUsed();
    }
    const bool anyOrder = rules_.eviction == Eviction::Fifo || rules_.eviction == Eviction::Random;
    return anyOrder ? byChance() : latest();
}

KeptKeys ContentStart::emptyMemory() {
    return {
        contentOf(rules_.eviction, bytes_, rules_.memoryBytes, std::vector<double>(bytes_.size()), random_),
        bytes_.size(), rules_, random_};
}

KeptKeys ContentStart::memory() {
    constexpr double longAgo = 1e6;  // seconds
    std::vector<double> uses(touches_);
    std::for_each(uses.begin(), uses.end(), [](double& count) { count *= longAgo; });
    KeptKeys memory(contentOf(rules_.eviction, bytes_, rules_.memoryBytes, uses, random_), bytes_.size(),
                    rules_, random_);
    constexpr double mostSteps = 1e6;
    constexpr double stepsPerKey = 20;
    const double all = std::accumulate(touches_.begin(), touches_.end(), 0.0) +
                       std::accumulate(invalidations_.begin(), invalidations_.end(), 0.0);
    const bool known = rules_.eviction != Eviction::TwoLru && !rules_.ttlMs;
    const double steps =
        known || !(all > 0) ? 0 : std::min(mostSteps, stepsPerKey * static_cast<double>(bytes_.size()));
    const double from = steps > 0 ? -steps / all * msPerSecond : 0;
    const int rounds = rules_.eviction == Eviction::TwoLru ? 2 : 1;  // the names come first
    for (int round = 0; round < rounds; ++round) {
        for (const std::uint32_t key : inOrderOfEntry()) {
            const double life = rules_.ttlMs ? memory.drawLife() : 0;
            const double odds = touches_[key] * life / msPerSecond;
            if (!rules_.ttlMs || random_.chance(odds / (1 + odds))) {
                memory.put(key, from, random_.uniform() * life);
            }
        }
    }
    replay(memory, from, steps);
    return memory;
}

void ContentStart::replay(KeptKeys& memory, double from, double steps) const {
    std::vector<double> sums;
    double all = 0;
    for (const Index visit : component_.visits) {
        all += plan_.visits[visit].useRps + plan_.visits[visit].invalidateRps;
        sums.push_back(all);
    }
    for (double step = 0; step < steps; ++step) {
        const double now = from * (1 - step / steps);
        const auto found = std::upper_bound(sums.begin(), sums.end() - 1, random_.uniform() * all);
        const VisitPlan& visit =
            plan_.visits[component_.visits[static_cast<std::size_t>(found - sums.begin())]];
        const std::uint32_t rank = drawFrom(askedOf(visit), random_);
        const bool missing = visit.askedExisting < 1 && !random_.chance(visit.askedExisting);
        const bool keeps = rules_.keepsMissing && visit.firstMissingKey != noKey;
        if (missing && !(keeps && random_.chance(rules_.missingPass))) {
            continue;
        }
        const std::uint32_t key = rank + (missing ? visit.firstMissingKey : visit.firstKey);
        if (visit.looksUp) {
            if (memory.lookUp(key, now) != KeptKeys::Found::fresh) {
                memory.fill(key, now);
            }
        } else if (rules_.writesRefresh) {
            memory.write(key, now);
        } else {
            memory.remove(key);
        }
    }
}

}  // namespace headroom::engine::simulator
