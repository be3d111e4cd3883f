#include "core/engine/solver/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/damping.h"
#include "core/engine/solver/fetch_times.h"
#include "core/engine/solver/flows.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/late_again.h"
#include "core/engine/solver/line_leavers.h"
#include "core/engine/solver/newton_rounds.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/priorities.h"
#include "core/engine/solver/pseudo_time.h"
#include "core/engine/solver/refused_again.h"
#include "core/engine/solver/round_unknowns.h"
#include "core/engine/solver/side_by_side.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/stations.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

namespace {

constexpr double settledStep = 1e-9;
constexpr int never = 1'000'000;
/// Newton's method finds one of several steady states, rounds the one on the side where they begin: with
/// retries they get more time. Pseudo time leads to the same as they do.
struct Patience {
    int mostRounds = 150;
    int roundsUntilNewton = 30;
    bool damps = false;              ///< rounds that swing are calmed
    int roundsUntilFlow = never;     ///< until pseudo time takes over
    int roundsUntilAnother = never;  ///< and once more, where it did not come to rest
};
constexpr Patience withRetries{.mostRounds = 450, .roundsUntilNewton = 300};
// What inverts distributions or shares out slots takes dear rounds.
constexpr Patience withTimes{.mostRounds = 60,
                             .roundsUntilNewton = never,
                             .damps = true,
                             .roundsUntilFlow = 12,
                             .roundsUntilAnother = 45};

/// One settling of a model.
class FixedPoint {
  public:
    FixedPoint(const Model& model, const std::vector<VisitGroup>& groups, Settled& settled,
               SolvedParts* parts = nullptr)
        : model_(model),
          groups_(groups),
          parts_(parts),
          ratios_(parts != nullptr ? parts->ratios() : ownRatios_),
          waits_(parts != nullptr ? parts->waits() : ownWaits_),
          settled_(settled),
          state_(*settled.state),
          consumers_(model, state_, waits_.front()),
          balancing_(model),
          slots_(model, state_),
          refusals_(model, state_),
          leavers_(model, state_),
          again_(model),
          lateAgain_(model, state_),
          limited_(std::ranges::any_of(model.components, hasQueueLimit) || leavers_.any()),
          timed_(hasTimedCalls(model) || refusals_.any()),
          fetches_(fetchTimesCount(model)),
          anySlots_(std::ranges::any_of(model.components, hasSlots)),
          shares_(Unknowns::shares(model, state_)) {}

    void run(const std::stop_token& stop, Start start, std::optional<int> most) {
        double moved = 1;
        findFlows([&] { findHitRatios(model_, state_, ratios_); });
        if (start == Start::allAttemptsSpent) {
            state_.allSpent = true;
            round();
            state_.allSpent = false;
        }
        const Patience patience = patienceOf(most);
        Damping damping(shares_.values().size());
        for (int rounds = 0; moved > settledStep && rounds < patience.mostRounds && !stop.stop_requested();
             ++rounds) {
            if (rounds == patience.roundsUntilNewton) {
                moved = jump(stop);
                continue;
            }
            if (rounds == patience.roundsUntilFlow || rounds == patience.roundsUntilAnother) {
                moved = flow(stop);
                continue;
            }
            ++settled_.iterations;
            const std::vector<double> before = shares_.values();
            round();
            moved = std::max(
                {shares_.error(before), slots_.unsettled(), refusals_.unsettled(), consumers_.unsettled()});
            settled_.moving =
                moved > settledStep ? shares_.movers(before, settledStep) : std::vector<Index>();
            if (patience.damps && moved > settledStep) {
                shares_.damp(before, damping);
            }
        }
        settled_.converged = moved <= settledStep;
        finish(stop);
    }

