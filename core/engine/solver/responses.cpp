#include "core/engine/solver/responses.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/fetch_times.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/stations.h"

namespace headroom::engine::solver {

using queueing::ServiceDistribution;

namespace {

constexpr double msPerSecond = 1000;

}  // namespace

Responses::Responses(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                     SolvedParts* parts, std::size_t number, Precision precision)
    : model_(model),
      state_(state),
      program_(parts != nullptr ? parts->program() : own_),
      origins_(parts == nullptr && precision == Precision::full),
      nothing_(program_.constant(0)),
      tables_(parts != nullptr ? parts->responses(number, model) : ownTables_),
      waits_(tables_.waits),
      times_(tables_.times),
      calls_(tables_.calls),
      answers_(tables_.answers),
      elsewhere_(tables_.elsewhere),
      direct_(tables_.direct),
      asksFailure_(tables_.asksFailure),
      quick_(precision == Precision::quick),
      roughBlocks_(quick_) {
    if (parts == nullptr) {
        program_.reserve(4 * model.visits.size() + 6 * model.calls.size() + 16);
    }
    buildChanged(groups, findChanged(groups, parts != nullptr));
}

Responses::MaybeNode Responses::thinned(MaybeNode node, double probability) {
    if (!node || !(probability > 0)) {
        return std::nullopt;
    }
    return probability >= 1 ? node : MaybeNode(program_.mixture({{probability, *node}}));
}

Responses::MaybeNode Responses::inSequence(MaybeNode a, MaybeNode b) {
    if (!a || !b) {
        return std::nullopt;
    }
    if (*a == nothing_ || *b == nothing_) {
        return *a == nothing_ ? b : a;
    }
    return program_.sequence({*a, *b});
}

Responses::MaybeNode Responses::either(MaybeNode a, MaybeNode b) {
    if (!a || !b) {
        return a ? a : b;
    }
    return program_.mixture({{1, *a}, {1, *b}});
}

Responses::MaybeNode Responses::named(MaybeNode node, OriginKind kind, Index of) {
    if (!node || *node == nothing_) {
        return node;
    }
    const Node own = program_.sequence({*node});
    origins_.mark(own, {.kind = kind, .of = of});
    return own;
}

void Responses::build(Index visit) {
    const Visit& v = model_.visits[visit];
    const SteadyState& steady = model_.componentOf(v).steady;
    const double errors = v.worksHere ? steady.errorRate : 0;
    const double onward = v.passesOnMissOnly ? 1 - state_.hit[visit] : 1;
    wantsFailure_ = asksFailure_[visit] != 0 || isHeld(model_.componentOf(v));
    known_.clear();
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        direct_[call] = model_.calls[call].comesBack ? std::nullopt : direct_[call];
    }
    VisitTimes& times = times_[visit];
    if (!times.residence) {
        times.residence = residenceOf(v);
    }
    const double turnedAway = 1 - state_.admittedOf(visit, v.component);
    const double failing = errors + (1 - errors) * (1 - state_.accepted[v.component]);
    const MaybeNode own = thinned(times.residence, 1 - failing);
    Times then = rest(v, 0, Memory());
    if (isHeld(model_.componentOf(v))) {
        elsewhere_[visit] = elsewhereOf(then, errors, onward);
    }
    if (v.passesOnMissOnly) {
        then.success = named(then.success, OriginKind::miss, v.component);
    }
    MaybeNode after = then.success;
    const double waiting = state_.lookups[visit].underway;
    if (onward < 1) {
        after = either(thinned(nothing_, 1 - onward - waiting), thinned(then.success, onward));
    } else if (waiting > 0) {
        after = thinned(then.success, 1 - waiting);
    }
    if (waiting > 0) {
        after = either(after, thinned(restOfFetch(visit), waiting));
    }
    const bool unlike = waiting > 0 || (onward < 1 && then.success && *then.success != nothing_);
    if (unlike) {
        const double hit = state_.hit[visit];
        const MaybeNode waited = waiting > 0 ? thinned(restOfFetch(visit), waiting) : std::nullopt;
        times.found = inSequence(own, either(thinned(nothing_, hit - waiting), waited));
        times.missed = inSequence(own, thinned(then.success, 1 - hit));
    } else {
        times.found = times.missed = std::nullopt;
    }
    times.success = inSequence(own, after);
    times.stayed = stayedOf(v);
    times.answered = inSequence(times.stayed, after);
    if (wantsFailure_) {
        times.failure =
            either(thinned(times.residence, failing), inSequence(own, thinned(then.failure, onward)));
        times.inside = times.failure;
        times.failure = either(times.failure, thinned(nothing_, turnedAway));
    }
}

