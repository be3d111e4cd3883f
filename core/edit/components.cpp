#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/edit/edits.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

Id freshWorkloadId(const model::Component& component, const Id& wanted) {
    const auto taken = [&](std::string_view id) {
        return std::any_of(component.workloads.begin(), component.workloads.end(),
                           [&](const model::Workload& workload) { return workload.id == id; });
    };
    if (!wanted.empty()) {
        return isValidId(wanted) && !taken(wanted) ? wanted : Id();
    }
    return freshId("workload", taken);
}

/// The parameters that make a capacity, where the kind has them.
struct CapacitySpecs {
    const catalog::ParamSpec* instances = nullptr;
    const catalog::ParamSpec* workers = nullptr;
    const catalog::ParamSpec* serviceTime = nullptr;
};

CapacitySpecs capacitySpecs(const catalog::Kind& kind) {
    return {catalog::findSpec(kind.params, "instances"), catalog::findSpec(kind.params, "workers"),
            catalog::findSpec(kind.params, "service_time_ms")};
}

}  // namespace

Result<Id> addComponent(Transaction& transaction, const Catalog& catalog, const std::string& kind,
                        model::Point position, const Id& id) {
    const catalog::Kind* descriptor = catalog.kind(kind);
    if (descriptor == nullptr) {
        return refuse("no-kind", "", {{"kind", printable(kind, 60)}});
    }
    if (const auto legal = checkPlace(position); !legal) {
        return failure(legal.error());
    }
    auto fresh = newId(transaction.design(), kind, id);
    if (!fresh) {
        return fresh;
    }
    model::Component component;
    component.id = *fresh;
    component.kind = kind;
    component.position = position;
    component.size = {descriptor->width, descriptor->height};
    if (catalog.behaviorOfKind(kind)->originates) {
        component.workloads.push_back(firstWorkload("requests"));
    }
    transaction.put(std::move(component));
    recordRevision(transaction, *descriptor);
    return fresh;
}

Result<Id> addWorkload(Transaction& transaction, const Catalog& catalog, const Id& component, const Id& id) {
    auto record = componentOf(transaction.design(), component);
    if (!record) {
        return failure(record.error());
    }
    const catalog::Behavior* behavior = catalog.behaviorOfKind(record->kind);
    if (behavior == nullptr || !behavior->originates) {
        return refuse("not-a-source", "/components/" + component, {{"name", shownName(*record, catalog)}});
    }
    const Id fresh = freshWorkloadId(*record, id);
    if (fresh.empty()) {
        return refuse("id-taken", "/components/" + component, {{"id", printable(id, 80)}});
    }
    record->workloads.push_back(firstWorkload(fresh));
    transaction.put(std::move(*record));
    return fresh;
}

Result<> removeWorkload(Transaction& transaction, const Id& component, const Id& workload) {
    auto record = componentOf(transaction.design(), component);
    if (!record) {
        return failure(record.error());
    }
    const auto removed = std::erase_if(
        record->workloads, [&](const model::Workload& candidate) { return candidate.id == workload; });
    if (removed == 0) {
        return refuse("no-workload", "/components/" + component, {{"id", printable(workload, 80)}});
    }
    transaction.put(std::move(*record));
    return {};
}

Result<> applyPreset(Transaction& transaction, const Catalog& catalog, const Id& component,
                     const std::string& preset) {
    auto record = componentOf(transaction.design(), component);
    if (!record) {
        return failure(record.error());
    }
    const catalog::Kind* kind = catalog.kind(record->kind);
    if (kind == nullptr) {
        return refuse("unknown-kind", "/components/" + component, {{"name", shownName(*record, catalog)}});
    }
    const auto found = std::find_if(kind->presets.begin(), kind->presets.end(),
                                    [&](const catalog::Preset& candidate) { return candidate.id == preset; });
    if (found == kind->presets.end()) {
        std::string present;
        for (const auto& candidate : kind->presets) {
            present += (present.empty() ? "" : ", ") + candidate.id;
        }
        return refuse("no-preset", "/components/" + component,
                      {{"preset", printable(preset, 60)}, {"present", present}});
    }
    for (const auto& [name, value] : found->params) {
        const auto set =
            setChecked(record->params, kind->params, name, value, "/components/" + component + "/params");
        if (!set) {
            return set;
        }
    }
    transaction.put(std::move(*record));
    return {};
}

Result<> setCapacity(Transaction& transaction, const Catalog& catalog, const Id& component, double rps) {
    auto record = componentOf(transaction.design(), component);
    if (!record) {
        return failure(record.error());
    }
    const std::string where = "/components/" + component + "/params";
    const catalog::Kind* kind = catalog.kind(record->kind);
    const CapacitySpecs specs = kind == nullptr ? CapacitySpecs() : capacitySpecs(*kind);
    if (specs.instances == nullptr || specs.workers == nullptr || specs.serviceTime == nullptr) {
        return refuse("no-capacity", where, {{"name", shownName(*record, catalog)}});
    }
    const double instances = catalog::effective(*specs.instances, record->params).number(1);
    const double serviceMs = catalog::effective(*specs.serviceTime, record->params).number();
    // capacity = instances x workers / S: workers to the nearest whole number, then S makes it exact.
    const double workers = std::max(1.0, std::round(rps * serviceMs / 1000 / instances));
    const double exactMs = instances * workers * 1000 / rps;
    const auto inRange = [](const catalog::ParamSpec& spec, double value) {
        return value >= spec.minimum && value <= spec.maximum;
    };
    if (!(rps > 0) || !inRange(*specs.workers, workers) || !inRange(*specs.serviceTime, exactMs)) {
        return refuse("capacity-range", where, {{"found", formatQuantity(rps, Unit::per_second)}});
    }
    const auto set = setChecked(record->params, kind->params, "workers", workers, where);
    if (!set) {
        return set;
    }
    const auto setTime = setChecked(record->params, kind->params, "service_time_ms", exactMs, where);
    if (!setTime) {
        return setTime;
    }
    transaction.put(std::move(*record));
    return {};
}

}  // namespace headroom::edit
