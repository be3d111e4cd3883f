#include "tests/montecarlo/monte_carlo.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <queue>

#include "tests/montecarlo/batches.h"
#include "tests/montecarlo/plan.h"

namespace montecarlo {

namespace {

/// xoshiro256++ (Blackman and Vigna, 2019), seeded by SplitMix64.
class Random {
  public:
    explicit Random(std::uint64_t seed) {
        for (std::uint64_t& word : state_) {
            seed += 0x9E3779B97F4A7C15ULL;
            std::uint64_t z = seed;
            z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
            word = z ^ (z >> 31U);
        }
    }

    /// In (0, 1].
    double uniform() { return (static_cast<double>(next() >> 11U) + 1) * 0x1.0p-53; }
    double exponential(double mean) { return -mean * std::log(uniform()); }
    bool chance(double probability) { return uniform() <= probability; }
    int below(int count) { return std::min(count - 1, static_cast<int>(uniform() * count)); }

  private:
    static std::uint64_t rotated(std::uint64_t x, unsigned k) { return (x << k) | (x >> (64U - k)); }

    std::uint64_t next() {
        const std::uint64_t result = rotated(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t t = state_[1] << 17U;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotated(state_[3], 45);
        return result;
    }

    std::uint64_t state_[4] = {};
};

/// One visit of a request to a part: its own service, then its calls one after another.
struct Visit {
    int part = -1;
    int instance = 0;
    int caller = -1;     ///< the visit that waits for this one; -1 at a source, or where nobody waits
    int callIndex = -1;  ///< which of the caller's calls this is
    int stream = -1;
    int at = -1;   ///< position among the own calls
    int left = 0;  ///< repetitions of that call still to make
    std::uint64_t missed = 0;
    std::uint64_t drawn = 0;   ///< alternatives that were decided, by number
    std::uint64_t chosen = 0;  ///< calls that their alternatives chose
    bool answersMiss = false;
    bool failed = false;
    bool abandoned = false;  ///< the caller has given up waiting for it
    int trying = -1;         ///< the own call that is sent again
    int tries = 0;           ///< of that call, failed so far
    long number = 0;         ///< no two visits have the same
    double arrived = 0;
};

struct Instance {
    int busy = 0;
    std::deque<int> waiting;
};

class Simulation {
  public:
    Simulation(const nlohmann::json& design, std::uint64_t seed, long requests)
        : plan_(readPlan(design)),
          random_(seed),
          instances_(plan_.parts.size()),
          next_(plan_.parts.size(), 0) {
        double rate = 0;
        for (const Stream& stream : plan_.streams) {
            rate += stream.rps;
        }
        batchMs_ = static_cast<double>(requests) / rate * 1000 / Batches::count;
        batches_ = Batches(plan_, batchMs_);
        for (std::size_t i = 0; i < plan_.parts.size(); ++i) {
            instances_[i].resize(static_cast<std::size_t>(plan_.parts[i].instances));
        }
    }

    Report run() {
        for (std::size_t i = 0; i < plan_.streams.size(); ++i) {
            scheduleNextRequest(static_cast<int>(i));
        }
        const double end = batchMs_ * (Batches::count + 1);  // one more in front, to warm up
        while (!events_.empty() && events_.top().time < end) {
            const Event event = events_.top();
            events_.pop();
            now_ = event.time;
            handle(event);
        }
        return batches_.report(plan_);
    }

  private:
    enum class What { send, arrive, served, reply, timeout, again };
    struct Event {
        double time;
        long order;
        What what;
        int visit;
        long number = 0;  ///< of the visit that a timeout is meant for
        bool operator<(const Event& other) const {
            return time != other.time ? time > other.time : order > other.order;
        }
    };

    void schedule(double delay, What what, int visit, long number = 0) {
        events_.push({now_ + delay, order_++, what, visit, number});
    }

    void scheduleNextRequest(int stream) {
        schedule(random_.exponential(1000 / plan_.streams[static_cast<std::size_t>(stream)].rps), What::send,
                 stream);
    }

    void handle(const Event& event) {
        switch (event.what) {
            case What::send:
                scheduleNextRequest(event.visit);
                send(event.visit);
                break;
            case What::arrive:
                arrive(event.visit);
                break;
            case What::served:
                served(event.visit);
                break;
            case What::reply:
                reply(event.visit);
                break;
            case What::timeout:
                giveUp(event.visit, event.number);
                break;
            case What::again:
                sendAgain(event.visit);
                break;
        }
    }

    int newVisit(int part, int caller, int callIndex, int stream) {
        int index = 0;
        if (free_.empty()) {
            index = static_cast<int>(visits_.size());
            visits_.emplace_back();
        } else {
            index = free_.back();
            free_.pop_back();
        }
        visits_[static_cast<std::size_t>(index)] = Visit();
        Visit& visit = visits_[static_cast<std::size_t>(index)];
        visit.part = part;
        visit.caller = caller;
        visit.callIndex = callIndex;
        visit.stream = stream;
        visit.number = ++numbers_;
        return index;
    }

