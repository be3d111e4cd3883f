#include "widgets/charts/label_layout.h"

#include <algorithm>
#include <array>
#include <utility>

namespace headroom::widgets {

namespace {

constexpr double sideways = 5;  ///< from the middle of a mark to its label
constexpr double markRadius = 6;
constexpr double step = 4;
constexpr int mostSteps = 80;

bool touchesAny(const QRectF& box, const QList<QRectF>& others) {
    return std::any_of(others.begin(), others.end(),
                       [&](const QRectF& other) { return box.intersects(other); });
}

/// Right above, left below, right below, left above, and the same further and further away.
QList<QRectF> candidates(const MarkedLabel& label) {
    QList<QRectF> out;
    const double right = label.mark.x() + sideways;
    const double left = label.mark.x() - sideways - label.size.width();
    for (int i = 0; i < mostSteps; ++i) {
        const double above = label.mark.y() - label.size.height() - i * step - 1;
        const double below = label.mark.y() + i * step + 1;
        std::array<QPointF, 4> corners{QPointF(right, above), QPointF(left, below), QPointF(right, below),
                                       QPointF(left, above)};
        if (label.leftFirst) {
            std::swap(corners[0], corners[1]);
        }
        for (const QPointF& corner : corners) {
            out.append(QRectF(corner, label.size));
        }
    }
    return out;
}

QRectF placeOf(const MarkedLabel& label, const QRectF& area, const QList<QRectF>& taken,
               const QList<QRectF>& marks) {
    const QList<QRectF> places = candidates(label);
    for (const bool offMarks : {true, false}) {
        const auto fits = [&](const QRectF& box) {
            return area.contains(box) && !touchesAny(box, taken) && !(offMarks && touchesAny(box, marks));
        };
        const auto found = std::find_if(places.begin(), places.end(), fits);
        if (found != places.end()) {
            return *found;
        }
    }
    double below = label.mark.y();
    for (const QRectF& other : taken) {
        below = std::max(below, other.bottom() + 1);
    }
    return {QPointF(area.left(), below), label.size};
}

}  // namespace

QList<QRectF> placeLabels(const QList<MarkedLabel>& labels, const QRectF& area) {
    QList<QRectF> marks;
    for (const MarkedLabel& label : labels) {
        // Its own corner lies beside it, so a mark counts a little less than it measures.
        marks.append(QRectF(label.mark, QSizeF())
                         .adjusted(1 - markRadius, 1 - markRadius, markRadius - 1, markRadius - 1));
    }
    QList<QRectF> taken;
    for (qsizetype i = 0; i < labels.size(); ++i) {
        QList<QRectF> others = marks;
        others.removeAt(i);
        taken.append(placeOf(labels[i], area, taken, others));
    }
    return taken;
}

}  // namespace headroom::widgets
