#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/solver/state.h"
#include "core/queueing/product_form.h"

namespace headroom::engine::solver {

/// One closed workload and the machines that its requests wait at, one after the other, as a network of
/// exponential machines that are picked by chance.
struct ProductNetwork {
    struct Place {
        Index component = 0;
        std::size_t pool = 0;
        double serviceMs = 0;
    };
    Index workload = 0;
    std::int64_t users = 0;
    double delayMs = 0;               ///< of a cycle, without any machine
    std::vector<Index> components{};  ///< that users wait for
    std::vector<Place> places{};
    std::vector<queueing::ClosedMachines> machines{};  ///< of each place
    bool isModel =
        true;  ///< else machines are not exponential or picked otherwise, and only the shape is right
};

/// That of a model in which the workload is all that comes, and is answered by one call after the other
/// without limits. What nobody waits for (messages and what consumers do with them) does not belong to it
/// where it is done at other machines. `idle` is the state at hardly any load, `cycleMs` the time in which a
/// user comes round then. nullopt where there is none, or it is too large to work out at once.
std::optional<ProductNetwork> productNetworkOf(const Model& model, const State& idle, Index workload,
                                               double cycleMs);

/// Sets the rate of the workload and the waits of its users at all machines, exactly where the model is that
/// network; percentiles of a wait are those of a gamma with its exact mean, variance and atom.
void setWaits(const ProductNetwork& network, Model& model);

}  // namespace headroom::engine::solver
