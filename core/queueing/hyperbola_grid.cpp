#include "core/queueing/hyperbola_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

namespace headroom::queueing {

namespace {

constexpr double kUnknown = -1e299;
constexpr int kWidePerDoubling = 16;
constexpr int kNarrowPerDoubling = 128;
// Of the time: a distribution that spreads so much is smooth over eight points of the fine grid.
constexpr double kLeastSpread = 0.05;

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

bool HyperbolaGrid::cdf(double time, double earliest, std::span<const ComplexBlock> blocks, double& result) {
    const double perDoubling = table_.perDoubling();
    const double x = std::log2(time) * perDoubling;
    const int lowest =
        earliest > 1.0 ? static_cast<int>(std::ceil(std::log2(earliest) * perDoubling - 1e-9)) : 0;
    const int last = table_.points() - kStencil;
    const int first = std::clamp(static_cast<int>(x) - kStencil / 2 + 1, std::min(lowest, last), last);
    if (first < lowest || x < first || x > first + kStencil - 1) {
        return false;
    }
    double* const values = values_.data() + first;
    for (int i = 0; i < kStencil; ++i) {
        if (values[i] < kUnknown) {
            values[i] = weighted(table_.row(first + i), blocks);
        }
    }
    result = interpolated(values, x - first);
    return true;
}

}  // namespace headroom::queueing
