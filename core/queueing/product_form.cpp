#include "core/queueing/product_form.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/queueing/closed_network.h"

namespace headroom::queueing {

namespace {

using Terms = std::vector<double>;

// a^k / k! up to `last`, over the largest of them.
Terms poissonTerms(double a, std::size_t last) {
    Terms logs(last + 1);
    for (std::size_t k = 0; k <= last; ++k) {
        const auto n = static_cast<double>(k);
        logs[k] = k == 0 ? 0.0 : n * std::log(a) - std::lgamma(n + 1.0);
    }
    const double largest = *std::max_element(logs.begin(), logs.end());
    for (double& term : logs) {
        term = std::exp(term - largest);
    }
    return logs;
}

double logPoisson(double mean, std::size_t k) {
    const auto n = static_cast<double>(k);
    return mean > 0.0 ? n * std::log(mean) - mean - std::lgamma(n + 1.0) : (k == 0 ? 0.0 : -HUGE_VAL);
}

double logOfSum(double a, double b) {
    const double larger = std::max(a, b);
    return larger == -HUGE_VAL ? larger : larger + std::log1p(std::exp(std::min(a, b) - larger));
}

/// One machine: weights of 0 .. servers customers there, beyond that each is `ratio` times
/// the one before.
struct Station {
    Terms first;
    double ratio = 0.0;
    double load = 0.0;      ///< of the customers
    double logScale = 0.0;  ///< of the largest weight

    [[nodiscard]] std::size_t servers() const { return first.size() - 1; }
};

// The weight of k customers over a^k / k!, beside any number from elsewhere: with o of them, k + o <= c are
// all in service, and of more one is served after the other. The sum over these, B(k), follows from Pascal's
// triangle: B(k) (1 - rho) = k / c B(k - 1) + P(c - k come from elsewhere).
Terms logOpenFactors(const ClosedMachines& machines, std::size_t last) {
    const auto servers = static_cast<std::size_t>(machines.servers);
    const double free = std::log1p(-machines.openLoad / static_cast<double>(servers));
    Terms logs(last + 1);
    double roomFor = 0.0;  // P(fewer than c - k from elsewhere)
    for (std::size_t o = 0; o + last < servers; ++o) {
        roomFor += std::exp(logPoisson(machines.openLoad, o));
    }
    for (std::size_t k = last + 1; k-- > 0;) {
        logs[k] = roomFor > 0.0 ? std::log(roomFor) : -HUGE_VAL;
        roomFor += k <= servers ? std::exp(logPoisson(machines.openLoad, servers - k)) : 0.0;
    }
    double beyond = -HUGE_VAL;
    for (std::size_t k = 0; k <= last; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(servers);
        beyond =
            logOfSum(k > 0 ? beyond + std::log(share) : beyond, logPoisson(machines.openLoad, servers - k)) -
            free;
        logs[k] = logOfSum(logs[k], beyond);
    }
    return logs;
}

Station stationOf(const ClosedMachines& machines, double throughput, std::size_t population) {
    const auto servers = static_cast<std::size_t>(std::max<std::int64_t>(machines.servers, 1));
    const double free = static_cast<double>(servers) - machines.openLoad;
    Station station;
    station.load = machines.demand * throughput;
    station.ratio = station.load / free;
    station.first.resize(std::min(servers, population) + 1);
    const Terms factors =
        machines.openLoad > 0.0 ? logOpenFactors(machines, station.servers()) : Terms(station.first.size());
    for (std::size_t k = 0; k < station.first.size(); ++k) {
        station.first[k] = logPoisson(station.load, k) + factors[k];
    }
    station.logScale = *std::max_element(station.first.begin(), station.first.end());
    for (double& weight : station.first) {
        weight = std::exp(weight - station.logScale);
    }
    return station;
}

void normalize(Terms& terms) {
    const double largest = *std::max_element(terms.begin(), terms.end());
    for (double& term : terms) {
        term /= largest;
    }
}

// The network `g` with that machine besides.
Terms with(const Terms& g, const Station& station) {
    Terms all = g;
    if (station.servers() <= 1) {
        const double one = station.first.size() > 1 ? station.first[1] / station.first[0] : 0.0;
        for (std::size_t n = 1; n < all.size(); ++n) {
            all[n] += one * all[n - 1];
        }
        normalize(all);
        return all;
    }
    const std::size_t c = station.servers();
    double beyond = 0.0;
    for (std::size_t n = 0; n < g.size(); ++n) {
        double sum = 0.0;
        for (std::size_t k = 0; k < std::min(c, n + 1); ++k) {
            sum += station.first[k] * g[n - k];
        }
        beyond = station.ratio * beyond + (n >= c ? station.first[c] * g[n - c] : 0.0);
        all[n] = sum + beyond;
    }
    normalize(all);
    return all;
}

class Network {
  public:
    Network(std::span<const ClosedMachines> stations, double delay, std::int64_t population)
        : machines_(stations), population_(static_cast<std::size_t>(population)) {
        std::vector<ClosedStation> all;
        for (const ClosedMachines& station : stations) {
            // As many servers as are left, or a slower one.
            const double left = static_cast<double>(station.servers) - station.openLoad;
            const ClosedStation one{.demand = station.demand / std::min(left, 1.0),
                                    .servers = std::max(left, 1.0)};
            all.insert(all.end(), static_cast<std::size_t>(station.machines), one);
        }
        // At about the true throughput the weights of what is likely are the largest.
        throughput_ = schweitzerMva(all, delay, static_cast<double>(population)).throughput;
        for (const ClosedMachines& station : stations) {
            stations_.push_back(stationOf(station, throughput_, population_));
        }
        thinking_.assign(population_ + 1, 0.0);
        thinking_[0] = 1.0;
        thinking_ = delay > 0.0 ? poissonTerms(throughput_ * delay, population_) : thinking_;
        whole_ = without(stations.size());
    }

