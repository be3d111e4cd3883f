#pragma once

#include "core/render/design_painter.h"
#include "core/render/shown_figures.h"

namespace headroom::render {

/// Draws one card. Shared inside the folder.
class CardPainter {
  public:
    CardPainter(QPainter& painter, const PictureSource& source, IconStore& icons,
                const model::Component& component, double scale);

    void paint(const Emphasis& emphasis);

  private:
    void paintBlock();
    void paintBody(const Emphasis& emphasis);
    void paintIcon(const QRectF& tile);
    void paintTitles();
    void paintFigures();
    void paintBar(const QRectF& track);
    void paintOverflow(const QRectF& track);
    void paintStateMark();
    void paintHatching();

    [[nodiscard]] bool isUnknown() const { return kind_ == nullptr; }
    [[nodiscard]] bool isDown() const;
    [[nodiscard]] results::Status status() const;
    [[nodiscard]] bool hasStateMark() const;
    [[nodiscard]] QColor stateColor() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] QString machines() const;

    QPainter& painter_;
    const Theme& theme_;
    IconStore& icons_;
    const model::Component& component_;
    const catalog::Kind* kind_;
    CardFigures shown_;
    std::string category_;
    double scale_;
    QRectF card_;
};

}  // namespace headroom::render
