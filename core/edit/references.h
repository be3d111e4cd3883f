#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "core/catalog/catalog.h"
#include "core/model/records.h"

/// What parameters say about other records. Not for other folders.
namespace headroom::edit {

/// What becomes of the name of a record of `table` ("connection", "group", "component", or "workload", which
/// is written "source.workload"); nullopt drops it.
using Renaming = std::function<std::optional<std::string>(std::string_view table, std::string_view name)>;

/// The record with every name in its parameters replaced, as the catalogue declares them. A connection that
/// loses `of` becomes an ordinary call.
model::Component withNames(model::Component record, const catalog::Catalog& catalog,
                           const Renaming& renaming);
model::Connection withNames(model::Connection record, const catalog::Catalog& catalog,
                            const Renaming& renaming);
model::Group withNames(model::Group record, const catalog::Catalog& catalog, const Renaming& renaming);
/// Of the document: the scenario's events and loads.
model::Document withNames(model::Document record, const catalog::Catalog& catalog, const Renaming& renaming);

}  // namespace headroom::edit
