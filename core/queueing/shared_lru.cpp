#include "core/queueing/shared_lru.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// Keys of one popularity: how many, and the share of the requests of one.
struct Rank {
    double keys = 0.0;
    double probability = 0.0;
};

constexpr double kExactRanks = 64.0;
constexpr double kPanelWidth = 0.5;  // in the logarithm of the rank

void appendTail(double count, double exponent, std::vector<Rank>& ranks) {
    // Abscissas and weights of the 4-point rule on [-1, 1].
    constexpr std::array<double, 2> x = {0.33998104358485626, 0.86113631159405258};
    constexpr std::array<double, 2> w = {0.65214515486254614, 0.34785484513745386};
    const double from = std::log(kExactRanks + 0.5);
    const double to = std::log(count + 0.5);
    const double panels = std::ceil((to - from) / kPanelWidth);
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
    const auto correct = [&](double rank, double weight) {
        ranks.push_back({weight / 24.0, std::pow(rank, -exponent)});
    };
    correct(kExactRanks + 1.0, 1.0);
    correct(kExactRanks, -1.0);
    correct(count + 1.0, -1.0);
    correct(count, 1.0);
}

std::vector<Rank> ranksOf(double count, double exponent) {
    std::vector<Rank> ranks;
    for (double rank = 1.0; rank <= std::min(count, kExactRanks); rank += 1.0) {
        ranks.push_back({1.0, std::pow(rank, -exponent)});
    }
    if (count > kExactRanks) {
        appendTail(count, exponent, ranks);
    }
    double total = 0.0;
    for (const Rank& rank : ranks) {
        total += rank.keys * rank.probability;
    }
    for (Rank& rank : ranks) {
        rank.probability /= total;
    }
    return ranks;
}

class SharedMemory {
  public:
    explicit SharedMemory(std::span<const CachedPopulation> populations)
        : populations_(populations.begin(), populations.end()) {
        double touched = 0.0;
        for (const CachedPopulation& population : populations_) {
            touched += population.touches;
        }
        for (CachedPopulation& population : populations_) {
            population.touches = touched > 0.0 ? population.touches : 1.0;
            ranks_.push_back(ranksOf(population.count, population.exponent));
        }
    }

    // Of a population's keys inside after `time`: how many, or (weighted) how many requests find theirs.
    double found(std::size_t i, double time, bool weighted) const {
        const double all = populations_[i].touches + populations_[i].invalidations;
        double sum = 0.0;
        for (const Rank& rank : ranks_[i]) {
            sum +=
                rank.keys * (weighted ? rank.probability : 1.0) * -std::expm1(-all * rank.probability * time);
        }
        return all > 0.0 ? sum * populations_[i].touches / all : 0.0;
    }

    double bytes(double time) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < populations_.size(); ++i) {
            sum += populations_[i].objectBytes * found(i, time, false);
        }
        return sum;
    }

    // All that can ever be inside at once.
    double mostBytes() const {
        double sum = 0.0;
        for (const CachedPopulation& p : populations_) {
            sum +=
                p.touches > 0.0 ? p.objectBytes * p.count * p.touches / (p.touches + p.invalidations) : 0.0;
        }
        return sum;
    }

    double characteristicTime(double memoryBytes) const {
        double low = 1e-12;
        double high = 1.0;
        while (bytes(low) > memoryBytes && low > 1e-290) {
            high = low;
            low *= 1e-4;
        }
        while (bytes(high) < memoryBytes && high < 1e290) {
            low = high;
            high *= 4.0;
        }
        const auto f = [&](double logTime) { return std::log(bytes(std::exp(logTime)) / memoryBytes); };
        const double a = std::log(low);
        const double b = std::log(high);
        return std::exp(findRoot(f, a, b, f(a), f(b), 1e-13));
    }

  private:
    std::vector<CachedPopulation> populations_;
    std::vector<std::vector<Rank>> ranks_;
};

}  // namespace

std::vector<double> sharedLruHitRatios(std::span<const CachedPopulation> populations, double memoryBytes) {
    std::vector<double> ratios(populations.size(), 0.0);
    if (populations.empty() || !(memoryBytes > 0.0)) {
        return ratios;
    }
    const SharedMemory memory(populations);
    const bool all = memoryBytes >= memory.mostBytes() * (1.0 - 1e-12);
    const double time = all ? 1e300 : memory.characteristicTime(memoryBytes);
    for (std::size_t i = 0; i < populations.size(); ++i) {
        ratios[i] = std::clamp(memory.found(i, time, true), 0.0, 1.0);
    }
    return ratios;
}

}  // namespace headroom::queueing
