#include "core/engine/solver/cache_contents.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/engine/solver/key_flows.h"
#include "core/queueing/shared_cache.h"

namespace headroom::engine::solver {

namespace {

using queueing::CachedPopulation;
using queueing::KeyFate;

constexpr double msPerSecond = 1000;

/// The keys of one space that are asked for at a cache: those that exist, and those that do not.
struct Asked {
    CachedPopulation existing;
    CachedPopulation missing;
    double readTouches = 0;  ///< of all, per second
    double fetchS = 0;       ///< sum over these
    std::size_t at = 0;      ///< in the list of populations; the missing come next
};

bool sharesTheirProportions(const Model& model, const State& state, const Component& component, Index keys) {
    return std::ranges::all_of(component.visits, [&](Index visit) {
        return model.classes[model.visits[visit].requestClass].keys != keys ||
               state.asked[visit].factors.empty();
    });
}

void addFactors(const State& state, Index visit, double touches,
                const std::vector<queueing::ZipfRank>& buckets, CachedPopulation& population) {
    const std::vector<double>& factors = state.asked[visit].factors;
    population.factors.resize(buckets.size());
    for (std::size_t b = 0; b < buckets.size(); ++b) {
        population.factors[b] += touches * (factors.empty() ? 1 : factors[b]);
    }
}

queueing::KeyLife lifeOf(const CacheContent& content) {
    if (!content.ttlMs) {
        return {};
    }
    return {.mean = *content.ttlMs / msPerSecond,
            .jitter = content.ttlJitterMs / msPerSecond,
            .servesStale = content.servesStale};
}

/// One cache: what is asked of it, and what it makes of that.
class Contents {
  public:
    Contents(const Model& model, State& state, Index index, bool keyByKey, KnownRatios& known)
        : model_(model),
          state_(state),
          index_(index),
          component_(model.components[index]),
          content_(*component_.steady.content),
          keyByKey_(keyByKey) {
        for (const Index visit : component_.visits) {
            add(visit);
        }
        std::vector<CachedPopulation> list;
        for (auto& [keys, asked] : asked_) {
            asked.at = list.size();
            const double fetchS = asked.readTouches > 0 ? asked.fetchS / asked.readTouches : 0;
            asked.existing.fetchTime = asked.missing.fetchTime = fetchS;
            list.push_back(asked.existing);
            if (asked.missing.touches > 0) {
                list.push_back(asked.missing);
            }
        }
        // What is found key by key is only asked for where caches stand behind each other.
        if (keyByKey_) {
            memory_.emplace(list, content_.memoryBytes, content_.eviction, lifeOf(content_));
            for (std::size_t i = 0; i < list.size(); ++i) {
                keys_.push_back({memory_->fate(i), memory_->hottestRate(i)});
            }
        } else {
            keys_ = known.of(list, content_);
        }
    }

    void answer() {
        for (const Index visit : component_.visits) {
            answer(visit);
        }
    }

    void tell(KeyFlows& flows) const {
        for (const auto& [keys, asked] : asked_) {
            std::vector<double> passed;
            for (const KeyFate& fate : memory_->fates(asked.at)) {
                passed.push_back(missed(fate) + fate.refreshes);
            }
            const KeyFate missing = missingFate(asked);
            flows.setPassed(index_, keys, std::move(passed),
                            content_.missingPass * (missed(missing) + missing.refreshes));
        }
    }

  private:
    void add(Index visit) {
        const RequestClass& cls = model_.classes[model_.visits[visit].requestClass];
        const KeySpace& keys = model_.keySpaces[cls.keys];
        Asked& asked = asked_[cls.keys];
        asked.existing.count = keys.count;
        asked.existing.exponent = keys.zipf;
        asked.existing.objectBytes = keys.objectBytes;
        const MemoryUse use = memoryUse(component_, cls.op, state_.rate[visit]);
        const double missing = cls.op == Op::read ? state_.asked[visit].missing : 0;
        const double touches = use.touches * (1 - missing);
        if (keyByKey_ && !sharesTheirProportions(model_, state_, component_, cls.keys)) {
            addFactors(state_, visit, touches, queueing::zipfBuckets(keys.count, keys.zipf), asked.existing);
        }
        asked.existing.touches += touches;
        asked.existing.renewals += use.renews ? touches : 0;
        asked.existing.invalidations += use.invalidations;
        const double before = asked.missing.touches;
        asked.missing = {.count = keys.count,
                         .exponent = keys.zipf,
                         .objectBytes = keys.objectBytes,
                         .touches = before + use.touches * missing * content_.missingPass,
                         .kept = content_.keepsMissing};
        if (cls.op == Op::read && content_.fetchTimesCount()) {
            asked.readTouches += use.touches;
            asked.fetchS += use.touches * state_.lookups[visit].fetchMs / msPerSecond;
        }
    }

    [[nodiscard]] double missed(const KeyFate& fate) const {
        return std::max(0.0, 1 - fate.found - (content_.coalesces ? fate.underway : 0));
    }

    [[nodiscard]] KeyFate missingFate(const Asked& asked) const {
        return asked.missing.touches > 0 ? keys_[asked.at + 1].fate : KeyFate();
    }

