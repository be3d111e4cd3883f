#include "core/queueing/hyperbola_grid.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/queueing/laplace_inversion.h"

namespace headroom::queueing {

namespace {

constexpr double kUnknown = -1e299;

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

}  // namespace

// weight * e^{z t} of every node, for each grid time.
struct HyperbolaGrid::Table {
    std::vector<std::vector<ComplexBlock>> rows;

    Table() : rows(kPoints) {
        const HyperbolaRule& rule = HyperbolaRule::wide();
        for (int j = 0; j < kPoints; ++j) {
            const double t = std::exp2(static_cast<double>(j) / kPerDoubling);
            rows[j].resize(rule.size() / ComplexBlock::kWidth);
            for (std::size_t k = 0; k < rule.size(); ++k) {
                rows[j][k / ComplexBlock::kWidth].set(k % ComplexBlock::kWidth,
                                                      rule.weights()[k] * std::exp(rule.nodes()[k] * t));
            }
        }
    }
};

const HyperbolaGrid::Table& HyperbolaGrid::table() {
    static const Table table;
    return table;
}

double HyperbolaGrid::valueAt(int index, std::span<const ComplexBlock* const> blocks) {
    double& value = values_[static_cast<std::size_t>(index)];
    if (value < kUnknown) {
        const std::vector<ComplexBlock>& row = table().rows[static_cast<std::size_t>(index)];
        std::array<double, ComplexBlock::kWidth> sums{};
        for (std::size_t b = 0; b < row.size(); ++b) {
            for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
                sums[i] += row[b].re[i] * blocks[b]->im[i] + row[b].im[i] * blocks[b]->re[i];
            }
        }
        value = 0.0;
        for (const double sum : sums) {
            value += sum;
        }
    }
    return value;
}

bool HyperbolaGrid::cdf(double time, double earliest, std::span<const ComplexBlock* const> blocks,
                        double& result) {
    const double x = std::log2(time) * kPerDoubling;
    const int lowest = static_cast<int>(std::ceil(std::log2(std::max(earliest, 1.0)) * kPerDoubling - 1e-9));
    const int first = std::clamp(static_cast<int>(x) - kStencil / 2 + 1, lowest, kPoints - kStencil);
    if (first < lowest || x < first || x > first + kStencil - 1) {
        return false;
    }
    std::array<double, kStencil> values;
    for (int i = 0; i < kStencil; ++i) {
        values[static_cast<std::size_t>(i)] = valueAt(first + i, blocks);
    }
    result = interpolated(values.data(), x - first);
    return true;
}

}  // namespace headroom::queueing
