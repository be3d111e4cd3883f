#pragma once

#include <array>
#include <vector>

#include "tests/montecarlo/monte_carlo.h"
#include "tests/montecarlo/plan.h"

namespace montecarlo {

/// Collects what happens by batches of equal time; the spread between batches gives the standard errors. The
/// first batch warms the queues up and is thrown away.
class Batches {
  public:
    static constexpr int count = 40;

    Batches() = default;
    Batches(const Plan& plan, double batchMs);

    void arrival(int part, double now);
    void service(int part, double now, double waitMs, double serviceMs);
    void response(int stream, double sentAt, double responseMs, bool failed);

    [[nodiscard]] Report report(const Plan& plan) const;

  private:
    struct PartBatch {
        long arrivals = 0;
        long services = 0;
        double waitMs = 0;
        double busyMs = 0;
    };
    struct StreamBatch {
        std::vector<float> responses;
        long failures = 0;
    };

    /// -1 for what belongs to the warm-up or to no batch.
    [[nodiscard]] int batchOf(double time) const;
    [[nodiscard]] WorkloadEstimate workload(const std::array<StreamBatch, count>& batches) const;
    [[nodiscard]] ComponentEstimate component(const std::array<PartBatch, count>& batches,
                                              const Part& part) const;

    double batchMs_ = 1;
    std::vector<std::array<PartBatch, count>> parts_;
    std::vector<std::array<StreamBatch, count>> streams_;
};

}  // namespace montecarlo
