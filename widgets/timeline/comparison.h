#pragma once

#include <QString>
#include <vector>

#include "core/base/units.h"
#include "core/catalog/catalog.h"
#include "core/engine/simulator/simulate.h"

namespace headroom::widgets {

/// One figure by both engines.
struct ComparedFigure {
    enum class Verdict {
        within,   ///< the solver's lies in the 95 % interval around the simulator's
        outside,  ///< it does not
        unknown   ///< one of the three is missing
    };
    QString subject;    ///< "System", "users.browse", "Web"
    std::string key;    ///< the same for programs: empty, "users.browse", "web"
    QString label;      ///< "p99"
    std::string field;  ///< "latency_ms.p99", as in the answer
    Unit unit = Unit::none;
    results::Figure solver;
    results::Figure simulator;
    results::Figure halfWidth;  ///< of the 95 % interval
    Verdict verdict = Verdict::unknown;

    /// The solver's over the simulator's, less 1; none where that means nothing.
    [[nodiscard]] results::Figure difference() const;
};

struct Comparison {
    std::vector<ComparedFigure> figures;
    double simulatedS = 0;
    double warmUpS = 0;
    bool withoutEvents = false;  ///< the scenario has events or a load over time, which were left out
    bool converged = true;

    [[nodiscard]] std::size_t count(ComparedFigure::Verdict verdict) const;
};

/// The design without what happens in its scenario, looked at for so long: what a steady state is of.
model::Design levelled(const model::Design& design, double seconds);
/// Whether that is another one.
bool hasScenario(const model::Design& design);

/// The figures of system, workloads and components that either engine answers, without those that are next to
/// nothing in both. Latencies of the simulator are
/// known to within the bins of its histograms, 0.4 %, which is added to the interval.
Comparison compare(const model::Design& design, const catalog::Catalog& catalog,
                   const results::Results& solver, const engine::SimulationAnswer& simulator);

}  // namespace headroom::widgets
