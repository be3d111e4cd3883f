#include "core/engine/solver/users.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/newton_rounds.h"
#include "core/engine/solver/product_network.h"
#include "core/engine/solver/slots.h"
#include "core/queueing/root_finding.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

bool isClosed(const Workload& workload) {
    return workload.users && *workload.users > 0;
}

/// The rates at which the users of all closed workloads come round.
class RatesOfUsers {
  public:
    RatesOfUsers(Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop)
        : model_(model),
          groups_(groups),
          stop_(stop),
          isAwaited_(model.visits.size()),
          mostRounds_(roundsFor(model)),
          timed_(hasTimedCalls(model)),
          slots_(std::ranges::any_of(model.components, hasSlots)) {
        for (Index i = 0; i < model.workloads.size(); ++i) {
            if (model.workloads[i].users) {
                model.workloads[i].rps = isClosed(model.workloads[i]) ? hardlyAny : 0;
            }
            if (isClosed(model.workloads[i])) {
                closed_.push_back(i);
                addAwaited(model.workloads[i].visit);
            }
        }
    }

    /// False where they did not settle, or a stop was asked for.
    bool find() {
        if (closed_.empty()) {
            return true;
        }
        Settled idle = settle(model_, groups_, stop_);
        if (stop_.stop_requested()) {
            return false;
        }
        overloaded_ = std::ranges::any_of(idle.state->served, [](double share) { return share < 1; });
        unanswered_ = unansweredIn(*idle.state);
        for (const Index i : closed_) {
            most_.push_back(possibleRps(idle, i));
        }
        const auto network = closed_.size() == 1 ? productNetworkOf(model_, *idle.state, closed_.front(),
                                                                    cycleMs(idle, closed_.front()))
                                                 : std::nullopt;
        if (network) {
            setWaits(*network, model_);
        }
        last_ = std::move(idle.state);
        return (network && network->isModel) || (findApproximately() && fillUp());
    }

    /// The state that was looked at last; null where there was none.
    [[nodiscard]] const State* last() const { return slots_ ? nullptr : last_.get(); }

  private:
    static constexpr double hardlyAny = 1e-9;
    static constexpr double settledStep = 1e-9;
    static constexpr double rateTolerance = 1e-10;
    static constexpr int mostDoublings = 60;
    static constexpr int roundsOfALook = 40;

    // Small designs cost next to nothing, large ones must not take seconds, least of all where distributions
    // are inverted in every round.
    static double roundsFor(const Model& model) {
        const double always = hasTimedCalls(model) ? 40 : 200;
        const double ofOneCall = hasTimedCalls(model) ? 1e4 : 5e4;
        return always + ofOneCall / static_cast<double>(1 + model.visits.size() + model.calls.size());
    }

    // One workload after the other; where they get in each other's way, Newton's method goes on.
    bool findApproximately() {
        constexpr int sweepsUntilNewton = 3;
        double moved = 1;
        for (int sweep = 0; sweep < sweepsUntilNewton && moved > settledStep && !isOver(); ++sweep) {
            moved = 0;
            for (std::size_t k = 0; k < closed_.size(); ++k) {
                const double before = rate(k);
                rate(k) = solveFor(k, sweep == 0 ? 0 : lastMove_);
                moved = std::max(moved, std::abs(rate(k) - before) / rate(k));
            }
            lastMove_ = moved;
            moved = closed_.size() == 1 ? 0 : moved;
        }
        return (moved <= settledStep || newton() <= settledStep) && !isOver();
    }

