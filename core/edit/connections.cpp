#include <algorithm>

#include "core/edit/edits.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

/// The ends of a connection to be, with what the catalogue says of them.
struct Ends {
    model::Component from;
    model::Component to;
    const catalog::Behavior* fromBehavior;
    const catalog::Behavior* toBehavior;
};

Result<Ends> endsOf(const model::Design& design, const Catalog& catalog, const Id& from, const Id& to) {
    auto caller = componentOf(design, from);
    if (!caller) {
        return failure(caller.error());
    }
    auto callee = componentOf(design, to);
    if (!callee) {
        return failure(callee.error());
    }
    Ends ends{*caller, *callee, catalog.behaviorOfKind(caller->kind), catalog.behaviorOfKind(callee->kind)};
    return ends;
}

/// Connection kinds that may start at one end and finish at the other, the callee's usual one first.
std::vector<std::string> fittingKinds(const Ends& ends) {
    std::vector<std::string> out;
    for (const std::string& kind : ends.toBehavior->consumes) {
        const auto& produced = ends.fromBehavior->produces;
        if (std::find(produced.begin(), produced.end(), kind) != produced.end()) {
            out.push_back(kind);
        }
    }
    return out;
}

/// Why these two cannot be joined at all.
Result<> checkEnds(const Ends& ends, const Catalog& catalog) {
    const std::string from = shownName(ends.from, catalog);
    const std::string to = shownName(ends.to, catalog);
    // What is of an unknown kind may be wired as its file says; nothing is known against it.
    if (ends.fromBehavior == nullptr || ends.toBehavior == nullptr) {
        return {};
    }
    if (!ends.toBehavior->accepts) {
        return refuse("takes-no-calls", "", {{"name", to}});
    }
    if (!ends.fromBehavior->calls) {
        return refuse("makes-no-calls", "", {{"name", from}});
    }
    if (ends.from.id == ends.to.id && (ends.fromBehavior->keyed || ends.fromBehavior->stores)) {
        return refuse("to-itself", "", {{"name", from}});
    }
    if (fittingKinds(ends).empty()) {
        return refuse(
            "kinds-do-not-fit", "",
            {{"from", from}, {"to", to}, {"present", "put a component between them that calls both"}});
    }
    return {};
}

Result<std::string> chooseKind(const Ends& ends, const Catalog& catalog, const std::string& wanted) {
    std::vector<std::string> fitting = ends.fromBehavior != nullptr && ends.toBehavior != nullptr
                                           ? fittingKinds(ends)
                                           : catalog.connectionKinds();
    if (wanted.empty()) {
        return fitting.front();
    }
    if (std::find(fitting.begin(), fitting.end(), wanted) != fitting.end()) {
        return wanted;
    }
    std::string present;
    for (const std::string& kind : fitting) {
        present += (present.empty() ? "" : " or ") + kind;
    }
    return refuse("no-connection-kind", "",
                  {{"kind", printable(wanted, 40)},
                   {"from", shownName(ends.from, catalog)},
                   {"to", shownName(ends.to, catalog)},
                   {"present", present}});
}

/// True for a cache that its caller looks up itself, so that the caller goes on to the store on a miss.
bool lookedUpByCaller(const model::Component& component, const Catalog& catalog) {
    const catalog::Behavior* behavior = catalog.behaviorOfKind(component.kind);
    if (behavior == nullptr || !behavior->keyed) {
        return false;
    }
    const catalog::ParamSpec* strategy = catalog::findSpec(catalog.kind(component.kind)->params, "strategy");
    return strategy != nullptr && catalog::effective(*strategy, component.params).text() == "look_aside";
}

/// The first connection out of `from` whose callee satisfies `wanted`, or nullptr.
template <class Wanted>
std::shared_ptr<const model::Connection> firstCall(const model::Design& design, const Id& from,
                                                   Wanted wanted) {
    for (const auto& connection : design.connections()) {
        if (connection->from == from && wanted(*connection, *design.components().find(connection->to))) {
            return connection;
        }
    }
    return nullptr;
}

