#include "core/engine/simulator/gate_keeper.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;
constexpr double mostCounters = 100'000;

}  // namespace

GateKeeper::GateKeeper(const Gate& gate)
    : gate_(gate), counters_(static_cast<std::size_t>(std::clamp(gate.counters, 1.0, mostCounters))) {
    for (Counter& counter : counters_) {
        counter.tokens = gate.burst;
    }
}

double GateKeeper::places() const {
    return std::floor(gate_.limitRps * gate_.windowS);
}

bool GateKeeper::admits(double nowMs, RandomStream& random) {
    const auto count = static_cast<std::uint32_t>(counters_.size());
    Counter& counter = counters_[count > 1 ? random.below(count) : 0];
    switch (gate_.rule) {
        case LimitRule::fixedWindow:
            return fixedWindow(counter, nowMs);
        case LimitRule::slidingLog:
            return slidingLog(counter, nowMs);
        case LimitRule::slidingCounter:
            return slidingCounter(counter, nowMs);
        case LimitRule::tokenBucket:
            break;
    }
    return tokenBucket(counter, nowMs);
}

bool GateKeeper::tokenBucket(Counter& counter, double nowMs) const {
    const double more = (nowMs - counter.sinceMs) * gate_.limitRps / msPerSecond;
    counter.tokens = std::min(gate_.burst, counter.tokens + more);
    counter.sinceMs = nowMs;
    if (counter.tokens < 1) {
        return false;
    }
    counter.tokens -= 1;
    return true;
}

bool GateKeeper::fixedWindow(Counter& counter, double nowMs) const {
    const double window = gate_.windowS * msPerSecond;
    const double begin = std::floor(nowMs / window) * window;
    if (begin > counter.sinceMs) {
        counter.sinceMs = begin;
        counter.count = 0;
    }
    if (counter.count >= places()) {
        return false;
    }
    ++counter.count;
    return true;
}

// The oldest of the last so many that were let in must have left the window.
bool GateKeeper::slidingLog(Counter& counter, double nowMs) const {
    const auto room = static_cast<std::size_t>(places());
    if (counter.taken.size() < room) {
        counter.taken.push_back(nowMs);
        return true;
    }
    if (room == 0 || nowMs - counter.taken[counter.oldest] < gate_.windowS * msPerSecond) {
        return false;
    }
    counter.taken[counter.oldest] = nowMs;
    counter.oldest = (counter.oldest + 1) % room;
    return true;
}

bool GateKeeper::slidingCounter(Counter& counter, double nowMs) const {
    const double window = gate_.windowS * msPerSecond;
    const double begin = std::floor(nowMs / window) * window;
    if (begin > counter.sinceMs) {
        counter.before = begin - counter.sinceMs > window * 1.5 ? 0 : counter.count;
        counter.sinceMs = begin;
        counter.count = 0;
    }
    const double weight = 1 - (nowMs - begin) / window;
    if (counter.before * weight + counter.count + 1 > places()) {
        return false;
    }
    ++counter.count;
    return true;
}

}  // namespace headroom::engine::simulator