    /// Whether there is one.
    bool runBetween(const Settled& low, const Settled& high, const std::stop_token& stop) {
        findHitRatios(model_, state_, ratios_);
        const std::vector<double> from = Unknowns::shares(model_, *low.state).values();
        const std::vector<double> to = Unknowns::shares(model_, *high.state).values();
        double near = 0;
        double far = 1;
        for (int half = 0; half < halvings && !stop.stop_requested(); ++half) {
            const double middle = 0.5 * (near + far);
            (pull(from, to, middle) > 0 ? far : near) = middle;
        }
        // Where one loop alone keeps itself going, the line leads through it.
        const std::vector<double> x = pointBetween(from, to, near);
        shares_.set(x);
        round();
        round();
        double left = shares_.error(x);
        if (left > settledStep) {
            shares_.set(x);
            left = newton(shares_, stop, [this] { round(SettleStep::plain); });
        }
        settled_.converged = left <= settledStep;
        finish(stop);
        return settled_.converged;
    }

    double residual() {
        const std::vector<double> before = shares_.values();
        round(SettleStep::plain);
        return shares_.error(before);
    }

  private:
    static constexpr int halvings = 40;
    static constexpr std::size_t onlyOneShare = std::numeric_limits<std::size_t>::max();
    static constexpr int dearRounds = 150;  ///< of Newton's method, where each inverts distributions

    [[nodiscard]] Patience patienceOf(std::optional<int> most) const {
        if (most) {
            return {.mostRounds = *most, .roundsUntilNewton = never, .damps = timed_};
        }
        if (timed_ || slots_.any()) {
            return withTimes;
        }
        return hasRetries(model_) ? withRetries : Patience{};
    }

    // What is served follows from the rest: held, so that an overload does not count twice.
    [[nodiscard]] std::vector<double> pointBetween(const std::vector<double>& from,
                                                   const std::vector<double>& to, double at) const {
        std::vector<double> x = from;
        for (std::size_t i = model_.visits.size(); i < x.size(); ++i) {
            x[i] = from[i] + at * (to[i] - from[i]);
        }
        return x;
    }

    // How far a round at a point of the line moves along it.
    double pull(const std::vector<double>& from, const std::vector<double>& to, double at) {
        const std::vector<double> x = pointBetween(from, to, at);
        const std::size_t held = model_.visits.size();
        shares_.set(x);
        round();
        const std::vector<double> after = shares_.values();
        double moved = 0;
        for (std::size_t i = held; i < x.size(); ++i) {
            moved += (after[i] - x[i]) * (to[i] - from[i]);
        }
        shares_.set(x);
        return moved;
    }

    void finish(const std::stop_token& stop) {
        if (stop.stop_requested()) {
            return;
        }
        if (!followsTimes()) {
            findTimes();
        }
        findFetchTimes(model_, *settled_.responses, state_);
        consumers_.findWaits(*settled_.responses, departures_);
    }

    void round(SettleStep step = SettleStep::bracketed) {
        findFlows([&] {
            findOutcomes(model_, groups_, state_);
            findRates(model_, groups_, state_);
            findHitRatios(model_, state_, ratios_);
            findAdmissions(model_, state_);
        });
        leavers_.find(state_);
        again_.find(state_);
        lateAgain_.find(state_, !quick_);
        balancing_.findTogether(state_);
        eachStation(&SolvedParts::loads, loadsFound_, {}, onlyOneShare,
                    [&](Index i, std::size_t /*share*/) { findLoads(model_, state_, i); });
        balancing_.findWeights(state_);
        findShapes();
        consume(step);
    }

    [[nodiscard]] bool remembers() const { return parts_ != nullptr && parts_->remembers() && !quick_; }
    [[nodiscard]] const Responses& responses() const {
        return quick_ ? *quickResponses_ : *settled_.responses;
    }

    template <class Find>
    void findFlows(Find find) {
        if (remembers()) {
            parts_->flows().find(flowsFound_++, model_, state_, find);
        } else {
            find();
        }
    }

    // What a queue with a limit turns away depends on how its arrivals come, and so does who leaves one.
    void findShapes() {
        if (limited_) {
            const VariabilityAnswer variability = findVariability(model_, state_);
            for (Index i = 0; i < model_.components.size(); ++i) {
                state_.arrivalScv[i] = variability.arrivals[i].scv;
            }
        }
    }

    // Whether what flows follows from how long something takes.
    [[nodiscard]] bool followsTimes() const {
        return consumers_.any() || timed_ || fetches_ || slots_.any() || balancing_.countsBehind();
    }

