#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/transaction.h"

/// Who belongs to which frame is what a record says; where it lies only suggests it, at the moment when a
/// person puts it there.
namespace headroom::edit {

/// The smallest frame that is larger than `rect` and has its middle within it; `except` and what lies in that
/// do not count.
std::optional<Id> frameAround(const model::Design& design, const model::Rect& rect, const Id& except = {});

/// Components and frames of `moved` that have come into another frame than in `before` join it; those that
/// have come out of one into none leave it.
Result<> followFrames(model::Transaction& transaction, const model::Design& before,
                      const std::vector<Id>& moved);

/// Puts a component that is new into the frame that it lies in.
Result<> joinFrame(model::Transaction& transaction, const Id& component);

/// Of a frame that is new or has another size than in `before`: what lies in it now joins it, what lay in it
/// leaves it, and it joins the frame around it.
Result<> followResized(model::Transaction& transaction, const model::Design& before, const Id& frame);

}  // namespace headroom::edit
