#pragma once

#include "core/render/design_painter.h"

namespace headroom::render {

/// The accent ring around what is selected, at least two pixels wide. Shared inside the folder.
void paintRing(QPainter& painter, const Theme& theme, const QRectF& card, double scale);

/// A component that is only talked about: a box with its name, or a text alone. Shared inside the folder.
class ShapePainter {
  public:
    ShapePainter(QPainter& painter, const PictureSource& source, const model::Component& component,
                 double scale);

    /// Whether the kind of `component` is drawn so, and not as a card.
    static bool draws(const catalog::Catalog& catalog, const model::Component& component);

    void paint(const Emphasis& emphasis);

  private:
    void paintOutline(const Emphasis& emphasis);
    void paintName();
    [[nodiscard]] QFont fitting(const QRectF& room, int flags) const;

    QPainter& painter_;
    const Theme& theme_;
    const catalog::Kind& kind_;
    QString name_;
    double scale_;
    QRectF box_;
};

}  // namespace headroom::render
