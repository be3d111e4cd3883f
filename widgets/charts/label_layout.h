#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace headroom::widgets {

/// A mark and the size of its label, in pixels.
struct MarkedLabel {
    QPointF mark;
    QSizeF size;
    bool leftFirst = false;  ///< left below is tried before right above
};

/// A place for each label near its mark and within `area`, in the order of `labels`: no two overlap, and none
/// covers a mark as long as there is another place for it. Where `area` has no room left, labels go on below
/// each other beyond it.
QList<QRectF> placeLabels(const QList<MarkedLabel>& labels, const QRectF& area);

}  // namespace headroom::widgets
