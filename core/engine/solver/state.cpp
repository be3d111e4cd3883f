#include "core/engine/solver/state.h"

#include <algorithm>

namespace headroom::engine::solver {

double PoolState::offeredTail(double ms) const {
    using Kind = queueing::WaitDistribution::Kind;
    if (leaving) {
        return leaving->offered.kind() == Kind::Piecewise
                   ? std::min(leaving->offered.pieces().tail(ms * leaving->longer) * leaving->oftener, 1.0)
                   : 0;
    }
    // Full with those who wait for ever.
    return wait.kind() == Kind::Uniform ? std::max(1 - ms / wait.longest(), 0.0) : 0;
}

State::State(const Model& model)
    : taken(model.components.size() + model.connections.size(), 1),
      accepted(model.components.size(), 1),
      receives(model.components.size(), 1),
      gated(model.components.size(), 1),
      gateLoad(model.components.size()),
      room(model.components.size(), 1),
      together(model.components.size(), 1),
      arrivalScv(model.components.size(), 1),
      seen(model.components.size(), 1),
      usersShare(model.components.size()),
      pools(model.components.size()),
      returnedTo(model.components.size()),
      lateReturns(model.components.size()),
      lateLost(model.components.size()),
      elsewhere(model.components.size()),
      consumption(model.components.size()),
      rateUnknown(model.components.size()),
      consumerCapacityRps(model.components.size()),
      slotsBusy(model.components.size()),
      consumerLoad(model.components.size()),
      consumes(model.components.size()),
      pickedByLoad(model.components.size()),
      turnedBack(model.connections.size()),
      served(model.visits.size(), 1),
      favour(model.visits.size(), 1),
      stays(model.visits.size(), 1),
      echo(model.visits.size()),
      patience(model.visits.size()),
      success(model.visits.size(), 1),
      failure(model.visits.size()),
      intact(model.visits.size(), 1),
      rate(model.visits.size()),
      fills(model.visits.size()),
      hit(model.visits.size()),
      lookups(model.visits.size()),
      asked(model.visits.size()),
      responseUnknown(model.visits.size()),
      broken(model.visits.size()),
      made(model.calls.size()),
      wanted(model.calls.size()),
      answers(model.calls.size()),
      outcome(model.calls.size()),
      echoed(model.calls.size()),
      stillFull(model.calls.size()),
      lateAgain(model.calls.size()),
      callStays(model.calls.size(), 1),
      missed(model.calls.size()),
      weight(model.calls.size()) {
    for (std::size_t i = 0; i < model.calls.size(); ++i) {
        weight[i] = model.calls[i].weight;
    }
    for (std::size_t i = 0; i < pools.size(); ++i) {
        pools[i].resize(model.components[i].steady.pools.size());
    }
    for (std::size_t i = 0; i < model.visits.size(); ++i) {
        asked[i].missing = model.classes[model.visits[i].requestClass].missingShare;
    }
    std::vector<char> calledToo(model.components.size());
    for (const Connection& connection : model.connections) {
        const bool fed = model.components[connection.from].steady.onward == Onward::consumers;
        std::vector<char>& mark = fed && !connection.replicates ? consumes : calledToo;
        mark[connection.to] = 1;
    }
    for (std::size_t i = 0; i < consumes.size(); ++i) {
        consumes[i] = consumes[i] != 0 && calledToo[i] == 0;
    }
}

}  // namespace headroom::engine::solver