    void consume(SettleStep step) {
        if (!followsTimes()) {
            return;
        }
        findTimes();
        if (fetches_) {
            findFetchTimes(model_, responses(), state_);
        }
        for (Index call = 0; timed_ && call < model_.calls.size(); ++call) {
            state_.answers[call] = responses().answer(call);
        }
        balancing_.findBehind(responses(), state_);
        if (refusals_.any()) {
            refusals_.settle(responses(), step);
        }
        if (consumers_.any()) {
            consumers_.settle(responses(), departures_, step);
        }
        if (slots_.any()) {
            slots_.settle(responses(), step);
            findLoads(model_, state_);  // what gets through in the next round
        }
    }

    // Around a circle of calls a little more that is served may make much more arrive, so that rounds swing
    // without end. Where Newton's method does not get through in terms of what is served, it may in terms of
    // what arrives, which depends far less on itself: a machine that is full passes on what it can.
    double jump(const std::stop_token& stop) {
        const double left = newton(shares_, stop, [this] { round(SettleStep::plain); });
        return left <= settledStep ? left : newton(Unknowns::rates(model_, state_), stop, [this] {
            leavers_.find(state_);
            again_.find(state_);
            lateAgain_.find(state_, true);
            balancing_.findTogether(state_);
            findLoads(model_, state_);
            balancing_.findWeights(state_);
            findShapes();
            consume(SettleStep::plain);
            findOutcomes(model_, groups_, state_);
            turnRates(model_, groups_, state_);
            findHitRatios(model_, state_, ratios_);
            findAdmissions(model_, state_);
        });
    }

    double flow(const std::stop_token& stop) {
        const std::vector<char> broken = state_.broken;
        PseudoTimeProblem problem = shares_.problemInTime();
        problem.round = [&](const std::vector<double>& x) {
            if (stop.stop_requested()) {
                return x;
            }
            shares_.set(x);
            round(SettleStep::plain);
            const bool shrinks = state_.broken == broken;
            state_.broken = broken;
            return shrinks ? shares_.values() : std::vector<double>(x.size(), HUGE_VAL);
        };
        problem.quick = [&](const std::vector<double>& x) {
            if (stop.stop_requested()) {
                return x;
            }
            const State before = state_;
            shares_.set(x);
            quick_ = true;
            round(SettleStep::plain);
            quick_ = false;
            const std::vector<double> after = shares_.values();
            state_ = before;
            return after;
        };
        const PseudoTimeAnswer answer = throughPseudoTime(problem, shares_.values(), settledStep);
        // Once more, so that everything else belongs to these numbers.
        problem.round(answer.x);
        settled_.moving = shares_.movers(answer.x, settledStep);
        shares_.set(answer.x);
        settled_.iterations += answer.rounds + 1;
        return answer.error;
    }

    template <class Turn>
    double newton(Unknowns unknowns, const std::stop_token& stop, Turn turn) {
        SelfConsistent problem = unknowns.problem();
        problem.mostRounds = timed_ ? dearRounds : problem.mostRounds;
        const std::vector<char> broken = state_.broken;
        problem.round = [&](const std::vector<double>& x) {
            if (stop.stop_requested()) {
                return x;
            }
            unknowns.set(x);
            turn();
            const bool shrinks = state_.broken == broken;
            state_.broken = broken;
            return shrinks ? unknowns.values() : std::vector<double>(x.size(), HUGE_VAL);
        };
        const NewtonAnswer answer = newtonRounds(problem, unknowns.values(), settledStep);
        // Once more, so that everything else belongs to these numbers.
        problem.round(answer.x);
        settled_.iterations += answer.rounds + 1;
        return answer.error;
    }

    // With what is known of it, where something is remembered. `least`: as for eachInShares.
    template <class Find>
    void eachStation(KnownStations& (SolvedParts::*known)(), std::size_t& number,
                     const std::vector<ArrivalShape>& arrivals, std::size_t least, const Find& find) {
        if (remembers()) {
            (parts_->*known)().find(number++, model_, state_, arrivals, least, find);
            return;
        }
        const std::size_t count = model_.components.size();
        eachInShares(count, count, least,
                     [&](std::size_t i, std::size_t share) { find(static_cast<Index>(i), share); });
    }

