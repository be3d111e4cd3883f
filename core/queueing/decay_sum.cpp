#include "core/queueing/decay_sum.h"

#include <algorithm>

namespace headroom::queueing {

namespace {

HEADROOM_WIDE void addApproaches(const std::vector<RealBlock>& rates, const std::vector<RealBlock>& weights,
                                 double time, RealBlock& sums) {
    for (std::size_t b = 0; b < rates.size(); ++b) {
        RealBlock x;
        for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
            x.at[i] = -rates[b].at[i] * time;
        }
        const RealBlock gone = complementOfExponential(x);
        for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
            sums.at[i] += weights[b].at[i] * gone.at[i];
        }
    }
}

}  // namespace

void DecaySum::reserve(std::size_t terms) {
    const std::size_t blocks = (terms + RealBlock::kWidth - 1) / RealBlock::kWidth;
    rates_.reserve(blocks);
    weights_.reserve(blocks);
}

void DecaySum::add(double rate, double weight) {
    const std::size_t place = terms_ % RealBlock::kWidth;
    if (place == 0) {
        rates_.emplace_back();
        weights_.emplace_back();
    }
    rates_.back().at[place] = rate;
    weights_.back().at[place] = weight;
    ++terms_;
}

double DecaySum::at(double time) const {
    constexpr double kLongest = 1e290;
    RealBlock sums;
    addApproaches(rates_, weights_, std::min(time, kLongest), sums);
    double sum = 0.0;
    for (const double part : sums.at) {
        sum += part;
    }
    return sum;
}

}  // namespace headroom::queueing