    [[nodiscard]] double throughput() const {
        return throughput_ * whole_[population_ - 1] / whole_[population_];
    }

    /// Those of customers and of what comes from elsewhere.
    void waitsAt(std::size_t i, ClosedWait& closed, ClosedWait& open) const {
        const bool single = machines_[i].servers == 1;
        const Terms rest = single ? Terms() : without(i);
        closed = single ? atSingleServer(i, population_ - 1) : atServers(i, rest, population_ - 1);
        if (machines_[i].openLoad > 0.0) {
            open = single ? atSingleServer(i, population_) : atServers(i, rest, population_);
        }
    }

  private:
    // All machines, but for one of that kind.
    [[nodiscard]] Terms without(std::size_t left) const {
        Terms g = thinking_;
        for (std::size_t i = 0; i < stations_.size(); ++i) {
            const std::int64_t count = machines_[i].machines - (i == left ? 1 : 0);
            for (std::int64_t m = 0; m < count && machines_[i].demand > 0.0; ++m) {
                g = with(g, stations_[i]);
            }
        }
        return g;
    }

    // Where so many customers are in the network. P(at least k there) = ratio^k G(n - k) / G(n). Each takes
    // so long as those from elsewhere that come meanwhile, too, and all wait for what was there of these
    // before.
    [[nodiscard]] ClosedWait atSingleServer(std::size_t i, std::size_t customers) const {
        const Station& station = stations_[i];
        const double open = machines_[i].openLoad;
        std::vector<double> counts(customers + (open > 0.0 ? 1 : 0));
        double atLeast = 1.0;
        double power = 1.0;
        for (std::size_t k = 0; k <= customers; ++k) {
            power *= station.ratio;
            const double more = k < customers ? power * whole_[customers - k - 1] / whole_[customers] : 0.0;
            const double here = std::max(atLeast - more, 0.0);
            if (k > 0) {
                counts[k - 1] += (1.0 - open) * here;
            }
            if (open > 0.0) {
                counts[k] += open * here;
            }
            atLeast = more;
        }
        return waitFor(std::move(counts), 1.0, 1.0 / (1.0 - open));
    }

