#include "core/engine/solver/snapshot.h"

#include <algorithm>
#include <utility>

namespace headroom::engine::solver {

namespace {

class Marks {
  public:
    explicit Marks(const Model& model) : model_(model), changed_(model.components.size()) {}

    /// And makes the one the other.
    template <class T>
    void compare(State::Per per, std::vector<T>& before, const std::vector<T>& now) {
        if (before.size() != now.size()) {
            all();
            before = now;
        } else if (!isNumbers<T> || !sameBits(before, now)) {
            compareEach(per, before, now);
        }
    }
    void all() {
        std::ranges::fill(changed_, 1);
        any_ = true;
    }
    void mark(Index component) {
        changed_[component] = 1;
        any_ = true;
    }
    [[nodiscard]] bool any() const { return any_; }
    [[nodiscard]] std::vector<char> take() { return std::move(changed_); }

  private:
    template <class T>
    void compareEach(State::Per per, std::vector<T>& before, const std::vector<T>& now) {
        for (Index i = 0; i < now.size(); ++i) {
            if (!sameBits(before[i], now[i])) {
                mark(ownerOf(per, i));
                before[i] = now[i];
            }
        }
    }

    [[nodiscard]] Index ownerOf(State::Per per, Index i) {
        const auto components = static_cast<Index>(model_.components.size());
        switch (per) {
            case State::Per::component:
                return i < components ? i : model_.connections[i - components].from;
            case State::Per::visit:
                return model_.visits[i].component;
            case State::Per::call:
                return model_.connections[model_.calls[i].connection].from;
            case State::Per::connection:
                break;
        }
        return model_.connections[i].from;
    }

    const Model& model_;
    std::vector<char> changed_;
    bool any_ = false;
};

}  // namespace

std::vector<char> Snapshot::update(const Model& model, const State& now) {
    Marks marks(model);
    if (numbers.shape == 0 || numbers.shape != model.numbers.shape || state.allSpent != now.allSpent) {
        state = now;
        state.keyFlows.flows.reset();  // refers to the model
        numbers = model.numbers;
        marks.all();
        flowsMoved = true;
        return marks.take();
    }
    // Flows first.
    State::eachFlowField([&](State::Per per, auto field) { marks.compare(per, state.*field, now.*field); });
    flowsMoved = marks.any() || numbers.flows != model.numbers.flows;
    State::eachOtherField([&](State::Per per, auto field) { marks.compare(per, state.*field, now.*field); });
    for (Index i = 0; i < model.components.size(); ++i) {
        if (numbers.components[i] != model.numbers.components[i]) {
            marks.mark(i);
        }
    }
    numbers = model.numbers;
    return marks.take();
}

std::vector<char> withCallers(const Model& model, std::vector<char> changed) {
    const std::vector<char> before = changed;
    for (const Connection& connection : model.connections) {
        changed[connection.from] = changed[connection.from] | before[connection.to];
    }
    return changed;
}

std::vector<char> withNeighbours(const Model& model, std::vector<char> changed) {
    const std::vector<char> before = changed;
    for (const Connection& connection : model.connections) {
        changed[connection.from] = changed[connection.from] | before[connection.to];
        changed[connection.to] = changed[connection.to] | before[connection.from];
    }
    return changed;
}

}  // namespace headroom::engine::solver
