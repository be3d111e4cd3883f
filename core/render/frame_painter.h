#pragma once

#include "core/render/design_painter.h"

namespace headroom::render {

/// A region, zone or rack behind its members. Shared inside the folder.
void paintGroupFrame(QPainter& painter, const model::Group& group, const PictureSource& source,
                     const Emphasis& emphasis);

/// A note: Markdown on a paper tint.
void paintNotePaper(QPainter& painter, const model::Note& note, const Theme& theme, const Emphasis& emphasis);

}  // namespace headroom::render
