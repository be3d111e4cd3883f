#include <array>

#include "core/edit/edits.h"
#include "core/edit/support.h"
#include "core/edit/wiring.h"

namespace headroom::edit {

namespace {

/// What a call asks of its callee, and where its line ends: it goes with the half that still ends there. All
/// else is the caller's decision (how often, when, of which call, how long it waits) and stays with the first
/// half, the network's figures included, since they are those of the way out of the caller.
constexpr std::array<std::string_view, 3> ofTheCallee{"service_time_ms", "policy", "to_side"};

/// A cache that stands in the way of its caller is read through, or nothing would ever get past it.
void standInTheWay(model::Component& cache, const Catalog& catalog) {
    if (lookedUpByCaller(cache, catalog)) {
        cache.params.set("strategy", "read_through");
    }
}

struct Halves {
    model::Connection first;
    model::Connection second;
};

Result<Halves> halve(const model::Design& design, const Catalog& catalog, const model::Connection& whole,
                     const model::Component& middle) {
    const model::Component from = *design.components().find(whole.from);
    const model::Component to = *design.components().find(whole.to);
    const auto doesNotFit = [&](const Diagnostic& why) {
        return refuse("splice-does-not-fit", "",
                      {{"name", shownName(middle, catalog)},
                       {"from", shownName(from, catalog)},
                       {"to", shownName(to, catalog)},
                       {"reason", why.text}});
    };
    const auto kindIn = keepKind(from, middle, catalog, whole.kind);
    if (!kindIn) {
        return doesNotFit(kindIn.error());
    }
    const auto kindOut = keepKind(middle, to, catalog, whole.kind);
    if (!kindOut) {
        return doesNotFit(kindOut.error());
    }
    Halves out{whole, {{}, middle.id, whole.to, *kindOut, {}, {}}};
    out.first.to = middle.id;
    out.first.kind = *kindIn;
    out.first.params.erase("points");
    for (const std::string_view name : ofTheCallee) {
        if (const json::Value* value = whole.params.find(name)) {
            out.second.params.set(name, *value);
            out.first.params.erase(name);
        }
    }
    out.first.params = keepDeclared(out.first.params, catalog, *kindIn);
    out.second.params = keepDeclared(out.second.params, catalog, *kindOut);
    return out;
}

}  // namespace

Result<Id> splice(Transaction& transaction, const Catalog& catalog, const Id& component,
                  const Id& connection) {
    auto middle = componentOf(transaction.design(), component);
    if (!middle) {
        return failure(middle.error());
    }
    const auto whole = connectionOf(transaction.design(), connection);
    if (!whole) {
        return failure(whole.error());
    }
    if (whole->from == component || whole->to == component) {
        return refuse("splice-own-end", "/connections/" + connection,
                      {{"name", shownName(*middle, catalog)}});
    }
    auto halves = halve(transaction.design(), catalog, *whole, *middle);
    if (!halves) {
        return failure(halves.error());
    }
    standInTheWay(*middle, catalog);
    halves->second.id = *newId(transaction.design(), halves->second.kind, {});
    const Id added = halves->second.id;
    transaction.put(std::move(*middle));
    transaction.put(std::move(halves->first));
    transaction.put(std::move(halves->second));
    return added;
}

}  // namespace headroom::edit
