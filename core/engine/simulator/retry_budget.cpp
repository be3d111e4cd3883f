#include "core/engine/simulator/retry_budget.h"

#include <algorithm>

namespace headroom::engine::simulator {

void RetryBudget::turn(double nowMs) {
    constexpr double msPerSecond = 1000;
    const auto now = static_cast<std::int64_t>(nowMs / msPerSecond);
    for (std::int64_t old = std::max(second_ + 1, now - seconds + 1); old <= now; ++old) {
        double& place = deposits_[static_cast<std::size_t>(old % seconds)];
        saved_ -= place;
        place = 0;
    }
    second_ = now;
}

void RetryBudget::deposit(double nowMs, double tokens) {
    constexpr double alwaysAllowed = 10;
    turn(nowMs);
    deposits_[static_cast<std::size_t>(second_ % seconds)] += tokens;
    saved_ += tokens;
    tokens_ = std::min(tokens_ + tokens, std::max(saved_, alwaysAllowed));
}

bool RetryBudget::take(double nowMs) {
    turn(nowMs);
    if (tokens_ < 1) {
        return false;
    }
    tokens_ -= 1;
    return true;
}

}  // namespace headroom::engine::simulator
