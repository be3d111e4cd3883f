#include "core/queueing/traffic_equations.h"

#include <cmath>

namespace headroom::queueing {

std::vector<double> trafficRates(std::span<const double> external, std::span<const double> routing) {
    const std::size_t n = external.size();
    if (routing.size() != n * n) {
        return {};
    }
    // (I - R^T) lambda = external. Off the diagonal nothing is positive, so elimination
    // needs no pivoting: a pivot that is not positive says that the loops do not shrink.
    std::vector<double> matrix(n * n);
    std::vector<double> rates(external.begin(), external.end());
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column < n; ++column) {
            matrix[row * n + column] = (row == column ? 1.0 : 0.0) - routing[column * n + row];
        }
    }
    for (std::size_t pivot = 0; pivot < n; ++pivot) {
        const double diagonal = matrix[pivot * n + pivot];
        if (!(diagonal > 1e-12)) {
            return {};
        }
        for (std::size_t row = pivot + 1; row < n; ++row) {
            const double factor = matrix[row * n + pivot] / diagonal;
            if (factor == 0.0) {
                continue;
            }
            for (std::size_t column = pivot; column < n; ++column) {
                matrix[row * n + column] -= factor * matrix[pivot * n + column];
            }
            rates[row] -= factor * rates[pivot];
        }
    }
    for (std::size_t row = n; row-- > 0;) {
        for (std::size_t column = row + 1; column < n; ++column) {
            rates[row] -= matrix[row * n + column] * rates[column];
        }
        rates[row] /= matrix[row * n + row];
    }
    return rates;
}

}  // namespace headroom::queueing