    // How far the rates are from what users would send at them.
    double newton() {
        SelfConsistent problem;
        problem.error = [](std::size_t, double before, double after) {
            return std::abs(after - before) / std::max(before, 1e-300);
        };
        problem.round = [this](const std::vector<double>& x) {
            for (std::size_t k = 0; k < x.size(); ++k) {
                rate(k) = x[k];
            }
            return isOver() ? x : possibleNow();
        };
        std::vector<double> x;
        for (std::size_t k = 0; k < closed_.size(); ++k) {
            x.push_back(rate(k));
            problem.least.push_back(hardlyAny);
            problem.most.push_back(1e300);
        }
        const NewtonAnswer answer = newtonRounds(problem, std::move(x), settledStep);
        for (std::size_t k = 0; k < closed_.size(); ++k) {
            rate(k) = answer.x[k];
        }
        return answer.error;
    }

    double& rate(std::size_t k) { return model_.workloads[closed_[k]].rps; }

    [[nodiscard]] bool isOver() const { return rounds_ >= mostRounds_ || stop_.stop_requested(); }

    // At a rate that fills a machine, users who would send more still have to be somewhere: they wait.
    bool fillUp() {
        if (closed_.size() > 1) {
            return true;
        }
        Workload& only = model_.workloads[closed_.front()];
        constexpr double justBelow = 1 - 3e-10;
        only.rps *= std::abs(missing(0, only.rps)) > (1 - justBelow) * only.rps ? justBelow : 1;
        const double wantedMs = *only.users * msPerSecond / only.rps;
        const double plainMs = stretchedCycleMs(1);
        constexpr double noise = 1e-9;
        if (!stop_.stop_requested() && wantedMs > plainMs * (1 + noise)) {
            const double longer = stretchedCycleMs(2) - plainMs;
            model_.usersStretch = longer > 0 ? 1 + (wantedMs - plainMs) / longer : 1;
        }
        return !stop_.stop_requested();
    }

    double stretchedCycleMs(double stretch) {
        model_.usersStretch = stretch;
        Settled settled =
            settle(model_, groups_, stop_, Start::noFailures, std::nullopt, nullptr, last_.get());
        const double ms = stop_.stop_requested() ? 0 : cycleMs(settled, closed_.front());
        last_ = std::move(settled.state);
        return ms;
    }

    double unansweredIn(const State& state) const {
        double most = 0;
        for (const Index i : closed_) {
            const Index visit = model_.workloads[i].visit;
            most = std::max(most, 1 - state.success[visit] - state.failure[visit]);
        }
        return most;
    }

    // Whether some machine that users wait for does not get round to all that comes.
    bool isFull(const State& state) const {
        constexpr double rounding = 5e-13;
        return std::ranges::any_of(awaited_, [&](Index visit) { return state.served[visit] < 1 - rounding; });
    }

    // What is waited for, one after the other.
    void addAwaited(Index from) {
        std::vector<Index> open = {from};
        while (!open.empty()) {
            const Index visit = open.back();
            open.pop_back();
            if (isAwaited_[visit] != 0) {
                continue;
            }
            isAwaited_[visit] = 1;
            awaited_.push_back(visit);
            const Visit& v = model_.visits[visit];
            const bool hands = model_.componentOf(v).steady.onward == Onward::consumers;
            for (Index i = v.firstStep; i < v.firstStep + v.stepCount && !hands; ++i) {
                const Step& step = model_.steps[i];
                for (Index call = step.firstCall; call < step.firstCall + step.callCount; ++call) {
                    if (!step.parallel && model_.calls[call].awaited && model_.calls[call].visit != none) {
                        open.push_back(model_.calls[call].visit);
                    }
                }
            }
        }
    }

    double cycleMs(const Settled& settled, Index workload) const {
        const Workload& w = model_.workloads[workload];
        return w.thinkMs + std::max(settled.responses->elsewhere(w.visit).mean, leastCycleMs);
    }

    double possibleRps(const Settled& settled, Index workload) const {
        return *model_.workloads[workload].users * msPerSecond / cycleMs(settled, workload);
    }

