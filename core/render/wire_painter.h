#pragma once

#include "core/render/design_painter.h"

namespace headroom::render {

/// Draws one connection. Shared inside the folder.
class WirePainter {
  public:
    WirePainter(QPainter& painter, const PictureSource& source, const model::Connection& connection,
                const layout::Route& route, double scale);

    void paint(const Emphasis& emphasis);
    void paintPill();

  private:
    void paintLine(const QPainterPath& line, const QColor& ink);
    void paintArrow(const QPointF& tip, const QPointF& from, const QColor& ink, bool filled);
    void paintFailures(const QPainterPath& line);
    void paintDots(const QPainterPath& line, double phase);
    void paintChevrons(const QColor& ink);
    [[nodiscard]] double arrowLength() const { return 6 + width_; }
    [[nodiscard]] QString pillText() const;

    QPainter& painter_;
    const PictureSource& source_;
    const Theme& theme_;
    const model::Connection& connection_;
    const layout::Route& route_;
    const results::ConnectionResult* result_ = nullptr;
    double width_;
    bool detailed_;
};

}  // namespace headroom::render
