// The exact chain behind ShortestOfTwo (declared in join_shortest_queue.h).
#include <algorithm>
#include <array>
#include <cmath>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/join_shortest_queue.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// The difference of both queues beyond this has probability below 1e-15.
constexpr std::size_t kSize = 28;
using Row = std::array<double, kSize>;
using Matrix = std::array<Row, kSize>;

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix c{};
    for (std::size_t i = 0; i < kSize; ++i) {
        for (std::size_t k = 0; k < kSize; ++k) {
            for (std::size_t j = 0; j < kSize; ++j) {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    return c;
}

// (I - a)^-1 b for a substochastic a: no pivoting is needed.
Matrix solve(const Matrix& a, Matrix b) {
    Matrix m{};
    for (std::size_t i = 0; i < kSize; ++i) {
        for (std::size_t j = 0; j < kSize; ++j) {
            m[i][j] = (i == j ? 1.0 : 0.0) - a[i][j];
        }
    }
    for (std::size_t pivot = 0; pivot < kSize; ++pivot) {
        for (std::size_t row = 0; row < kSize; ++row) {
            const double factor = row == pivot ? 0.0 : m[row][pivot] / m[pivot][pivot];
            if (factor == 0.0) {
                continue;
            }
            for (std::size_t j = 0; j < kSize; ++j) {
                m[row][j] -= factor * m[pivot][j];
                b[row][j] -= factor * b[pivot][j];
            }
        }
    }
    for (std::size_t row = 0; row < kSize; ++row) {
        for (double& x : b[row]) {
            x /= m[row][row];
        }
    }
    return b;
}

Matrix sum(const Matrix& a, const Matrix& b) {
    Matrix c = a;
    for (std::size_t i = 0; i < kSize; ++i) {
        for (std::size_t j = 0; j < kSize; ++j) {
            c[i][j] += b[i][j];
        }
    }
    return c;
}

// Steps of the uniformized chain, levels being the length m of the shorter queue and
// phases the difference d: (m + 1, .), (m, .), (m - 1, .); `empty` replaces the last two
// at m = 0, where the shorter queue has nobody to serve.
struct Steps {
    Matrix up{};
    Matrix stay{};
    Matrix down{};
    Matrix empty{};
};

Steps stepsOf(double rho) {
    const double pace = 2.0 * rho + 2.0;
    const double arrive = 2.0 * rho / pace;
    const double serve = 1.0 / pace;
    Steps steps;
    for (std::size_t d = 0; d < kSize; ++d) {
        if (d == 0) {
            steps.stay[0][1] = arrive;
            steps.down[0][1] = 2.0 * serve;
            steps.empty[0][1] = arrive;
            steps.empty[0][0] = 2.0 * serve;
            continue;
        }
        steps.up[d][d - 1] = arrive;
        steps.stay[d][d - 1] = serve;
        steps.down[d][std::min(d + 1, kSize - 1)] = serve;
        steps.empty[d][d - 1] = serve;
        steps.empty[d][d] = serve;
    }
    return steps;
}

// G, the phases in which the level below is first reached, by logarithmic reduction
// (Latouche, Ramaswami 1993).
Matrix firstPassage(const Steps& steps) {
    Matrix up = solve(steps.stay, steps.up);
    Matrix down = solve(steps.stay, steps.down);
    Matrix g = down;
    Matrix reach = up;
    for (int i = 0; i < 60; ++i) {
        const Matrix both = sum(product(up, down), product(down, up));
        up = solve(both, product(up, up));
        down = solve(both, product(down, down));
        const Matrix more = product(reach, down);
        g = sum(g, more);
        reach = product(reach, up);
        double largest = 0.0;
        for (const Row& row : more) {
            for (const double x : row) {
                largest = std::max(largest, x);
            }
        }
        if (largest < 1e-16) {
            break;
        }
    }
    return g;
}

Row times(const Row& row, const Matrix& m) {
    Row result{};
    for (std::size_t i = 0; i < kSize; ++i) {
        for (std::size_t j = 0; j < kSize; ++j) {
            result[j] += row[i] * m[i][j];
        }
    }
    return result;
}

double total(const Row& row) {
    double all = 0.0;
    for (const double x : row) {
        all += x;
    }
    return all;
}

// The row with x = x P for a stochastic P, by elimination of states from the last one down
// (Grassmann, Taksar, Heyman 1985): positive terms only.
Row stationary(Matrix p) {
    for (std::size_t n = kSize - 1; n > 0; --n) {
        double leave = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            leave += p[n][j];
        }
        for (std::size_t i = 0; i < n; ++i) {
            p[i][n] = leave > 0.0 ? p[i][n] / leave : 0.0;
            for (std::size_t j = 0; j < n; ++j) {
                p[i][j] += p[i][n] * p[n][j];
            }
        }
    }
    Row x{};
    x[0] = 1.0;
    for (std::size_t n = 1; n < kSize; ++n) {
        for (std::size_t i = 0; i < n; ++i) {
            x[n] += x[i] * p[i][n];
        }
    }
    return x;
}

}  // namespace

ShortestOfTwo::ShortestOfTwo(double utilization)
    : decay_(std::pow(std::clamp(utilization, 0.0, 1.0 - 1e-6), 2)) {
    const double rho = std::sqrt(decay_);
    const Steps steps = stepsOf(rho);
    const Matrix g = firstPassage(steps);
    // R = up (I - stay - up G)^-1, written as a solve of the transposed system.
    const Matrix within = sum(steps.stay, product(steps.up, g));
    Matrix identity{};
    for (std::size_t i = 0; i < kSize; ++i) {
        identity[i][i] = 1.0;
    }
    const Matrix r = product(steps.up, solve(within, identity));
    Row level = stationary(sum(steps.empty, product(steps.up, g)));
    double all = 0.0;
    do {
        found_.push_back(total(level));
        all += found_.back();
        level = times(level, r);
    } while (found_.size() < 60 || std::abs(total(level) / found_.back() / decay_ - 1.0) > 1e-12);
    const double beyond = found_.back() * decay_ / (1.0 - decay_);
    for (double& share : found_) {
        share /= all + beyond;
    }
}

double ShortestOfTwo::meanResponse() const {
    double mean = 0.0;
    for (std::size_t m = 0; m < found_.size(); ++m) {
        mean += static_cast<double>(m + 1) * found_[m];
    }
    const double last = found_.back() * decay_ / (1.0 - decay_);
    return mean + last * (static_cast<double>(found_.size() + 1) + decay_ / (1.0 - decay_));
}

double ShortestOfTwo::responseTail(double t) const {
    if (!(t > 0.0)) {
        return 1.0;
    }
    // P(Erlang(m + 1) > t); the geometric rest is exponential of rate 1 - decay but for its
    // first terms.
    double tail = 0.0;
    double rest = std::exp(-(1.0 - decay_) * t) / (1.0 - decay_);
    double power = 1.0;
    for (std::size_t m = 0; m < found_.size(); ++m) {
        const double longer = erlangTail(static_cast<double>(m + 1), t);
        tail += found_[m] * longer;
        rest -= power * longer;
        power *= decay_;
    }
    return tail + found_.back() * std::max(0.0, rest) * decay_ / power;
}

double ShortestOfTwo::responseQuantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-12);
    double high = 2.0;
    while (responseTail(high) > above) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return std::log(above / responseTail(t)); };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-12);
}

}  // namespace headroom::queueing
