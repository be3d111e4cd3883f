#pragma once

#include <optional>
#include <vector>

#include "core/engine/solver/late_load.h"
#include "core/engine/solver/retrial_load.h"
#include "core/engine/solver/state.h"
#include "core/queueing/late_retrials.h"

namespace headroom::engine::solver {

/// What attempts find that follow a timeout: the queue that made the one before them late, as it has become
/// since, and others that were late with it (queueing/late_retrials.h). Where the answer of the callee is
/// that of one queue, first come first served, and callers leave their work there. Where one machine may be
/// picked again by chance, the others are as full as ever.
class LateAgain {
  public:
    LateAgain(const Model& model, State& state);

    [[nodiscard]] bool any() const { return !stations_.empty(); }
    /// Sets `State::lateAgain` and `State::lateReturns`. solves: else as it was found last.
    void find(State& state, bool solves);

  private:
    struct Station {
        ReturningCalls calls;
        queueing::LateRetrialQueue queue;
        std::optional<queueing::LateRetrialQueue::Load> load;  ///< that was solved
        double calm = 1;                                       ///< how much of it counts
        /// By stream and timeouts before: of what would not be late, the part that is for what was. Empty:
        /// none.
        std::vector<std::vector<double>> remembered;
    };

    void findStation(Station& station, State& state) const;
    static void forget(Station& station, State& state);
    void recall(const Station& station, State& state) const;

    const Model& model_;
    std::vector<double> sameMachine_;  ///< by call: that a retry meets the machine again; 0: not known so
    std::vector<Station> stations_;
};

/// Makes of the wait of as many requests at random what it is where some of them come back after a timeout.
/// exponential: services are, and fresh requests random.
void addReturns(const LateReturns& returns, bool exponential, PoolState& at);

/// The same for a queue that some leave.
void layReturns(const LateReturns& returns, PoolState& at);

/// Whether all that is sent again in that call follows a timeout after which it meets what was late with it.
bool isBackAfterTimeout(const Model& model, const State& state, Index call);

}  // namespace headroom::engine::solver
