#include "core/engine/simulator/gate_keeper.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;
constexpr double mostCounters = 100'000;
constexpr std::size_t mostClients = 1'000'000;

}  // namespace

GateKeeper::GateKeeper(const Gate& gate) : gate_(gate) {
    setCounters(gate.counters, 0);
}

void GateKeeper::setCounters(double count, double nowMs) {
    const Counter fresh{.tokens = gate_.burst, .sinceMs = nowMs, .taken = {}};
    counters_.resize(static_cast<std::size_t>(std::clamp(count, 1.0, mostCounters)), fresh);
    byClient_.resize(counters_.size());
}

double GateKeeper::places() const {
    return std::floor(gate_.limitRps * gate_.windowS);
}

double GateKeeper::spacingMs() const {
    return msPerSecond / std::max(gate_.limitRps, 1e-300);
}

std::optional<double> GateKeeper::pass(double nowMs, std::uint64_t client, RandomStream& random,
                                       std::uint32_t rank) {
    const double kept = gate_.burst * gate_.reserve * rank;
    Counter& counter = counterFor(nowMs, client, random);
    switch (gate_.rule) {
        case LimitRule::fixedWindow:
            return fixedWindow(counter, nowMs);
        case LimitRule::slidingLog:
            return slidingLog(counter, nowMs);
        case LimitRule::slidingCounter:
            return gate_.delays ? slidingLog(counter, nowMs) : slidingCounter(counter, nowMs);
        case LimitRule::leakyBucket:
            return leakyBucket(counter, nowMs, kept);
        case LimitRule::tokenBucket:
            break;
    }
    return tokenBucket(counter, nowMs, kept);
}

GateKeeper::Counter& GateKeeper::counterFor(double nowMs, std::uint64_t client, RandomStream& random) {
    const auto count = static_cast<std::uint32_t>(counters_.size());
    const std::uint32_t index = count > 1 ? random.below(count) : 0;
    if (!gate_.perKey) {
        return counters_[index];
    }
    const Counter fresh{.tokens = gate_.burst, .sinceMs = nowMs, .taken = {}};
    if (client == 0) {
        nobodys_ = fresh;
        return nobodys_;
    }
    if (byClient_[index].size() >= mostClients) {
        forget(nowMs);
    }
    return byClient_[index].try_emplace(client, fresh).first->second;
}

// Whoever has not come for so long that nothing of it counts any more.
void GateKeeper::forget(double nowMs) {
    const double kept = std::max(2 * gate_.windowS * msPerSecond, gate_.burst * spacingMs());
    for (auto& clients : byClient_) {
        std::erase_if(clients, [&](const auto& entry) { return nowMs - entry.second.sinceMs > kept; });
    }
}

std::optional<double> GateKeeper::tokenBucket(Counter& counter, double nowMs, double kept) const {
    const double more = (nowMs - counter.sinceMs) * gate_.limitRps / msPerSecond;
    counter.tokens = std::min(gate_.burst, counter.tokens + more);
    counter.sinceMs = nowMs;
    if (counter.tokens < 1 + kept && !gate_.delays) {
        return std::nullopt;
    }
    counter.tokens -= 1;
    return counter.tokens < 0 ? -counter.tokens * spacingMs() : 0;
}

// `sinceMs` is when the next one may leave.
std::optional<double> GateKeeper::leakyBucket(Counter& counter, double nowMs, double kept) const {
    const double leaves = std::max(nowMs, counter.sinceMs);
    const double ahead = (leaves - nowMs) / spacingMs();
    if (!gate_.delays && (ahead > gate_.burst - 1 - kept || gate_.burst < 1 + kept)) {
        return std::nullopt;
    }
    counter.sinceMs = leaves + spacingMs();
    return leaves - nowMs;
}

// With waiting, the window may be one that is yet to come.
std::optional<double> GateKeeper::fixedWindow(Counter& counter, double nowMs) const {
    const double window = gate_.windowS * msPerSecond;
    const double begin = std::floor(nowMs / window) * window;
    if (begin > counter.sinceMs) {
        counter.sinceMs = begin;
        counter.count = 0;
    }
    const double room = gate_.delays ? std::max(1.0, places()) : places();
    if (counter.count >= room) {
        if (!gate_.delays) {
            return std::nullopt;
        }
        counter.sinceMs += window;
        counter.count = 0;
    }
    ++counter.count;
    return std::max(0.0, counter.sinceMs - nowMs);
}

// The oldest of the last so many that were let in must have left the window.
std::optional<double> GateKeeper::slidingLog(Counter& counter, double nowMs) const {
    const auto room = static_cast<std::size_t>(gate_.delays ? std::max(1.0, places()) : places());
    counter.sinceMs = nowMs;
    if (counter.taken.size() < room) {
        counter.taken.push_back(nowMs);
        return 0;
    }
    if (room == 0) {
        return std::nullopt;
    }
    const double free = counter.taken[counter.oldest] + gate_.windowS * msPerSecond;
    if (free > nowMs && !gate_.delays) {
        return std::nullopt;
    }
    counter.taken[counter.oldest] = std::max(free, nowMs);
    counter.oldest = (counter.oldest + 1) % room;
    return std::max(0.0, free - nowMs);
}

std::optional<double> GateKeeper::slidingCounter(Counter& counter, double nowMs) const {
    const double window = gate_.windowS * msPerSecond;
    const double begin = std::floor(nowMs / window) * window;
    if (begin > counter.sinceMs) {
        counter.before = begin - counter.sinceMs > window * 1.5 ? 0 : counter.count;
        counter.sinceMs = begin;
        counter.count = 0;
    }
    const double weight = 1 - (nowMs - begin) / window;
    if (counter.before * weight + counter.count + 1 > places()) {
        return std::nullopt;
    }
    ++counter.count;
    return 0;
}

}  // namespace headroom::engine::simulator