Elsewhere Responses::elsewhereOf(const Times& then, double errors, double onward) const {
    const double horizon = model_.horizonS * msPerSecond;
    Elsewhere after;
    double answered = 0;
    for (const MaybeNode& node : {then.success, then.failure}) {
        const auto m = node ? program_.moments(*node) : queueing::LatencyMoments{};
        answered += m.mass;
        after.mean += m.mass * m.mean;
        after.secondMoment += m.mass * (m.variance + m.mean * m.mean);
    }
    constexpr double rounding = 1e-12;
    const double open = 1 - answered > rounding ? 1 - answered : 0;
    const double goesOn = (1 - errors) * onward;
    return {goesOn * (after.mean + open * horizon), goesOn * (after.secondMoment + open * horizon * horizon)};
}

// Somebody else fetches the key already, which always takes the same time, or one that varies.
Responses::MaybeNode Responses::restOfFetch(Index visit) {
    const LookupState& lookup = state_.lookups[visit];
    if (!(lookup.fetchMs > 0)) {
        return nothing_;
    }
    constexpr double constant = 1e-9;
    const RestOfFetch rest = solver::restOfFetch(lookup);
    const Node node = lookup.fetchScv < constant
                          ? program_.wait(queueing::WaitDistribution::uniform(lookup.fetchMs))
                          : program_.service(ServiceDistribution::gamma(rest.meanMs, rest.scv));
    return named(node, OriginKind::miss, model_.visits[visit].component);
}

Responses::MaybeNode Responses::residenceOf(const Visit& visit) {
    if (!visit.worksHere) {
        return nothing_;
    }
    const Component& component = model_.componentOf(visit);
    const Op op = model_.opOf(visit);
    // Visits with the same work share their node.
    for (const Index other : component.visits) {
        const Visit& o = model_.visits[other];
        if (times_[other].residence && o.worksHere && model_.opOf(o) == op &&
            o.serviceMs == visit.serviceMs && o.rank == visit.rank && o.placement == visit.placement) {
            return times_[other].residence;
        }
    }
    const Node service = program_.service(component.steady.service(op, visit.serviceMs));
    origins_.mark(service, {.kind = OriginKind::service, .of = visit.component, .op = op});
    const double admitted =
        state_.admittedOf(static_cast<Index>(&visit - model_.visits.data()), visit.component);
    MaybeNode all;
    for (std::size_t p = 0; p < component.steady.pools.size(); ++p) {
        const double share = admitted * model_.answersAt(visit, p) * servedAt(model_, state_, visit, p);
        all = share > 0 ? either(all, thinned(atShard(visit, p, service), share)) : all;
    }
    const double scatter = admitted * model_.scatterOf(visit);
    return scatter > 0 ? either(all, thinned(overShards(visit, service), scatter)) : all;
}

// One machine answers each of them.
Responses::MaybeNode Responses::stayedOf(const Visit& visit) {
    const std::vector<PoolState>& pools = state_.pools[visit.component];
    const bool left =
        std::ranges::any_of(pools, [](const PoolState& pool) { return pool.leaving || pool.ofAll; });
    if (!visit.worksHere || !left) {
        return std::nullopt;
    }
    const Node service =
        program_.service(model_.componentOf(visit).steady.service(model_.opOf(visit), visit.serviceMs));
    MaybeNode all;
    for (std::size_t p = 0; p < pools.size(); ++p) {
        const MaybeNode one = pools[p].leaving || pools[p].ofAll
                                  ? program_.sequence({program_.wait(pools[p].servedWait()), service})
                                  : atShard(visit, p, service);
        all = either(all, thinned(one, model_.answersAt(visit, p) * servedAt(model_, state_, visit, p)));
    }
    return all;
}

Responses::Times Responses::rest(const Visit& visit, Index step, Memory memory) {
    if (step == visit.stepCount) {
        return {nothing_, std::nullopt};
    }
    for (const Known& known : known_) {
        if (known.step == step && known.memory == memory) {
            return known.times;
        }
    }
    const Times times = makeRest(visit, step, memory);
    known_.push_back({step, memory, times});
    return times;
}

Responses::Times Responses::makeRest(const Visit& visit, Index step, Memory memory) {
    const Step& s = model_.steps[visit.firstStep + step];
    if (s.blockSteps > 0) {
        return throughBlock(visit, step, memory);
    }
    const Memory later = memory.fromStep(model_, visit, step + 1);
    if (s.callCount == 1) {
        const Call& call = model_.calls[s.firstCall];
        const bool made = !isBundled(model_, call) && isMade(model_, call, memory);
        return made ? through(visit, step, memory, s.firstCall) : rest(visit, step + 1, later);
    }
    double total = 0;
    for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
        total += isMade(model_, model_.calls[i], memory) ? state_.weight[i] : 0;
    }
    if (!(total > 0)) {
        return rest(visit, step + 1, later);
    }
    Times all;
    for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
        if (isMade(model_, model_.calls[i], memory) && state_.weight[i] > 0) {
            const Times one = through(visit, step, memory, i);
            all.success = either(all.success, thinned(one.success, state_.weight[i] / total));
            all.failure = either(all.failure, thinned(one.failure, state_.weight[i] / total));
        }
    }
    return all;
}

