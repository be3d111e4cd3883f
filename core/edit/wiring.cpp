#include "core/edit/wiring.h"

#include <algorithm>

#include "core/edit/support.h"

namespace headroom::edit {

namespace {

/// The ends of a connection to be, with what the catalogue says of them.
struct Ends {
    Ends(const model::Component& caller, const model::Component& callee, const catalog::Catalog& catalog)
        : from(caller),
          to(callee),
          fromBehavior(catalog.behaviorOfKind(caller.kind)),
          toBehavior(catalog.behaviorOfKind(callee.kind)) {}

    const model::Component& from;
    const model::Component& to;
    const catalog::Behavior* fromBehavior;
    const catalog::Behavior* toBehavior;
};

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

}  // namespace

Result<> checkEnds(const model::Component& caller, const model::Component& callee,
                   const catalog::Catalog& catalog) {
    const Ends ends(caller, callee, catalog);
    // What is of an unknown kind may be wired as its file says; nothing is known against it.
    if (ends.fromBehavior == nullptr || ends.toBehavior == nullptr) {
        return {};
    }
    const std::string from = shownName(caller, catalog);
    const std::string to = shownName(callee, catalog);
    if (!ends.toBehavior->accepts) {
        return refuse("takes-no-calls", "", {{"name", to}});
    }
    if (!ends.fromBehavior->calls) {
        return refuse("makes-no-calls", "", {{"name", from}});
    }
    if (caller.id == callee.id && (ends.fromBehavior->keyed || ends.fromBehavior->stores)) {
        return refuse("to-itself", "", {{"name", from}});
    }
    if (fittingKinds(ends).empty()) {
        return refuse(
            "kinds-do-not-fit", "",
            {{"from", from}, {"to", to}, {"present", "put a component between them that calls both"}});
    }
    return {};
}

Result<std::string> chooseKind(const model::Component& from, const model::Component& to,
                               const catalog::Catalog& catalog, const std::string& wanted) {
    if (const auto fits = checkEnds(from, to, catalog); !fits) {
        return failure(fits.error());
    }
    const Ends ends(from, to, catalog);
    const std::vector<std::string> fitting = ends.fromBehavior != nullptr && ends.toBehavior != nullptr
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
                   {"from", shownName(from, catalog)},
                   {"to", shownName(to, catalog)},
                   {"present", present}});
}

Result<std::string> keepKind(const model::Component& from, const model::Component& to,
                             const catalog::Catalog& catalog, const std::string& now) {
    auto kept = chooseKind(from, to, catalog, now);
    return kept ? kept : chooseKind(from, to, catalog, "");
}

json::Object keepDeclared(const json::Object& params, const catalog::Catalog& catalog,
                          const std::string& kind) {
    json::Object out;
    for (const auto& [name, value] : params) {
        if (catalog::findSpec(catalog.connectionParams(kind), name) != nullptr ||
            catalog::findSpec(catalog.recordParams("connection_display"), name) != nullptr) {
            out.append(name, value);
        }
    }
    return out;
}

bool lookedUpByCaller(const model::Component& component, const catalog::Catalog& catalog) {
    const catalog::Behavior* behavior = catalog.behaviorOfKind(component.kind);
    if (behavior == nullptr || !behavior->keyed) {
        return false;
    }
    const catalog::ParamSpec* strategy = catalog::findSpec(catalog.kind(component.kind)->params, "strategy");
    return strategy != nullptr && catalog::effective(*strategy, component.params).text() == "look_aside";
}

}  // namespace headroom::edit
