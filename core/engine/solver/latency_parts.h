#pragma once

#include <vector>

#include "core/engine/solver/responses.h"

namespace headroom::engine::solver {

/// Time on the way to an answer, by what it is spent on.
struct LatencyShare {
    Origin origin;        ///< service, wait or network; unnamed: a pause, a timeout, or turns of a circle
    bool cold = false;    ///< spent only because a key was not found
    bool failed = false;  ///< spent on an attempt that failed, or waiting for the next
    double ms = 0;        ///< its part of the mean
};

/// The mean of a node taken apart. The parts add up to it: times in a row add up, alternatives count by their
/// probability, repetitions by their number.
std::vector<LatencyShare> sharesOf(const Responses& responses, queueing::LatencyNode node);

}  // namespace headroom::engine::solver