    // Where machines are picked by how busy they are, or slots are held, the waits at several stations hang
    // together.
    void findStationWaits(const std::vector<ArrivalShape>& arrivals) {
        constexpr std::size_t fewStations = 48;
        const auto findOne = [&](Index i, std::size_t share) {
            findWaits(model_, i, arrivals[i], waits_[share], state_);
        };
        const auto findMore = [&](Index i) {
            findRankWaits(model_, state_, i);
            addGateDelays(model_, state_, i);
        };
        if (!balancing_.any() && !anySlots_) {
            eachStation(&SolvedParts::stationWaits, waitsFound_, arrivals, fewStations,
                        [&](Index i, std::size_t share) {
                            findOne(i, share);
                            findMore(i);
                        });
            return;
        }
        for (Index i = 0; i < model_.components.size(); ++i) {
            findOne(i, 0);
        }
        balancing_.findWaits(arrivals, state_);
        for (Index i = 0; i < model_.components.size(); ++i) {
            findMore(i);
        }
    }

    // Once more only where something has moved since.
    void findTimes() {
        if (quick_) {
            findStationWaits(findVariability(model_, state_).arrivals);
            quickResponses_ =
                std::make_unique<Responses>(model_, groups_, state_, nullptr, 0, Responses::Precision::quick);
            return;
        }
        if (settled_.responses && settled_.responses->areOf(state_)) {
            return;
        }
        VariabilityAnswer variability = findVariability(model_, state_);
        findStationWaits(variability.arrivals);
        departures_ = std::move(variability.departures);
        settled_.responses.reset();
        settled_.responses = std::make_unique<Responses>(model_, groups_, state_, parts_, timesFound_++);
    }

    const Model& model_;
    const std::vector<VisitGroup>& groups_;
    SolvedParts* parts_;
    PerShare<KnownRatios> ownRatios_;
    PerShare<KnownRatios>& ratios_;
    PerShare<KnownWaits> ownWaits_;
    PerShare<KnownWaits>& waits_;
    Settled& settled_;
    State& state_;
    Consumers consumers_;
    Balancing balancing_;
    Slots slots_;
    OwnRefusals refusals_;
    LineLeavers leavers_;
    RefusedAgain again_;
    LateAgain lateAgain_;
    bool limited_ = false;  ///< some queue has a limit, or is left by some
    bool timed_;            ///< what comes of some call depends on how long it takes
    bool fetches_;          ///< and what some cache finds
    bool anySlots_;         ///< callers hold some, or consumers
    Unknowns shares_;
    std::vector<double> departures_;
    bool quick_ = false;  ///< only how rounds change is asked for: times by mean and variance
    std::unique_ptr<Responses> quickResponses_;
    std::size_t timesFound_ = 0;
    std::size_t flowsFound_ = 0;
    std::size_t loadsFound_ = 0;
    std::size_t waitsFound_ = 0;
};

}  // namespace

Settled settle(const Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop,
               Start start, std::optional<int> mostRounds, SolvedParts* parts, const State* from) {
    Settled settled{
        .state = from != nullptr ? std::make_unique<State>(*from) : std::make_unique<State>(model),
        .responses = nullptr};
    FixedPoint(model, groups, settled, parts).run(stop, start, mostRounds);
    return settled;
}

std::optional<Settled> settleBetween(const Model& model, const std::vector<VisitGroup>& groups,
                                     const std::stop_token& stop, const Settled& low, const Settled& high,
                                     SolvedParts* parts) {
    Settled settled{.state = std::make_unique<State>(model), .responses = nullptr};
    const bool found = FixedPoint(model, groups, settled, parts).runBetween(low, high, stop);
    return found && !stop.stop_requested() ? std::optional(std::move(settled)) : std::nullopt;
}

double residualOf(const Model& model, const std::vector<VisitGroup>& groups, const State& state) {
    Settled settled{.state = std::make_unique<State>(state), .responses = nullptr};
    SolvedParts parts(false);
    return FixedPoint(model, groups, settled, &parts).residual();
}

}  // namespace headroom::engine::solver
