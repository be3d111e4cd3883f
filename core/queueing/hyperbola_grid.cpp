#include "core/queueing/hyperbola_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <numbers>

namespace headroom::queueing {

namespace {

constexpr double kUnknown = -1e299;
constexpr int kWidePerDoubling = 16;
constexpr int kNarrowPerDoubling = 128;
// Of the time: a distribution that spreads so much is smooth over eight points of the fine grid.
constexpr double kLeastSpread = 0.05;
constexpr double kRelativeTolerance = 1e-7;
constexpr int kMostSecants = 20;
constexpr int kMostMoves = 16;

// Barycentric weights of eight equidistant points: (-1)^i C(7, i).
constexpr double kBarycentric[] = {1.0, -7.0, 21.0, -35.0, 35.0, -21.0, 7.0, -1.0};

double interpolated(const double* values, double x) {
    double top = 0.0;
    double bottom = 0.0;
    for (int i = 0; i < 8; ++i) {
        const double away = x - i;
        if (away == 0.0) {
            return values[i];
        }
        top += kBarycentric[i] / away * values[i];
        bottom += kBarycentric[i] / away;
    }
    return top / bottom;
}

// The imaginary parts of all products, added up.
HEADROOM_WIDE double weighted(std::span<const ComplexBlock> weights, std::span<const ComplexBlock> values) {
    std::array<double, ComplexBlock::kWidth> sums{};
    for (std::size_t b = 0; b < weights.size(); ++b) {
        for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
            sums[i] += weights[b].re[i] * values[b].im[i] + weights[b].im[i] * values[b].re[i];
        }
    }
    double sum = 0.0;
    for (const double part : sums) {
        sum += part;
    }
    return sum;
}

}  // namespace

// weight * e^{z t} of every node for each grid time, when it is first asked for.
class HyperbolaGrid::Table {
  public:
    Table(const HyperbolaRule& rule, int perDoubling)
        : rule_(rule),
          perDoubling_(perDoubling),
          points_(perDoubling * static_cast<int>(std::log2(rule.span())) + 1),
          rows_(points_),
          filled_(points_) {}

    int perDoubling() const { return perDoubling_; }
    int points() const { return static_cast<int>(points_); }

    std::span<const ComplexBlock> row(int index) const {
        const auto i = static_cast<std::size_t>(index);
        std::call_once(filled_[i], [this, i] { fill(i); });
        return rows_[i];
    }

  private:
    void fill(std::size_t index) const {
        const double t = std::exp2(static_cast<double>(index) / perDoubling_);
        std::vector<ComplexBlock>& row = rows_[index];
        row.resize(rule_.size() / ComplexBlock::kWidth);
        for (std::size_t k = 0; k < rule_.size(); ++k) {
            row[k / ComplexBlock::kWidth].set(k % ComplexBlock::kWidth,
                                              rule_.weights()[k] * std::exp(rule_.nodes()[k] * t));
        }
    }

    const HyperbolaRule& rule_;
    int perDoubling_;
    std::size_t points_;
    mutable std::vector<std::vector<ComplexBlock>> rows_;
    mutable std::vector<std::once_flag> filled_;
};

const HyperbolaGrid::Table& HyperbolaGrid::tableOf(const HyperbolaRule& rule) {
    static const Table wide(HyperbolaRule::wide(), kWidePerDoubling);
    static const Table narrow(HyperbolaRule::narrow(), kNarrowPerDoubling);
    return &rule == &HyperbolaRule::wide() ? wide : narrow;
}

HyperbolaGrid::HyperbolaGrid(const HyperbolaRule& rule)
    : table_(tableOf(rule)), values_(static_cast<std::size_t>(table_.points()), -1e300) {}

bool HyperbolaGrid::isFineEnough(const HyperbolaRule& rule, const TimeShape& shape, double time) {
    return &rule == &HyperbolaRule::wide() || shape.leastVariance > kLeastSpread * kLeastSpread * time * time;
}

int HyperbolaGrid::lowestFor(double earliest) const {
    return earliest > 1.0 ? static_cast<int>(std::ceil(std::log2(earliest) * table_.perDoubling() - 1e-9))
                          : 0;
}

// So many from that point on.
const double* HyperbolaGrid::valuesFrom(int first, int count, std::span<const ComplexBlock> blocks) {
    double* const values = values_.data() + first;
    for (int i = 0; i < count; ++i) {
        if (values[i] < kUnknown) {
            values[i] = weighted(table_.row(first + i), blocks);
        }
    }
    return values;
}

bool HyperbolaGrid::cdf(double time, double earliest, std::span<const ComplexBlock> blocks, double& result) {
    const double x = std::log2(time) * table_.perDoubling();
    const int lowest = lowestFor(earliest);
    const int first = firstFor(static_cast<int>(x), lowest);
    if (first < lowest || x < first || x > first + kStencil - 1) {
        return false;
    }
    result = interpolated(valuesFrom(first, kStencil, blocks), x - first);
    return true;
}

int HyperbolaGrid::firstFor(int index, int lowest) const {
    const int last = table_.points() - kStencil;
    return std::clamp(index - kBefore, std::min(lowest, last), last);
}

double HyperbolaGrid::timeBetween(int index, int lowest, double mass, std::span<const ComplexBlock> blocks) {
    const int first = firstFor(index, lowest);
    const double* const values = valuesFrom(first, kStencil, blocks);
    const double enough = kRelativeTolerance * table_.perDoubling() * std::numbers::log2e;
    double knownAt = index - first;
    double known = values[index - first];
    double slope = values[index - first + 1] - known;
    double x = knownAt + (mass - known) / slope;
    for (int i = 0; i < kMostSecants; ++i) {
        const double value = interpolated(values, x);
        if (x != knownAt && (value - known) / (x - knownAt) > 0.0) {
            slope = (value - known) / (x - knownAt);
        }
        known = value;
        knownAt = x;
        x = std::clamp(x + (mass - value) / slope, index - first + 0.0, index - first + 1.0);
        if (std::abs(x - knownAt) < enough) {
            break;
        }
    }
    return std::exp2((first + x) / table_.perDoubling());
}

// The logarithm of the tail is close to linear in time: that leads from two neighbours to the next two.
HyperbolaGrid::Reading HyperbolaGrid::timeOf(double mass, double all, double guess, double earliest,
                                             std::span<const ComplexBlock> blocks) {
    const double perDoubling = table_.perDoubling();
    const int lowest = lowestFor(earliest);
    const int highest = table_.points() - 2;
    if (lowest > table_.points() - kStencil) {
        return {};
    }
    double time = guess;
    int last = -1;
    for (int i = 0; i < kMostMoves && time > 0.0; ++i) {
        const double x = std::floor(std::log2(time) * perDoubling);
        if (x < lowest || x > highest) {
            return {.time = time, .exact = false};
        }
        int at = static_cast<int>(x);
        if (at == last) {
            at += mass > *valuesFrom(at + 1, 1, blocks) ? 1 : -1;
            if (at < lowest || at > highest) {
                return {};
            }
        }
        last = at;
        const double* const values = valuesFrom(at, 2, blocks);
        const double below = values[0];
        const double above = values[1];
        if (below < mass && mass <= above) {
            return {.time = timeBetween(at, lowest, mass, blocks), .exact = true};
        }
        const double start = std::exp2(at / perDoubling);
        const double end = std::exp2((at + 1.0) / perDoubling);
        // As a share of the way between them.
        time = start + (end - start) * std::log((all - below) / (all - mass)) /
                           std::log((all - below) / (all - above));
    }
    return {};
}

}  // namespace headroom::queueing
