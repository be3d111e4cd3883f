#pragma once

#include <map>
#include <string>

#include "core/catalog/kind.h"
#include "core/catalog/tariff.h"

namespace headroom::catalog {

/// What a kind may refer to.
struct KindContext {
    const std::map<std::string, Behavior, std::less<>>& behaviors;
    /// The `params` of each behaviour as they were declared, to merge overrides into.
    const std::map<std::string, json::Array, std::less<>>& declarations;
    const std::map<std::string, Price, std::less<>>& prices;
    const std::map<std::string, Tariff, std::less<>>& tariffs;
    const std::map<std::string, Source, std::less<>>& sources;
    const std::map<std::string, std::string, std::less<>>& categories;
    std::string placeholderIcon;
};

/// Reads `folder`/kind.json. The folder's name is the id of the kind, so that a copied folder is a new
/// kind as it stands; an `id` in the file is not looked at.
Result<Kind> readKind(const std::string& folder, const KindContext& context);

}  // namespace headroom::catalog
