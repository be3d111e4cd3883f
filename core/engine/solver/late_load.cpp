#include "core/engine/solver/late_load.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/line_leavers.h"
#include "core/queueing/retry.h"

namespace headroom::engine::solver {

using queueing::LateRetrialQueue;
using queueing::RetrialStream;

namespace {

// The attempts of one call, for each time that it is made.
class Attempts {
  public:
    Attempts(const Model& model, const State& state, Index call)
        : outcome_(state.outcome[call]), remembered_(state.lateAgain[call]) {
        const Call& c = model.calls[call];
        made_ = 1 - state.turnedBack[c.connection];
        reaches_ = made_ * c.reaches;
        fresh_ = {.success = std::max(made_ - outcome_.late - outcome_.failing, 0.0),
                  .rejected = outcome_.late,
                  .failed = outcome_.failing};
    }

    [[nodiscard]] double reaches() const { return reaches_; }
    [[nodiscard]] double anew() const { return anew_; }          ///< find what fresh ones do
    [[nodiscard]] double returned() const { return returned_; }  ///< follow a timeout
    void goOn() {
        const queueing::AttemptChances later = count_ > 0 ? lateAgain() : fresh_;
        const double failed = outcome_.granted * (anew_ * fresh_.failed + returned_ * later.failed);
        returned_ = outcome_.granted * (anew_ * fresh_.rejected + returned_ * later.rejected);
        anew_ = failed;
        ++count_;
    }

  private:
    [[nodiscard]] queueing::AttemptChances lateAgain() const {
        const double late = made_ > 0 ? std::min(fresh_.rejected / made_, 1.0) : 0;
        const double remembered =
            remembered_.empty() ? 0 : remembered_[std::min(count_, remembered_.size()) - 1];
        return queueing::afterRejection(fresh_, late, late + remembered * (1 - late));
    }

    const CallOutcome& outcome_;
    const std::vector<double>& remembered_;
    double made_ = 1;
    double reaches_ = 1;
    queueing::AttemptChances fresh_;
    double anew_ = 1;
    double returned_ = 0;
    std::size_t count_ = 0;
};

class Loading {
  public:
    Loading(const Model& model, const State& state, const ReturningCalls& calls,
            const std::vector<double>& sameMachine, double scale)
        : model_(model), state_(state), calls_(calls), sameMachine_(sameMachine), scale_(scale) {}

    void load(double mixRate, LateRetrialQueue::Load& load) {
        double others = mixRate;
        double limits = 0;
        double all = 0;
        std::size_t left = LateRetrialQueue::mostReturns;
        for (const std::vector<ReturningCall>& calls : calls_.streams) {
            const Connection& connection = connectionOf(calls[0].call);
            const std::size_t waits = std::min(static_cast<std::size_t>(connection.retries), left);
            left -= waits;
            if (waits > 0) {
                load.streams.push_back(streamOf(calls, waits, others, limits, all));
            }
        }
        constexpr double hardlyAny = 1e-9;
        constexpr double leastLimit = 1e-6;
        load.others = std::max(others, 0.0) * scale_;
        if (load.others < hardlyAny * mixRate * scale_) {
            load.others = 0;
        }
        load.limit = std::max(limits, leastLimit * load.restMean);
    }

  private:
    [[nodiscard]] const Connection& connectionOf(Index call) const {
        return model_.connections[model_.calls[call].connection];
    }
    RetrialStream streamOf(const std::vector<ReturningCall>& calls, std::size_t waits, double& others,
                           double& limits, double& all) const {
        RetrialStream stream;
        stream.fresh.assign(waits, 0.0);
        stream.returns = 0;
        double here = 0;
        for (const ReturningCall& of : calls) {
            const Index call = of.call;
            const double times = add(of, stream, others);
            const Connection& connection = connectionOf(call);
            const double back = state_.outcome[call].granted * Attempts(model_, state_, call).reaches();
            here += times;
            const double limit = *connection.timeoutMs - connection.latencyMs - model_.calls[call].transferMs;
            // Exactly that, where all are alike.
            limits = all + here > 0 ? limits + (limit - limits) * times / (all + here) : limit;
            stream.returns += times * back * sameMachine_[call];
            stream.elsewhere += times * back * (1 - sameMachine_[call]);
        }
        all += here;
        stream.returns /= here > 0 ? here : 1;
        stream.elsewhere /= here > 0 ? here : 1;
        const Connection& connection = connectionOf(calls[0].call);
        stream.waits = backoffWaits(*connection.timeoutMs, connection.backoffMs, waits);
        return stream;
    }

    /// How often the call is made, per ms; takes its attempts out of `others`, but those beyond the stream.
    double add(const ReturningCall& of, RetrialStream& stream, double& others) const {
        constexpr double nothing = 1e-15;
        const Index call = of.call;
        const double sent = state_.outcome[call].sent;
        const double times = sent > 0 ? perCallerMs(model_, state_, of) * state_.made[call] / sent : 0;
        others -= perCallerMs(model_, state_, of) * state_.made[call] * model_.calls[call].reaches;
        Attempts attempts(model_, state_, call);
        const auto retries = static_cast<std::size_t>(connectionOf(call).retries);
        for (std::size_t k = 0; k <= retries && attempts.anew() + attempts.returned() > nothing; ++k) {
            const double anew = times * attempts.anew() * attempts.reaches();
            if (k < stream.fresh.size()) {
                stream.fresh[k] += anew * scale_;
            } else {
                others += anew;
            }
            if (k > stream.fresh.size()) {
                others += times * attempts.returned() * attempts.reaches();
            }
            attempts.goOn();
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

LateRetrialQueue::Load lateLoad(const Model& model, const State& state, const ReturningCalls& calls,
                                const std::vector<double>& sameMachine, const WorkMix& mix) {
    constexpr double leastVariation = 0.1;
    constexpr double lessOfEven = 1.2;
    constexpr double moreOfUneven = 0.85;
    const double longer = (1 + mix.scv()) / 2 - 1;
    const double variation = std::max(1 + (longer < 0 ? lessOfEven : moreOfUneven) * longer, leastVariation);
    LateRetrialQueue::Load load{
        .serviceRate = 1 / (mix.mean() * variation),
        .servers = model.components[calls.component].steady.pools.front().workers,
        .limit = 0,
        .others = 0,
        .patience = std::nullopt,
        .streams = {},
        .restMean = mix.mean(),
        .restScv = mix.scv(),
    };
    Loading(model, state, calls, sameMachine, 1 / variation).load(mix.rate(), load);
    const Call& first = model.calls[calls.streams.front().front().call];
    if (isTakenBack(model, first) && leavesLine(model, state, calls.component, 0)) {
        load.patience = patienceMs(model, first);
    }
    return load;
}

bool isSameLoad(const LateRetrialQueue::Load& a, const LateRetrialQueue::Load& b) {
    const double scale = ratesWith(a.others, a.streams);
    return a.servers == b.servers && isSame(a.serviceRate, b.serviceRate, a.serviceRate) &&
           isSame(a.limit, b.limit, a.limit) && a.patience == b.patience && isSame(a.restScv, b.restScv, 1) &&
           isSame(a.others, b.others, scale) && areSame(a.streams, b.streams, scale);
}

}  // namespace headroom::engine::solver
