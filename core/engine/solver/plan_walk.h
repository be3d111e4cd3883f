#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// What has been found by the lookups that later calls ask about: two bits each.
class Memory {
  public:
    enum class Found : std::uint8_t { notAsked, hit, miss };

    [[nodiscard]] Found of(Index lookup) const { return static_cast<Found>((bits_ >> (2 * lookup)) & 3U); }
    [[nodiscard]] Memory with(Index lookup, Found found) const;
    /// Without what no call from `step` on asks for.
    [[nodiscard]] Memory fromStep(const Model& model, const Visit& visit, Index step) const;
    friend auto operator<=>(const Memory&, const Memory&) = default;
    [[nodiscard]] std::uint32_t bits() const { return bits_; }

  private:
    std::uint32_t bits_ = 0;
};

/// Whether `call` is made as one of its step, given what was found before.
bool isMade(const Model& model, const Call& call, Memory memory);
/// Whether the misses of a bundled lookup have taken the call with them.
bool isBundled(const Model& model, const Call& call);
/// Whether the caller waits for anything.
bool isAwaited(const Call& call);
/// The calls that depend on the misses of `lookup`, in order.
std::vector<Index> dependentsOf(const Model& model, const Visit& visit, Index lookup);

/// The share of what arrives whose own work is done, and well; calls come after that. All that a fill needs.
double doneWell(const Model& model, const State& state, Index visit);
/// The share of its good answers that found their key there. In line, only what found nothing goes on, and
/// can fail behind it.
double hitsAmongAnswers(const Model& model, const State& state, Index visit);

/// Success, failure and expected calls of a visit from those of its callees: engine rules 4 to 7.
class PlanWalk {
  public:
    PlanWalk(const Model& model, State& state) : model_(model), state_(state) {}

    void walk(Index visit);

  private:
    struct Outcome {
        double success = 1;
        double failure = 0;
        double intact = 1;  ///< success without any optional call that failed
    };
    struct Path {
        Memory memory;
        double probability = 0;
        double intact = 0;  ///< of that, without any optional call that failed
    };

    void leaveOut(const Visit& visit, double stays);
    void takeAll(const Visit& visit);
    void refresh(const Visit& visit, double times);
    double countDependents(const Visit& visit, Index lookup, double misses);
    void takeStep(const Visit& visit, Index step);
    /// Calls that are sent together.
    void takeBlock(const Visit& visit, Index step);
    /// One connection of them, or alternatives, and the calls that are waited for.
    struct Branch {
        Outcome outcome;
        double calls = 0;
    };
    [[nodiscard]] Branch branchOf(const Visit& visit, const Step& step, const Path& path);
    [[nodiscard]] Outcome blockOf(const Visit& visit, Index step, const Path& path);
    void takeCall(const Visit& visit, Index step, const Path& path, Index call, double share);
    [[nodiscard]] double weightOf(const Step& step, Index call, Memory memory) const;
    [[nodiscard]] double totalWeight(const Step& step, Memory memory) const;
    void arrive(const Path& at);
    /// Before that step, without the memories that nothing asks for any more.
    void goOn(const Visit& visit, Index step, Path path);
    void takeLookup(const Visit& visit, Index step, const Path& path, Index call, double share);
    /// Of one call, with what its failure leads to, or of all its repetitions.
    [[nodiscard]] Outcome single(const Visit& visit, Index call) const;
    [[nodiscard]] Outcome direct(Index call) const;
    [[nodiscard]] Outcome withMisses(const Visit& visit, Index call, Outcome outcome, double lost) const;
    [[nodiscard]] bool isOptional(const Call& call) const;
    [[nodiscard]] double failsFinally(const Visit& visit, Index call) const;
    [[nodiscard]] Outcome together(const Visit& visit, Index call) const;
    [[nodiscard]] Outcome repeated(const Visit& visit, Index call) const;
    [[nodiscard]] double expectedCalls(const Visit& visit, Index call) const;
    /// Notes `times` first attempts of the call and all that follows from them.
    void count(const Visit& visit, Index call, double times);

    const Model& model_;
    State& state_;
    std::vector<Path> paths_;
    std::vector<Path> next_;
    std::array<double, 16> brought_{};  ///< by lookup: the share of its misses that a value can be found for
    double failed_ = 0;
};

}  // namespace headroom::engine::solver
