#include "core/engine/solver/pseudo_time.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/engine/solver/linear_system.h"

namespace headroom::engine::solver {

namespace {

using Numbers = std::vector<double>;

constexpr double lowestLog = -690;
constexpr double longestStep = 1;
constexpr double leastTime = 1e-8;
constexpr double mostTime = 1e12;
constexpr int mostAge = 3;  // of derivatives, in steps

class PseudoTime {
  public:
    PseudoTime(const PseudoTimeProblem& problem, Numbers x, double settled)
        : problem_(problem), settled_(settled), moving_(x.size()), logs_(x.size()), derivatives_(x.size()) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            logs_[i] = problem.byFactors[i] != 0 && x[i] > 0;
            lowest_.push_back(coordinateOf(i, problem.least[i]));
            highest_.push_back(coordinateOf(i, problem.most[i]));
        }
        at_ = evaluate(coordinatesOf(x));
        best_ = at_;
    }

    PseudoTimeAnswer run() {
        while (at_.error > settled_ && rounds_ < problem_.mostRounds && std::isfinite(at_.error)) {
            if (age_ == 0) {
                findDerivatives();
            }
            step();
            best_ = at_.error < best_.error ? at_ : best_;
        }
        return {numbersOf(best_.u), best_.error, rounds_};
    }

  private:
    struct Point {
        Numbers u;
        Numbers away;  ///< in what u is measured in
        double error = 0;
        double norm = 0;
    };

    [[nodiscard]] double coordinateOf(std::size_t i, double x) const {
        return logs_[i] ? (x > 0 ? std::max(std::log(x), lowestLog) : lowestLog) : x;
    }
    [[nodiscard]] Numbers coordinatesOf(const Numbers& x) const {
        Numbers u(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            u[i] = coordinateOf(i, x[i]);
        }
        return u;
    }
    [[nodiscard]] Numbers numbersOf(const Numbers& u) const {
        Numbers x(u.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = std::clamp(logs_[i] ? std::exp(u[i]) : u[i], problem_.least[i], problem_.most[i]);
        }
        return x;
    }

