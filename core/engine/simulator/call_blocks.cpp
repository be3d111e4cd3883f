#include "core/engine/simulator/calls.h"
#include "core/engine/simulator/tracer.h"
#include "core/engine/solver/plan_walk.h"

namespace headroom::engine::simulator {

bool Calls::isBlock(const Task& task) const {
    const solver::Visit& visit = state_.plan.model.visits[task.visit];
    return task.step < visit.stepCount && state_.plan.model.steps[visit.firstStep + task.step].blockSteps > 0;
}

// True where the caller can go on at once.
bool Calls::startBlock(Index task) {
    const solver::Visit& visit = state_.plan.model.visits[state_.tasks[task].visit];
    const Index step = state_.tasks[task].step;
    const solver::Step& first = state_.plan.model.steps[visit.firstStep + step];
    state_.tasks[task].step += first.blockSteps;
    fillUpTo(task, step);
    std::vector<Index> calls = std::move(blockCalls_);
    drawBlock(task, visit.firstStep + step, calls);
    const Index block = state_.blocks.take();
    state_.blocks[block] = {.task = task, .open = static_cast<std::uint32_t>(calls.size())};
    Block& b = state_.blocks[block];
    for (const Index call : calls) {
        b.calls += solver::isAwaited(state_.plan.model.calls[call]) ? 1 : 0;
    }
    b.needed = first.needed < b.calls ? static_cast<std::uint32_t>(first.needed) : b.calls;
    for (const Index call : calls) {
        startBranch(task, block, call);
    }
    calls.clear();
    blockCalls_ = std::move(calls);
    state_.blocks[block].starting = false;
    const bool lost = isLost(state_.blocks[block]);
    const bool decided = settleBlock(block);
    if (lost) {
        fail(task);
    }
    return decided && !lost;
}

void Calls::drawBlock(Index task, Index first, std::vector<Index>& calls) {
    const Index component = state_.plan.model.visits[state_.tasks[task].visit].component;
    for (Index i = first; i < first + state_.plan.model.steps[first].blockSteps; ++i) {
        const Index call = drawnFrom(state_.plan.model.steps[i], task);
        if (isMade(state_.tasks[task], call)) {
            calls.insert(calls.end(), countOf(call, component), call);
        }
    }
}

// A record of its own for one of the calls, with the plan and the memory of its caller.
void Calls::startBranch(Index task, Index block, Index call) {
    const Index branch = state_.newTask(state_.tasks[task].visit, Role::branch);
    const Index loop = state_.loops.take();
    state_.loops[loop] = {.call = call, .remaining = 1};
    Task& t = state_.tasks[branch];
    t.call = call;
    t.missed = state_.tasks[task].missed;
    t.lost = state_.tasks[task].lost;
    t.client = state_.tasks[task].client;
    t.key = state_.plan.calls[call].sameKey ? keyFor(task, call) : noKey;
    t.machine = state_.tasks[task].machine;
    t.block = block;
    t.loop = loop;
    if (state_.tracer != nullptr) {
        state_.tracer->shares(branch, task);
    }
    advance(branch);
}

void Calls::branchDone(Index branch, bool ok) {
    const Task t = state_.tasks[branch];
    state_.drop(branch);
    Block& block = state_.blocks[t.block];
    --block.open;
    if (solver::isAwaited(state_.plan.model.calls[t.call])) {
        ++(ok ? block.succeeded : block.failed);
        if (block.task != none && ok && t.degraded) {
            state_.tasks[block.task].degraded = true;
        }
    }
    const Index caller = block.task;
    const bool failed = isLost(block);
    if (block.starting || !settleBlock(t.block) || caller == none) {
        return;
    }
    if (failed) {
        fail(caller);
    } else {
        advance(caller);
    }
}

bool Calls::isLost(const Block& block) {
    return block.calls - block.failed < block.needed;
}

// True where it is known now what becomes of the caller; the record stays until the last call is over.
bool Calls::settleBlock(Index index) {
    Block& block = state_.blocks[index];
    const bool decided = block.succeeded >= block.needed || isLost(block);
    if (decided) {
        block.task = none;
    }
    if (block.open == 0) {
        state_.blocks.give(index);
    }
    return decided;
}

}  // namespace headroom::engine::simulator
