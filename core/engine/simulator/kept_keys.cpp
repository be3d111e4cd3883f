#include "core/engine/simulator/kept_keys.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

constexpr double never = queueing::kForever;

}  // namespace

KeptKeys::KeptKeys(std::unique_ptr<Content> content, std::size_t keys, const CacheContent& rules,
                   RandomStream& random)
    : content_(std::move(content)),
      livesForever_(!rules.ttlMs),
      servesStale_(rules.servesStale),
      lifeMs_(rules.ttlMs.value_or(never)),
      jitterMs_(rules.ttlJitterMs),
      random_(random),
      ends_(livesForever_ ? 0 : keys, never),
      queued_(ends_),
      fetches_(keys) {}

double KeptKeys::drawLife() {
    return jitterMs_ > 0 ? std::max(0.0, lifeMs_ + jitterMs_ * (2 * random_.uniform() - 1)) : lifeMs_;
}

KeptKeys::Found KeptKeys::lookUp(std::uint32_t key, double nowMs) {
    expire(nowMs);
    if (!content_->find(key)) {
        return Found::no;
    }
    return isOld(key, nowMs) ? Found::old : Found::fresh;
}

bool KeptKeys::isOld(std::uint32_t key, double nowMs) const {
    return !livesForever_ && ends_[key] <= nowMs;
}

void KeptKeys::fill(std::uint32_t key, double nowMs) {
    expire(nowMs);
    if (content_->holds(key) && !isOld(key, nowMs)) {
        return;
    }
    content_->put(key);
    if (!livesForever_) {
        endAt(key, nowMs + drawLife());
    }
}

void KeptKeys::age(std::uint32_t key, double nowMs) {
    if (servesStale_ && !livesForever_) {
        ends_[key] = std::min(ends_[key], nowMs);
    } else {
        content_->remove(key);
    }
}

void KeptKeys::write(std::uint32_t key, double nowMs) {
    put(key, nowMs, livesForever_ ? never : drawLife());
}

void KeptKeys::put(std::uint32_t key, double nowMs, double leftMs) {
    expire(nowMs);
    if (!content_->find(key)) {
        content_->put(key);
    }
    if (!livesForever_) {
        endAt(key, nowMs + leftMs);
    }
}

// What is too old is only taken away where it is not answered.
void KeptKeys::expire(double nowMs) {
    while (!queue_.empty() && queue_.top().first <= nowMs) {
        const auto [time, key] = queue_.top();
        queue_.pop();
        if (time != queued_[key]) {
            continue;  // the key was looked at before
        }
        queued_[key] = never;
        if (ends_[key] > nowMs) {
            endAt(key, ends_[key]);
        } else {
            content_->remove(key);
        }
    }
}

// What is queued too early is queued again when its turn comes.
void KeptKeys::endAt(std::uint32_t key, double endMs) {
    ends_[key] = endMs;
    if (!servesStale_ && endMs < queued_[key]) {
        queued_[key] = endMs;
        queue_.emplace(endMs, key);
    }
}

}  // namespace headroom::engine::simulator
