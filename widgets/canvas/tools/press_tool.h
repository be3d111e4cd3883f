#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// The button is down and has not moved yet: a click selects, a drag becomes the gesture that fits what lies
/// under the pointer.
class PressTool : public Tool {
  public:
    PressTool(Board& board, const Pointer& at);

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;

  private:
    void select(bool toggle);
    void becomeDrag(const Pointer& pointer);

    Pointer start_;
    Hit hit_;
    bool wasSelected_;
};

}  // namespace headroom::widgets
