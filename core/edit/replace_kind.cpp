#include "core/edit/edits.h"
#include "core/edit/support.h"
#include "core/edit/wiring.h"

namespace headroom::edit {

namespace {

std::string labelOf(const std::vector<catalog::ParamSpec>* specs, const std::string& name) {
    const catalog::ParamSpec* spec = specs == nullptr ? nullptr : catalog::findSpec(*specs, name);
    return spec == nullptr || spec->label.empty() ? name : spec->label;
}

/// Keeps the settings that the new kind declares with a legal value.
json::Object keepSettings(const model::Component& before, const catalog::Kind& kind, const Catalog& catalog,
                          std::vector<std::string>& dropped) {
    const catalog::Kind* old = catalog.kind(before.kind);
    json::Object out;
    for (const auto& [name, value] : before.params) {
        const catalog::ParamSpec* spec = catalog::findSpec(kind.params, name);
        if (spec != nullptr && catalog::check(*spec, value, "").has_value()) {
            out.append(name, value);
        } else {
            dropped.push_back(labelOf(old == nullptr ? nullptr : &old->params, name));
        }
    }
    return out;
}

/// Workloads belong to sources only, and a source without any would send nothing.
void keepWorkloads(model::Component& component, bool originates, std::vector<std::string>& dropped) {
    if (originates && component.workloads.empty()) {
        component.workloads.push_back(firstWorkload("requests"));
    } else if (!originates && !component.workloads.empty()) {
        const std::size_t count = component.workloads.size();
        dropped.push_back(count == 1 ? "its workload" : std::to_string(count) + " workloads");
        component.workloads.clear();
    }
}

/// The wires of `after` with the kinds that fit it, or why one of them cannot stay.
Result<std::vector<model::Connection>> keepWires(const model::Design& design, const Catalog& catalog,
                                                 const model::Component& after, const catalog::Kind& kind) {
    std::vector<model::Connection> out;
    for (const auto& wire : design.connections()) {
        if (wire->from != after.id && wire->to != after.id) {
            continue;
        }
        const model::Component from = wire->from == after.id ? after : *design.components().find(wire->from);
        const model::Component to = wire->to == after.id ? after : *design.components().find(wire->to);
        const auto kept = keepKind(from, to, catalog, wire->kind);
        if (!kept) {
            const model::Component& before = *design.components().find(after.id);
            return refuse("replace-does-not-fit", "/connections/" + wire->id,
                          {{"name", shownName(before, catalog)},
                           {"kind", kind.label},
                           {"reason", kept.error().text},
                           {"other", shownName(wire->from == after.id ? to : from, catalog)}});
        }
        out.push_back(*wire);
        if (out.back().kind != *kept) {
            out.back().kind = *kept;
            out.back().params = keepDeclared(wire->params, catalog, *kept);
        }
    }
    return out;
}

/// A call that waits for a miss needs something that can miss.
void dropMissRules(Transaction& transaction, const Catalog& catalog, const Id& component,
                   std::vector<std::string>& dropped) {
    const model::Design design = transaction.design();
    for (const auto& call : design.connections()) {
        const json::Value* of = call->params.find("of");
        const json::Value* when = call->params.find("when");
        const auto lookup = of == nullptr ? nullptr : design.connections().find(of->text());
        if (lookup == nullptr || lookup->to != component || when == nullptr || when->text() != "on_miss") {
            continue;
        }
        model::Connection ordinary = *call;
        ordinary.params.erase("of");
        ordinary.params.erase("when");
        dropped.push_back("on a miss, to " + shownName(*design.components().find(call->to), catalog));
        transaction.put(std::move(ordinary));
    }
}

}  // namespace

Result<std::vector<std::string>> replaceKind(Transaction& transaction, const Catalog& catalog,
                                             const Id& component, const std::string& kind) {
    const auto before = componentOf(transaction.design(), component);
    if (!before) {
        return failure(before.error());
    }
    const catalog::Kind* wanted = catalog.kind(kind);
    if (wanted == nullptr) {
        return refuse("no-kind", "/components/" + component, {{"kind", printable(kind, 60)}});
    }
    std::vector<std::string> dropped;
    model::Component after = *before;
    after.kind = kind;
    if (wanted->shape == catalog::Shape::card || !isFreelySized(*before, catalog)) {
        after.size = {wanted->width, wanted->height};
    }
    after.params = keepSettings(*before, *wanted, catalog, dropped);
    const catalog::Behavior& behavior = *catalog.behaviorOfKind(kind);
    keepWorkloads(after, behavior.originates, dropped);
    auto wires = keepWires(transaction.design(), catalog, after, *wanted);
    if (!wires) {
        return failure(wires.error());
    }
    transaction.put(std::move(after));
    for (model::Connection& wire : *wires) {
        transaction.put(std::move(wire));
    }
    if (!behavior.keyed) {
        dropMissRules(transaction, catalog, component, dropped);
    }
    recordRevision(transaction, *wanted);
    return dropped;
}

}  // namespace headroom::edit
