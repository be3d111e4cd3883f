#include "core/engine/solver/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/damping.h"
#include "core/engine/solver/fetch_times.h"
#include "core/engine/solver/flows.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/newton_rounds.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/priorities.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/stations.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

namespace {

constexpr double settledStep = 1e-9;
/// Newton's method finds one of several steady states, rounds the one on the side where they begin: with
/// retries they get more time.
struct Patience {
    int mostRounds = 150;
    int roundsUntilNewton = 30;
    bool damps = false;  ///< rounds that swing are calmed
};
// Shares that slots leave are bisected.
constexpr Patience withSlots{.mostRounds = 250, .roundsUntilNewton = 200, .damps = false};
constexpr Patience withRetries{.mostRounds = 450, .roundsUntilNewton = 300, .damps = false};
// Rounds that invert distributions are dear, and Newton's method makes hundreds.
constexpr Patience withTimes{.mostRounds = 120, .roundsUntilNewton = 121, .damps = true};

/// The numbers of the state that rounds work out from their own old values.
class Unknowns {
  public:
    /// What is shared out: between rounds, everything else follows from that.
    static Unknowns shares(const Model& model, State& state) {
        Unknowns u;
        for (Index visit = 0; visit < state.served.size(); ++visit) {
            u.add(state.served[visit], model.visits[visit].component, leastShare, 1, 0);
        }
        u.addOthers(model, state);
        return u;
    }
    /// What arrives, in place of what is served of it.
    static Unknowns rates(const Model& model, State& state) {
        Unknowns u;
        for (std::vector<double>* rates : {&state.rate, &state.fills}) {
            for (Index visit = 0; visit < rates->size(); ++visit) {
                u.add((*rates)[visit], model.visits[visit].component, 0, mostRate, 0);
            }
        }
        u.addOthers(model, state);
        return u;
    }

    [[nodiscard]] std::vector<double> values() const {
        std::vector<double> values;
        values.reserve(all_.size());
        for (const Unknown& unknown : all_) {
            values.push_back(*unknown.value);
        }
        return values;
    }
    void set(const std::vector<double>& values) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            *all_[i].value = values[i];
        }
    }
    /// Relative, or absolute where both ends of the range matter.
    [[nodiscard]] double error(std::size_t i, double before, double after) const {
        const double own = std::max(before, 1e-300);
        const double scale = all_[i].scale > 0 ? all_[i].scale : std::max(1.0, -all_[i].scale) * own;
        return std::abs(after - before) / scale;
    }
    [[nodiscard]] double error(const std::vector<double>& before) const {
        double most = 0;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            most = std::max(most, error(i, before[i], *all_[i].value));
        }
        return most;
    }
    /// Where something is further away from `before` than `settled`.
    [[nodiscard]] std::vector<Index> movers(const std::vector<double>& before, double settled) const {
        std::set<Index> components;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            if (error(i, before[i], *all_[i].value) > settled) {
                components.insert(all_[i].component);
            }
        }
        return {components.begin(), components.end()};
    }
    /// Leaves between `before` and now what swings.
    void damp(const std::vector<double>& before, Damping& damping) {
        for (std::size_t i = 0; i < all_.size(); ++i) {
            double& value = *all_[i].value;
            value = damping.next(i, before[i], value, all_[i].scale == 0 && before[i] > 0 && value > 0);
        }
    }
    [[nodiscard]] SelfConsistent problem() const {
        SelfConsistent problem;
        problem.error = [this](std::size_t i, double before, double after) {
            return error(i, before, after);
        };
        for (const Unknown& unknown : all_) {
            problem.least.push_back(unknown.least);
            problem.most.push_back(unknown.most);
        }
        return problem;
    }

  private:
    struct Unknown {
        double* value;
        Index component;  ///< where it belongs
        double least;
        double most;
        double scale;  ///< 0: relative to itself; below, to so many times itself
    };
    static constexpr double leastShare = 1e-30;
    static constexpr double mostRate = 1e300;
    static constexpr double longestMs = 1e300;
    // Relative: where what is behind is nearly full, its waits are known by so much less than its rates.
    static constexpr double elsewhereScale = -1e6;
    static constexpr double mostAnswered = 1e6;
    // A distribution that is inverted is known to 1e-9.
    static constexpr double answerScale = 100;
    // So that the share of misses, which may be as small, is good to 1e-6.
    static constexpr double missScale = 1e-3;

    void add(double& value, Index component, double least, double most, double scale) {
        all_.push_back({&value, component, least, most, scale});
    }

    void addOthers(const Model& model, State& state) {
        for (Index i = 0; i < model.components.size(); ++i) {
            if (model.components[i].steady.gate) {
                add(state.gated[i], i, leastShare, 1, 0);
            }
            for (PoolState& pool : state.pools[i]) {
                if (hasSlots(model.components[i])) {
                    add(pool.slotShare, i, leastShare, 1, 0);
                }
            }
            if (hasSlots(model.components[i])) {
                add(state.elsewhere[i].mean, i, 0, longestMs, elsewhereScale);
            }
            if (hasQueueLimit(model.components[i])) {
                add(state.room[i], i, leastShare, 1, 0);
            }
        }
        for (Index i = 0; i < model.components.size(); ++i) {
            if (state.consumption[i].active) {
                addTaken(model, state, i);
            }
            if (state.consumption[i].active || sharesByLoad(model, i)) {
                addWeights(model, state, i);
            }
        }
        for (Index i = 0; i < model.connections.size(); ++i) {
            if (refusesItself(model.connections[i])) {
                add(state.turnedBack[i], model.connections[i].from, 0, 1, answerScale);
            }
        }
        addAnswers(model, state);
        for (Index visit = 0; visit < model.visits.size(); ++visit) {
            if (model.componentOf(model.visits[visit]).steady.content) {
                add(state.hit[visit], model.visits[visit].component, 0, 1, missScale);
                addLookup(state.lookups[visit], model.visits[visit].component);
            }
        }
    }

    void addLookup(LookupState& lookup, Index component) {
        add(lookup.fetchMs, component, 0, mostRate, 0);
        for (double* share : {&lookup.filled, &lookup.underway, &lookup.refreshes}) {
            add(*share, component, 0, 1, missScale);
        }
    }

    void addAnswers(const Model& model, State& state) {
        for (const Visit& visit : model.visits) {
            for (Index call = visit.firstCall; call < visit.firstCall + visit.callCount; ++call) {
                if (isTimed(model, model.calls[call])) {
                    add(state.answers[call].answeredShare, visit.component, 0, mostAnswered, answerScale);
                    add(state.answers[call].copies, visit.component, 0, 1, answerScale);
                }
            }
        }
    }

    void addTaken(const Model& model, State& state, Index broker) {
        if (!model.components[broker].steady.partitions) {
            add(state.taken[broker], broker, leastShare, 1, 0);
            return;
        }
        for (const Index connection : model.components[broker].connections) {
            add(state.taken[State::takenAt(model, broker, connection)], broker, leastShare, 1, 0);
        }
    }

    void addWeights(const Model& model, State& state, Index broker) {
        for (const Index visit : model.components[broker].visits) {
            const Visit& v = model.visits[visit];
            for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
                if (model.calls[call].visit != none) {
                    add(state.weight[call], broker, 0, 1, 1);
                }
            }
        }
    }

    std::vector<Unknown> all_;
};

