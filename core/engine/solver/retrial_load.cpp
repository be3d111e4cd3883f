#include "core/engine/solver/retrial_load.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/work_mix.h"
#include "core/queueing/retry.h"

namespace headroom::engine::solver {

using queueing::RetrialQueue;
using queueing::RetrialStream;

namespace {

constexpr double msPerSecond = 1000;
constexpr double sameTo = 1e-9;

bool areLike(const Connection& a, const Connection& b) {
    return a.retries == b.retries && a.backoffMs == b.backoffMs && a.latencyMs == b.latencyMs;
}

// For each call that its caller makes: attempts that find what fresh ones do, and that follow a rejection.
struct Attempts {
    double anew = 1;
    double returned = 0;
};

class Attempted {
  public:
    Attempted(const Model& model, const State& state, Index call)
        : outcome_(state.outcome[call]),
          again_(state.stillFull[call]),
          full_(1 - state.room[model.visits[model.calls[call].visit].component]) {
        const Call& c = model.calls[call];
        reaches_ = (1 - state.turnedBack[c.connection]) * c.reaches;
        fresh_ = {.success = std::max(reaches_ * (1 - full_) - outcome_.failing, 0.0),
                  .rejected = reaches_ * full_,
                  .failed = outcome_.failing};
    }

    [[nodiscard]] double reaches() const { return reaches_; }
    /// Of those that follow the k-th rejection, the share that is rejected beyond what fresh ones are.
    [[nodiscard]] double echo(int k) const {
        const double again = againAt(k);
        return full_ < 1 ? std::clamp((again - full_) / (1 - full_), 0.0, 1.0) : 0;
    }
    /// After k of them.
    [[nodiscard]] Attempts next(const Attempts& now, int k) const {
        const queueing::AttemptChances later =
            k > 0 ? queueing::afterRejection(fresh_, full_, againAt(k)) : fresh_;
        return {.anew = outcome_.granted * (now.anew * fresh_.failed + now.returned * later.failed),
                .returned = outcome_.granted * (now.anew * fresh_.rejected + now.returned * later.rejected)};
    }

  private:
    [[nodiscard]] double againAt(int k) const {
        return again_.empty() ? full_
                              : again_[std::min<std::size_t>(static_cast<std::size_t>(k), again_.size()) - 1];
    }

    const CallOutcome& outcome_;
    const std::vector<double>& again_;
    double full_;
    double reaches_ = 1;
    queueing::AttemptChances fresh_;
};

class Loading {
  public:
    Loading(const Model& model, const State& state, const ReturningCalls& calls,
            const std::vector<double>& sameMachine, double scale)
        : model_(model), state_(state), calls_(calls), sameMachine_(sameMachine), scale_(scale) {}

    /// Adds the streams, the first of them with all the retries that there is room for.
    void load(double mixRate, RetrialQueue::Load& load) {
        double others = mixRate;
        for (const Index visit : model_.components[calls_.component].visits) {
            others += state_.rate[visit] * state_.echo[visit] * perMachineMs(model_, visit);
        }
        std::size_t left = RetrialQueue::mostRefusals;
        for (const std::vector<ReturningCall>& calls : calls_.streams) {
            const auto retries =
                static_cast<std::size_t>(model_.connections[model_.calls[calls[0].call].connection].retries);
            const std::size_t waits = std::min(retries, left);
            left -= waits;
            if (waits > 0) {
                load.streams.push_back(streamOf(calls, waits, others));
            } else {
                others -= echoesOf(calls);
            }
        }
        load.others = std::max(others, 0.0) * scale_;
        if (load.others < sameTo * mixRate * scale_) {
            load.others = 0;
        }
    }

  private:
    [[nodiscard]] double echoesOf(const std::vector<ReturningCall>& calls) const {
        double echoes = 0;
        for (const ReturningCall& of : calls) {
            echoes +=
                perCallerMs(model_, state_, of) * state_.echoed[of.call] * model_.calls[of.call].reaches;
        }
        return echoes;
    }

    RetrialStream streamOf(const std::vector<ReturningCall>& calls, std::size_t waits, double& others) const {
        RetrialStream stream;
        stream.fresh.assign(waits, 0.0);
        stream.returns = 0;
        double all = 0;
        double transferMs = 0;
        for (const ReturningCall& of : calls) {
            const Index call = of.call;
            const double times = add(of, waits, stream, others);
            const Attempted one(model_, state_, call);
            const double back = state_.outcome[call].granted * one.reaches();
            all += times;
            transferMs += times * model_.calls[call].transferMs;
            stream.returns += times * back * sameMachine_[call];
            stream.elsewhere += times * back * (1 - sameMachine_[call]);
        }
        if (all > 0) {
            stream.returns /= all;
            stream.elsewhere /= all;
            transferMs /= all;
        }
        const Connection& connection = model_.connections[model_.calls[calls[0].call].connection];
        stream.waits = backoffWaits(connection.latencyMs + transferMs, connection.backoffMs, waits);
        return stream;
    }