// The call, and all that comes behind it.
Responses::Times Responses::through(const Visit& visit, Index step, Memory memory, Index call) {
    const Call& c = model_.calls[call];
    const Times all = repeated(visit, call);
    const Memory later = memory.fromStep(model_, visit, step + 1);
    if (c.lookup != Lookup::tracked) {
        const Times then = rest(visit, step + 1, later);
        return {inSequence(all.success, then.success),
                either(all.failure, inSequence(all.success, then.failure))};
    }
    const Memory found = memory.with(c.lookupNumber, Memory::Found::hit).fromStep(model_, visit, step + 1);
    const Memory missed = memory.with(c.lookupNumber, Memory::Found::miss).fromStep(model_, visit, step + 1);
    const Times onHit = rest(visit, step + 1, found);
    const Times onMiss = rest(visit, step + 1, missed);
    const Times own = direct(call);
    const LookedUp asked = lookedUp(call, own.success);
    Times then{either(inSequence(asked.found, onHit.success), inSequence(asked.missed, onMiss.success)),
               either(inSequence(asked.found, onHit.failure), inSequence(asked.missed, onMiss.failure))};
    // A fallback brings what was asked for; an optional look-up that fails has found nothing.
    const Times failed = rescued(visit, call, own.failure);
    then.success = either(then.success, inSequence(failed.success, onHit.success));
    then.failure = either(then.failure, inSequence(failed.success, onHit.failure));
    if (!model_.connections[c.connection].required) {
        return {either(then.success, inSequence(failed.failure, onMiss.success)),
                either(then.failure, inSequence(failed.failure, onMiss.failure))};
    }
    return {then.success, either(all.failure, then.failure)};
}

// A call with attempts of its own is only known as a whole.
Responses::LookedUp Responses::lookedUp(Index call, MaybeNode all) {
    const Call& c = model_.calls[call];
    const Connection& connection = model_.connections[c.connection];
    const VisitTimes& times = times_[c.visit];
    if ((times.found || times.missed) && !isTimed(model_, c) && connection.retries == 0 &&
        !refusesItself(connection)) {
        const MaybeNode way = network(c);
        return {thinned(inSequence(way, times.found), c.reaches),
                thinned(inSequence(way, times.missed), c.reaches)};
    }
    const double hit = hitsAmongAnswers(model_, state_, c.visit);
    return {thinned(all, hit), thinned(all, 1 - hit)};
}

Responses::MaybeNode Responses::network(const Call& call) {
    const Connection& c = model_.connections[call.connection];
    const Origin origin{.kind = OriginKind::network, .of = call.connection, .transferMs = call.transferMs};
    const auto fixed = [&](double ms) {
        const Node node = ms > 0 ? program_.constant(ms) : nothing_;
        if (ms > 0) {
            origins_.mark(node, origin);
        }
        return node;
    };
    if (c.latencyScv > 0 && c.latencyMs > 0) {
        const Node drawn = program_.service(ServiceDistribution::gamma(c.latencyMs, c.latencyScv));
        origins_.mark(drawn, origin);
        return inSequence(drawn, fixed(call.transferMs));
    }
    return fixed(c.latencyMs + call.transferMs);
}

Responses::Times Responses::attempted(Index call) {
    const Call& c = model_.calls[call];
    const Connection& connection = model_.connections[c.connection];
    const MaybeNode way = network(c);
    const bool remembers = !state_.stillFull[call].empty();
    const double full = 1 - state_.room[model_.visits[c.visit].component];
    const MaybeNode failure = remembers ? times_[c.visit].inside : times_[c.visit].failure;
    const Times one{thinned(inSequence(way, times_[c.visit].success), c.reaches),
                    either(thinned(inSequence(way, failure), c.reaches), thinned(way, c.refused)),
                    remembers ? thinned(way, c.reaches * full) : std::nullopt};
    if (!isTimed(model_, c) && connection.retries == 0 && !refusesItself(connection)) {
        return one;
    }
    const AttemptTimes::Answer answer =
        AttemptTimes(program_, cutter(), origins_)
            .of(connection, one, isTimed(model_, c), state_.turnedBack[c.connection],
                model_.horizonS * msPerSecond,
                remembers ? std::optional<AttemptTimes::AfterRejection>(
                                {.way = *way, .full = full, .again = state_.stillFull[call]})
                          : std::nullopt,
                state_.lateAgain[call]);
    answers_[call] = answer.attempt;
    return {answer.success, answer.failure};
}