    // What users could send if the network carried what they send now.
    std::vector<double> possibleNow() {
        // What has collapsed would stay so at rates that had never made it: users begin from nothing.
        const bool afresh = slots_ || (timed_ && isFull(*last_));
        Settled settled =
            afresh ? settle(model_, groups_, stop_)
                   : settle(model_, groups_, stop_, Start::noFailures, roundsOfALook, nullptr, last_.get());
        rounds_ += settled.iterations;
        std::vector<double> possible(closed_.size());
        if (stop_.stop_requested()) {
            return possible;
        }
        for (std::size_t k = 0; k < closed_.size(); ++k) {
            possible[k] = possibleRps(settled, closed_[k]);
        }
        last_ = std::move(settled.state);
        return possible;
    }

    // Of one workload, beyond what the network carries; never so much that a machine which can keep up with
    // everything else is full for good.
    double missing(std::size_t k, double rps) {
        rate(k) = rps;
        if (isOver()) {
            return 0;
        }
        const double possible = possibleNow()[k];
        const bool tooMany =
            !overloaded_ && (isFull(*last_) || unansweredIn(*last_) > unanswered_ + settledStep);
        return (tooMany ? 0 : possible) - rps;
    }

    // `width`: about how far, relatively, the answer may be from the rate now; 0: nothing is known.
    double solveFor(std::size_t k, double width) {
        const double now = rate(k);
        double low = width > 0 ? now / (1 + 2 * width) : 0;
        double high = width > 0 ? std::min(now * (1 + 2 * width), most_[k]) : most_[k];
        double atLow = low > 0 ? missing(k, low) : most_[k];
        if (atLow < 0) {
            low = 0;
            atLow = most_[k];
        }
        double atHigh = missing(k, high);
        // Failures may be faster than answers, so that users come round faster under load.
        for (int i = 0; i < mostDoublings && atHigh > high * rateTolerance; ++i) {
            low = high;
            atLow = atHigh;
            high *= 2;
            atHigh = missing(k, high);
        }
        return queueing::findRoot([&](double rps) { return missing(k, rps); }, low, high, atLow, atHigh,
                                  rateTolerance);
    }

    Model& model_;
    const std::vector<VisitGroup>& groups_;
    const std::stop_token& stop_;
    std::vector<Index> closed_;
    std::vector<Index> awaited_;   ///< visits
    std::vector<char> isAwaited_;  ///< by visit
    std::vector<double> most_;     ///< rates of users who never queue
    std::unique_ptr<State> last_;  ///< to begin the next look at
    double lastMove_ = 0;
    double rounds_ = 0;
    double mostRounds_;
    bool timed_;               ///< calls are given up after a time
    bool slots_;               ///< shares of slots are bracketed from the beginning
    bool overloaded_ = false;  ///< without any user
    double unanswered_ = 0;    ///< and the share of requests that never comes back then
};

}  // namespace

bool hasUsers(const Model& model) {
    return std::ranges::any_of(model.workloads, [](const Workload& w) { return w.users.has_value(); });
}

Settled settleWithUsers(Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop,
                        SolvedParts* parts) {
    RatesOfUsers rates(model, groups, stop);
    const bool found = !hasUsers(model) || rates.find();
    Settled settled = settle(model, groups, stop, Start::noFailures, std::nullopt, parts, rates.last());
    for (Index i = 0; i < model.workloads.size() && !found; ++i) {
        if (model.workloads[i].users) {
            settled.moving.push_back(model.workloads[i].component);
        }
    }
    settled.converged = settled.converged && found;
    return settled;
}

bool usersAreApproximate(const Model& model) {
    // What they set off without waiting for it is exact in its rates only.
    const bool aside = std::ranges::any_of(model.components, [&](const Component& component) {
        const bool ofUsers = std::ranges::any_of(component.visits, [&](Index visit) {
            const Index workload = model.classes[model.visits[visit].requestClass].workload;
            return workload == none || isClosed(model.workloads[workload]);
        });
        return ofUsers && !component.steady.pools.empty() && component.usersWaits.empty();
    });
    return std::ranges::any_of(model.workloads, isClosed) && (!model.usersExactly || aside);
}

}  // namespace headroom::engine::solver
