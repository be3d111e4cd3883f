#include "core/queueing/product_form.h"

#include <algorithm>
#include <cmath>

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

/// One machine: weights of 0 .. servers customers there, beyond that each is `ratio` times
/// the one before.
struct Station {
    Terms first;
    double ratio = 0.0;

    [[nodiscard]] std::size_t servers() const { return first.size() - 1; }
};

Station stationOf(const ClosedMachines& machines, double throughput, std::size_t population) {
    const double a = machines.demand * throughput;
    const auto servers = static_cast<std::size_t>(std::max<std::int64_t>(machines.servers, 1));
    return {poissonTerms(a, std::min(servers, population)), a / static_cast<double>(servers)};
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
            const ClosedStation one{.demand = station.demand,
                                    .servers = static_cast<double>(station.servers)};
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

    [[nodiscard]] ClosedWait waitAt(std::size_t i) const {
        return stations_[i].servers() <= 1 && machines_[i].servers == 1 ? atSingleServer(stations_[i])
                                                                        : atServers(i);
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

    // P(at least k there) = ratio^k G(n - k) / G(n).
    [[nodiscard]] ClosedWait atSingleServer(const Station& station) const {
        const std::size_t others = population_ - 1;
        ClosedWait wait;
        double power = 1.0;
        double second = 0.0;
        for (std::size_t k = 1; k <= others; ++k) {
            power *= station.ratio;
            const double atLeast = power * whole_[others - k] / whole_[others];
            wait.probability += k == 1 ? atLeast : 0.0;
            wait.mean += atLeast;
            second += 2.0 * static_cast<double>(k) * atLeast;
        }
        wait.variance = std::max(second - wait.mean * wait.mean, 0.0);
        return wait;
    }

    [[nodiscard]] ClosedWait atServers(std::size_t i) const {
        const Station& station = stations_[i];
        const std::size_t others = population_ - 1;
        const auto servers = static_cast<std::size_t>(machines_[i].servers);
        if (others < servers) {
            return {};
        }
        const Terms rest = without(i);
        const auto c = static_cast<double>(servers);
        ClosedWait wait;
        double all = 0.0;
        double second = 0.0;
        double beyond = station.first[servers];
        for (std::size_t k = 0; k <= others; ++k) {
            const double weight = (k < servers ? station.first[k] : beyond) * rest[others - k];
            all += weight;
            if (k >= servers) {
                const auto ahead = static_cast<double>(k - servers + 1);
                wait.probability += weight;
                wait.mean += weight * ahead / c;
                second += weight * ahead * (ahead + 1.0) / (c * c);
                beyond *= station.ratio;
            }
        }
        wait.probability /= all;
        wait.mean /= all;
        wait.variance = std::max(second / all - wait.mean * wait.mean, 0.0);
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
    if (population < 1) {
        return answer;
    }
    const Network network(stations, delay, population);
    answer.throughput = network.throughput();
    for (std::size_t i = 0; i < stations.size(); ++i) {
        answer.waits[i] = stations[i].demand > 0.0 ? network.waitAt(i) : ClosedWait{};
    }
    return answer;
}

}  // namespace headroom::queueing
