#pragma once

#include <QPainterPath>
#include <QRectF>
#include <QSizeF>
#include <memory>

#include "core/catalog/catalog.h"
#include "core/layout/box_index.h"
#include "core/layout/route.h"
#include "core/model/design.h"
#include "core/render/icon_store.h"
#include "core/render/theme.h"
#include "core/results/results.h"

class QPainter;

namespace headroom::render {

/// What is drawn. `results` may be null: then cards and lines stand without numbers.
struct PictureSource {
    const model::Design& design;
    const catalog::Catalog& catalog;
    const results::Results* results;
    const Theme& theme;
};

/// How much of a card can be read at a scale (pixels a scene unit).
enum class Detail {
    full,   ///< from 0.5 on: everything
    icons,  ///< below half size: icon and bar only
    blocks  ///< below a third: a coloured block, its name where there is room
};
Detail detailAt(double scale);

/// What a person does with something, which files never show.
struct Emphasis {
    bool selected = false;
    bool hovered = false;
    bool chevrons = false;  ///< still chevrons on the lines, where nothing moves
};

/// Draws the records of one design in scene coordinates, for screen and files alike. Short-lived: made for
/// one painting, borrows all that it is given. `scale` is pixels a scene unit and decides the detail.
class DesignPainter {
  public:
    DesignPainter(const PictureSource& source, IconStore& icons, double scale);

    void paintGroup(QPainter& painter, const model::Group& group, const Emphasis& emphasis) const;
    void paintNote(QPainter& painter, const model::Note& note, const Emphasis& emphasis) const;
    void paintConnection(QPainter& painter, const model::Connection& connection, const layout::Route& route,
                         const Emphasis& emphasis) const;
    /// Rate, share, p99 and errors of a connection in a pill on it that, where there is room, covers none of
    /// `cards`; over everything else.
    void paintPill(QPainter& painter, const model::Connection& connection, const layout::Route& route,
                   const layout::BoxIndex& cards) const;
    void paintCard(QPainter& painter, const model::Component& component, const Emphasis& emphasis) const;

    /// Everything, in the order of drawing: groups, notes, connections, cards. `routes` by place in the
    /// table.
    void paintAll(QPainter& painter, const std::vector<layout::Route>& routes) const;

  private:
    const PictureSource source_;
    IconStore& icons_;
    double scale_;
};

/// The line of a route with corners of `radius` and its hops, from border to border; for hit tests too.
QPainterPath routePath(const layout::Route& route, double radius = 6);

/// The width of a connection's line: 1.5 to 6 by the logarithm of the rate; 1.5 where there is none.
double wireWidth(const results::Figure& rps);

/// Paints the 16-unit dot grid over `area` (scene coordinates); it fades out below half size.
void paintGrid(QPainter& painter, const QRectF& area, const Theme& theme, double scale);

}  // namespace headroom::render
