#include "core/engine/solver/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/flows.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/stations.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

namespace {

constexpr double settledStep = 1e-9;
constexpr int mostRounds = 150;
constexpr int roundsUntilDamping = 30;

/// One settling of a model.
class FixedPoint {
  public:
    FixedPoint(const Model& model, const std::vector<VisitGroup>& groups, Settled& settled)
        : model_(model),
          groups_(groups),
          settled_(settled),
          state_(*settled.state),
          consumers_(model, state_) {}

    void run(const std::stop_token& stop) {
        double moved = 1;
        findHitRatios(model_, state_);
        while (moved > settledStep && settled_.iterations < mostRounds && !stop.stop_requested()) {
            ++settled_.iterations;
            moved = round();
        }
        settled_.converged = moved <= settledStep;
        if (stop.stop_requested()) {
            return;
        }
        if (!consumers_.any()) {
            findTimes();
        }
        consumers_.findWaits(*settled_.responses, departures_);
    }

  private:
    // A round that moves nothing that outcomes and rates depend on is the last.
    double round() {
        findOutcomes(model_, groups_, state_);
        findRates(model_, groups_, state_);
        double moved = findHitRatios(model_, state_) ? 1 : 0;
        moved = std::max(moved, findAdmissions(model_, state_));
        const auto before = state_.served;
        findLoads(model_, state_);
        moved = std::max(moved, moveServed(before));
        if (consumers_.any()) {
            findTimes();
            moved = std::max(moved, consumers_.settle(*settled_.responses));
        }
        return moved;
    }

    // What is served decides which calls are made, and so what is offered elsewhere: damped where that
    // swings.
    double moveServed(const std::vector<std::array<double, opCount>>& before) {
        double moved = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            for (std::size_t op = 0; op < opCount; ++op) {
                double& now = state_.served[i][op];
                moved = std::max(moved, std::abs(now - before[i][op]) / std::max(before[i][op], 1e-300));
                now = settled_.iterations > roundsUntilDamping ? std::sqrt(now * before[i][op]) : now;
            }
        }
        return moved;
    }

    void findTimes() {
        VariabilityAnswer variability = findVariability(model_, state_);
        findWaits(model_, variability.arrivals, state_);
        departures_ = std::move(variability.departures);
        settled_.responses = std::make_unique<Responses>(model_, groups_, state_);
    }

    const Model& model_;
    const std::vector<VisitGroup>& groups_;
    Settled& settled_;
    State& state_;
    Consumers consumers_;
    std::vector<double> departures_;
};

}  // namespace

Settled settle(const Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop) {
    Settled settled{.state = std::make_unique<State>(model), .responses = nullptr};
    FixedPoint(model, groups, settled).run(stop);
    return settled;
}

}  // namespace headroom::engine::solver