/// One settling of a model.
class FixedPoint {
  public:
    FixedPoint(const Model& model, const std::vector<VisitGroup>& groups, Settled& settled,
               SolvedParts* parts = nullptr)
        : model_(model),
          groups_(groups),
          parts_(parts),
          ratios_(parts != nullptr ? parts->ratios() : ownRatios_),
          settled_(settled),
          state_(*settled.state),
          consumers_(model, state_),
          balancing_(model, state_),
          slots_(model, state_),
          refusals_(model, state_),
          limited_(std::ranges::any_of(model.components, hasQueueLimit)),
          timed_(hasTimedCalls(model) || refusals_.any()),
          fetches_(fetchTimesCount(model)),
          shares_(Unknowns::shares(model, state_)) {}

    void run(const std::stop_token& stop, Start start, std::optional<int> most) {
        double moved = 1;
        findHitRatios(model_, state_, ratios_);
        if (start == Start::allAttemptsSpent) {
            state_.allSpent = true;
            round();
            state_.allSpent = false;
        }
        const Patience patience = patienceOf(most);
        Damping damping(shares_.values().size());
        while (moved > settledStep && settled_.iterations < patience.mostRounds && !stop.stop_requested()) {
            if (settled_.iterations == patience.roundsUntilNewton) {
                moved = jump(stop);
                continue;
            }
            ++settled_.iterations;
            const std::vector<double> before = shares_.values();
            round();
            moved = shares_.error(before);
            settled_.moving = shares_.movers(before, settledStep);
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
        if (left > goodEnough) {
            shares_.set(x);
            left = newton(shares_, stop, [this] { round(); });
        }
        settled_.converged = left <= goodEnough;
        finish(stop);
        return settled_.converged;
    }

  private:
    static constexpr int halvings = 40;
    static constexpr double goodEnough = 1e3 * settledStep;

    [[nodiscard]] Patience patienceOf(std::optional<int> most) const {
        if (most) {
            return {.mostRounds = *most, .roundsUntilNewton = *most + 1, .damps = false};
        }
        if (!hasRetries(model_)) {
            return slots_.any() ? withSlots : (timed_ ? withTimes : Patience{});
        }
        return timed_ ? withTimes : withRetries;
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
        if (!consumers_.any() && !timed_ && !fetches_ && !slots_.any()) {
            findTimes();
        }
        findFetchTimes(model_, *settled_.responses, state_);
        consumers_.findWaits(*settled_.responses, departures_);
    }

    void round() {
        findOutcomes(model_, groups_, state_);
        findRates(model_, groups_, state_);
        findHitRatios(model_, state_, ratios_);
        findAdmissions(model_, state_);
        findLoads(model_, state_);
        balancing_.findWeights(state_);
        findShapes();
        consume(SettleStep::bracketed);
    }

    // What a queue with a limit turns away depends on how its arrivals come.
    void findShapes() {
        if (limited_) {
            const VariabilityAnswer variability = findVariability(model_, state_);
            for (Index i = 0; i < model_.components.size(); ++i) {
                state_.arrivalScv[i] = variability.arrivals[i].scv;
            }
        }
    }

    void consume(SettleStep step) {
        if (!consumers_.any() && !timed_ && !fetches_ && !slots_.any()) {
            return;
        }
        findTimes();
        if (fetches_) {
            findFetchTimes(model_, *settled_.responses, state_);
        }
        for (Index call = 0; timed_ && call < model_.calls.size(); ++call) {
            state_.answers[call] = settled_.responses->answer(call);
        }
        if (refusals_.any()) {
            refusals_.settle(*settled_.responses, step);
        }
        if (consumers_.any()) {
            consumers_.settle(*settled_.responses, step);
        }
        if (slots_.any()) {
            slots_.settle(*settled_.responses, step);
            findLoads(model_, state_);  // what gets through in the next round
        }
    }

    // Around a circle of calls a little more that is served may make much more arrive, so that rounds swing
    // without end. Where Newton's method does not get through in terms of what is served, it may in terms of
    // what arrives, which depends far less on itself: a machine that is full passes on what it can.
    double jump(const std::stop_token& stop) {
        const double left = newton(shares_, stop, [this] {
            findOutcomes(model_, groups_, state_);
            findRates(model_, groups_, state_);
            findHitRatios(model_, state_, ratios_);
            findAdmissions(model_, state_);
            findLoads(model_, state_);
            balancing_.findWeights(state_);
            findShapes();
            consume(SettleStep::plain);
        });
        return left <= settledStep ? left : newton(Unknowns::rates(model_, state_), stop, [this] {
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

    template <class Turn>
    double newton(Unknowns unknowns, const std::stop_token& stop, Turn turn) {
        SelfConsistent problem = unknowns.problem();
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

    // Once more only where something has moved since.
    void findTimes() {
        if (timesOf_ && *timesOf_ == state_) {
            return;
        }
        VariabilityAnswer variability = findVariability(model_, state_);
        findWaits(model_, variability.arrivals, state_);
        balancing_.findWaits(variability.arrivals, state_);
        findRankWaits(model_, state_);
        addGateDelays(model_, state_);
        departures_ = std::move(variability.departures);
        settled_.responses = std::make_unique<Responses>(model_, groups_, state_, parts_);
        timesOf_ = state_;
    }

    const Model& model_;
    const std::vector<VisitGroup>& groups_;
    SolvedParts* parts_;
    KnownRatios ownRatios_;
    KnownRatios& ratios_;
    Settled& settled_;
    State& state_;
    Consumers consumers_;
    Balancing balancing_;
    Slots slots_;
    OwnRefusals refusals_;
    bool limited_ = false;  ///< some queue has a limit
    bool timed_;            ///< what comes of some call depends on how long it takes
    bool fetches_;          ///< and what some cache finds
    Unknowns shares_;
    std::vector<double> departures_;
    std::optional<State> timesOf_;  ///< the state that waits and responses belong to
};

}  // namespace

Settled settle(const Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop,
               Start start, std::optional<int> mostRounds, SolvedParts* parts) {
    Settled settled{.state = std::make_unique<State>(model), .responses = nullptr};
    FixedPoint(model, groups, settled, parts).run(stop, start, mostRounds);
    return settled;
}

std::optional<Settled> settleBetween(const Model& model, const std::vector<VisitGroup>& groups,
                                     const std::stop_token& stop, const Settled& low, const Settled& high) {
    Settled settled{.state = std::make_unique<State>(model), .responses = nullptr};
    const bool found = FixedPoint(model, groups, settled).runBetween(low, high, stop);
    return found && !stop.stop_requested() ? std::optional(std::move(settled)) : std::nullopt;
}

}  // namespace headroom::engine::solver
