#include "widgets/timeline/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/model/transaction.h"
#include "widgets/common/names.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

using results::Figure;
using Verdict = ComparedFigure::Verdict;

namespace {

constexpr double binShare = 0.004;  // see core/engine/simulator/histogram.h
constexpr double rounding = 1e-9;   // of a figure
constexpr double leastFigure =
    1e-6;  // what is smaller in every unit is next to nothing: a run would not see it
constexpr std::array scenarioMembers{"events", "load", "view_at_s"};

#define T(text) QT_TRANSLATE_NOOP("Comparison", text)

/// How a figure of an answer is called and found.
template <class Answer>
struct Field {
    const char* label;
    const char* name;
    Unit unit;
    Figure (*of)(const Answer&);
};

using Component = results::ComponentResult;
using System = results::SystemResult;
using Workload = results::WorkloadResult;

constexpr std::array<Field<System>, 6> systemFields{
    {{T("Goodput"), "goodput_rps", Unit::per_second, [](const System& r) { return r.goodput_rps; }},
     {T("Errors"), "error_rate", Unit::ratio, [](const System& r) { return r.error_rate; }},
     {T("Mean latency"), "latency_ms.mean", Unit::milliseconds,
      [](const System& r) { return r.latency_ms.mean; }},
     {T("p50"), "latency_ms.p50", Unit::milliseconds, [](const System& r) { return r.latency_ms.p50; }},
     {T("p99"), "latency_ms.p99", Unit::milliseconds, [](const System& r) { return r.latency_ms.p99; }},
     {T("p99.9"), "latency_ms.p999", Unit::milliseconds, [](const System& r) { return r.latency_ms.p999; }}}};

constexpr std::array<Field<Workload>, 4> workloadFields{
    {{T("Goodput"), "goodput_rps", Unit::per_second, [](const Workload& r) { return r.goodput_rps; }},
     {T("Errors"), "error_rate", Unit::ratio, [](const Workload& r) { return r.error_rate; }},
     {T("Mean latency"), "latency_ms.mean", Unit::milliseconds,
      [](const Workload& r) { return r.latency_ms.mean; }},
     {T("p99"), "latency_ms.p99", Unit::milliseconds, [](const Workload& r) { return r.latency_ms.p99; }}}};

constexpr std::array<Field<Component>, 10> componentFields{
    {{T("Arrivals"), "arrival_rps", Unit::per_second, [](const Component& r) { return r.arrival_rps; }},
     {T("Machines"), "instances", Unit::count, [](const Component& r) { return r.instances; }},
     {T("Utilization"), "utilization", Unit::ratio, [](const Component& r) { return r.utilization; }},
     {T("Waiting"), "queue_length", Unit::count, [](const Component& r) { return r.queue_length; }},
     {T("Mean wait"), "wait_ms.mean", Unit::milliseconds, [](const Component& r) { return r.wait_ms.mean; }},
     {T("Mean response"), "response_ms.mean", Unit::milliseconds,
      [](const Component& r) { return r.response_ms.mean; }},
     {T("p99"), "response_ms.p99", Unit::milliseconds, [](const Component& r) { return r.response_ms.p99; }},
     {T("Hit ratio"), "hit_ratio", Unit::ratio, [](const Component& r) { return r.hit_ratio; }},
     {T("Errors"), "error_rate", Unit::ratio, [](const Component& r) { return r.error_rate; }},
     {T("Turned away"), "dropped_rps", Unit::per_second, [](const Component& r) { return r.dropped_rps; }}}};

#undef T

Verdict verdictOf(const ComparedFigure& figure) {
    if (!figure.solver || !figure.simulator || !figure.halfWidth) {
        return Verdict::unknown;
    }
    const double size = std::max(std::abs(*figure.solver), std::abs(*figure.simulator));
    const double slack = (figure.unit == Unit::milliseconds ? binShare : rounding) * size;
    const double apart = std::abs(*figure.solver - *figure.simulator);
    return apart <= *figure.halfWidth + slack ? Verdict::within : Verdict::outside;
}

/// Who is compared, and its answers.
struct Subject {
    QString name;
    std::string key;
};

template <class Answer, std::size_t count>
void append(std::vector<ComparedFigure>& list, const Subject& subject,
            const std::array<Field<Answer>, count>& fields, const Answer& solver, const Answer& simulator,
            const Answer& halfWidths) {
    for (const Field<Answer>& field : fields) {
        ComparedFigure figure{.subject = subject.name,
                              .key = subject.key,
                              .label = QCoreApplication::translate("Comparison", field.label),
                              .field = field.name,
                              .unit = field.unit,
                              .solver = field.of(solver),
                              .simulator = field.of(simulator),
                              .halfWidth = field.of(halfWidths)};
        const bool nothing = std::abs(figure.solver.value_or(0)) < leastFigure &&
                             std::abs(figure.simulator.value_or(0)) < leastFigure;
        if (!nothing) {
            figure.verdict = verdictOf(figure);
            list.push_back(std::move(figure));
        }
    }
}

/// What an answer says of `key`, or that it says nothing.
template <class Answer, class Map, class Key>
Answer in(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found != map.end() ? found->second : Answer();
}

}  // namespace

Figure ComparedFigure::difference() const {
    return solver && simulator && *simulator != 0 ? Figure(*solver / *simulator - 1) : std::nullopt;
}

std::size_t Comparison::count(Verdict verdict) const {
    return static_cast<std::size_t>(
        std::count_if(figures.begin(), figures.end(),
                      [verdict](const ComparedFigure& figure) { return figure.verdict == verdict; }));
}

bool hasScenario(const model::Design& design) {
    const json::Object& scenario = design.document().scenario;
    return std::any_of(scenarioMembers.begin(), scenarioMembers.end(),
                       [&](const char* member) { return scenario.contains(member); });
}

model::Design levelled(const model::Design& design, double seconds) {
    model::Document document = design.document();
    for (const char* member : scenarioMembers) {
        document.scenario.erase(member);
    }
    document.scenario.set("horizon_s", seconds);
    model::Transaction transaction(design);
    transaction.setDocument(std::move(document));
    return transaction.design();
}

Comparison compare(const model::Design& design, const catalog::Catalog& catalog,
                   const results::Results& solver, const engine::SimulationAnswer& simulator) {
    Comparison all;
    all.simulatedS = simulator.simulated_s;
    all.warmUpS = simulator.warm_up_s;
    all.converged = solver.converged;
    const results::Results& widths = simulator.halfWidths;
    append(all.figures, {QCoreApplication::translate("Comparison", "System"), {}}, systemFields,
           solver.system, simulator.results.system, widths.system);
    for (const auto& [name, answer] : solver.workloads) {
        append(all.figures, {toQt(name), name}, workloadFields, answer,
               in<Workload>(simulator.results.workloads, name), in<Workload>(widths.workloads, name));
    }
    for (const auto& component : design.components()) {
        append(all.figures, {shownName(*component, catalog), component->id}, componentFields,
               in<Component>(solver.components, component->id),
               in<Component>(simulator.results.components, component->id),
               in<Component>(widths.components, component->id));
    }
    return all;
}

}  // namespace headroom::widgets
