#include "core/queueing/closed_network.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

// A station as a single queueing server and a delay.
struct Split {
    double queueing = 0.0;
    double delay = 0.0;
};

Split splitOf(const ClosedStation& station) {
    const double servers = std::max(station.servers, 1.0);
    const double demand = std::max(station.demand, 0.0);
    return {demand / servers, demand * (servers - 1.0) / servers};
}

// One step of mean value analysis: the queues that an arriving customer finds are given,
// the answer's own are those at `population`.
void step(std::span<const ClosedStation> stations, double thinkTime, double population,
          std::span<const double> found, ClosedAnswer& answer) {
    answer.response = 0.0;
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const Split split = splitOf(stations[i]);
        answer.residences[i] = split.queueing * (1.0 + found[i]) + split.delay;
        answer.response += answer.residences[i];
    }
    const double cycle = thinkTime + answer.response;
    answer.throughput = cycle > 0.0 ? population / cycle : 0.0;
}

double waitingPart(const ClosedStation& station, double residence, double throughput) {
    return throughput * (residence - splitOf(station).delay);
}

void finishQueues(std::span<const ClosedStation> stations, ClosedAnswer& answer) {
    for (std::size_t i = 0; i < stations.size(); ++i) {
        answer.queues[i] = answer.throughput * answer.residences[i];
    }
}

ClosedAnswer blank(std::size_t stations) {
    ClosedAnswer answer;
    answer.residences.assign(stations, 0.0);
    answer.queues.assign(stations, 0.0);
    return answer;
}

}  // namespace

ClosedAnswer meanValueAnalysis(std::span<const ClosedStation> stations, double thinkTime,
                               std::int64_t population) {
    ClosedAnswer answer = blank(stations.size());
    const double thinking = std::max(thinkTime, 0.0);
    std::vector<double> found(stations.size(), 0.0);
    for (std::int64_t n = 1; n <= population; ++n) {
        step(stations, thinking, static_cast<double>(n), found, answer);
        for (std::size_t i = 0; i < stations.size(); ++i) {
            found[i] = waitingPart(stations[i], answer.residences[i], answer.throughput);
        }
    }
    finishQueues(stations, answer);
    return answer;
}

ClosedAnswer schweitzerMva(std::span<const ClosedStation> stations, double thinkTime, double population) {
    ClosedAnswer answer = blank(stations.size());
    if (!(population > 0.0)) {
        return answer;
    }
    const double thinking = std::max(thinkTime, 0.0);
    const double others = std::max(population - 1.0, 0.0) / population;
    // At a throughput x the queue of a station is x D / (1 - others x D): it grows with x,
    // and so does the number of customers needed. A root in x instead of an iteration.
    double largest = 0.0;
    for (const ClosedStation& station : stations) {
        largest = std::max(largest, splitOf(station).queueing);
    }
    const auto needed = [&](double x) {
        double sum = x * thinking - population;
        for (const ClosedStation& station : stations) {
            const Split split = splitOf(station);
            sum += x * split.delay + x * split.queueing / (1.0 - others * x * split.queueing);
        }
        return sum;
    };
    double most = 0.0;
    for (const ClosedStation& station : stations) {
        most += station.demand;
    }
    most = population / std::max(most + thinking, 1e-300);
    if (others * largest > 0.0) {
        most = std::min(most, (1.0 - 1e-15) / (others * largest));
    }
    const double x = findRoot(needed, 0.0, most, -population, needed(most), 1e-15);
    answer.throughput = x;
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const Split split = splitOf(stations[i]);
        answer.residences[i] = split.delay + split.queueing / (1.0 - others * x * split.queueing);
        answer.response += answer.residences[i];
    }
    finishQueues(stations, answer);
    return answer;
}

ClosedAnswer machineRepairman(std::int64_t population, double thinkTime, double serviceRate,
                              std::int64_t servers) {
    ClosedAnswer answer = blank(1);
    if (population <= 0) {
        return answer;
    }
    const double n = static_cast<double>(population);
    const double c = static_cast<double>(std::max<std::int64_t>(servers, 1));
    const double ratio = 1.0 / (std::max(thinkTime, 1e-300) * std::max(serviceRate, 1e-300));
    // p(k + 1) / p(k) = (N - k) / (Z mu min(k + 1, c)), from the top down in logarithms so
    // that nothing overflows: the largest term is found first.
    double log = 0.0;
    double largest = 0.0;
    for (double k = 0.0; k < n; k += 1.0) {
        log += std::log((n - k) * ratio / std::min(k + 1.0, c));
        largest = std::max(largest, log);
    }
    double sum = std::exp(-largest);
    double here = 0.0;
    double busy = 0.0;
    log = 0.0;
    for (double k = 1.0; k <= n; k += 1.0) {
        log += std::log((n - k + 1.0) * ratio / std::min(k, c));
        const double weight = std::exp(log - largest);
        sum += weight;
        here += k * weight;
        busy += std::min(k, c) * weight;
    }
    answer.throughput = busy / sum * serviceRate;
    answer.queues[0] = here / sum;
    answer.residences[0] = here / (busy * serviceRate);
    answer.response = answer.residences[0];
    return answer;
}

ClosedBounds closedBounds(std::span<const ClosedStation> stations, double thinkTime, double population) {
    double total = std::max(thinkTime, 0.0);
    double largest = 0.0;
    for (const ClosedStation& station : stations) {
        total += station.demand;
        largest = std::max(largest, splitOf(station).queueing);
    }
    if (!(largest > 0.0)) {
        return {.throughput = total > 0.0 ? population / total : 0.0, .knee = population};
    }
    return {.throughput = std::min(population / total, 1.0 / largest), .knee = total / largest};
}

}  // namespace headroom::queueing
