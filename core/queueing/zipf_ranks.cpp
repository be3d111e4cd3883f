#include "core/queueing/zipf_ranks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/queueing/wide_exponential.h"

namespace headroom::queueing {

namespace {

constexpr double kExactRanks = 64.0;
constexpr double kPanelWidth = 0.5;  // in the logarithm of the rank

// Ranks by their logarithms.
class RankList {
  public:
    RankList(double exponent, std::size_t most) : exponent_(exponent) {
        ranks_.reserve(most);
        scaled_.reserve(most / RealBlock::kWidth + 1);
    }

    void add(double logRank, double keys) {
        if (ranks_.size() % RealBlock::kWidth == 0) {
            scaled_.emplace_back();
        }
        scaled_.back().at[ranks_.size() % RealBlock::kWidth] = -exponent_ * logRank;
        ranks_.push_back({.keys = keys});
    }

    std::vector<ZipfRank> weighed() && {
        exponentiate(scaled_);
        for (std::size_t i = 0; i < ranks_.size(); ++i) {
            ranks_[i].weight = scaled_[i / RealBlock::kWidth].at[i % RealBlock::kWidth];
        }
        return std::move(ranks_);
    }

  private:
    HEADROOM_WIDE static void exponentiate(std::vector<RealBlock>& blocks) {
        for (RealBlock& block : blocks) {
            block = exponentialOf(block);
        }
    }

    double exponent_;
    std::vector<RealBlock> scaled_;
    std::vector<ZipfRank> ranks_;
};

const std::array<double, static_cast<std::size_t>(kExactRanks)>& logsOfFirst() {
    static const auto logs = [] {
        std::array<double, static_cast<std::size_t>(kExactRanks)> all{};
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = std::log(static_cast<double>(i + 1));
        }
        return all;
    }();
    return logs;
}

void addTail(double count, RankList& ranks) {
    // Abscissas and weights of the 4-point rule on [-1, 1].
    constexpr std::array<double, 2> x = {0.33998104358485626, 0.86113631159405258};
    constexpr std::array<double, 2> w = {0.65214515486254614, 0.34785484513745386};
    const double from = std::log(kExactRanks + 0.5);
    const double to = std::log(count + 0.5);
    const double panels = std::max(1.0, std::ceil((to - from) / kPanelWidth));
    const double half = 0.5 * (to - from) / panels;
    for (double panel = 0.0; panel < panels; panel += 1.0) {
        const double middle = from + (2.0 * panel + 1.0) * half;
        for (std::size_t i = 0; i < x.size(); ++i) {
            for (const double side : {-1.0, 1.0}) {
                const double logRank = middle + side * half * x[i];
                ranks.add(logRank, half * w[i] * std::exp(logRank));
            }
        }
    }
    // The integral is a midpoint rule backwards; its first correction, (f'(a) - f'(b)) / 24, by differences.
    ranks.add(std::log(kExactRanks + 1.0), 1.0 / 24.0);
    ranks.add(std::log(kExactRanks), -1.0 / 24.0);
    ranks.add(std::log(count + 1.0), -1.0 / 24.0);
    ranks.add(std::log(count), 1.0 / 24.0);
}

}  // namespace

std::vector<ZipfRank> zipfRanks(double count, double exponent) {
    constexpr std::size_t kMostInTail = 256;
    const double single = std::min(count, kExactRanks);
    RankList ranks(exponent, logsOfFirst().size() + (count > kExactRanks ? kMostInTail : 0));
    double left = single;
    for (const double logRank : logsOfFirst()) {
        if (left > 0.0) {
            ranks.add(logRank, std::min(1.0, left));
        }
        left -= 1.0;
    }
    if (count > kExactRanks) {
        addTail(count, ranks);
    }
    return std::move(ranks).weighed();
}

std::vector<ZipfRank> zipfBuckets(double count, double exponent) {
    constexpr double width = 0.015;
    std::vector<ZipfRank> buckets;
    for (double rank = 1.0; rank <= count;) {
        const double wanted = rank <= kExactRanks ? 1.0 : std::max(1.0, std::floor(width * rank));
        const double keys = std::min(wanted, count - rank + 1.0);
        if (keys == 1.0) {
            buckets.push_back({1.0, std::pow(rank, -exponent)});
        } else {
            const double from = rank - 0.5;
            const double stretch = std::log1p(keys / from);
            const double power = (1.0 - exponent) * stretch;
            const double mean = power == 0.0 ? stretch : stretch * std::expm1(power) / power;
            buckets.push_back({keys, std::pow(from, 1.0 - exponent) * mean / keys});
        }
        rank += keys;
    }
    return buckets;
}

double totalWeight(const std::vector<ZipfRank>& ranks) {
    double total = 0.0;
    for (const ZipfRank& rank : ranks) {
        total += rank.keys * rank.weight;
    }
    return total;
}

}  // namespace headroom::queueing
