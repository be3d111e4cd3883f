#pragma once

#include <QList>
#include <QString>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/render/theme.h"
#include "widgets/canvas/canvas.h"

namespace headroom::app {

/// Finished designs that an empty canvas offers: designs/<slug>/design.json beside or in the data directory.
/// At most three, the worked cases among them first, with pictures in `theme`.
QList<widgets::Starter> starters(const catalog::Catalog& catalog, const render::Theme& theme,
                                 qreal devicePixelRatio);

/// The file of the worked case that a starter stands for; empty where it stands for a design.
QString starterCase(const catalog::Catalog& catalog, const QString& starter);
/// The starter of the first worked case; empty where none is installed.
QString firstCaseStarter(const catalog::Catalog& catalog);

Result<model::Design> starterDesign(const catalog::Catalog& catalog, const QString& slug);

}  // namespace headroom::app
