#include "core/engine/solver/parallel_calls.h"

#include <array>
#include <string>

#include "core/engine/param_reader.h"
#include "core/engine/solver/parallel_block.h"

namespace headroom::engine::solver {

namespace {

constexpr auto templates = std::to_array<MessageTemplate>({
    {"approximate-fork-join",
     "calls that {component} sends together wait at like stations at the same time: the mean until the last "
     "is "
     "there is Nelson's and Tantawi's (exact for two), its percentiles are fitted to simulations",
     ""},
    {"approximate-parallel",
     "calls that {component} sends together are taken as independent of each other although they wait at the "
     "same time: the time until the last is there is an upper bound",
     ""},
    {"approximate-batch",
     "of the calls that {component} sends together, several reach one component at the same moment; waits "
     "there are taken as if they came one by one, and are longer in truth",
     "put a limit on the fan-out, or simulate the design"},
});

/// What is to be said of the blocks of one component.
struct Remarks {
    bool forks = false;
    bool waits = false;
    bool batches = false;
};

Remarks remarksOn(const Model& model, const State& state, Index component) {
    Remarks remarks;
    for (const Index visit : model.components[component].visits) {
        const Visit& v = model.visits[visit];
        for (Index step = 0; step < v.stepCount; ++step) {
            if (model.steps[v.firstStep + step].blockSteps == 0 ||
                !waitsTogether(model, state, visit, step)) {
                continue;
            }
            const bool alike = likeFork(model, state, visit, step).has_value();
            remarks.forks = remarks.forks || alike;
            remarks.waits = remarks.waits || !alike;
            remarks.batches = remarks.batches || sendsBatches(model, visit, step);
        }
    }
    return remarks;
}

}  // namespace

void readParallelCalls(const model::Design& design, const catalog::Catalog& catalog, Model& model) {
    for (Index i = 0; i < model.connections.size(); ++i) {
        const model::Connection& record = design.connections()[i];
        const ParamReader reader(catalog.connectionParams(record.kind), record.params);
        model.connections[i].parallel = reader.text("mode") == "parallel";
        model.connections[i].waitFor = reader.figure("wait_for");
    }
}

void reportParallelCalls(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < model.components.size(); ++i) {
        if (!model.components[i].known || state.rateUnknown[i] != 0) {
            continue;
        }
        const Id& id = model.components[i].id;
        const auto say = [&](bool holds, std::string_view code) {
            if (holds) {
                findings.push_back(
                    {makeDiagnostic(templates, code, "", {{"component", id}}, Severity::info), {id}});
            }
        };
        const Remarks remarks = remarksOn(model, state, i);
        say(remarks.forks, "approximate-fork-join");
        say(remarks.waits, "approximate-parallel");
        say(remarks.batches, "approximate-batch");
    }
}

}  // namespace headroom::engine::solver
