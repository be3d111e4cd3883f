// Shift classes of a single service time or wait, before anything is put together.
// Internal to the folder.
#pragma once

#include <optional>

#include "core/queueing/shift_classes.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

// The constant part of a time that hardly varies: what it stays above, or 0 where it
// varies too much for that to help.
double constantPart(double mean, double variance);

ShiftClass atomAt(double shift);

ShiftClasses classesOfService(const ServiceDistribution& service, TransformCode& code);
ShiftClasses classesOfWait(const WaitDistribution& wait, TransformCode& code);

// Both in one slot, where the wait is an atom and an exponential and the service is
// exponential.
std::optional<ShiftClass> classOfStation(const WaitDistribution& wait, const ServiceDistribution& service,
                                         TransformCode& code);

}  // namespace headroom::queueing
