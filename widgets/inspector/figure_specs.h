#pragma once

#include <span>

#include "core/base/units.h"
#include "core/results/results.h"

namespace headroom::widgets {

/// A figure of an answer: which, how it is called and measured, and in which section it stands. The one
/// table of what the inspector shows of a result.
template <class Answer>
struct FigureSpec {
    const char* section;
    const char* label;
    const char* help;
    Unit unit;
    results::Figure Answer::*figure;
    bool always;  ///< shown as a dash while there is none; others come when there is a figure
};

std::span<const FigureSpec<results::ComponentResult>> componentFigures();
std::span<const FigureSpec<results::ConnectionResult>> connectionFigures();
std::span<const FigureSpec<results::WorkloadResult>> workloadFigures();
std::span<const FigureSpec<results::SystemResult>> systemFigures();

}  // namespace headroom::widgets
