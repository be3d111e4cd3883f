#include "core/engine/solver/order.h"

#include <algorithm>

namespace headroom::engine::solver {

namespace {

// Tarjan's strongly connected components with a stack of its own: chains of calls may be long.
class GroupFinder {
  public:
    explicit GroupFinder(const Model& model)
        : model_(model),
          number_(model.visits.size(), none),
          low_(model.visits.size()),
          open_(model.visits.size()) {}

    std::vector<VisitGroup> find() {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            if (number_[visit] == none) {
                enter(visit);
                while (!path_.empty()) {
                    step();
                }
            }
        }
        return std::move(groups_);
    }

  private:
    struct Frame {
        Index visit;
        Index nextCall;
    };

    void enter(Index visit) {
        number_[visit] = low_[visit] = count_++;
        open_[visit] = true;
        stack_.push_back(visit);
        path_.push_back({visit, model_.visits[visit].firstCall});
    }

    void step() {
        Frame& frame = path_.back();
        const Index visit = frame.visit;
        const Visit& v = model_.visits[visit];
        if (frame.nextCall == v.firstCall + v.callCount) {
            leave(visit);
            return;
        }
        const Index callee = model_.calls[frame.nextCall++].visit;
        if (callee == none) {
            return;
        }
        if (number_[callee] == none) {
            enter(callee);
        } else if (open_[callee]) {
            low_[visit] = std::min(low_[visit], number_[callee]);
        }
    }

    void leave(Index visit) {
        path_.pop_back();
        if (!path_.empty()) {
            low_[path_.back().visit] = std::min(low_[path_.back().visit], low_[visit]);
        }
        if (low_[visit] == number_[visit]) {
            close(visit);
        }
    }

    void close(Index visit) {
        VisitGroup group;
        Index member = none;
        while (member != visit) {
            member = stack_.back();
            stack_.pop_back();
            open_[member] = false;
            group.visits.push_back(member);
        }
        group.cyclic = group.visits.size() > 1 || callsItself(visit);
        groups_.push_back(std::move(group));
    }

    [[nodiscard]] bool callsItself(Index visit) const {
        const Visit& v = model_.visits[visit];
        for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
            if (model_.calls[call].visit == visit) {
                return true;
            }
        }
        return false;
    }

    const Model& model_;
    std::vector<Index> number_;
    std::vector<Index> low_;
    std::vector<bool> open_;
    std::vector<Index> stack_;
    std::vector<Frame> path_;
    std::vector<VisitGroup> groups_;
    Index count_ = 0;
};

}  // namespace

std::vector<VisitGroup> calleesFirst(const Model& model) {
    return GroupFinder(model).find();
}

void markCircles(const std::vector<VisitGroup>& groups, Model& model) {
    for (const VisitGroup& group : groups) {
        for (const Index visit : group.visits) {
            const Visit& v = model.visits[visit];
            for (Index i = v.firstCall; group.cyclic && i < v.firstCall + v.callCount; ++i) {
                const auto& all = group.visits;
                model.calls[i].comesBack =
                    std::find(all.begin(), all.end(), model.calls[i].visit) != all.end();
            }
        }
    }
}

}  // namespace headroom::engine::solver