    Visit& visitAt(int index) { return visits_[static_cast<std::size_t>(index)]; }
    const Part& partOf(const Visit& visit) const { return plan_.parts[static_cast<std::size_t>(visit.part)]; }
    bool writes(const Visit& visit) const {
        return plan_.streams[static_cast<std::size_t>(visit.stream)].write;
    }

    void send(int stream) {
        const int visit = newVisit(plan_.streams[static_cast<std::size_t>(stream)].source, -1, -1, stream);
        visitAt(visit).arrived = now_;
        goOn(visit);
    }

    void arrive(int index) {
        Visit& visit = visitAt(index);
        visit.arrived = now_;
        batches_.arrival(visit.part, now_);
        Instance& instance = instanceOf(visit);
        if (instance.busy < partOf(visit).workers) {
            start(index);
        } else {
            instance.waiting.push_back(index);
        }
    }

    Instance& instanceOf(const Visit& visit) {
        return instances_[static_cast<std::size_t>(visit.part)][static_cast<std::size_t>(visit.instance)];
    }

    void start(int index) {
        const Visit& visit = visitAt(index);
        ++instanceOf(visit).busy;
        const double service =
            random_.exponential(writes(visit) ? partOf(visit).writeMs : partOf(visit).readMs);
        batches_.service(visit.part, now_, now_ - visit.arrived, service);
        schedule(service, What::served, index);
    }

    void served(int index) {
        Visit& visit = visitAt(index);
        Instance& instance = instanceOf(visit);
        --instance.busy;
        if (!instance.waiting.empty()) {
            const int first = instance.waiting.front();
            instance.waiting.pop_front();
            start(first);
        }
        const Part& part = partOf(visit);
        if (random_.chance(part.errorRate) && part.errorRate > 0) {
            visit.failed = true;
            finish(index);
            return;
        }
        if (part.isCache) {
            visit.answersMiss = !writes(visit) && visit.callIndex >= 0 && !random_.chance(part.hitRatio);
            finish(index);
        } else if (part.isBalancer) {
            passOn(index);
        } else {
            goOn(index);
        }
    }

    /// A balancer draws one machine of all its targets, by weight.
    void passOn(int index) {
        const Part& part = partOf(visitAt(index));
        std::vector<std::pair<int, int>> machines;
        for (std::size_t i = 0; i < part.calls.size(); ++i) {
            const Part& target = plan_.parts[static_cast<std::size_t>(part.calls[i].target)];
            for (int machine = 0; machine < target.instances; ++machine) {
                machines.emplace_back(static_cast<int>(i), machine);
            }
        }
        int& turn = next_[static_cast<std::size_t>(visitAt(index).part)];
        const int count = static_cast<int>(machines.size());
        const int drawn = part.roundRobin ? turn++ % count : random_.below(count);
        visitAt(index).at = static_cast<int>(part.calls.size());  // nothing follows
        visitAt(index).left = 0;
        call(index, machines[static_cast<std::size_t>(drawn)].first,
             machines[static_cast<std::size_t>(drawn)].second);
    }

    /// The next call of a visit, or its end.
    void goOn(int index) {
        for (;;) {
            Visit& visit = visitAt(index);
            const Part& part = partOf(visit);
            if (visit.left > 0) {
                --visit.left;
                const Call& next = part.calls[static_cast<std::size_t>(visit.at)];
                call(index, visit.at,
                     random_.below(plan_.parts[static_cast<std::size_t>(next.target)].instances));
                return;
            }
            if (++visit.at >= static_cast<int>(part.calls.size())) {
                finish(index);
                return;
            }
            if (isMade(visit, part)) {
                const double calls = part.calls[static_cast<std::size_t>(visit.at)].calls;
                visit.left = static_cast<int>(calls) + (random_.chance(calls - std::floor(calls)) ? 1 : 0);
            }
        }
    }

    bool isMade(Visit& visit, const Part& part) {
        const Call& next = part.calls[static_cast<std::size_t>(visit.at)];
        const bool write = writes(visit);
        if (next.replacesFailureOf >= 0 || !(write ? next.writes : next.reads)) {
            return false;
        }
        if (next.waitsForMissOf >= 0 && !write && (visit.missed >> unsigned(next.waitsForMissOf) & 1U) == 0) {
            return false;
        }
        return next.choice < 0 || isChosen(visit, part, next.choice);
    }

    bool isChosen(Visit& visit, const Part& part, int choice) {
        if ((visit.drawn >> unsigned(choice) & 1U) == 0) {
            visit.drawn |= std::uint64_t{1} << unsigned(choice);
            visit.chosen |= std::uint64_t{1} << unsigned(draw(part, choice));
        }
        return (visit.chosen >> unsigned(visit.at) & 1U) != 0;
    }

