#include "core/engine/simulator/call_guard.h"

namespace headroom::engine::simulator {

CallGuard::Pass CallGuard::enter(const solver::Connection& connection, double nowMs) {
    if (state_ == State::probing || (state_ == State::open && nowMs < openUntilMs_) ||
        (connection.maxConcurrent && inFlight_ >= *connection.maxConcurrent)) {
        return {};
    }
    const bool probes = state_ == State::open;
    state_ = probes ? State::probing : state_;
    ++inFlight_;
    return {.allowed = true, .probes = probes};
}

void CallGuard::left(const solver::Connection& connection, double nowMs, bool ok, bool probed) {
    --inFlight_;
    if (!connection.breaker) {
        return;
    }
    if (probed) {
        close();
        if (!ok) {
            state_ = State::open;
            openUntilMs_ = nowMs + connection.breaker->openMs;
        }
    } else if (state_ == State::closed) {
        remember(*connection.breaker, nowMs, ok);
    }
}

void CallGuard::close() {
    state_ = State::closed;
    failed_.clear();
    next_ = 0;
    failures_ = 0;
}

void CallGuard::remember(const solver::Breaker& breaker, double nowMs, bool ok) {
    constexpr double rounding = 1e-9;
    const auto window = static_cast<std::size_t>(breaker.window);
    if (failed_.size() < window) {
        failed_.push_back(ok ? 0 : 1);
    } else {
        failures_ -= failed_[next_];
        failed_[next_] = ok ? 0 : 1;
        next_ = (next_ + 1) % window;
    }
    failures_ += ok ? 0 : 1;
    const double limit = breaker.threshold * static_cast<double>(window) - rounding;
    if (failed_.size() == window && failures_ > 0 && static_cast<double>(failures_) >= limit) {
        close();
        state_ = State::open;
        openUntilMs_ = nowMs + breaker.openMs;
    }
}

}  // namespace headroom::engine::simulator
