#pragma once

#include <QPointF>
#include <QString>
#include <optional>
#include <utility>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/layout/design_layout.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// The edges of a frame or note that a resize handle takes along; a corner takes two.
struct Edges {
    bool left = false;
    bool top = false;
    bool right = false;
    bool bottom = false;
    friend bool operator==(const Edges&, const Edges&) = default;
};

/// What lies under the pointer.
struct Hit {
    enum class What { nothing, card, handle, line, lineStart, lineEnd, group, note, edge };

    What what = What::nothing;
    QString id;
    layout::Side side = layout::Side::right;  ///< of a handle
    Edges edges;                              ///< of a frame or note, that the pointer holds

    explicit operator bool() const { return what != What::nothing; }
    [[nodiscard]] bool isLine() const {
        return what == What::line || what == What::lineStart || what == What::lineEnd;
    }
    friend bool operator==(const Hit&, const Hit&) = default;
};

/// Finds what lies at a scene position. Distances on the screen are divided by `scale`.
class HitTest {
  public:
    HitTest(const model::Design& design, const catalog::Catalog& catalog, const layout::DesignLayout& layout,
            double scale)
        : design_(design), catalog_(catalog), layout_(layout), scale_(scale) {}

    /// From top to bottom: the ends or resize handles of the only selected record and the handles of
    /// `shownHandles` (the nearest one), cards, lines, notes, frames (their border and title).
    [[nodiscard]] Hit at(const QPointF& scene, const QString& shownHandles,
                         const QString& onlySelected) const;
    /// The card there, a little beyond its border included; what a wire may be dropped on.
    [[nodiscard]] QString cardAt(const QPointF& scene) const;

    /// Where the handle of a side is drawn: just outside the border.
    static QPointF handle(const model::Rect& card, layout::Side side, double scale);

    /// The handles by which a record is resized: eight of a frame or note, the corners of a box or text,
    /// whose sides have the handles of connections.
    [[nodiscard]] std::vector<std::pair<QPointF, Edges>> grips(const QString& id) const;
    /// The place of a record that a person may resize; nullopt for others.
    [[nodiscard]] std::optional<model::Rect> sizable(const QString& id) const;
    /// The connection at a place; empty: none.
    [[nodiscard]] QString lineUnder(const QPointF& scene) const { return lineAt(scene).id; }

    static constexpr double handleReach = 10;  ///< half of its 20 pixels
    static constexpr double lineReach = 6;
    static constexpr double endReach = 12;

  private:
    [[nodiscard]] Hit gripAt(const QPointF& scene, const QString& component, const QString& selected) const;
    [[nodiscard]] Hit lineAt(const QPointF& scene) const;
    [[nodiscard]] Hit frameAt(const QPointF& scene) const;

    const model::Design& design_;
    const catalog::Catalog& catalog_;
    const layout::DesignLayout& layout_;
    double scale_;
};

}  // namespace headroom::widgets
