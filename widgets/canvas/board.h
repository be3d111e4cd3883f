#pragma once

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QRegion>
#include <QSet>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/layout/design_layout.h"
#include "core/render/theme.h"
#include "widgets/canvas/hit.h"
#include "widgets/canvas/view_transform.h"
#include "widgets/common/document.h"

class QWidget;

namespace headroom::widgets {

class Tool;

/// What the parts of the canvas share: the document with its lines laid out, the view, what is hovered, the
/// gesture under way, and which pixels are out of date.
class Board : public QObject {
    Q_OBJECT

  public:
    Board(Document& document, const render::Theme& theme, QWidget& surface);
    ~Board() override;

    [[nodiscard]] Document& document() const { return document_; }
    [[nodiscard]] const model::Design& design() const { return document_.design(); }
    [[nodiscard]] const layout::DesignLayout& layout() const { return layout_; }
    [[nodiscard]] const render::Theme& theme() const { return theme_; }
    void setTheme(const render::Theme& theme);

    [[nodiscard]] const ViewTransform& view() const { return view_; }
    void setView(const ViewTransform& view);
    [[nodiscard]] QSizeF size() const;

    [[nodiscard]] HitTest hitTest() const { return {design(), document_.catalog(), layout_, view_.scale()}; }
    /// What lies at a position of the view, handles of the hovered card included.
    [[nodiscard]] Hit hitAt(const QPointF& view) const;
    [[nodiscard]] const Hit& hovered() const { return hovered_; }
    void setHovered(const Hit& hit);
    /// The card whose handles are shown; empty: none.
    [[nodiscard]] QString handlesOf() const { return handlesOf_; }
    void showHandles(const QString& component);

    [[nodiscard]] bool isSelected(const QString& id) const { return document_.selection().contains(id); }
    /// Around cards, frames and notes of `ids`, and the lines among them; null where there are none.
    [[nodiscard]] QRectF boundsOf(const QSet<QString>& ids) const;

    /// One step of the history; a refusal is shown at `where` and answered by false.
    bool perform(const QString& name, const Document::Edit& edit, const QPointF& where);
    /// Shows why something makes no sense, beside `where`, for a while.
    void refuse(const QString& reason, const QPointF& where);
    [[nodiscard]] const QString& refusal() const { return refusal_; }
    [[nodiscard]] QPointF refusedAt() const { return refusedAt_; }
    void clearRefusal();

    /// Makes `tool` the gesture under way. It ends itself with finish().
    void begin(std::unique_ptr<Tool> tool);
    void finish();
    /// Ends the gesture and takes back what it did; false where there was none.
    bool cancel();
    [[nodiscard]] Tool* tool() const { return tool_.get(); }

    /// Pixels that are to be painted again, and forgets them.
    QRegion takeOutdated();
    void outdate(const QRectF& scene);
    void outdateAll();

  signals:
    void viewChanged();
    void refused(const QString& reason);
    void said(const QString& text);  ///< for a status line
    void toolChanged();
    /// A new connection was let go over nothing.
    void wireDropped(const QString& from, const QPointF& view);

  private:
    void followDesign(const model::ChangeSet& changes);
    void replaceDesign();
    void followSelection();
    void followResults();
    void keepSelectionAlive();
    void outdateRecord(const QString& id);
    void outdateLine(std::size_t place);
    [[nodiscard]] bool hasPill(const QString& connection) const;
    void rememberLines();

    Document& document_;
    render::Theme theme_;
    QWidget& surface_;
    layout::DesignLayout layout_;
    ViewTransform view_;
    Hit hovered_;
    QString handlesOf_;
    std::shared_ptr<const results::Results> painted_;  ///< the answer that is on the screen
    QSet<QString> selected_;                           ///< as it was painted last
    std::vector<QRectF> lines_;                        ///< where lines were painted last
    QString refusal_;
    QPointF refusedAt_;
    std::unique_ptr<Tool> tool_;
    std::unique_ptr<Tool> finished_;  ///< kept until the event is over, since a tool ends itself
    QRegion outdated_;
};

}  // namespace headroom::widgets
