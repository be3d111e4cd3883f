#include "core/engine/solver/fetch_times.h"

#include <algorithm>

#include "core/queueing/ttl_cache.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

struct Time {
    double mean = 0;
    double variance = 0;

    void add(const Time& other) {
        mean += other.mean;
        variance += other.variance;
    }
    /// So many of these, one after the other; a fraction is a chance.
    [[nodiscard]] Time times(double count) const {
        const double chance = count - std::floor(count);
        return {count * mean, count * variance + chance * (1 - chance) * mean * mean};
    }
};

/// The sums over all who ask.
struct Sums {
    double rate = 0;
    double mean = 0;
    double secondMoment = 0;
};

class Fetches {
  public:
    Fetches(const Model& model, const Responses& responses, const State& state)
        : model_(model), responses_(responses), state_(state), sums_(model.visits.size()) {
        for (Index visit = 0; visit < model.visits.size(); ++visit) {
            ask(visit);
        }
    }
    [[nodiscard]] const Sums& of(Index visit) const { return sums_[visit]; }

  private:
    void ask(Index visit) {
        const Visit& v = model_.visits[visit];
        if (v.passesOnMissOnly && v.callCount > 0) {
            add(visit, state_.rate[visit], inLine(v));
        }
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model_.calls[i];
            if (call.lookup != Lookup::no && call.visit != none) {
                Time time = behind(v, i);
                time.mean += network(i) / 2;
                time.add(fill(i));
                add(call.visit, state_.rate[visit] * state_.made[i], time);
            }
        }
    }

    void add(Index visit, double rate, const Time& time) {
        const double weight = std::max(rate, 1e-300);  // before anything flows, all count alike
        sums_[visit].rate += weight;
        sums_[visit].mean += weight * time.mean;
        sums_[visit].secondMoment += weight * (time.variance + time.mean * time.mean);
    }

    [[nodiscard]] double network(Index call) const {
        const Call& c = model_.calls[call];
        return model_.connections[c.connection].latencyMs + c.transferMs;
    }

    // Where nobody ever waits for the call, it is made for old values only.
    [[nodiscard]] Time answer(Index call) const {
        const auto node = responses_.call(call);
        const auto behind = responses_.times(model_.calls[call].visit).success;
        if (!node && !behind) {
            return {};
        }
        const queueing::LatencyMoments m = responses_.program().moments(node ? *node : *behind);
        return {m.mean + (node ? 0 : network(call)), m.variance};
    }

    // Through the network and the cache's own work.
    [[nodiscard]] Time fill(Index lookup) const {
        const Visit& cache = model_.visits[model_.calls[lookup].visit];
        const SteadyState& steady = model_.componentOf(cache).steady;
        const queueing::ServiceDistribution work = steady.service(Op::write, std::nullopt);
        Time time{network(lookup) / 2 + work.mean(), work.mean() * work.mean() * work.scv()};
        for (std::size_t p = 0; p < steady.pools.size(); ++p) {
            const queueing::WaitDistribution& wait = state_.pools[cache.component][p].wait;
            time.mean += steady.pools[p].answers[indexOf(Op::write)] * wait.mean();
        }
        return time;
    }

    // What depends on a miss, and on the misses of that.
    [[nodiscard]] Time behind(const Visit& visit, Index lookup) const {
        Time sum;
        for (const Index dependent : dependentsOf(model_, visit, lookup)) {
            const Call& c = model_.calls[dependent];
            if (!isAwaited(c)) {
                continue;
            }
            Time one = answer(dependent);
            if (c.lookup == Lookup::tracked) {
                one.add(behind(visit, dependent).times(1 - state_.hit[c.visit]));
            }
            sum.add(one.times(c.calls * c.missShare));
        }
        return sum;
    }

    [[nodiscard]] Time inLine(const Visit& visit) const {
        Time sum;
        for (Index step = visit.firstStep; step < visit.firstStep + visit.stepCount; ++step) {
            const Step& s = model_.steps[step];
            for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
                const Call& c = model_.calls[i];
                if (isAwaited(c)) {
                    sum.add(answer(i).times(c.calls * c.missShare));
                }
            }
        }
        return sum;
    }

    const Model& model_;
    const Responses& responses_;
    const State& state_;
    std::vector<Sums> sums_;
};

}  // namespace

bool fetchTimesCount(const Model& model) {
    return std::ranges::any_of(model.components, [](const Component& component) {
        return component.steady.content && component.steady.content->fetchTimesCount();
    });
}

void findFetchTimes(const Model& model, const Responses& responses, State& state) {
    const Fetches fetches(model, responses, state);
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Sums& sums = fetches.of(visit);
        LookupState& lookup = state.lookups[visit];
        if (sums.rate > 0) {
            lookup.fetchMs = sums.mean / sums.rate;
            const double square = lookup.fetchMs * lookup.fetchMs;
            lookup.fetchScv = square > 0 ? std::max(0.0, sums.secondMoment / sums.rate / square - 1) : 0;
        }
    }
}

RestOfFetch restOfFetch(const LookupState& lookup) {
    const double c = lookup.fetchScv;
    return {.meanMs = lookup.fetchMs * (1 + c) / 2, .scv = 4 * (1 + 2 * c) / (3 * (1 + c)) - 1};
}

namespace {

// One where the others wait for the first, or get the old value.
double stampedeOf(const CacheContent& content, const LookupState& lookup) {
    const bool alone = content.coalesces || content.servesStale;
    return alone ? 1 : queueing::stampedeSize(lookup.hottestRps, lookup.fetchMs / msPerSecond);
}

}  // namespace

results::Figure stampedeAt(const Model& model, const State& state, const Component& component) {
    results::Figure most;
    for (const Index visit : component.visits) {
        const LookupState& lookup = state.lookups[visit];
        if (!component.steady.content->hitRatio && model.opOf(model.visits[visit]) == Op::read &&
            lookup.fetchMs > 0 && state.rate[visit] > 0) {
            most = std::max(most.value_or(0), stampedeOf(*component.steady.content, lookup));
        }
    }
    return most;
}

}  // namespace headroom::engine::solver
