#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/known_waits.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"

namespace headroom::engine::solver {

/// What solves of designs that have much in common, such as one before and after an edit, need to work out
/// only once: records, hit ratios, waits and distributions, known by all that they follow from and so the
/// same for whoever asks. An answer is the same to the last bit with any memory and with none, and a solve
/// that is stopped leaves nothing unfinished here. One thread at a time.
class SolvedParts {
  public:
    SolvedParts() = default;
    SolvedParts(const SolvedParts&) = delete;
    SolvedParts& operator=(const SolvedParts&) = delete;

    [[nodiscard]] queueing::LatencyProgram& program() { return program_; }
    [[nodiscard]] queueing::LatencyDistributions& distributions() { return distributions_; }

    [[nodiscard]] KnownRecords& records() { return records_; }
    [[nodiscard]] KnownRatios& ratios() { return ratios_; }
    [[nodiscard]] KnownWaits& waits() { return waits_; }

    /// To be said at the end of each solve.
    void solveEnds() {
        firstBytes_ = firstBytes_.value_or(distributions_.bytes());
        waits_.solveEnds();
    }
    /// So much more than after the first solve that it is better to begin anew.
    [[nodiscard]] bool isFull() const {
        constexpr std::size_t megabyte = 1U << 20;
        return firstBytes_ &&
               distributions_.bytes() > std::min(2 * *firstBytes_ + 64 * megabyte, 512 * megabyte);
    }

  private:
    std::optional<std::size_t> firstBytes_;
    KnownRecords records_;
    KnownRatios ratios_;
    KnownWaits waits_;
    queueing::LatencyProgram program_{queueing::LatencySharing::equal};
    queueing::LatencyDistributions distributions_{program_};
};

}  // namespace headroom::engine::solver
