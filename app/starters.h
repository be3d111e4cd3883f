#pragma once

#include <QList>
#include <QString>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/render/theme.h"
#include "widgets/canvas/canvas.h"

namespace headroom::app {

/// Finished designs that an empty canvas offers: designs/<slug>/design.json beside or in the data directory.
/// At most three, with pictures in `theme`.
QList<widgets::Starter> starters(const catalog::Catalog& catalog, const render::Theme& theme,
                                 qreal devicePixelRatio);

Result<model::Design> starterDesign(const catalog::Catalog& catalog, const QString& slug);

}  // namespace headroom::app
