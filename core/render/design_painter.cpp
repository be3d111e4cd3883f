#include "core/render/design_painter.h"

#include <QPainter>

#include "core/render/card_painter.h"
#include "core/render/frame_painter.h"
#include "core/render/shape_painter.h"
#include "core/render/wire_painter.h"

namespace headroom::render {

Detail detailAt(double scale) {
    if (scale >= 0.5) {
        return Detail::full;
    }
    return scale >= 1.0 / 3 ? Detail::icons : Detail::blocks;
}

DesignPainter::DesignPainter(const PictureSource& source, IconStore& icons, double scale)
    : source_(source), icons_(icons), scale_(scale) {}

void DesignPainter::paintGroup(QPainter& painter, const model::Group& group, const Emphasis& emphasis) const {
    paintGroupFrame(painter, group, source_, emphasis);
}

void DesignPainter::paintNote(QPainter& painter, const model::Note& note, const Emphasis& emphasis) const {
    paintNotePaper(painter, note, source_.theme, emphasis);
}

void DesignPainter::paintConnection(QPainter& painter, const model::Connection& connection,
                                    const layout::Route& route, const Emphasis& emphasis) const {
    WirePainter(painter, source_, connection, route, scale_).paint(emphasis);
}

void DesignPainter::paintPill(QPainter& painter, const model::Connection& connection,
                              const layout::Route& route, const layout::BoxIndex& cards) const {
    WirePainter(painter, source_, connection, route, scale_).paintPill(cards);
}

void DesignPainter::paintCard(QPainter& painter, const model::Component& component,
                              const Emphasis& emphasis) const {
    if (ShapePainter::draws(source_.catalog, component)) {
        ShapePainter(painter, source_, component, scale_).paint(emphasis);
    } else {
        CardPainter(painter, source_, icons_, component, scale_).paint(emphasis);
    }
}

void DesignPainter::paintAll(QPainter& painter, const std::vector<layout::Route>& routes) const {
    for (const auto& group : source_.design.groups()) {
        paintGroup(painter, *group, {});
    }
    for (const auto& note : source_.design.notes()) {
        paintNote(painter, *note, {});
    }
    for (std::size_t i = 0; i < routes.size(); ++i) {
        paintConnection(painter, source_.design.connections()[i], routes[i], {});
    }
    for (const auto& component : source_.design.components()) {
        paintCard(painter, *component, {});
    }
}

}  // namespace headroom::render
