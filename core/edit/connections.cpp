#include <algorithm>

#include "core/edit/edits.h"
#include "core/edit/support.h"
#include "core/edit/wiring.h"

namespace headroom::edit {

namespace {

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

/// Both ends, where there are such components.
Result<std::pair<model::Component, model::Component>> endsOf(const model::Design& design, const Id& from,
                                                             const Id& to) {
    auto caller = componentOf(design, from);
    if (!caller) {
        return failure(caller.error());
    }
    auto callee = componentOf(design, to);
    if (!callee) {
        return failure(callee.error());
    }
    return std::pair(std::move(*caller), std::move(*callee));
}

/// Cache and store beside each other mean look-aside: the store is called on a miss, after the lookup.
void inferLookAside(Transaction& transaction, const Catalog& catalog, const model::Component& callee,
                    model::Connection& added) {
    const model::Design& design = transaction.design();
    const catalog::Behavior* behavior = catalog.behaviorOfKind(callee.kind);
    if (catalog::findSpec(catalog.connectionParams(added.kind), "when") == nullptr) {
        return;
    }
    if (behavior != nullptr && behavior->stores) {
        const auto lookup =
            firstCall(design, added.from, [&](const model::Connection&, const model::Component& other) {
                return lookedUpByCaller(other, catalog);
            });
        if (lookup) {
            added.params.set("when", "on_miss");
            added.params.set("of", lookup->id);
        }
        return;
    }
    if (!lookedUpByCaller(callee, catalog)) {
        return;
    }
    const auto toStore =
        firstCall(design, added.from, [&](const model::Connection& call, const model::Component& other) {
            const catalog::Behavior* store = catalog.behaviorOfKind(other.kind);
            return store != nullptr && store->stores && !call.params.contains("when");
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
    const auto ends = endsOf(design, from, to);
    return ends ? checkEnds(ends->first, ends->second, catalog) : failure(ends.error());
}

Result<Id> connect(Transaction& transaction, const Catalog& catalog, const Id& from, const Id& to,
                   const std::string& kind, const Id& id) {
    const auto ends = endsOf(transaction.design(), from, to);
    if (!ends) {
        return failure(ends.error());
    }
    auto chosen = chooseKind(ends->first, ends->second, catalog, kind);
    if (!chosen) {
        return failure(chosen.error());
    }
    auto fresh = newId(transaction.design(), *chosen, id);
    if (!fresh) {
        return fresh;
    }
    model::Connection connection{*fresh, from, to, *chosen, {}, {}};
    inferLookAside(transaction, catalog, ends->second, connection);
    transaction.put(std::move(connection));
    return fresh;
}

Result<> reconnect(Transaction& transaction, const Catalog& catalog, const Id& connection, const Id& from,
                   const Id& to) {
    auto record = connectionOf(transaction.design(), connection);
    if (!record) {
        return failure(record.error());
    }
    const auto ends = endsOf(transaction.design(), from, to);
    if (!ends) {
        return failure(ends.error());
    }
    const auto kept = keepKind(ends->first, ends->second, catalog, record->kind);
    if (!kept) {
        return failure(kept.error());
    }
    if (from != record->from) {
        record->params.erase("of");  // it named a call of the former caller
        record->params.erase("when");
    }
    record->from = from;
    record->to = to;
    record->kind = *kept;
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
