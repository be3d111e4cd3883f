#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Draws a line from a card to another, or takes one end of a line elsewhere. Why a line makes no sense is
/// said at the pointer.
class WireTool : public Tool {
  public:
    /// What is wired: the end that stays, and which end the pointer holds.
    struct Job {
        QString fixed;         ///< component at the end that stays
        bool holdsEnd = true;  ///< the pointer holds the end with the arrow
        QString connection;    ///< the one whose end is moved; empty: a new one
        std::optional<layout::Side> side;
    };
    static Job newFrom(const QString& component, layout::Side side);
    static Job movedEnd(const model::Design& design, const QString& connection, bool end);

    WireTool(Board& board, Job job) : Tool(board), job_(std::move(job)) {}

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

  private:
    void aim(const QPointF& scene);
    [[nodiscard]] bool nearOwnCard(const QPointF& scene) const;
    [[nodiscard]] Id from() const;
    [[nodiscard]] Id to() const;
    void connectThem(const QPointF& where);
    void reconnectThem(const QPointF& where);

    Job job_;
    QPointF pointer_;  ///< view
    QString target_;   ///< component under the pointer; empty: none
    QString reason_;   ///< why not; empty: it makes sense
};

/// Draws the line that would be, in pixels of the view: from a card's side to a point or card.
void paintWireTo(QPainter& painter, const Board& board, const QString& from, std::optional<layout::Side> side,
                 const QPointF& pointer, const QString& target, bool makesSense, bool arrowAtTarget);

}  // namespace headroom::widgets
