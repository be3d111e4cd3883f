#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Something that happens to a design. Fields that a type does not use are left alone.
struct Event {
    enum class Type : std::uint8_t {
        kill,       ///< machines of `component` refuse
        zoneDown,   ///< all machines in `group` refuse
        cut,        ///< `connection` refuses
        partition,  ///< silence `between` two groups
        slow,       ///< work of `component` takes `factor` times as long
        latency,    ///< `connection` takes `addMs` longer
        errors,     ///< so many requests of `component` or `connection` fail: `share`
        spike,      ///< `component`, or every source, sends `factor` times as much
        scale,      ///< `component` has so many `instances` (before all else: records.h)
        diskFull,   ///< `component` refuses writes
        deploy,     ///< `share` of `component` fails with `errorRate`
    };
    Type type = Type::kill;
    Index component = none;
    Index connection = none;
    Id group;
    std::array<Id, 2> between;
    std::optional<double> instances;  ///< limits the event to so many machines
    double factor = 1;
    double addMs = 0;
    double share = 0;
    double errorRate = 0;
    std::optional<double> forS;  ///< how long it has lasted; absent: for ever
};

/// What the steady state is asked under.
struct Conditions {
    double load = 1;  ///< multiplies all sources, on top of the load factor
    std::vector<Event> events;
};

/// The moment of the scenario that is looked at, in seconds.
std::optional<double> viewAtS(const model::Design& design);

/// What the scenario says of its `view_at_s`: the load curve (linear between its points, level outside of
/// them) and the events that are active. Nothing where that is absent. Emptied caches and expired keys have
/// no steady state of their own.
Conditions conditionsOf(const model::Design& design);

/// The same at another moment of the scenario, in seconds.
Conditions conditionsAt(const model::Design& design, double atS);

/// The load curve of the scenario by itself, read once for many moments.
class LoadOverTime {
  public:
    explicit LoadOverTime(const model::Design& design);
    /// Linear between its points, level outside of them; 1 where there are none.
    [[nodiscard]] double at(double atS) const;
    [[nodiscard]] std::vector<double> times() const;  ///< of its points, ascending

  private:
    struct Point {
        double atS = 0;
        double factor = 1;
    };
    std::vector<Point> points_;
};

/// The moments, ascending, at which events begin and end.
std::vector<double> eventTurns(const model::Design& design);

/// The moments, ascending, between which conditions do not change but by the slope of the load curve.
std::vector<double> turningPoints(const model::Design& design);

/// What a partition makes of the calls to a store with a rule for that (`StoreRules::onPartition`).
struct PartedStore {
    double silent = 0;                             ///< share of the attempts: all of it is on the other side
    std::array<double, opCount> refuses = {0, 0};  ///< of each operation
    double cutReads = 0;                           ///< of the reads: answered by copies that get no writes
};
/// For a caller of which that share stands on either side, and the store's machines likewise.
PartedStore partedStore(const StoreRules& store, const std::array<double, 2>& caller,
                        const std::array<double, 2>& machines);

/// The records of the model under these conditions; to be called before plans are made, and after
/// `changeScale`. Dead machines leave balancers, replicated stores and consumers of queues as long as one is
/// left; elsewhere their share of the calls is refused.
void impose(const Conditions& conditions, const model::Design& design, Model& model);

/// The share of the machines of a component that stands in the group or below it: by its `placement`, dealt
/// over the machines, else by its own group.
double shareWithin(const model::Design& design, const model::Component& component, double machines,
                   const Id& group);

}  // namespace headroom::engine::solver
