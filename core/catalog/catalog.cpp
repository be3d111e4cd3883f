#include "core/catalog/catalog.h"

#include <algorithm>

#include "core/catalog/catalog_loader.h"

namespace headroom::catalog {

namespace {

template <class Map>
auto* findIn(const Map& map, std::string_view key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

const std::vector<ParamSpec>& specsIn(const std::map<std::string, std::vector<ParamSpec>, std::less<>>& map,
                                      std::string_view key) {
    static const std::vector<ParamSpec> none;
    const auto* found = findIn(map, key);
    return found == nullptr ? none : *found;
}

}  // namespace

json::Object Kind::defaultsAt(int fileRevision) const {
    json::Object out;
    for (const OldDefaults& old : history) {
        if (old.revision < fileRevision || old.revision >= revision) {
            continue;
        }
        for (const auto& [name, value] : old.params) {
            // The oldest entry from that revision on is the value that held then.
            if (!out.contains(name)) {
                out.set(name, value);
            }
        }
    }
    return out;
}

Result<Catalog> Catalog::load(const std::string& dataDirectory,
                              const std::vector<std::string>& kindDirectories) {
    return CatalogLoader(dataDirectory).load(kindDirectories);
}

const Kind* Catalog::kind(std::string_view id) const {
    const auto found =
        std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& kind) { return kind.id == id; });
    return found == kinds_.end() ? nullptr : &*found;
}

const Behavior* Catalog::behavior(std::string_view name) const {
    return findIn(behaviors_, name);
}

const Behavior* Catalog::behaviorOfKind(std::string_view kindId) const {
    const Kind* found = kind(kindId);
    return found == nullptr ? nullptr : behavior(found->behavior);
}

bool Catalog::isComputed(const model::Design& design, const model::Connection& connection) const {
    const auto computed = [&](const Id& id) {
        const auto end = design.components().find(id);
        const Behavior* behavior = end ? behaviorOfKind(end->kind) : nullptr;
        return behavior == nullptr || behavior->computed;
    };
    return computed(connection.from) && computed(connection.to);
}

const std::vector<ParamSpec>& Catalog::connectionParams(std::string_view connectionKind) const {
    return specsIn(connections_, connectionKind);
}

std::string Catalog::connectionLabel(std::string_view connectionKind) const {
    const std::string* label = findIn(connectionLabels_, connectionKind);
    return label == nullptr ? std::string(connectionKind) : *label;
}

const std::vector<ParamSpec>& Catalog::recordParams(std::string_view record) const {
    return specsIn(records_, record);
}

const Source* Catalog::source(std::string_view id) const {
    return findIn(sources_, id);
}

const Price* Catalog::price(std::string_view id) const {
    return findIn(prices_, id);
}

const Tariff* Catalog::tariff(std::string_view id) const {
    return findIn(tariffs_, id);
}

const Border* Catalog::border(std::string_view of) const {
    return findIn(borders_, of);
}

const std::string& Catalog::categoryLabel(std::string_view category) const {
    static const std::string none;
    const std::string* label = findIn(categoryLabels_, category);
    return label == nullptr ? none : *label;
}

}  // namespace headroom::catalog