    int draw(const Part& part, int choice) {
        double total = 0;
        for (const Call& candidate : part.calls) {
            total += candidate.choice == choice ? candidate.weight : 0;
        }
        double rest = random_.uniform() * total;
        int last = -1;
        for (std::size_t i = 0; i < part.calls.size(); ++i) {
            if (part.calls[i].choice == choice) {
                last = static_cast<int>(i);
                rest -= part.calls[i].weight;
                if (rest <= 0) {
                    break;
                }
            }
        }
        return last;
    }

    void call(int caller, int callIndex, int machine) {
        const Call& made = partOf(visitAt(caller)).calls[static_cast<std::size_t>(callIndex)];
        const int visit = newVisit(made.target, caller, callIndex, visitAt(caller).stream);
        visitAt(visit).instance = machine;
        const Call attempt = made;
        schedule(attempt.latencyMs / 2, What::arrive, visit);
        if (attempt.timeoutMs >= 0) {
            schedule(attempt.timeoutMs, What::timeout, visit, visitAt(visit).number);
        }
    }

    void giveUp(int index, long number) {
        Visit& visit = visitAt(index);
        if (visit.number != number || visit.abandoned || visit.caller < 0) {
            return;  // it has answered
        }
        visit.abandoned = true;
        attemptFailed(visit.caller, visit.callIndex);
    }

    /// Sent again after a wait, up to a longest one that doubles each time.
    void attemptFailed(int caller, int callIndex) {
        Visit& visit = visitAt(caller);
        const Call& made = partOf(visit).calls[static_cast<std::size_t>(callIndex)];
        visit.tries = visit.trying == callIndex ? visit.tries : 0;
        visit.trying = callIndex;
        if (visit.tries++ < made.retries) {
            schedule(random_.uniform() * std::ldexp(made.backoffMs, visit.tries - 1), What::again, caller);
            return;
        }
        visit.trying = -1;
        fail(caller, callIndex);
    }

    void sendAgain(int caller) {
        const int callIndex = visitAt(caller).trying;
        const Call& made = partOf(visitAt(caller)).calls[static_cast<std::size_t>(callIndex)];
        call(caller, callIndex, random_.below(plan_.parts[static_cast<std::size_t>(made.target)].instances));
    }

    /// What a store answered after a miss is written into the cache, and nobody waits for that.
    void fillAfter(const Visit& caller, int answered) {
        const auto& calls = partOf(caller).calls;
        const int missed = calls[static_cast<std::size_t>(answered)].waitsForMissOf;
        if (missed < 0 || writes(caller)) {
            return;
        }
        const Call lookup = calls[static_cast<std::size_t>(missed)];
        const int visit = newVisit(lookup.target, -1, -1, caller.stream);
        visitAt(visit).instance =
            random_.below(plan_.parts[static_cast<std::size_t>(lookup.target)].instances);
        schedule(lookup.latencyMs / 2, What::arrive, visit);
    }

    void finish(int index) {
        const Visit& visit = visitAt(index);
        if (partOf(visit).isSource) {
            batches_.response(visit.stream, visit.arrived, now_ - visit.arrived, visit.failed);
            release(index);
        } else if (visit.caller < 0 || visit.abandoned) {
            release(index);
        } else {
            const Part& caller = partOf(visitAt(visit.caller));
            schedule(caller.calls[static_cast<std::size_t>(visit.callIndex)].latencyMs / 2, What::reply,
                     index);
        }
    }

    void release(int index) {
        visitAt(index).number = 0;
        free_.push_back(index);
    }

    void reply(int index) {
        const Visit answer = visitAt(index);
        release(index);
        if (answer.abandoned) {
            return;
        }
        Visit& caller = visitAt(answer.caller);
        if (answer.failed) {
            attemptFailed(answer.caller, answer.callIndex);
            return;
        }
        caller.trying = -1;
        if (answer.answersMiss) {
            caller.missed |= std::uint64_t{1} << unsigned(answer.callIndex);
        }
        fillAfter(caller, answer.callIndex);
        goOn(answer.caller);
    }

    /// A failed call ends its caller, unless another call stands in for it.
    void fail(int index, int callIndex) {
        Visit& visit = visitAt(index);
        const Part& part = partOf(visit);
        for (std::size_t i = 0; i < part.calls.size(); ++i) {
            if (part.calls[i].replacesFailureOf == callIndex) {
                const Part& target = plan_.parts[static_cast<std::size_t>(part.calls[i].target)];
                call(index, static_cast<int>(i), random_.below(target.instances));
                return;
            }
        }
        if (!part.calls[static_cast<std::size_t>(callIndex)].required) {
            goOn(index);
            return;
        }
        visit.failed = true;
        finish(index);
    }

    Plan plan_;
    Random random_;
    std::vector<std::vector<Instance>> instances_;
    std::vector<int> next_;
    std::vector<Visit> visits_;
    std::vector<int> free_;
    std::priority_queue<Event> events_;
    Batches batches_;
    double batchMs_ = 0;
    double now_ = 0;
    long order_ = 0;
    long numbers_ = 0;
};

}  // namespace

Report simulate(const nlohmann::json& design, std::uint64_t seed, long requests) {
    return Simulation(design, seed, requests).run();
}

}  // namespace montecarlo