    /// How often the call is made, per ms; takes its attempts out of `others`, but those beyond the stream.
    double add(const ReturningCall& of, std::size_t waits, RetrialStream& stream, double& others) const {
        constexpr double nothing = 1e-15;
        const Index call = of.call;
        const double sent = state_.outcome[call].sent;
        const double times = sent > 0 ? perCallerMs(model_, state_, of) * state_.made[call] / sent : 0;
        const Attempted one(model_, state_, call);
        others -= perCallerMs(model_, state_, of) * state_.made[call] * model_.calls[call].reaches /
                  (1 + state_.answers[call].copies);
        Attempts now;
        const int most = model_.connections[model_.calls[call].connection].retries;
        for (int k = 0; k <= most && now.anew + now.returned > nothing; ++k) {
            if (static_cast<std::size_t>(k) < waits) {
                stream.fresh[static_cast<std::size_t>(k)] += times * now.anew * one.reaches() * scale_;
            } else {
                others += times * now.anew * one.reaches();
            }
            if (static_cast<std::size_t>(k) > waits) {
                others += times * now.returned * one.reaches() * (1 - one.echo(k));
            }
            now = one.next(now, k);
        }
        return times;
    }

    const Model& model_;
    const State& state_;
    const ReturningCalls& calls_;
    const std::vector<double>& sameMachine_;
    double scale_;
};

}  // namespace

double perMachineMs(const Model& model, Index visit) {
    const Visit& v = model.visits[visit];
    return model.jobsAt(v, 0) / model.componentOf(v).steady.pools.front().machines / msPerSecond;
}

double perCallerMs(const Model& model, const State& state, const ReturningCall& of) {
    return state.rate[of.caller] * perMachineMs(model, model.calls[of.call].visit);
}

std::vector<queueing::UniformSpan> backoffWaits(double fromMs, double backoffMs, std::size_t count) {
    std::vector<queueing::UniformSpan> waits;
    for (std::size_t k = 0; k < count; ++k) {
        waits.push_back({.from = fromMs, .length = backoffMs});
        backoffMs *= 2;
    }
    return waits;
}

std::vector<ReturningCalls> returningCalls(const Model& model, const std::vector<double>& sameMachine) {
    std::vector<Index> callers(model.calls.size(), none);
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        std::fill_n(callers.begin() + v.firstCall, v.callCount, visit);
    }
    std::vector<ReturningCalls> all;
    std::vector<Index> places(model.components.size(), none);
    const auto connectionOf = [&](Index call) -> const Connection& {
        return model.connections[model.calls[call].connection];
    };
    for (Index i = 0; i < model.calls.size(); ++i) {
        if (!(sameMachine[i] > 0)) {
            continue;
        }
        const Index component = model.visits[model.calls[i].visit].component;
        if (places[component] == none) {
            places[component] = static_cast<Index>(all.size());
            all.push_back({.component = component, .streams = {}});
        }
        auto& streams = all[places[component]].streams;
        const auto like = std::ranges::find_if(streams, [&](const std::vector<ReturningCall>& calls) {
            return areLike(connectionOf(calls[0].call), connectionOf(i));
        });
        auto& stream = like != streams.end() ? *like : streams.emplace_back();
        stream.push_back({.call = i, .caller = callers[i]});
    }
    return all;
}

RetrialQueue::Load retrialLoad(const Model& model, const State& state, const ReturningCalls& calls,
                               const std::vector<double>& sameMachine, const WorkMix& mix,
                               const BoundedQueue& bounded) {
    RetrialQueue::Load load{.serviceRate = bounded.serviceRate,
                            .servers = bounded.workers,
                            .capacity = bounded.capacity,
                            .others = 0,
                            .streams = {}};
    Loading(model, state, calls, sameMachine, bounded.arrivalRate / mix.rate()).load(mix.rate(), load);
    return load;
}

bool isSame(double a, double b, double of) {
    return std::abs(a - b) <= sameTo * of;
}

double ratesWith(double besides, const std::vector<RetrialStream>& streams) {
    for (const RetrialStream& stream : streams) {
        for (const double rate : stream.fresh) {
            besides += rate;
        }
    }
    return besides;
}

bool areSame(const std::vector<RetrialStream>& a, const std::vector<RetrialStream>& b, double scale) {
    const auto sameRate = [&](double x, double y) { return isSame(x, y, scale); };
    const auto sameWait = [](const queueing::UniformSpan& x, const queueing::UniformSpan& y) {
        return isSame(x.from, y.from, x.from) && isSame(x.length, y.length, x.length);
    };
    return std::ranges::equal(a, b, [&](const RetrialStream& x, const RetrialStream& y) {
        return std::ranges::equal(x.fresh, y.fresh, sameRate) &&
               std::ranges::equal(x.waits, y.waits, sameWait) && isSame(x.returns, y.returns, 1) &&
               isSame(x.elsewhere, y.elsewhere, 1);
    });
}

bool isSameLoad(const RetrialQueue::Load& a, const RetrialQueue::Load& b) {
    const double scale = ratesWith(a.others + a.serviceRate, a.streams);
    return a.servers == b.servers && a.capacity == b.capacity &&
           isSame(a.serviceRate, b.serviceRate, a.serviceRate) && isSame(a.others, b.others, scale) &&
           areSame(a.streams, b.streams, scale);
}

}  // namespace headroom::engine::solver
