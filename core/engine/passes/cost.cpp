#include "core/engine/passes/cost.h"

#include <algorithm>

#include "core/engine/param_reader.h"
#include "core/engine/solver/findings.h"

namespace headroom::engine::passes {

namespace {

double hourlyPrice(const catalog::Catalog& catalog, const catalog::Kind& kind, const json::Object& params) {
    if (const auto own = ParamReader(kind.params, params).figure("price")) {
        return *own;
    }
    const catalog::Price* price = catalog.price(kind.price);
    return price != nullptr ? price->usdPerHour : 0;
}

void tellWhatIsLeftOut(const model::Design& design, const catalog::Catalog& catalog,
                       results::Results& results) {
    std::vector<std::string> sentences;
    std::vector<Id> where;
    for (const auto& component : design.components()) {
        const catalog::Kind* kind = catalog.kind(component->kind);
        if (kind == nullptr || kind->costLeavesOut.empty()) {
            continue;
        }
        where.push_back(component->id);
        for (const std::string& sentence : kind->costLeavesOut) {
            if (std::find(sentences.begin(), sentences.end(), sentence) == sentences.end()) {
                sentences.push_back(sentence);
            }
        }
    }
    if (where.empty()) {
        return;
    }
    std::string what;
    for (const std::string& sentence : sentences) {
        what += (what.empty() ? "" : " ") + sentence;
    }
    results.findings.push_back(
        solver::finding("cost-leaves-out", Severity::info, std::move(where), {{"what", what}}));
}

}  // namespace

void addCost(const model::Design& design, const catalog::Catalog& catalog,
             const std::vector<results::Figure>& machines, results::Results& results) {
    results::Figure sum = 0;
    for (std::size_t i = 0; i < design.components().size(); ++i) {
        const model::Component& component = design.components()[i];
        const catalog::Kind* kind = catalog.kind(component.kind);
        if (kind == nullptr || !machines[i]) {
            sum.reset();
            continue;
        }
        const double cost = *machines[i] * hourlyPrice(catalog, *kind, component.params) * hoursPerMonth;
        // What is only drawn has no results at all.
        if (const auto result = results.components.find(component.id); result != results.components.end()) {
            result->second.cost_usd_month = cost;
        }
        if (sum) {
            *sum += cost;
        }
    }
    results.system.cost_usd_month = sum;
    tellWhatIsLeftOut(design, catalog, results);
}

}  // namespace headroom::engine::passes
