#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <optional>

#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/known_answer.h"
#include "core/engine/solver/known_flows.h"
#include "core/engine/solver/known_model.h"
#include "core/engine/solver/known_passes.h"
#include "core/engine/solver/known_records.h"
#include "core/engine/solver/known_stations.h"
#include "core/engine/solver/known_waits.h"
#include "core/engine/solver/response_tables.h"
#include "core/engine/solver/side_by_side.h"
#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"

namespace headroom::engine::solver {

/// What solves of designs that have much in common, such as one before and after an edit, need to work out
/// only once: records, hit ratios, waits and distributions, known by all that they follow from and so the
/// same for whoever asks. An answer is the same to the last bit with any memory and with none, and a solve
/// that is stopped leaves nothing unfinished here. One thread at a time.
class SolvedParts {
  public:
    /// `remembers`: there will be another solve.
    explicit SolvedParts(bool remembers) : remembers_(remembers) {}
    SolvedParts(const SolvedParts&) = delete;
    SolvedParts& operator=(const SolvedParts&) = delete;

    [[nodiscard]] bool remembers() const { return remembers_; }
    [[nodiscard]] queueing::LatencyProgram& program() { return program_; }
    /// Of the program: the first ones, or others that know nothing of these and may be asked at the same
    /// time.
    [[nodiscard]] queueing::LatencyDistributions& distributions(std::size_t number) {
        openDistributions(number + 1);
        return distributions_[number];
    }
    /// From now on so many of them are there, and asking for one changes nothing.
    void openDistributions(std::size_t count) {
        while (distributions_.size() < count) {
            distributions_.emplace_back(program_);
        }
    }

    [[nodiscard]] KnownRecords& records() { return records_; }
    [[nodiscard]] KnownModel& model() { return model_; }
    [[nodiscard]] KnownFlows& flows() { return flows_; }
    [[nodiscard]] KnownStations& loads() { return loads_; }
    [[nodiscard]] KnownStations& stationWaits() { return stationWaits_; }
    [[nodiscard]] KnownAnswer& answer() { return answer_; }
    [[nodiscard]] KnownPasses& passes() { return passes_; }
    /// Of the so-many-th time that a solve finds response times: at first, the tables of the last solve; else
    /// those of the time before.
    [[nodiscard]] ResponseTables& responses(std::size_t number, const Model& model) {
        const std::size_t here = std::min(number, responses_.size() - 1);
        if (here > 0 && responses_[here].of.numbers.shape != model.numbers.shape) {
            responses_[here] = responses_[here - 1];
            std::ranges::fill(responses_[here].touched, 1);
        }
        return responses_[here];
    }
    [[nodiscard]] PerShare<KnownRatios>& ratios() { return ratios_; }
    [[nodiscard]] PerShare<KnownWaits>& waits() { return waits_; }

    /// To be said at the end of each solve.
    void solveEnds() {
        firstBytes_ = firstBytes_.value_or(bytes());
        std::ranges::for_each(waits_, &KnownWaits::solveEnds);
    }
    /// So much more than after the first solve that it is better to begin anew.
    [[nodiscard]] bool isFull() const {
        constexpr std::size_t megabyte = 1U << 20;
        return firstBytes_ && bytes() > std::min(2 * *firstBytes_ + 64 * megabyte, 512 * megabyte);
    }

  private:
    [[nodiscard]] std::size_t bytes() const {
        std::size_t sum = 0;
        for (const queueing::LatencyDistributions& some : distributions_) {
            sum += some.bytes();
        }
        return sum;
    }

    bool remembers_;
    std::optional<std::size_t> firstBytes_;
    KnownRecords records_;
    KnownModel model_;
    std::array<ResponseTables, 4> responses_;
    KnownFlows flows_;
    KnownStations loads_;
    KnownStations stationWaits_;
    KnownAnswer answer_;
    KnownPasses passes_;
    PerShare<KnownRatios> ratios_;
    PerShare<KnownWaits> waits_;
    queueing::LatencyProgram program_{queueing::LatencySharing::equal};
    std::deque<queueing::LatencyDistributions> distributions_;
};

}  // namespace headroom::engine::solver
