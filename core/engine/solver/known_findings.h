#pragma once

#include <utility>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Components that follow from rates, outcomes and one flag for each of something.
class KnownByFlags {
  public:
    /// find(flags), or what that came to the last time. `sameFlows`: rates and outcomes are those.
    template <class Find>
    const std::vector<Index>& find(bool sameFlows, std::vector<char> flags, Find find) {
        if (!sameFlows || flags != flags_) {
            flags_ = std::move(flags);
            found_ = find(flags_);
        }
        return found_;
    }

  private:
    std::vector<char> flags_;
    std::vector<Index> found_;
};

/// What findings that go over all calls came to the last time.
struct KnownFindings {
    /// Since then, neither rates and outcomes nor anything that they follow from has moved.
    bool sameFlows = false;
    KnownByFlags visitedAgain;
    KnownByFlags turnsInStep;
    KnownByFlags meetingThemselves;
    std::vector<Id> singlePoints;
};

}  // namespace headroom::engine::solver
