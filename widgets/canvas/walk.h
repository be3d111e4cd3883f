#pragma once

#include <QString>
#include <QStringList>

#include "core/layout/geometry.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// Components as one reads: rows from the top, each from the left; cards that overlap in height by half are
/// in one row.
QStringList readingOrder(const model::Design& design);

/// The one after (or, with `step` -1, before) `id`; from the end to the start again. Empty for no components.
QString nextInOrder(const QStringList& order, const QString& id, int step);

/// The nearest component in a direction from `id`; empty where there is none.
QString neighbour(const model::Design& design, const QString& id, layout::Side direction);

}  // namespace headroom::widgets
