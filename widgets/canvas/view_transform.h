#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace headroom::widgets {

/// Which part of the scene is seen, and how large. Positions of the view are in logical pixels.
class ViewTransform {
  public:
    static constexpr double minimumScale = 0.05;
    static constexpr double maximumScale = 4;

    [[nodiscard]] double scale() const { return scale_; }  ///< pixels a scene unit
    [[nodiscard]] QPointF toView(const QPointF& scene) const { return (scene - origin_) * scale_; }
    [[nodiscard]] QPointF toScene(const QPointF& view) const { return view / scale_ + origin_; }
    [[nodiscard]] QRectF toView(const QRectF& scene) const;
    [[nodiscard]] QRectF toScene(const QRectF& view) const;
    [[nodiscard]] QTransform transform() const;

    void panBy(const QPointF& pixels) { origin_ -= pixels / scale_; }
    /// What lies under `view` stays there. The scale is kept within its limits.
    void zoomTo(double scale, const QPointF& view);
    /// All of `scene` in the middle of a view of `size`, not larger than 1:1.
    void fit(const QRectF& scene, const QSizeF& size, double margin);
    void centerOn(const QPointF& scene, const QSizeF& size);

    friend bool operator==(const ViewTransform&, const ViewTransform&) = default;

  private:
    double scale_ = 1;
    QPointF origin_;  ///< scene position at the top left of the view
};

}  // namespace headroom::widgets
