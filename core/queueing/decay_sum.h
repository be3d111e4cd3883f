// A sum of exponential approaches, for many terms and many times.
#pragma once

#include <cstddef>
#include <vector>

#include "core/queueing/wide_exponential.h"

namespace headroom::queueing {

// t -> sum over the terms of weight (1 - e^{-rate t}). Rates 0 .. 1e15, times >= 0, those beyond 1e290 as
// that. Error below 1e-15 of the sum with all weights positive.
class DecaySum {
  public:
    void reserve(std::size_t terms);
    void add(double rate, double weight);
    double at(double time) const;

  private:
    std::vector<RealBlock> rates_;
    std::vector<RealBlock> weights_;
    std::size_t terms_ = 0;
};

}  // namespace headroom::queueing
