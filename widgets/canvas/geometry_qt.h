#pragma once

#include <QPointF>
#include <QRectF>

#include "core/layout/geometry.h"

namespace headroom::widgets {

inline QPointF qtPoint(const model::Point& point) {
    return {point.x, point.y};
}
inline QRectF qtRect(const model::Rect& rect) {
    return {rect.x, rect.y, rect.w, rect.h};
}
inline model::Point plain(const QPointF& point) {
    return {point.x(), point.y()};
}
inline model::Rect plain(const QRectF& rect) {
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

}  // namespace headroom::widgets
