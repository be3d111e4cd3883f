#include "core/engine/simulator/autoscalers.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/engine/solver/autoscaling.h"

namespace headroom::engine::simulator {

namespace {

constexpr double lookEveryMs = 15'000;
constexpr double lookBackMs = 300'000;
constexpr double tolerance = 0.1;

const Autoscale& ruleOf(const RunState& state, Index component) {
    return *state.plan.model.components[component].steady.autoscale;
}

double sumOf(const std::deque<Index>& ordered) {
    return std::accumulate(ordered.begin(), ordered.end(), 0.0);
}

}  // namespace

Autoscalers::Autoscalers(RunState& state, Stations& stations, Brokers& brokers)
    : state_(state), stations_(stations), brokers_(brokers), controllers_(state.plan.components.size()) {}

void Autoscalers::begin() {
    for (Index i = 0; i < controllers_.size(); ++i) {
        const ComponentPlan& plan = state_.plan.components[i];
        if (plan.scales && state_.plan.model.components[i].steady.autoscale) {
            controllers_[i].recently.push_back({0, static_cast<double>(plan.machinesAtFirst)});
            state_.schedule(lookEveryMs, Happening::looked, i);
        }
    }
}

void Autoscalers::look(Index component) {
    Controller& controller = controllers_[component];
    state_.schedule(lookEveryMs, Happening::looked, component);
    state_.touch(component);
    const double busyMs = state_.levels[component].busyMs;
    const double busyWorkers = (busyMs - std::exchange(controller.busyMs, busyMs)) / lookEveryMs;
    const double there =
        state_.serving[component] - stations_.deadServing(component) + sumOf(controller.ordered);
    if (state_.fixed[component] != 0) {
        std::ranges::fill(controller.ordered, 0);
        remember(controller, there);
        return;
    }
    const double wanted = wantedBy(component, busyWorkers, there);
    remember(controller, wanted);
    if (wanted > there) {
        order(component, wanted - there);
        return;
    }
    const auto& recently = controller.recently;
    const double most = std::ranges::max_element(recently, {}, &Wanted::machines)->machines;
    if (most < there) {
        release(component, there - most);
    }
}

double Autoscalers::wantedBy(Index component, double busyWorkers, double there) const {
    const Autoscale& rule = ruleOf(state_, component);
    const double workers = state_.plan.components[component].pools.front().workers;
    const double ratio = busyWorkers / (workers * rule.target * std::max(there, 1.0));
    return std::abs(ratio - 1) <= tolerance ? std::clamp(there, rule.least, rule.most)
                                            : solver::wantedMachines(rule, busyWorkers, workers);
}

void Autoscalers::remember(Controller& controller, double wanted) const {
    std::erase_if(controller.recently,
                  [&](const Wanted& one) { return one.atMs <= state_.nowMs - lookBackMs; });
    controller.recently.push_back({state_.nowMs, wanted});
}

void Autoscalers::order(Index component, double machines) {
    controllers_[component].ordered.push_back(static_cast<Index>(std::round(machines)));
    state_.schedule(ruleOf(state_, component).delayMs, Happening::ready, component);
}

void Autoscalers::ready(Index component) {
    std::deque<Index>& ordered = controllers_[component].ordered;
    const Index machines = state_.serving[component] + ordered.front();
    ordered.pop_front();
    stations_.serve(component, std::min(machines, state_.plan.components[component].machines));
    brokers_.resume();
}

// First of what has been asked for last.
void Autoscalers::release(Index component, double machines) {
    std::deque<Index>& ordered = controllers_[component].ordered;
    auto left = static_cast<Index>(std::round(machines));
    for (auto order = ordered.rbegin(); order != ordered.rend(); ++order) {
        const Index taken = std::min(*order, left);
        *order -= taken;
        left -= taken;
    }
    if (left > 0) {
        const Index serving = state_.serving[component];
        stations_.serve(component, serving - std::min(left, serving - 1));
        brokers_.resume();
    }
}

}  // namespace headroom::engine::simulator