    /// Of the keys that exist, as this visit asks for them.
    [[nodiscard]] KeyFate existingFate(Index visit, const Asked& asked) const {
        if (asked.existing.factors.empty()) {
            return keys_[asked.at].fate;
        }
        const std::vector<double>& own = state_.asked[visit].factors;
        const std::vector<queueing::ZipfRank> buckets =
            queueing::zipfBuckets(asked.existing.count, asked.existing.exponent);
        const std::vector<KeyFate> fates = memory_->fates(asked.at);
        const double all = queueing::totalWeight(buckets);
        KeyFate sum;
        for (std::size_t b = 0; b < buckets.size(); ++b) {
            const double share = buckets[b].keys * buckets[b].weight / all * (own.empty() ? 1 : own[b]);
            sum.found += share * fates[b].found;
            sum.underway += share * fates[b].underway;
            sum.refreshes += share * fates[b].refreshes;
        }
        return sum;
    }

    void answer(Index visit) {
        const RequestClass& cls = model_.classes[model_.visits[visit].requestClass];
        const Asked& asked = asked_.at(cls.keys);
        const KeyFate existing = existingFate(visit, asked);
        const double missing = cls.op == Op::read ? state_.asked[visit].missing : 0;
        LookupState& lookups = state_.lookups[visit];
        lookups.hottestRps = keys_[asked.at].hottestRate;
        if (missing == 0) {
            state_.hit[visit] = 1 - missed(existing);
            lookups.underway = content_.coalesces ? existing.underway : 0;
            lookups.refreshes = existing.refreshes;
            return;
        }
        const double passing = missing * content_.missingPass;
        const KeyFate absent = missingFate(asked);
        const double goesOn = (1 - missing) * missed(existing);
        const double goesOnInVain = passing * missed(absent);
        state_.hit[visit] = 1 - goesOn - goesOnInVain;
        lookups.underway =
            content_.coalesces ? (1 - missing) * existing.underway + passing * absent.underway : 0;
        lookups.refreshes = (1 - missing) * existing.refreshes + passing * absent.refreshes;
        const double filled = goesOn + (content_.keepsMissing ? goesOnInVain : 0);
        lookups.filled = goesOn + goesOnInVain > 0 ? filled / (goesOn + goesOnInVain) : 1;
    }

    const Model& model_;
    State& state_;
    Index index_;
    const Component& component_;
    const CacheContent& content_;
    bool keyByKey_;  ///< what is asked for may follow another law than Zipf's
    std::map<Index, Asked> asked_;
    std::vector<KnownRatios::Keys> keys_;  ///< by population
    std::optional<queueing::SharedCache> memory_;
};

}  // namespace

std::vector<KnownRatios::Keys> KnownRatios::of(const std::vector<CachedPopulation>& populations,
                                               const CacheContent& content) {
    const queueing::KeyLife life = lifeOf(content);
    std::vector<double> key{content.memoryBytes, static_cast<double>(content.eviction), life.mean,
                            life.jitter, life.servesStale ? 1.0 : 0.0};
    for (const CachedPopulation& p : populations) {
        key.insert(key.end(), {p.count, p.exponent, p.objectBytes, p.touches, p.renewals, p.invalidations,
                               p.fetchTime, p.kept ? 1.0 : 0.0});
    }
    constexpr std::size_t most = 50000;
    if (known_.size() > most) {
        known_.clear();
    }
    const auto [found, isNew] = known_.try_emplace(std::move(key));
    if (isNew) {
        const queueing::SharedCache memory(populations, content.memoryBytes, content.eviction, life);
        for (std::size_t i = 0; i < populations.size(); ++i) {
            found->second.push_back({memory.fate(i), memory.hottestRate(i)});
        }
    }
    return found->second;
}

MemoryUse memoryUse(const Component& component, Op op, double rps) {
    const CacheContent& content = *component.steady.content;
    if (op == Op::read) {
        return {.touches = content.replicated ? rps / std::max(component.steady.machines, 1.0) : rps};
    }
    if (content.writesRefresh) {
        return {.touches = rps, .renews = true};
    }
    return {.invalidations = content.writesPassUnseen ? 0 : rps};
}

bool hitRatioIsApproximate(const Component& component) {
    const auto& content = component.steady.content;
    if (!content || content->hitRatio) {
        return false;
    }
    const bool ages = content->ttlMs.has_value() && content->eviction != queueing::Eviction::None;
    return ages || content->eviction == queueing::Eviction::TwoLru;
}

bool asksForMisses(const State& state, const Component& component) {
    return component.steady.content && !component.steady.content->hitRatio &&
           std::ranges::any_of(component.visits,
                               [&](Index visit) { return !state.asked[visit].factors.empty(); });
}

void findHitRatios(const Model& model, State& state, PerShare<KnownRatios>& known) {
    constexpr std::size_t fewCaches = 6;
    if (!state.keyFlows.flows) {
        state.keyFlows.flows = std::make_shared<KeyFlows>(model);
    }
    KeyFlows& flows = *state.keyFlows.flows;
    if (flows.matter()) {
        flows.follow(state);
    }
    std::vector<Index> caches;
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.steady.content || component.visits.empty()) {
            continue;
        }
        if (const std::optional<double> given = component.steady.content->hitRatio) {
            for (const Index visit : component.visits) {
                state.hit[visit] = *given;
            }
            continue;
        }
        caches.push_back(i);
    }
    // Those behind others are told what these let through.
    const std::size_t due = flows.matter() ? 0 : caches.size();
    eachInShares(caches.size(), due, fewCaches, [&](std::size_t i, std::size_t share) {
        Contents contents(model, state, caches[i], flows.matter(), known[share]);
        contents.answer();
        if (flows.matter()) {
            contents.tell(flows);
        }
    });
}

}  // namespace headroom::engine::solver
