#include "core/engine/solver/newton_rounds.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/linear_system.h"

namespace headroom::engine::solver {

namespace {

constexpr int mostSteps = 40;
constexpr int mostHalvings = 40;
// A step over a kink may look worse before it gets better: so many need no improvement.
constexpr int freeSteps = 12;

class Newton {
  public:
    Newton(const SelfConsistent& problem, std::vector<double> x, double settled)
        : problem_(problem), settled_(settled), moving_(x.size()) {
        at_ = evaluate(std::move(x));
        best_ = at_;
    }

    NewtonAnswer run() {
        for (int step = 0; step < mostSteps && at_.error > settled_ && rounds_ < problem_.mostRounds;
             ++step) {
            for (std::size_t i = 0; i < moving_.size(); ++i) {
                moving_[i] = moving_[i] || problem_.error(i, at_.x[i], at_.after[i]) > settled_;
            }
            const auto moving = std::count(moving_.begin(), moving_.end(), true);
            if (moving > static_cast<std::ptrdiff_t>(mostMoving) || moving + rounds_ > problem_.mostRounds ||
                !improve(step < freeSteps)) {
                break;
            }
            best_ = at_.error < best_.error ? at_ : best_;
        }
        return {best_.x, best_.error, rounds_};
    }

  private:
    struct Point {
        std::vector<double> x;
        std::vector<double> after;
        double error = 0;
    };

    Point evaluate(std::vector<double> x) {
        ++rounds_;
        Point point{.x = std::move(x), .after = {}};
        point.after = problem_.round(point.x);
        for (std::size_t i = 0; i < point.x.size(); ++i) {
            const double error = problem_.error(i, point.x[i], point.after[i]);
            point.error = std::isfinite(error) ? std::max(point.error, error) : HUGE_VAL;
        }
        return point;
    }

    [[nodiscard]] double legal(std::size_t i, double value) const {
        return std::isfinite(value) ? std::clamp(value, problem_.least[i], problem_.most[i]) : at_.x[i];
    }

    // What did not move yet goes along with its round.
    Point along(const std::vector<double>& step, double length) {
        std::vector<double> x = at_.x;
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = legal(i, moving_[i] ? x[i] + length * step[i] : at_.after[i]);
        }
        return evaluate(std::move(x));
    }

    // Whether the round at `point` still pulls the way it does here.
    [[nodiscard]] bool samePull(const Point& point) const {
        double sum = 0;
        for (std::size_t i = 0; i < point.x.size(); ++i) {
            if (moving_[i]) {
                sum += problem_.error(i, at_.x[i], at_.after[i]) *
                       problem_.error(i, point.x[i], point.after[i]) *
                       ((at_.after[i] > at_.x[i]) == (point.after[i] > point.x[i]) ? 1 : -1);
            }
        }
        return sum > 0;
    }

    // The whole step, else between too short and too long.
    bool improve(bool freely) {
        const std::vector<double> step = direction();
        Point next = along(step, 1);
        if (std::isfinite(next.error) && (freely || next.error < 0.5 * at_.error)) {
            at_ = std::move(next);
            return true;
        }
        double shortest = 0;
        double longest = 1;
        Point best = next;
        for (int half = 0;
             half < mostHalvings && rounds_ < problem_.mostRounds && !(best.error < 0.1 * at_.error);
             ++half) {
            const double length = 0.5 * (shortest + longest);
            next = along(step, length);
            (std::isfinite(next.error) && samePull(next) ? shortest : longest) = length;
            best = next.error < best.error ? next : best;
        }
        const bool better = best.error < at_.error;
        at_ = better ? std::move(best) : at_;
        return better;
    }

    [[nodiscard]] std::vector<std::size_t> movers() const {
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < moving_.size(); ++i) {
            if (moving_[i]) {
                indices.push_back(i);
            }
        }
        return indices;
    }

    // (1 - G') d = G(x) - x
    std::vector<double> direction() {
        const std::vector<std::size_t> indices = movers();
        LinearSystem system(indices.size());
        std::vector<double> right;
        for (std::size_t column = 0; column < indices.size(); ++column) {
            const std::size_t j = indices[column];
            std::vector<double> x = at_.x;
            const double aside = 1e-7 * std::max(std::abs(x[j]), 1e-6);
            x[j] += x[j] - aside >= problem_.least[j] ? -aside : aside;
            const std::vector<double> after = problem_.round(x);
            ++rounds_;
            for (std::size_t row = 0; row < indices.size(); ++row) {
                const std::size_t i = indices[row];
                system.at(row, column) =
                    (row == column ? 1 : 0) - (after[i] - at_.after[i]) / (x[j] - at_.x[j]);
            }
            right.push_back(at_.after[j] - at_.x[j]);
        }
        const std::vector<double> solved = system.solve(std::move(right));
        std::vector<double> step(moving_.size());
        for (std::size_t k = 0; k < indices.size(); ++k) {
            step[indices[k]] = solved[k];
        }
        return step;
    }

    const SelfConsistent& problem_;
    double settled_;
    std::vector<bool> moving_;
    Point at_;
    Point best_;
    int rounds_ = 0;
};

}  // namespace

NewtonAnswer newtonRounds(const SelfConsistent& problem, std::vector<double> x, double settled) {
    return Newton(problem, std::move(x), settled).run();
}

}  // namespace headroom::engine::solver
