#include "core/engine/solver/parallel_block.h"
#include "core/engine/solver/responses.h"

namespace headroom::engine::solver {

// Calls that are sent together, and all that comes behind them.
Responses::Times Responses::throughBlock(const Visit& visit, Index step, Memory memory) {
    const Step& first = model_.steps[visit.firstStep + step];
    std::vector<ParallelBlock::Branch> branches;
    for (Index i = 0; i < first.blockSteps; ++i) {
        addBranch(visit, model_.steps[visit.firstStep + step + i], memory, branches);
    }
    const auto own = static_cast<Index>(&visit - model_.visits.data());
    const ParallelBlock::Times block =
        ParallelBlock(program_, joiner(), origins_)
            .of(branches, first.needed, likeFork(model_, state_, own, step), wantsFailure_);
    const Index after = step + first.blockSteps;
    const Times then = rest(visit, after, memory.fromStep(model_, visit, after));
    return {inSequence(block.success, then.success),
            either(block.failure, inSequence(block.success, then.failure))};
}

// Of alternatives with several calls each, one is drawn and all of its calls are sent.
void Responses::addBranch(const Visit& visit, const Step& step, Memory memory,
                          std::vector<ParallelBlock::Branch>& branches) {
    double total = 0;
    for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
        total += isMade(model_, model_.calls[i], memory) ? (step.callCount == 1 ? 1 : state_.weight[i]) : 0;
    }
    ParallelBlock::Branch drawn;
    for (Index i = step.firstCall; total > 0 && i < step.firstCall + step.callCount; ++i) {
        const Call& call = model_.calls[i];
        if (!isMade(model_, call, memory)) {
            continue;
        }
        const ParallelBlock::Branch one = branchOf(visit, i);
        if (step.callCount == 1) {
            if (isAwaited(call)) {
                branches.push_back(one);
            }
            return;
        }
        const ParallelBlock::Times all =
            ParallelBlock(program_, joiner(), origins_).of({one}, one.calls + 1, std::nullopt, wantsFailure_);
        const double share = state_.weight[i] / total;
        drawn.success = either(drawn.success, thinned(all.success, share));
        drawn.failure = either(drawn.failure, thinned(all.failure, share));
    }
    if (total > 0) {
        branches.push_back(drawn);
    }
}

ParallelBlock::Branch Responses::branchOf(const Visit& visit, Index call) {
    const Call& c = model_.calls[call];
    Times one = single(visit, call);
    if (c.missOf != none) {
        one.success = named(one.success, OriginKind::miss, c.connection);
    }
    return {one.success, one.failure, isAwaited(c) ? c.calls : 1};
}

queueing::LatencyJoiner& Responses::joiner() {
    joiner_ = joiner_ ? std::move(joiner_) : std::make_unique<queueing::LatencyJoiner>(program_);
    joiner_->setRough(roughBlocks_);
    return *joiner_;
}

}  // namespace headroom::engine::solver