    Point evaluate(Numbers u) {
        ++rounds_;
        Point point{.u = std::move(u), .away = {}};
        const Numbers x = numbersOf(point.u);
        const Numbers after = problem_.round(x);
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double error = problem_.error(i, x[i], after[i]);
            point.error = std::isfinite(error) ? std::max(point.error, error) : HUGE_VAL;
            moving_[i] = moving_[i] != 0 || error > settled_ ? 1 : 0;
            point.away.push_back(std::isfinite(after[i]) ? coordinateOf(i, after[i]) - point.u[i] : 0);
            sum += point.away.back() * point.away.back();
        }
        point.norm = std::sqrt(sum);
        return point;
    }

    // What is alike and moves alike, such as what is served of several classes, stays alike, so that it
    // counts as one.
    [[nodiscard]] bool areAlike(std::size_t i, std::size_t j) const {
        return moving_[i] == moving_[j] && logs_[i] == logs_[j] && at_.u[i] == at_.u[j] &&
               at_.away[i] == at_.away[j];
    }
    [[nodiscard]] std::size_t firstAlike(std::size_t i) const {
        std::size_t first = 0;
        while (first < i && !areAlike(first, i)) {
            ++first;
        }
        return first;
    }
    [[nodiscard]] Numbers moved(std::size_t one, double aside) const {
        Numbers u = at_.u;
        for (std::size_t i = one; i < u.size(); ++i) {
            u[i] += areAlike(i, one) ? aside : 0;
        }
        return u;
    }

    // Of a round, but for the numbers themselves.
    void findDerivatives() {
        const std::size_t size = at_.u.size();
        const Numbers here = coordinatesOf(problem_.quick(numbersOf(at_.u)));
        derivatives_ = LinearSystem(size);
        for (std::size_t column = 0; column < size; ++column) {
            if (moving_[column] == 0 || firstAlike(column) < column) {
                continue;
            }
            const double length = 1e-6 * std::max(1.0, std::abs(at_.u[column]));
            const double aside = at_.away[column] >= 0 ? length : -length;
            Numbers x = numbersOf(moved(column, aside));
            if (coordinateOf(column, x[column]) == at_.u[column]) {
                x = numbersOf(moved(column, -aside));
            }
            const double way = coordinateOf(column, x[column]) - at_.u[column];
            const Numbers after = coordinatesOf(problem_.quick(x));
            for (std::size_t row = 0; row < size; ++row) {
                if (moving_[row] == 0) {
                    continue;
                }
                const double slope = way != 0 ? (after[row] - here[row]) / way : 0;
                derivatives_.at(row, column) = std::isfinite(slope) ? slope : 0;
            }
        }
        age_ = 1;
    }

    // What would leave its bounds goes to them, and the others where they do then.
    Numbers wayAhead() {
        constexpr int mostTimes = 4;
        const std::size_t size = at_.u.size();
        std::vector<char> bound(size);
        Numbers right = at_.away;
        Numbers way;
        for (int times = 0; times < mostTimes; ++times) {
            LinearSystem system(size);
            for (std::size_t row = 0; row < size; ++row) {
                for (std::size_t column = 0; column < size; ++column) {
                    const bool set = bound[row] != 0 || moving_[row] == 0;
                    system.at(row, column) = (row == column ? 1 + (set ? 0 : 1 / time_) : 0) -
                                             (set ? 0 : derivatives_.at(row, column));
                }
            }
            way = system.solve(right);
            ahead_ = !system.isNegative();
            bool more = false;
            for (std::size_t i = 0; i < size; ++i) {
                const double to = at_.u[i] + way[i];
                const double legal = std::clamp(to, lowest_[i], highest_[i]);
                if (bound[i] == 0 && std::isfinite(to) && legal != to) {
                    bound[i] = 1;
                    right[i] = legal - at_.u[i];
                    more = true;
                }
            }
            if (!more) {
                break;
            }
        }
        return way;
    }

    void step() {
        const std::size_t size = at_.u.size();
        Numbers way = wayAhead();
        while (!ahead_ && time_ > leastTime) {
            time_ *= 0.25;
            way = wayAhead();
        }
        double longest = 0;
        for (double& part : way) {
            part = std::isfinite(part) ? part : 0;
            longest = std::max(longest, std::abs(part));
        }
        const double shorter = longest > longestStep ? longestStep / longest : 1;
        Numbers u = at_.u;
        for (std::size_t i = 0; i < size; ++i) {
            u[i] += shorter * way[i];
        }
        u = coordinatesOf(numbersOf(u));
        Point next = evaluate(std::move(u));
        if (!std::isfinite(next.error)) {
            time_ *= 0.1;
            return;
        }
        const double off = learn(next);
        const auto moves = std::count(moving_.begin(), moving_.end(), 1);
        const bool good = off < 0.3 || next.norm < 0.3 * at_.norm;
        const bool bad = off > 1 && next.norm > 0.9 * at_.norm;
        if (good) {
            time_ *= off < 0.1 ? 10 : 3;
        } else if (bad) {
            time_ *= 0.25;
        } else if (off < 0.6) {
            time_ *= 1.5;
        }
        time_ = std::clamp(time_, leastTime, mostTime);
        ++age_;
        if (bad) {
            ++refused_;
            age_ = refused_ % 2 == 0 ? 0 : age_;
            return;
        }
        refused_ = 0;
        if (!good || age_ > mostAge || moves > moved_) {
            age_ = 0;
        }
        moved_ = moves;
        at_ = std::move(next);
    }

    // How far the round is away from what was expected, over what it was away before.
    double learn(const Point& next) {
        const std::size_t size = at_.u.size();
        Numbers moved(size);
        double square = 0;
        for (std::size_t i = 0; i < size; ++i) {
            moved[i] = next.u[i] - at_.u[i];
            square += moved[i] * moved[i];
        }
        double sum = 0;
        for (std::size_t row = 0; row < size; ++row) {
            double expected = at_.away[row] - moved[row];
            for (std::size_t column = 0; column < size; ++column) {
                expected += derivatives_.at(row, column) * moved[column];
            }
            const double off = next.away[row] - expected;
            sum += off * off;
            for (std::size_t column = 0; column < size && square > 0; ++column) {
                derivatives_.at(row, column) += off * moved[column] / square;
            }
        }
        return std::sqrt(sum) / std::max(at_.norm, 1e-300);
    }

    const PseudoTimeProblem& problem_;
    double settled_;
    double time_ = 0.1;         ///< the step
    std::vector<char> moving_;  ///< what has ever moved: the others go along with their rounds
    std::vector<char> logs_;
    Numbers lowest_;
    Numbers highest_;
    LinearSystem derivatives_;
    Point at_;
    Point best_;
    int age_ = 0;        ///< of the derivatives, in steps
    bool ahead_ = true;  ///< no step that is too long for what grows by itself, which would lead back
    int refused_ = 0;
    std::ptrdiff_t moved_ = 0;  ///< how many
    int rounds_ = 0;
};

}  // namespace

PseudoTimeAnswer throughPseudoTime(const PseudoTimeProblem& problem, std::vector<double> x, double settled) {
    return PseudoTime(problem, std::move(x), settled).run();
}

}  // namespace headroom::engine::solver
