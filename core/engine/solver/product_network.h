#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/solver/state.h"
#include "core/queueing/product_form.h"

namespace headroom::engine::solver {

/// One closed workload and the machines that its requests wait at, one after the other, as a network of
/// exponential machines that are picked by chance, beside open workloads.
struct ProductNetwork {
    struct Place {
        Index component = 0;
        std::size_t pool = 0;
        double serviceMs = 0;
        bool oneLine = false;  ///< of all its machines
    };
    Index workload = 0;
    std::int64_t users = 0;
    double delayMs = 0;               ///< of a cycle, without any machine
    double idleMs = 0;                ///< of a cycle at hardly any users, at machines
    double mostLoad = 0;              ///< of one machine, at hardly any users
    double otherLoad = 0;             ///< and of those that are not of this network
    std::vector<Index> components{};  ///< that users wait for
    std::vector<Place> places{};
    std::vector<queueing::ClosedMachines> machines{};  ///< of each place
    std::vector<Index> openVisits{};                   ///< of open workloads at these components
    bool isModel =
        true;  ///< else machines are not exponential or picked otherwise, and only the shape is right
};

/// That of a model in which the workload is the only closed one, and it and all open ones that come to the
/// same machines are answered by one call after the other without limits. What nobody waits for (messages and
/// what consumers do with them) does not belong to it where it is done at other machines. `idle` is the state
/// at hardly any users, `cycleMs` the time in which one comes round then. nullopt where there is none, or it
/// is too large to work out at once.
std::optional<ProductNetwork> productNetworkOf(const Model& model, const State& idle, Index workload,
                                               double cycleMs);

/// Sets the rate of the workload, the waits of its users and of open requests at all machines, and the ranks
/// of these visits, exactly where the model is that network.
void setWaits(const ProductNetwork& network, Model& model);

}  // namespace headroom::engine::solver
