#include "core/queueing/constant_population.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::queueing {

namespace {

// Of the requests at the machine, where so many are there or behind it.
struct Sums {
    double all = 0.0;
    double busy = 0.0;     // workers
    double waits = 0.0;    // P(all of them are)
    double places = 0.0;   // completions until a worker is free, summed over these
    double squares = 0.0;  // and their squares

    void add(const Sums& other, double share) {
        all += share * other.all;
        busy += share * other.busy;
        waits += share * other.waits;
        places += share * other.places;
        squares += share * other.squares;
    }
};

Sums sumsOf(const PopulatedMachine& machine, double total) {
    constexpr double negligible = 1e-17;
    const auto workers = static_cast<double>(machine.workers);
    // P(k + 1 at the machine) over P(k).
    const auto rise = [&](double k) { return (total - k) / machine.behind / std::min(k + 1.0, workers); };
    double likeliest = 0.0;
    for (double high = total; high > likeliest;) {
        const double middle = std::floor(0.5 * (likeliest + high));
        if (rise(middle) > 1.0) {
            likeliest = middle + 1.0;
        } else {
            high = middle;
        }
    }
    Sums sums;
    const auto add = [&](double k, double weight) {
        const double places = std::max(k - workers + 1.0, 0.0);
        sums.add({.all = 1.0,
                  .busy = std::min(k, workers),
                  .waits = k >= workers ? 1.0 : 0.0,
                  .places = places,
                  .squares = places * places},
                 weight);
    };
    add(likeliest, 1.0);
    double weight = 1.0;
    for (double k = likeliest; k < total && weight > negligible; k += 1.0) {
        weight *= rise(k);
        add(k + 1.0, weight);
    }
    weight = 1.0;
    for (double k = likeliest; k > 0.0 && weight > negligible; k -= 1.0) {
        weight /= rise(k - 1.0);
        add(k - 1.0, weight);
    }
    Sums means;
    means.add(sums, 1.0 / sums.all);
    return means;
}

// What arrivals find, each weighed by how many there are: `all` is the throughput. Arrivals do not count
// themselves.
Sums foundBy(const Sums& without, const Sums& with) {
    Sums found;
    found.add(without, with.busy);
    return found;
}

PopulationAnswer answerOf(const Sums& found, double workers) {
    PopulationAnswer answer{.throughput = found.all};
    if (found.all > 0.0) {
        answer.waitProbability = found.waits / found.all;
        answer.meanWait = found.places / found.all / workers;
    }
    if (found.waits > 0.0) {
        answer.meanPlaces = found.places / found.waits;
        answer.placesVariance =
            std::max(found.squares / found.waits - answer.meanPlaces * answer.meanPlaces, 0.0);
    }
    return answer;
}

// Populations around one, each worked out once.
class Near {
  public:
    Near(const PopulatedMachine& machine, double middle) : lowest_(middle - 3.0) {
        Sums before = sumsOf(machine, std::max(lowest_ - 1.0, 0.0));
        for (std::size_t i = 0; i < found_.size(); ++i) {
            const Sums here = sumsOf(machine, std::max(lowest_ + static_cast<double>(i), 0.0));
            found_[i] = foundBy(before, here);
            before = here;
        }
    }

    [[nodiscard]] Sums at(double mean, double spread) const {
        const double whole = std::floor(mean);
        const double rest = mean - whole;
        Sums sum;
        for (const double aside : {-1.0, 0.0, 1.0, 2.0}) {
            const double share = (1.0 - rest) * weight(aside, spread) + rest * weight(aside - 1.0, spread);
            sum.add(found_[index(whole + aside)], share);
        }
        return sum;
    }

  private:
    static double weight(double aside, double spread) {
        return aside == 0.0 ? 1.0 - 2.0 * spread : (std::abs(aside) == 1.0 ? spread : 0.0);
    }
    [[nodiscard]] std::size_t index(double population) const {
        return static_cast<std::size_t>(
            std::clamp(population - lowest_, 0.0, static_cast<double>(found_.size() - 1)));
    }

    double lowest_;
    std::array<Sums, 8> found_;
};

}  // namespace

PopulationAnswer withPopulation(const PopulatedMachine& machine, double population) {
    const double total = std::floor(population);
    return answerOf(foundBy(sumsOf(machine, std::max(total - 1.0, 0.0)), sumsOf(machine, total)),
                    static_cast<double>(machine.workers));
}

PopulationAnswer atThroughput(const PopulatedMachine& machine, double throughput, double spread) {
    constexpr int mostDoublings = 60;
    constexpr int halvings = 40;
    const auto isTooFew = [&](double population) { return sumsOf(machine, population).busy < throughput; };
    double high = 1.0;
    for (int i = 0; i < mostDoublings && isTooFew(high); ++i) {
        high *= 2.0;
    }
    for (double low = 0.0; high - low > 1.0;) {
        const double middle = std::floor(0.5 * (low + high));
        (isTooFew(middle) ? low : high) = middle;
    }
    const Near near(machine, high);
    double less = std::max(high - 2.0, 0.0);
    double more = high + 2.0;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (less + more);
        (near.at(middle, spread).all < throughput ? less : more) = middle;
    }
    return answerOf(near.at(more, spread), static_cast<double>(machine.workers));
}

}  // namespace headroom::queueing