/// Cache and store beside each other mean look-aside: the store is called on a miss, after the lookup.
void inferLookAside(Transaction& transaction, const Catalog& catalog, const Ends& ends,
                    model::Connection& added) {
    const model::Design& design = transaction.design();
    if (ends.toBehavior != nullptr && ends.toBehavior->stores) {
        const auto lookup =
            firstCall(design, added.from, [&](const model::Connection&, const model::Component& callee) {
                return lookedUpByCaller(callee, catalog);
            });
        if (lookup) {
            added.params.set("when", "on_miss");
            added.params.set("of", lookup->id);
        }
        return;
    }
    if (!lookedUpByCaller(ends.to, catalog)) {
        return;
    }
    const auto toStore =
        firstCall(design, added.from, [&](const model::Connection& call, const model::Component& callee) {
            const catalog::Behavior* behavior = catalog.behaviorOfKind(callee.kind);
            return behavior != nullptr && behavior->stores && !call.params.contains("when");
        });
    if (toStore) {
        model::Connection call = *toStore;
        call.params.set("when", "on_miss");
        call.params.set("of", added.id);
        const std::size_t position = design.connections().positionOf(call.id);
        transaction.put(added);
        transaction.put(std::move(call));
        transaction.move<model::Connection>(added.id, position);
    }
}

}  // namespace

Result<> canConnect(const model::Design& design, const Catalog& catalog, const Id& from, const Id& to) {
    const auto ends = endsOf(design, catalog, from, to);
    return ends ? checkEnds(*ends, catalog) : failure(ends.error());
}

Result<Id> connect(Transaction& transaction, const Catalog& catalog, const Id& from, const Id& to,
                   const std::string& kind, const Id& id) {
    const auto ends = endsOf(transaction.design(), catalog, from, to);
    if (!ends) {
        return failure(ends.error());
    }
    if (const auto fits = checkEnds(*ends, catalog); !fits) {
        return failure(fits.error());
    }
    auto chosen = chooseKind(*ends, catalog, kind);
    if (!chosen) {
        return failure(chosen.error());
    }
    auto fresh = newId(transaction.design(), *chosen, id);
    if (!fresh) {
        return fresh;
    }
    model::Connection connection{*fresh, from, to, *chosen, {}, {}};
    inferLookAside(transaction, catalog, *ends, connection);
    transaction.put(std::move(connection));
    return fresh;
}

Result<> reconnect(Transaction& transaction, const Catalog& catalog, const Id& connection, const Id& from,
                   const Id& to) {
    auto record = connectionOf(transaction.design(), connection);
    if (!record) {
        return failure(record.error());
    }
    const auto ends = endsOf(transaction.design(), catalog, from, to);
    if (!ends) {
        return failure(ends.error());
    }
    if (const auto fits = checkEnds(*ends, catalog); !fits) {
        return fits;
    }
    // The kind stays where it still fits.
    auto chosen = chooseKind(*ends, catalog, record->kind);
    if (!chosen) {
        chosen = chooseKind(*ends, catalog, "");
    }
    if (from != record->from) {
        record->params.erase("of");  // it named a call of the former caller
        record->params.erase("when");
    }
    record->from = from;
    record->to = to;
    record->kind = *chosen;
    transaction.put(std::move(*record));
    return {};
}

Result<> reorder(Transaction& transaction, const Id& connection, const Id& before) {
    const auto& connections = transaction.design().connections();
    for (const Id& id : {connection, before}) {
        if (!id.empty() && !connections.contains(id)) {
            return refuse("no-connection", "", {{"id", printable(id, 80)}});
        }
    }
    const std::size_t now = connections.positionOf(connection);
    std::size_t target = before.empty() ? connections.size() - 1 : connections.positionOf(before);
    target -= !before.empty() && target > now ? 1 : 0;
    transaction.move<model::Connection>(connection, target);
    return {};
}

}  // namespace headroom::edit
