#include <algorithm>

#include "core/edit/edits.h"
#include "core/edit/references.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

/// What a value names (the groups of a placement) has to be there.
Result<> checkNames(const model::Design& design, const Catalog& catalog, const model::Component& record,
                    const json::Value& value) {
    const Renaming known = [&design](std::string_view table, std::string_view name) {
        const bool there = table == "workload" || design.hasId(name);
        return there ? std::optional<std::string>(name) : std::nullopt;
    };
    if (withNames(record, catalog, known).params == record.params) {
        return {};
    }
    const json::Array* list = value.array();
    const json::Value first = list != nullptr && !list->empty() ? list->front() : value;
    return refuse("no-record", "/components/" + record.id, {{"id", printable(first.text(), 80)}});
}

Result<> setComponentParam(Transaction& transaction, const Catalog& catalog, model::Component record,
                           const std::string& path, const json::Value& value) {
    const catalog::Kind* kind = catalog.kind(record.kind);
    if (kind == nullptr) {
        return refuse("unknown-kind", "/components/" + record.id, {{"name", shownName(record, catalog)}});
    }
    auto set = setChecked(record.params, kind->params, path, value, "/components/" + record.id + "/params");
    if (set) {
        set = checkNames(transaction.design(), catalog, record, value);
    }
    if (set) {
        transaction.put(std::move(record));
    }
    return set;
}

/// `of`, where it is set, names a connection with the same caller: checked here since a reference is more
/// than its text.
Result<> checkReferences(const model::Design& design, const model::Connection& record) {
    const json::Value* of = record.params.find("of");
    if (of == nullptr || of->isNull()) {
        return {};
    }
    const auto named = design.connections().find(of->text());
    if (named == nullptr || named->from != record.from || named->id == record.id) {
        return refuse("no-connection", "/connections/" + record.id + "/params/of",
                      {{"id", printable(of->text(), 80)}});
    }
    return {};
}

Result<> setConnectionParam(Transaction& transaction, const Catalog& catalog, model::Connection record,
                            const std::string& path, const json::Value& value) {
    auto set = setChecked(record.params, catalog.connectionParams(record.kind), path, value,
                          "/connections/" + record.id + "/params");
    if (set) {
        set = checkReferences(transaction.design(), record);
    }
    if (set) {
        transaction.put(std::move(record));
    }
    return set;
}

Result<> setGroupParam(Transaction& transaction, const Catalog& catalog, model::Group record,
                       const std::string& path, const json::Value& value) {
    auto set = setChecked(record.params, catalog.recordParams("group"), path, value,
                          "/groups/" + record.id + "/params");
    if (set) {
        transaction.put(std::move(record));
    }
    return set;
}

}  // namespace

Result<> setParam(Transaction& transaction, const Catalog& catalog, const Id& record, const std::string& path,
                  const json::Value& value) {
    const model::Design& design = transaction.design();
    if (const auto component = design.components().find(record)) {
        return setComponentParam(transaction, catalog, *component, path, value);
    }
    if (const auto connection = design.connections().find(record)) {
        return setConnectionParam(transaction, catalog, *connection, path, value);
    }
    if (const auto group = design.groups().find(record)) {
        return setGroupParam(transaction, catalog, *group, path, value);
    }
    return refuse("no-record", "", {{"id", printable(record, 80)}});
}

Result<> setWorkloadParam(Transaction& transaction, const Catalog& catalog, const Id& component,
                          const Id& workload, const std::string& path, const json::Value& value) {
    auto record = componentOf(transaction.design(), component);
    if (!record) {
        return failure(record.error());
    }
    const auto found =
        std::find_if(record->workloads.begin(), record->workloads.end(),
                     [&](const model::Workload& candidate) { return candidate.id == workload; });
    if (found == record->workloads.end()) {
        return refuse("no-workload", "/components/" + component, {{"id", printable(workload, 80)}});
    }
    auto set = setChecked(found->params, catalog.recordParams("workload"), path, value,
                          "/components/" + component + "/workloads/" + workload);
    if (set) {
        transaction.put(std::move(*record));
    }
    return set;
}

Result<> setScenario(Transaction& transaction, const Catalog& catalog, const std::string& name,
                     const json::Value& value) {
    model::Document document = transaction.design().document();
    auto set = setChecked(document.scenario, catalog.recordParams("scenario"), name, value, "/scenario");
    if (set) {
        transaction.setDocument(std::move(document));
    }
    return set;
}

Result<> setObjectives(Transaction& transaction, const Catalog& catalog, const json::Array& objectives) {
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const std::string where = "/objectives/" + std::to_string(i);
        const json::Object* objective = objectives[i].object();
        if (objective == nullptr) {
            return refuse("argument-missing", where,
                          {{"name", "set_objectives"}, {"type", "an object"}, {"argument", "objective"}});
        }
        for (const auto& spec : catalog.recordParams("objective")) {
            const json::Value* value = objective->find(spec.name);
            if (value != nullptr) {
                if (const auto legal = catalog::check(spec, *value, where + "/" + spec.name); !legal) {
                    return legal;
                }
            }
        }
    }
    model::Document document = transaction.design().document();
    document.objectives = objectives;
    transaction.setDocument(std::move(document));
    return {};
}

}  // namespace headroom::edit