    // Of k customers and as many from elsewhere that one more has to wait, the completions to wait for are,
    // in those that work through both (mean 1 / (c - open)), any number j of k - l + 1 with l as often as l
    // of the c servers have customers.
    [[nodiscard]] ClosedWait atServers(std::size_t i, const Terms& rest, std::size_t customers) const {
        const Station& station = stations_[i];
        const auto servers = static_cast<std::size_t>(machines_[i].servers);
        const double open = machines_[i].openLoad;
        const double free = static_cast<double>(servers) - open;
        double all = 0.0;
        double weight = 0.0;
        for (std::size_t k = 0; k <= customers; ++k) {
            weight = k <= station.servers() ? station.first[k] : weight * station.ratio;
            all += weight * rest[customers - k];
        }
        const std::size_t least = open > 0.0 ? 0 : servers;
        if (customers < least || !(all > 0.0)) {
            return {};
        }
        std::vector<double> ofServers;
        for (std::size_t l = least; l <= std::min(servers, customers); ++l) {
            ofServers.push_back(
                std::exp(logPoisson(open, servers - l) + logPoisson(station.load, l) - station.logScale) *
                static_cast<double>(servers) / free);
        }
        std::vector<double> counts;
        double power = 1.0;
        for (std::size_t j = 1; j + least <= customers + 1; ++j) {
            double sum = 0.0;
            for (std::size_t l = least; l < least + ofServers.size() && j + l <= customers + 1; ++l) {
                sum += ofServers[l - least] * rest[customers + 1 - j - l];
            }
            counts.push_back(power * sum);
            power *= station.ratio;
        }
        return waitFor(std::move(counts), all, 1.0 / free);
    }

    [[nodiscard]] static ClosedWait waitFor(std::vector<double> counts, double all, double completion) {
        ClosedWait wait;
        wait.counts = std::move(counts);
        wait.completion = completion;
        double second = 0.0;
        for (std::size_t j = 0; j < wait.counts.size(); ++j) {
            const auto ahead = static_cast<double>(j + 1) * completion;
            const double share = wait.counts[j] / all;
            wait.probability += share;
            wait.mean += share * ahead;
            second += share * ahead * (ahead + completion);
        }
        wait.variance = std::max(second - wait.mean * wait.mean, 0.0);
        if (!(wait.probability > 0.0)) {
            return {};
        }
        for (double& count : wait.counts) {
            count /= all * wait.probability;
        }
        return wait;
    }

    std::span<const ClosedMachines> machines_;
    std::size_t population_;
    double throughput_ = 0.0;  // by which weights are scaled
    std::vector<Station> stations_;
    Terms thinking_;
    Terms whole_;
};

}  // namespace

double productFormCost(std::span<const ClosedMachines> stations, std::int64_t population) {
    const auto n = static_cast<double>(population);
    double once = 0.0;
    double times = 1.0;
    for (const ClosedMachines& station : stations) {
        once += n * static_cast<double>(station.machines) * std::min(static_cast<double>(station.servers), n);
        times += station.servers > 1 ? 1.0 : 0.0;
    }
    return once * times;
}

ProductFormAnswer productForm(std::span<const ClosedMachines> stations, double delay,
                              std::int64_t population) {
    ProductFormAnswer answer;
    answer.waits.resize(stations.size());
    answer.openWaits.resize(stations.size());
    if (population < 1) {
        return answer;
    }
    const Network network(stations, delay, population);
    answer.throughput = network.throughput();
    for (std::size_t i = 0; i < stations.size(); ++i) {
        if (stations[i].demand > 0.0) {
            network.waitsAt(i, answer.waits[i], answer.openWaits[i]);
        }
    }
    return answer;
}

}  // namespace headroom::queueing
