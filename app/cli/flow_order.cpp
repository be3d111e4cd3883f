#include "app/cli/flow_order.h"

#include <algorithm>
#include <map>
#include <set>

namespace headroom::cli {

namespace {

/// Depth-first search; the reverse of the order in which components are finished is a topological order.
/// With a stack of its own, since a chain of components may be longer than the machine's.
class Walk {
  public:
    explicit Walk(const model::Design& design) {
        for (const auto& connection : design.connections()) {
            callees_[connection->from].push_back(connection->to);
            called_.insert(connection->to);
        }
    }

    [[nodiscard]] bool isCalled(const Id& id) const { return called_.contains(id); }

    void from(const Id& start) {
        if (!seen_.insert(start).second) {
            return;
        }
        // The last callee first: reversed, the first one then comes before it.
        std::vector<Step> path{{start, callees_[start].size()}};
        while (!path.empty()) {
            Step& step = path.back();
            if (step.left == 0) {
                finished_.push_back(step.id);
                path.pop_back();
                continue;
            }
            const Id next = callees_[step.id][--step.left];
            if (seen_.insert(next).second) {
                path.push_back({next, callees_[next].size()});
            }
        }
    }

    std::vector<Id> take() {
        std::reverse(finished_.begin(), finished_.end());
        return std::move(finished_);
    }

  private:
    struct Step {
        Id id;
        std::size_t left;
    };

    std::map<Id, std::vector<Id>> callees_;
    std::set<Id> called_;
    std::set<Id> seen_;
    std::vector<Id> finished_;
};

}  // namespace

std::vector<Id> flowOrder(const model::Design& design) {
    Walk walk(design);
    std::vector<Id> last;
    for (std::size_t i = design.components().size(); i > 0; --i) {
        const Id& id = design.components()[i - 1].id;
        if (!walk.isCalled(id)) {
            walk.from(id);
        }
    }
    std::vector<Id> out = walk.take();
    // What is left belongs to cycles that no source feeds.
    for (const auto& component : design.components()) {
        if (std::find(out.begin(), out.end(), component->id) == out.end()) {
            last.push_back(component->id);
        }
    }
    out.insert(out.end(), last.begin(), last.end());
    return out;
}

}  // namespace headroom::cli
