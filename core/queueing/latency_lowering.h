// Turns the nodes of a LatencyProgram into shift classes over transform code, each node
// when it is first asked for. Internal to the folder.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/queueing/latency_program.h"
#include "core/queueing/shift_classes.h"

namespace headroom::queueing {

class LatencyLowering {
  public:
    explicit LatencyLowering(const LatencyProgram& program);

    // The reference is good until the next call.
    const ShiftClasses& classesOf(LatencyNode node);
    // To be evaluated: as the above, but what a mixture is made of apart where that is on better terms with
    // the inversion than their sum.
    const ShiftClasses& outcomesOf(LatencyNode node);
    const TransformCode& code() const { return code_; }

  private:
    bool isBetterApart(LatencyNode node);
    ShiftClasses apart(LatencyNode node);
    void lowerNeeded(LatencyNode node);
    ShiftClasses lower(const LatencyOperation& operation);
    ShiftClasses lowerSequence(const LatencyOperation& operation);
    ShiftClasses lowerMixture(const LatencyOperation& operation);
    ShiftClasses lowerRepeat(const LatencyOperation& operation);
    ShiftClasses lowerGeometric(const LatencyOperation& operation);
    ShiftClasses convolve(const ShiftClasses& a, const ShiftClasses& b);
    ShiftClass productOfAll(ShiftClasses singles);
    ShiftClasses powerOf(const ShiftClasses& base, unsigned exponent);
    ShiftClass powerOf(const ShiftClass& base, unsigned exponent);
    std::optional<ShiftClass> fusedStation(LatencyNode wait, LatencyNode service);

    const LatencyProgram& program_;
    TransformCode code_;
    std::vector<ShiftClasses> classes_;
    std::vector<bool> lowered_;
    std::unordered_map<std::uint32_t, ShiftClasses> outcomes_;
};

}  // namespace headroom::queueing
