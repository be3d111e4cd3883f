#pragma once

#include <QStringList>

#include "core/layout/box_index.h"
#include "core/render/design_painter.h"
#include "core/render/shown_figures.h"

namespace headroom::render {

/// Draws one connection. Shared inside the folder.
class WirePainter {
  public:
    WirePainter(QPainter& painter, const PictureSource& source, const model::Connection& connection,
                const layout::Route& route, double scale);

    void paint(const Emphasis& emphasis);
    void paintPill(const layout::BoxIndex& cards);

  private:
    void paintLine(const QPainterPath& line, const QColor& ink);
    void paintArrow(const QPointF& tip, const QPointF& from, const QColor& ink, bool filled);
    void paintDashes(const QPainterPath& line, Token token, int percent, double offset);
    void paintChevrons(const QColor& ink);
    void paintCross();
    [[nodiscard]] double arrowLength() const { return 6 + shown_.width; }
    [[nodiscard]] QStringList pillParts() const;
    QRectF pillBox(const layout::BoxIndex& cards, QStringList& parts) const;

    QPainter& painter_;
    const PictureSource& source_;
    const Theme& theme_;
    const model::Connection& connection_;
    const layout::Route& route_;
    const results::ConnectionResult* result_ = nullptr;
    WireFigures shown_;
    bool detailed_;
};

}  // namespace headroom::render