queueing::LatencyCutter& Responses::cutter() {
    cutter_ = cutter_ ? std::move(cutter_) : std::make_unique<queueing::LatencyCutter>(program_);
    cutter_->setQuick(quick_);
    return *cutter_;
}

Responses::Times Responses::direct(Index call) {
    if (!direct_[call]) {
        direct_[call] = attempted(call);
        direct_[call]->failure =
            named(direct_[call]->failure, OriginKind::failed, model_.calls[call].connection);
    }
    return *direct_[call];
}

Responses::Times Responses::rescued(const Visit& visit, Index call, MaybeNode failure) {
    const Call& c = model_.calls[call];
    Times times{std::nullopt, failure};
    if (c.fallback != none && failure) {
        const Times instead = repeated(visit, c.fallback);
        times = {inSequence(failure, instead.success), inSequence(failure, instead.failure)};
    }
    return times;
}

Responses::Times Responses::single(const Visit& visit, Index call) {
    const Call& c = model_.calls[call];
    const Connection& connection = model_.connections[c.connection];
    if (!c.awaited || c.visit == none) {
        const bool delivers =
            model_.componentOf(visit).steady.onward == Onward::consumers || connection.replicates;
        calls_[call] =
            delivers && c.visit != none ? inSequence(network(c), times_[c.visit].success) : nothing_;
        if (c.visit != none && model_.componentOf(visit).steady.messages.redelivers()) {
            answers_[call] = delivered(visit, call);
        }
        return {nothing_, std::nullopt};
    }
    const Times own = direct(call);
    calls_[call] = own.success;
    const bool fails = wantsFailure_ || c.fallback != none || !connection.required;
    Times failed = rescued(visit, call, fails ? own.failure : std::nullopt);
    MaybeNode lost;
    if (!connection.required) {
        lost = failed.failure;
        failed.failure = std::nullopt;
    }
    if (c.lookup != Lookup::bundled) {
        return {either(own.success, either(failed.success, lost)), failed.failure};
    }
    const Times misses = withMisses(visit, call, own.success, lost);
    return {either(misses.success, failed.success), either(misses.failure, failed.failure)};
}

Responses::Times Responses::withMisses(const Visit& visit, Index call, MaybeNode success, MaybeNode lost) {
    Times misses{nothing_, std::nullopt};
    for (const Index dependent : dependentsOf(model_, visit, call)) {
        const double share = model_.calls[dependent].missShare;
        const Times then = repeated(visit, dependent);
        misses.failure = either(misses.failure, inSequence(misses.success, thinned(then.failure, share)));
        const MaybeNode taken =
            share < 1 ? either(thinned(nothing_, 1 - share), thinned(then.success, share)) : then.success;
        misses.success = inSequence(misses.success, taken);
    }
    const LookedUp asked = lookedUp(call, success);
    const Times known{either(asked.found, inSequence(asked.missed, misses.success)),
                      inSequence(asked.missed, misses.failure)};
    return {either(known.success, inSequence(lost, misses.success)),
            either(known.failure, inSequence(lost, misses.failure))};
}

Responses::Times Responses::repeated(const Visit& visit, Index call) {
    const double calls = model_.calls[call].calls;
    Times one = single(visit, call);
    if (model_.calls[call].missOf != none) {
        one.success = named(one.success, OriginKind::miss, model_.calls[call].connection);
    }
    if (calls == 1 || !one.success) {
        return calls == 1 ? one
                          : Times{thinned(nothing_, 1 - calls), thinned(one.failure, std::min(1.0, calls))};
    }
    const MaybeNode all = *one.success == nothing_ ? one.success : program_.repeat(*one.success, calls);
    return {all, wantsFailure_ ? repeatedFailure(one, calls) : std::nullopt};
}

// The first that fails is the j-th call: j - 1 successes, then the failure. Calls beyond the sixteenth are
// taken in blocks, each as its middle.
Responses::MaybeNode Responses::repeatedFailure(const Times& one, double calls) {
    if (!one.failure || !one.success) {
        return one.failure;
    }
    constexpr double blocks = 16;
    const double mass = program_.moments(*one.success).mass;
    const double width = std::max(1.0, std::ceil(calls / blocks));
    MaybeNode all;
    for (double from = 0; from < calls; from += width) {
        const double count = std::min(width, calls - from);
        const double middle = from + std::floor(count / 2);
        double weight = 0;
        for (double j = from; j < from + count; j += 1) {
            weight += std::min(1.0, calls - j) * std::pow(mass, j - middle);
        }
        const MaybeNode before = middle > 0 ? program_.repeat(*one.success, middle) : nothing_;
        const MaybeNode part = inSequence(before, one.failure);
        all = either(all, weight == 1 ? part : MaybeNode(program_.mixture({{weight, *part}})));
    }
    return all;
}

}  // namespace headroom::engine::solver
