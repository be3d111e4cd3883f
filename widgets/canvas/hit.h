#pragma once

#include <QPointF>
#include <QString>

#include "core/layout/design_layout.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// What lies under the pointer.
struct Hit {
    enum class What { nothing, card, handle, line, lineStart, lineEnd, group, note };

    What what = What::nothing;
    QString id;
    layout::Side side = layout::Side::right;  ///< of a handle

    explicit operator bool() const { return what != What::nothing; }
    [[nodiscard]] bool isLine() const {
        return what == What::line || what == What::lineStart || what == What::lineEnd;
    }
    friend bool operator==(const Hit&, const Hit&) = default;
};

/// Finds what lies at a scene position. Distances on the screen are divided by `scale`.
class HitTest {
  public:
    HitTest(const model::Design& design, const layout::DesignLayout& layout, double scale)
        : design_(design), layout_(layout), scale_(scale) {}

    /// From top to bottom: the ends of `selectedLine` and the handles of `shownHandles` (the nearer one),
    /// cards, lines, notes, frames (their border and title).
    [[nodiscard]] Hit at(const QPointF& scene, const QString& shownHandles,
                         const QString& selectedLine) const;
    /// The card there, a little beyond its border included; what a wire may be dropped on.
    [[nodiscard]] QString cardAt(const QPointF& scene) const;

    /// Where the handle of a side is drawn: just outside the border.
    static QPointF handle(const model::Rect& card, layout::Side side, double scale);

    static constexpr double handleReach = 10;  ///< half of its 20 pixels
    static constexpr double lineReach = 6;
    static constexpr double endReach = 12;

  private:
    [[nodiscard]] Hit gripAt(const QPointF& scene, const QString& component, const QString& line) const;
    [[nodiscard]] Hit lineAt(const QPointF& scene) const;
    [[nodiscard]] Hit frameAt(const QPointF& scene) const;

    const model::Design& design_;
    const layout::DesignLayout& layout_;
    double scale_;
};

}  // namespace headroom::widgets
