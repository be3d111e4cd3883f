#pragma once

#include <QString>
#include <vector>

#include "core/catalog/catalog.h"

namespace headroom::widgets {

/// How well `query` fits `text`, both in any case: the letters of the query must come in order. Higher is
/// better; letters at the beginning of a word and letters in a row weigh more. 0: does not fit.
int fuzzyScore(const QString& query, const QString& text);

/// The same for a kind, over its label, its tags and its id.
int kindScore(const QString& query, const catalog::Kind& kind);

/// The kinds whose label, tags or id fit, best first; all of them, in the order of the palette, for an empty
/// query.
std::vector<const catalog::Kind*> searchKinds(const catalog::Catalog& catalog, const QString& query);

}  // namespace headroom::widgets
