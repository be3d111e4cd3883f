#pragma once

#include <string>

#include "core/catalog/catalog.h"
#include "core/model/design.h"

/// What can be joined with what. Not for other folders; they ask canConnect().
namespace headroom::edit {

/// Why these two cannot be joined at all; components of unknown kinds can.
Result<> checkEnds(const model::Component& from, const model::Component& to, const catalog::Catalog& catalog);

/// The kind of a connection from one to the other: `wanted`, the usual one where that is empty, or why it
/// cannot be.
Result<std::string> chooseKind(const model::Component& from, const model::Component& to,
                               const catalog::Catalog& catalog, const std::string& wanted);

/// `now` where it fits these two, else their usual kind, or why they cannot be joined.
Result<std::string> keepKind(const model::Component& from, const model::Component& to,
                             const catalog::Catalog& catalog, const std::string& now);

/// What the kind of a connection declares, does not compute yet, or only draws; the rest is dropped.
json::Object keepDeclared(const json::Object& params, const catalog::Catalog& catalog,
                          const std::string& kind);

/// True for a cache that its caller looks up itself, so that the caller goes on to the store on a miss.
bool lookedUpByCaller(const model::Component& component, const catalog::Catalog& catalog);

}  // namespace headroom::edit
