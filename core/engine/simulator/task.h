#pragma once

#include <cstdint>

#include "core/engine/solver/model.h"

namespace headroom::engine::simulator {

using solver::Index;
using solver::none;

/// Keys are ranks of their population; those that do not exist have this bit.
constexpr std::uint32_t missingKey = 0x80000000;
constexpr std::uint32_t noKey = 0xffffffff;

enum class Role : std::uint8_t {
    request,   ///< of a source
    call,      ///< somebody waits for the answer
    detached,  ///< nobody does
    copy,      ///< work of another machine that holds the same data
    part,      ///< work of one of several machines that answer together
    fill,      ///< the value that was missed
    delivery,  ///< a message at its consumer
    branch,    ///< one of several calls that were sent together, on behalf of its caller
    refresh,   ///< fetches what a cache has answered too old; nobody waits for it
};

/// One request at one component, from its arrival there until it is answered. Two cache lines.
struct alignas(64) Task {
    double arrivedMs = 0;
    double backMs = 0;         ///< the network's way back
    std::uint64_t client = 0;  ///< the hash of who sent it all; 0 where nobody asks or knows
    Index visit = 0;
    Index call = none;    ///< of the caller's plan; of a source's request the workload
    Index parent = none;  ///< the waiting caller
    Index machine = none;
    Index place = none;      ///< where it counts as open, for policies that look at machines
    Index loop = none;       ///< the calls that are under way
    Index block = none;      ///< of a branch: what it belongs to
    Index gathering = none;  ///< of a part or copy: whose answer waits for it
    Index next = none;       ///< in a queue, or in the pool
    std::uint32_t step = 0;
    std::uint32_t generation =
        0;  ///< how often this record was used: what still refers to an earlier use is void
    std::uint32_t key = noKey;  ///< what it is about, where a cache has missed that before
    Index fetches = none;       ///< values that it is to bring to caches
    std::uint32_t missed = 0;   ///< tracked lookups that found nothing, a bit each
    std::uint32_t lost = 0;     ///< those that failed and need not succeed: there is nothing to fill in
    std::uint32_t again = 0;    ///< deliveries that follow in the same slot
    Index line = none;          ///< of a delivery: where it was taken from
    Index delivery = none;      ///< of a delivery that may have to be made again: its record
    Index slot = none;          ///< the machine whose slot it holds
    std::uint32_t deaths = 0;   ///< of its machine, when work began there
    Role role = Role::request;
    bool leads = false;     ///< of a part: no other can stand in for it
    bool cut = false;       ///< read from a copy that is parted from those that take writes
    bool stale = false;     ///< a read that was answered with an older value
    bool together = false;  ///< several machines answer, so that it holds none
    bool hit = false;
    bool ok = true;
    bool degraded = false;
    bool waiting = false;    ///< for a worker
    bool cancelled = false;  ///< while it waited
    bool unwanted = false;   ///< its caller has gone: it does not wait any more
    bool held = false;       ///< at the door
    bool silent = false;     ///< sent, and never heard
};

/// Calls that a task sent together.
struct Block {
    Index task = none;  ///< none as soon as it is known what becomes of the caller
    Index next = none;
    std::uint32_t open = 0;   ///< calls under way
    std::uint32_t calls = 0;  ///< somebody waits for
    std::uint32_t needed = 0;
    std::uint32_t succeeded = 0;
    std::uint32_t failed = 0;
    bool starting = true;
};

/// Machines that answer a request together.
struct Gathering {
    Index task = none;    ///< that is answered
    Index parent = none;  ///< in its place: the gathering over all shards that this is one of
    Index next = none;
    std::uint32_t open = 0;    ///< of them at work
    std::uint32_t needed = 0;  ///< answers that are still waited for, besides that of the leader
    std::uint32_t spare = 0;   ///< so many may fail
    bool leader = false;       ///< its answer is waited for
    bool decided = false;
};

/// One call of a plan as a task makes it: so many times, and what a miss or a failure makes of it.
struct alignas(64) Loop {
    double sentMs = 0;  ///< the first attempt
    Index call = 0;
    Index outer = none;
    Index next = none;
    std::uint32_t remaining = 0;
    std::uint32_t attempts = 0;
    bool guarded = false;        ///< the attempt under way counts as open at its caller
    bool probes = false;         ///< and decides about the breaker
    bool refused = false;        ///< by the caller itself: never tried again
    Index dependentStep = none;  ///< where the calls that a bundled miss makes have got to
    bool fills = true;           ///< and whether the value is filled in then
};

}  // namespace headroom::engine::simulator
