#include "core/queueing/zipf_ranks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double kExactRanks = 64.0;
constexpr double kPanelWidth = 0.5;  // in the logarithm of the rank

void appendTail(double count, double exponent, std::vector<ZipfRank>& ranks) {
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
                const double rank = std::exp(middle + side * half * x[i]);
                ranks.push_back({half * w[i] * rank, std::pow(rank, -exponent)});
            }
        }
    }
    // The integral is a midpoint rule backwards; its first correction, (f'(a) - f'(b)) / 24, by differences.
    const auto correct = [&](double rank, double keys) {
        ranks.push_back({keys / 24.0, std::pow(rank, -exponent)});
    };
    correct(kExactRanks + 1.0, 1.0);
    correct(kExactRanks, -1.0);
    correct(count + 1.0, -1.0);
    correct(count, 1.0);
}

}  // namespace

std::vector<ZipfRank> zipfRanks(double count, double exponent) {
    std::vector<ZipfRank> ranks;
    const double single = std::min(count, kExactRanks);
    for (double rank = 1.0; rank < single + 1.0; rank += 1.0) {
        ranks.push_back({std::min(1.0, single + 1.0 - rank), std::pow(rank, -exponent)});
    }
    if (count > kExactRanks) {
        appendTail(count, exponent, ranks);
    }
    return ranks;
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
