#pragma once

#include <QAbstractButton>
#include <QPoint>
#include <QStringList>

#include "core/catalog/kind.h"
#include "widgets/common/look.h"

namespace headroom::widgets {

/// One kind in the palette: icon over name. Dragged onto the canvas, or chosen by double-click or Return.
class KindTile : public QAbstractButton {
    Q_OBJECT

  public:
    KindTile(Look& look, const catalog::Kind& kind, QWidget* parent = nullptr);

    [[nodiscard]] const catalog::Kind& kind() const { return kind_; }
    /// The one that Return in the search field would take.
    void setFirst(bool first);
    [[nodiscard]] QSize sizeHint() const override;
    /// The name as it is shown in the present width: in two lines where one does not do, and cut only where
    /// a single word is too wide.
    [[nodiscard]] QStringList lines() const;

    static constexpr const char* mimeType = "application/x-headroom-kind";

  signals:
    void chosen(const QString& kind);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void startDrag();
    void choose();

    Look& look_;
    const catalog::Kind& kind_;
    QPoint pressedAt_;
    bool first_ = false;
};

}  // namespace headroom::widgets
