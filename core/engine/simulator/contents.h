#pragma once

#include <unordered_map>
#include <vector>

#include "core/engine/simulator/kept_keys.h"
#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// A value that somebody fetches who has missed it, or found it too old.
struct Fetch {
    Index visit = none;      ///< of the look-up
    Index copy = 0;          ///< the memory that it is for
    Index machine = none;    ///< where that is, if it has one of its own
    std::uint32_t slot = 0;  ///< in that memory; noKey: there is no place for what does not exist
    std::uint32_t key = noKey;
    Index call = none;       ///< the look-up in the plan of who fetches; none: the cache itself does
    bool refreshes = false;  ///< nobody waits for it
    Index next = none;       ///< of the same task, or in the pool
};

/// What caches hold, where their keys are few enough to be kept one by one.
class Contents {
  public:
    explicit Contents(RunState& state);

    enum class Answer : std::uint8_t {
        found,
        missed,  ///< where a fetch is noted in the task, it is up to its caller, or to the cache in line
        stale,   ///< found, and the fetch that is noted in the task is for nobody
        waits    ///< for a fetch that is under way: it will be woken up
    };
    /// Of a look-up that is done with its own work. Draws its key where it has none yet, and says in the
    /// task whether it was there.
    Answer lookUp(Index task);
    /// A write leaves its value behind, or takes it away, or does not touch the cache; on all machines.
    void write(Index visit);
    /// What a task fetches, taken out of its list: for that look-up (none: of the cache itself); or none.
    Index takeFetch(Index task, Index call);
    void giveFetch(Index task, Index fetch);
    [[nodiscard]] const Fetch& fetch(Index index) const { return fetches_[index]; }
    /// What a task fetches for that look-up; or none.
    [[nodiscard]] Index fetchOf(Index task, Index call) const;
    /// Whether there is a value to put in.
    [[nodiscard]] bool fills(Index fetch) const;
    /// The value is there, or will not come. Who waits for it is woken up; in the latter case the first of
    /// them fetches it.
    void done(Index fetch, bool ok);
    /// All that a task was to fetch will not come.
    void abandon(Index task);
    /// Keys are taken away, or count as too old, or there is more or less room.
    void strike(const KeyEvent& event);

  private:
    void rescale(const KeyEvent& event);
    void befall(KeptKeys& memory, Index component, double share, bool empties);
    [[nodiscard]] bool isMissing(std::uint32_t key) const { return (key & missingKey) != 0; }
    [[nodiscard]] std::uint32_t slotOf(const VisitPlan& visit, std::uint32_t key) const;
    Answer missed(Index task, KeptKeys& memory, std::uint32_t slot, Index copy);
    void note(Index task, std::uint32_t slot, Index copy, bool refreshes);
    void park(Index task, Index copy, std::uint32_t slot);
    void countMiss(Index task, const KeptKeys& memory, std::uint32_t slot);
    [[nodiscard]] std::uint64_t lineOf(Index component, Index copy, std::uint32_t slot) const;

    struct Line {
        Index first = none;
        Index last = none;
    };
    RunState& state_;
    std::vector<std::vector<KeptKeys>> contents_;  ///< by component: one, or one of each machine
    std::vector<std::uint64_t> firstLine_;         ///< by component
    std::unordered_map<std::uint64_t, Line> waiting_;
    Pool<Fetch> fetches_;
};

}  // namespace headroom::engine::simulator
