// Product-form networks (Gordon, Newell 1967; Baskett et al. 1975): customers of one class who go round
// between delays and first-come machines with exponential services, beside open traffic there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom::queueing {

// Like machines, each visited alike.
struct ClosedMachines {
    double demand = 0.0;        // service time times visits of one cycle, at one of them; >= 0
    std::int64_t servers = 1;   // of one, >= 1
    std::int64_t machines = 1;  // >= 1
    // Of each, servers that are busy with random arrivals from elsewhere, of services like those of the
    // customers; >= 0, < servers.
    double openLoad = 0.0;
};

// The wait of one who arrives at such a machine, in mean service times there: a number of exponential
// completions of mean `completion` each.
struct ClosedWait {
    double probability = 0.0;  // P(W > 0)
    double mean = 0.0;
    double variance = 0.0;
    std::vector<double> counts;  // [j]: probability of j + 1, of those who wait; empty where nobody does
    double completion = 1.0;
};

struct ProductFormAnswer {
    double throughput = 0.0;            // cycles per time
    std::vector<ClosedWait> waits;      // of customers
    std::vector<ClosedWait> openWaits;  // of what comes from elsewhere; nothing where nothing does
};

// Multiplications that `productForm` takes, about.
double productFormCost(std::span<const ClosedMachines> stations, std::int64_t population);

// Exact: the normalizing constants by convolution (Buzen 1973), weighted so that nothing overflows. A
// customer who arrives sees the network as it is with one customer less (Lavenberg, Reiser 1980; Sevcik,
// Mitrani 1981), random arrivals see it as it is. Open traffic is summed out in closed form: for one server
// demands become 1 / (1 - openLoad) times as long. delay >= 0: time of one cycle without any queue; delay and
// demands not all 0; population >= 0.
ProductFormAnswer productForm(std::span<const ClosedMachines> stations, double delay,
                              std::int64_t population);

}  // namespace headroom::queueing
