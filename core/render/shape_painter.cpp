#include "core/render/shape_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "core/layout/geometry.h"
#include "core/render/figure_text.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

constexpr double radius = 8;
constexpr double boxPadding = 10;
constexpr double textPadding = 2;
constexpr int smallestType = 8;
constexpr int boxType = 13;
constexpr int largestType = 96;

}  // namespace

void paintRing(QPainter& painter, const Theme& theme, const QRectF& card, double scale) {
    const double width = std::max(2.0, 2 / scale);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme[Token::accent], width));
    const double outset = width / 2 + 2;
    painter.drawRoundedRect(card.adjusted(-outset, -outset, outset, outset), radius + outset,
                            radius + outset);
}

bool ShapePainter::draws(const catalog::Catalog& catalog, const model::Component& component) {
    const catalog::Kind* kind = catalog.kind(component.kind);
    return kind != nullptr && kind->shape != catalog::Shape::card;
}

ShapePainter::ShapePainter(QPainter& painter, const PictureSource& source, const model::Component& component,
                           double scale)
    : painter_(painter),
      theme_(source.theme),
      kind_(*source.catalog.kind(component.kind)),
      name_(qtText(component.label.empty() ? kind_.label : component.label)),
      scale_(scale) {
    const layout::Rect place = layout::cardRect(component);
    box_ = {place.x, place.y, place.w, place.h};
}

void ShapePainter::paint(const Emphasis& emphasis) {
    if (emphasis.selected) {
        paintRing(painter_, theme_, box_, scale_);
    }
    paintOutline(emphasis);
    if (box_.height() * scale_ >= smallestType) {
        paintName();
    }
}

/// A text has none, until the pointer is over it and shows how far it reaches.
void ShapePainter::paintOutline(const Emphasis& emphasis) {
    const bool isText = kind_.shape == catalog::Shape::text;
    if (isText && !emphasis.hovered) {
        return;
    }
    QPen border(theme_[isText ? Token::line : Token::strong_line], 1);
    if (isText) {
        border.setDashPattern({4, 3});
    }
    painter_.setPen(border);
    painter_.setBrush(isText ? QBrush(Qt::NoBrush) : QBrush(theme_[Token::surface]));
    painter_.drawRoundedRect(box_.adjusted(0.5, 0.5, -0.5, -0.5), isText ? 4 : radius, isText ? 4 : radius);
}

void ShapePainter::paintName() {
    const bool isText = kind_.shape == catalog::Shape::text;
    const double padding = isText ? textPadding : boxPadding;
    const QRectF room = box_.adjusted(padding, padding, -padding, -padding);
    const int flags =
        Qt::TextWordWrap | (isText ? int(Qt::AlignLeft | Qt::AlignVCenter) : int(Qt::AlignCenter));
    painter_.save();
    painter_.setClipRect(box_, Qt::IntersectClip);
    painter_.setFont(fitting(room, flags));
    painter_.setPen(theme_[Token::text]);
    painter_.drawText(room, flags, name_);
    painter_.restore();
}

/// The largest type in which all words fit when they wrap; a box keeps to that of the cards.
QFont ShapePainter::fitting(const QRectF& room, int flags) const {
    const bool isText = kind_.shape == catalog::Shape::text;
    const QFont::Weight weight = isText ? QFont::Normal : QFont::DemiBold;
    int low = smallestType;
    int high = isText ? largestType : boxType;
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        const QRectF needed = QFontMetricsF(interfaceFont(middle, weight)).boundingRect(room, flags, name_);
        const bool fits = needed.width() <= room.width() && needed.height() <= room.height();
        low = fits ? middle : low;
        high = fits ? high : middle - 1;
    }
    return interfaceFont(low, weight);
}

}  // namespace headroom::render
