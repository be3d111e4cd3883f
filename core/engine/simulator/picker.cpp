#include "core/engine/simulator/picker.h"

#include <algorithm>
#include <utility>

namespace headroom::engine::simulator {

namespace {

// Of what a place's answers take, how much each new one counts.
constexpr double memory = 0.01;
// After so many times its length without a new one it is doubtful.
constexpr double forgotten = 10;
// Before the first one, in ms.
constexpr double untried = 1e-6;
// A place that is away counts as if it had so many requests (a number that leaves the others exact).
constexpr double awayAs = 1ULL << 40U;

}  // namespace

Picker::Picker(RunState& state)
    : state_(state),
      turns_(state.plan.model.connections.size()),
      credit_(state.plan.model.connections.size()) {
    Index places = 0;
    for (const ComponentPlan& component : state.plan.components) {
        firstPlace_.push_back(places);
        places += component.blocks;
    }
    open_.resize(places);
    responseMs_.resize(places);
    answeredMs_.resize(places);
}

bool Picker::decides(Index component) const {
    const SteadyState& steady = state_.plan.model.components[component].steady;
    return steady.onward == Onward::oneTarget && steady.policy.value_or(Policy::random) != Policy::random;
}

// Without a policy on the connection or at the caller, by chance.
Policy Picker::policyFor(Index connection) const {
    const solver::Connection& c = state_.plan.model.connections[connection];
    return c.policy.value_or(state_.plan.model.components[c.from].steady.policy.value_or(Policy::random));
}

Index Picker::callOf(const solver::Step& step, Index task) {
    const solver::Model& model = state_.plan.model;
    const Index component = model.visits[state_.tasks[task].visit].component;
    const SteadyState& steady = model.components[component].steady;
    if (!looksAtMachines(*steady.policy) && !goesByClient(*steady.policy)) {
        return inTurn(step);
    }
    candidates_.clear();
    for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
        const solver::Call& call = model.calls[i];
        const Index to = model.connections[call.connection].to;
        if (call.weight > 0) {
            addMachines(i, to, call.weight / std::max(model.components[to].steady.machines, 1.0));
        }
    }
    if (candidates_.empty()) {
        return step.firstCall;
    }
    RandomStream& random = state_.componentStreams[component].routing;
    const Candidate& taken =
        candidates_[goesByClient(*steady.policy)
                        ? placeOf(*steady.policy, component, state_.tasks[task].client, random)
                        : best(*steady.policy, steady.choices, random)];
    keptFor_ = model.calls[taken.call].connection;
    keptBlock_ = taken.block;
    return taken.call;
}

// Each turn gives every target its weight, and takes all of it from the one that has most: as often as its
// weight says, and as evenly as may be.
Index Picker::inTurn(const solver::Step& step) {
    const solver::Model& model = state_.plan.model;
    double total = 0;
    Index most = step.firstCall;
    for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
        const solver::Call& call = model.calls[i];
        credit_[call.connection] += call.weight;
        total += call.weight;
        const double least = credit_[model.calls[most].connection] * (1 + 1e-12) + 1e-12;
        most = call.weight > 0 && credit_[call.connection] > least ? i : most;
    }
    credit_[model.calls[most].connection] -= total;
    return most;
}

void Picker::addMachines(Index call, Index component, double weight) {
    for (Index block = 0; block < state_.servingBlocks(component); ++block) {
        candidates_.push_back({call, component, block, weight});
    }
}

bool Picker::isForgotten(Index place) const {
    return state_.nowMs - answeredMs_[place] > forgotten * responseMs_[place];
}

// Where nothing has been sent for long is tried again, or a few unlucky answers would leave it idle for ever.
double Picker::usualResponse(Index place) const {
    const double usual = responseMs_[place];
    if (!(usual > 0)) {
        return untried;
    }
    const double idleMs = state_.nowMs - answeredMs_[place];
    return open_[place] == 0 && isForgotten(place) ? forgotten * usual * usual / idleMs : usual;
}

double Picker::scoreOf(const Candidate& candidate, Policy policy) const {
    const Index place = firstPlace_[candidate.component] + candidate.block;
    const double open = (open_[place] + 1) / candidate.weight;
    return policy == Policy::leastResponseTime ? open * usualResponse(place) : open;
}

// Of all candidates, or of some that are drawn; of equals each with the same chance.
Index Picker::best(Policy policy, double choices, RandomStream& random) {
    const auto count = static_cast<Index>(candidates_.size());
    const Index compared =
        policy == Policy::powerOfTwo ? std::min(count, static_cast<Index>(choices)) : count;
    Index taken = 0;
    std::uint32_t equals = 0;
    double least = 0;
    for (Index i = 0; i < compared; ++i) {
        if (compared < count) {
            std::swap(candidates_[i], candidates_[i + random.below(count - i)]);
        }
        const double score = scoreOf(candidates_[i], policy);
        if (i == 0 || score < least) {
            least = score;
            taken = i;
            equals = 1;
        } else if (score == least && random.below(++equals) == 0) {
            taken = i;
        }
    }
    return taken;
}

// Among the candidates, numbered in their order.
Index Picker::placeOf(Policy policy, Index caller, std::uint64_t client, RandomStream& random) {
    const std::uint64_t hash = client != 0 ? client : random.next();
    const std::size_t count = candidates_.size();
    if (policy == Policy::ipHash) {
        return static_cast<Index>(hash % count);
    }
    constexpr double mostPlaces = 1e6;
    const double places = std::min(state_.plan.model.components[caller].steady.virtualNodes,
                                   mostPlaces / static_cast<double>(count));
    const auto ring = rings_.try_emplace({caller, static_cast<Index>(count)}, count,
                                         static_cast<std::size_t>(std::max(1.0, places)));
    return static_cast<Index>(ring.first->second.ownerOf(hash));
}

Index Picker::blockFor(Index task, Index component, Index connection) {
    const Index blocks = state_.servingBlocks(component);
    if (blocks == 1) {
        return 0;
    }
    if (std::exchange(keptFor_, none) == connection) {
        return keptBlock_;
    }
    const Policy policy = policyFor(connection);
    RandomStream& random = state_.componentStreams[component].routing;
    if (policy == Policy::random) {
        return random.below(blocks);
    }
    const Index caller = state_.plan.model.connections[connection].from;
    if (goesByClient(policy)) {
        candidates_.resize(blocks);
        return placeOf(policy, caller, state_.tasks[task].client, random);
    }
    if (looksAtMachines(policy)) {
        candidates_.clear();
        addMachines(none, component, 1);
        return candidates_[best(policy, state_.plan.model.components[caller].steady.choices, random)].block;
    }
    turns_[connection] = (turns_[connection] + 1) % blocks;
    return turns_[connection];
}

void Picker::sent(Index task, Index component, Index block) {
    const Index place = firstPlace_[component] + block;
    state_.tasks[task].place = place;
    ++open_[place];
}

void Picker::setAway(Index component, Index block, bool away) {
    open_[firstPlace_[component] + block] += away ? awayAs : -awayAs;
}

// What fails at once is no reason to send more there: only good answers count as fast.
void Picker::leave(const Task& task, bool ok) {
    --open_[task.place];
    if (ok) {
        const double ms = state_.nowMs - task.arrivedMs;
        double& usual = responseMs_[task.place];
        usual += usual > 0 ? (isForgotten(task.place) ? 0.5 : memory) * (ms - usual) : ms;
        answeredMs_[task.place] = state_.nowMs;
    }
}

}  // namespace headroom::engine::simulator
