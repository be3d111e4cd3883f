#include "widgets/canvas/view_transform.h"

#include <algorithm>

namespace headroom::widgets {

QRectF ViewTransform::toView(const QRectF& scene) const {
    return {toView(scene.topLeft()), scene.size() * scale_};
}

QRectF ViewTransform::toScene(const QRectF& view) const {
    return {toScene(view.topLeft()), view.size() / scale_};
}

QTransform ViewTransform::transform() const {
    return {scale_, 0, 0, scale_, -origin_.x() * scale_, -origin_.y() * scale_};
}

void ViewTransform::zoomTo(double scale, const QPointF& view) {
    const QPointF fixed = toScene(view);
    scale_ = std::clamp(scale, minimumScale, maximumScale);
    origin_ = fixed - view / scale_;
}

void ViewTransform::fit(const QRectF& scene, const QSizeF& size, double margin) {
    const double width = std::max(1.0, size.width() - 2 * margin);
    const double height = std::max(1.0, size.height() - 2 * margin);
    const double wanted =
        std::min({1.0, width / std::max(1.0, scene.width()), height / std::max(1.0, scene.height())});
    scale_ = std::clamp(wanted, minimumScale, maximumScale);
    centerOn(scene.center(), size);
}

void ViewTransform::centerOn(const QPointF& scene, const QSizeF& size) {
    origin_ = scene - QPointF(size.width(), size.height()) / 2 / scale_;
}

}  // namespace headroom::widgets
