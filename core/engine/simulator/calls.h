#pragma once

#include "core/engine/simulator/brokers.h"
#include "core/engine/simulator/call_guard.h"
#include "core/engine/simulator/contents.h"
#include "core/engine/simulator/retry_budget.h"
#include "core/engine/simulator/stations.h"
#include "core/engine/simulator/warm_up.h"

namespace headroom::engine::simulator {

/// What a request does after its own work: the calls of its plan, one after the other or several together,
/// until it is answered.
class Calls {
  public:
    Calls(RunState& state, Stations& stations, Brokers& brokers, WarmUp& warmUp);

    /// Own work ended well.
    void begin(Index task) {
        const Task& t = state_.tasks[task];
        const VisitPlan& plan = state_.plan.visits[t.visit];
        if (plan.answersAtOnce || t.role == Role::fill) {
            finish(task, true);
        } else if (plan.onlyCalls) {
            advance(task);
        } else {
            useContent(task);
        }
    }
    /// The task fails here and makes no later calls.
    void fail(Index task);
    /// The answer of a task is back at its caller.
    void answered(Index task);
    /// The pause before a retry is over.
    void resend(Index task);
    void timedOut(Index timer);
    /// A look-up has waited for a value that somebody else fetched.
    void woken(Index task);
    void strike(const KeyEvent& event) { contents_.strike(event); }
    /// A caller has refused a call itself.
    void refused(Index task);

  private:
    void advance(Index task);
    [[nodiscard]] Index nextCall(Index task);
    [[nodiscard]] std::uint32_t countOf(Index call, Index component) {
        const CallPlan& plan = state_.plan.calls[call];
        const bool another =
            plan.anotherCall > 0 && state_.componentStreams[component].routing.chance(plan.anotherCall);
        return plan.wholeCalls + (another ? 1 : 0);
    }
    // Calls that are sent together.
    [[nodiscard]] bool blockAhead(Index task) const {
        const Task& t = state_.tasks[task];
        return state_.plan.visits[t.visit].sendsTogether && isBlock(t);
    }
    [[nodiscard]] bool isBlock(const Task& task) const;
    bool startBlock(Index task);
    void drawBlock(Index task, Index first, std::vector<Index>& calls);
    void startBranch(Index task, Index block, Index call);
    void branchDone(Index branch, bool ok);
    [[nodiscard]] static bool isLost(const Block& block);
    bool settleBlock(Index block);

    [[nodiscard]] Index drawnFrom(const solver::Step& step, Index task);
    [[nodiscard]] bool isMade(const Task& task, Index call) const;
    [[gnu::always_inline]] void open(Index task, Index call) {
        const std::uint32_t count = countOf(call, state_.plan.visits[state_.tasks[task].visit].component);
        if (count > 0) {
            const Index loop = state_.loops.take();
            Task& t = state_.tasks[task];
            state_.loops[loop] = {.call = call, .outer = t.loop, .remaining = count};
            t.loop = loop;
        }
    }
    void close(Index task) {
        Task& t = state_.tasks[task];
        const Index loop = t.loop;
        t.loop = state_.loops[loop].outer;
        state_.loops.give(loop);
    }
    bool goOn(Index task);
    bool goOnWithMiss(Index task);
    void send(Index task);
    void sendOn(Index task, Index child, Index call);
    void startTimer(Index task, Index connection);
    [[nodiscard]] CallGuard& guardOf(Index task, Index connection);
    [[nodiscard]] bool lets(Index task);
    [[nodiscard]] bool swallows(Index child, const Link& link, double networkMs);
    void forget(Index task);
    void sendFill(Index task, Index call);
    void fillUpTo(Index task, Index step) {
        if (state_.tasks[task].missed != 0) {
            fillMissed(task, step);
        }
    }
    void fillMissed(Index task, Index step);
    void resume(Index task, bool ok, bool hit);
    bool retries(Index task);
    void callFailed(Index task);
    void lookedUp(Index task, Index call);
    void giveSlotOf(Index task);
    void lookUpFailed(Index task, const solver::Call& lookup);
    // What caches have missed.
    void useContent(Index task);
    void lookUp(Index task);
    void passOn(Index task);
    void handOver(Index child);
    void settleFetches(Index task, bool ok);
    void refreshInLine(Index task);
    void refreshFor(Index caller, Index fetch);
    [[nodiscard]] std::uint32_t keyFor(Index task, Index call) const;
    void finish(Index task, bool ok);
    void finishRequest(Index task, bool ok);

    RunState& state_;
    Stations& stations_;
    Brokers& brokers_;
    WarmUp& warmUp_;
    Contents contents_;
    std::vector<RetryBudget> budgets_;            ///< by connection
    std::vector<std::vector<CallGuard>> guards_;  ///< by connection and machine of the caller
    std::vector<Index> blockCalls_;               ///< of the block that is being started
};

}  // namespace headroom::engine::simulator
