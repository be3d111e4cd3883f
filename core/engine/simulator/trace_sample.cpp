#include "core/engine/simulator/trace_sample.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

TraceSample::TraceSample(std::uint32_t count, RandomStream random)
    : mostNear_((count + 1) / 2), mostOthers_(count / 2), random_(random) {}

double TraceSample::distance(double ms) const {
    return std::abs(ms - percentileMs_);
}

void TraceSample::add(bool ok, bool cut, const std::vector<OpenSpan>& spans) {
    ++seen_;
    addByChance(ok, cut, spans);
    if (ok) {
        addNear(cut, spans);
    }
}

// The percentile is known better and better: it is looked up again whenever a tenth more has been counted.
void TraceSample::addNear(bool cut, const std::vector<OpenSpan>& spans) {
    constexpr double more = 1.1;
    const double ms = spans.front().toMs - spans.front().fromMs;
    times_.add(ms);
    if (times_.count() >= renewAt_) {
        percentileMs_ = times_.quantile(0.99);
        renewAt_ = more * times_.count();
    }
    const Journey journey{.number = seen_, .cut = cut};
    if (near_.size() < mostNear_) {
        near_.push_back(journey);
        near_.back().spans = spans;
        return;
    }
    const auto farthest = std::max_element(
        near_.begin(), near_.end(),
        [&](const Journey& a, const Journey& b) { return distance(a.ms()) < distance(b.ms()); });
    if (farthest != near_.end() && distance(ms) < distance(farthest->ms())) {
        farthest->number = seen_;
        farthest->cut = cut;
        farthest->spans = spans;
    }
}

void TraceSample::addByChance(bool ok, bool cut, const std::vector<OpenSpan>& spans) {
    std::size_t place = others_.size();
    if (place < mostOthers_) {
        others_.emplace_back();
    } else {
        place = static_cast<std::size_t>(random_.uniform() * static_cast<double>(seen_));
    }
    if (place < others_.size()) {
        others_[place] = {.number = seen_, .ok = ok, .cut = cut, .spans = spans};
    }
}

std::vector<Journey> TraceSample::others() const {
    std::vector<Journey> list;
    for (const Journey& one : others_) {
        const bool known =
            std::ranges::any_of(near_, [&](const Journey& other) { return other.number == one.number; });
        if (!known) {
            list.push_back(one);
        }
    }
    return list;
}

}  // namespace headroom::engine::simulator
