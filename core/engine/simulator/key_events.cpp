#include "core/engine/simulator/key_events.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

double numberIn(const json::Object& record, std::string_view name, double without) {
    const json::Value* value = record.find(name);
    return value != nullptr && value->isNumber() ? value->number() : without;
}

/// Where machines come or go, what each holds goes with them.
void addRescaling(const Plan& plan, Index component, std::vector<KeyEvent>& events) {
    const ComponentPlan& known = plan.components[component];
    Index before = known.machinesAtFirst;
    for (const Outage& outage : plan.outages) {
        const Index after = outage.instances[component].value_or(known.machinesAtFirst);
        if (after != before) {
            events.push_back(
                {.atMs = outage.fromMs, .component = component, .rescaled = std::array{before, after}});
        }
        before = after;
    }
}

}  // namespace

KeyEvents keyEventsOf(const model::Design& design, const Plan& plan) {
    constexpr double msPerSecond = 1000;
    KeyEvents all;
    for (Index i = 0; i < plan.components.size(); ++i) {
        if (plan.components[i].scales && !plan.components[i].bytesOfKeys.empty()) {
            addRescaling(plan, i, all.events);
        }
    }
    const json::Value* list = design.document().scenario.find("events");
    if (list == nullptr || list->array() == nullptr) {
        return all;
    }
    for (const json::Value& item : *list->array()) {
        const json::Object* record = item.object();
        const json::Value* type = record != nullptr ? record->find("type") : nullptr;
        const json::Value* id = record != nullptr ? record->find("component") : nullptr;
        const bool flush = type != nullptr && type->text() == "flush_cache";
        const bool expire = type != nullptr && type->text() == "expire_keys";
        if ((!flush && !expire) || id == nullptr || !design.components().contains(id->text())) {
            continue;
        }
        const auto component = static_cast<Index>(design.components().positionOf(id->text()));
        if (plan.components[component].bytesOfKeys.empty()) {
            all.left = true;
            continue;
        }
        const double machines = std::max(1.0, static_cast<double>(plan.components[component].machines));
        all.events.push_back({.atMs = numberIn(*record, "at_s", 0) * msPerSecond,
                              .component = component,
                              .share = flush ? 1 : numberIn(*record, "share", 1),
                              .machines = std::min(1.0, numberIn(*record, "instances", machines) / machines),
                              .empties = flush});
    }
    return all;
}

}  // namespace headroom::engine::simulator
