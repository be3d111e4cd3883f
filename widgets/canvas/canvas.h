#pragma once

#include <QHash>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <array>
#include <memory>

#include "core/render/theme.h"
#include "widgets/common/document.h"

namespace headroom::widgets {

struct Insertable;

/// A design that an empty canvas offers to start from.
struct Starter {
    QString id;
    QString title;
    QImage picture;
};

/// Where things are, in pixels of the canvas; for tests and tours that act as a person does.
struct CanvasGeometry {
    QHash<QString, QRectF> components;
    QHash<QString, QPointF> connections;  ///< a point on each line, free of boxes where there is one
    /// The four handles of a component: left, top, right, bottom.
    [[nodiscard]] std::array<QPointF, 4> handles(const QString& component) const;
};

/// The drawing: shows a design with its numbers and changes it by hand. All changes go through the Document;
/// every gesture is one step of its history.
///
/// Takes the keyboard: Tab walks components in reading order, arrows move by 8 (with Shift by 1), `/`
/// inserts, C starts a connection, G frames what is selected, N draws a note, F2 renames, Enter asks for the
/// inspector, Delete deletes, Esc backs out. Everything else (undo, save, zoom actions of the menu) is the
/// window's.
class Canvas : public QWidget {
    Q_OBJECT

  public:
    Canvas(Document& document, const render::Theme& theme, QWidget* parent = nullptr);
    ~Canvas() override;

    void setTheme(const render::Theme& theme);

    /// 1 is one pixel a scene unit; 0.05 to 4.
    [[nodiscard]] double zoom() const;
    void setZoom(double zoom);

    /// Adds a component of `kind` with its centre at `viewPosition` and selects it. On a connection it goes
    /// into that, within a frame it becomes a member. Answers its id; where it was refused, an empty one, and
    /// refused() says why.
    QString dropKind(const QString& kind, const QPointF& viewPosition);
    /// The same in the middle of what is seen, moved aside where something lies there.
    QString insertKindAtCenter(const QString& kind);

    /// Opens the field for the name of a component or frame, or for the text of a note; of the only selected
    /// one where `id` is empty.
    void startRename(const QString& id = {});

    /// The next drag draws a frame of that kind ("region", "zone", ...), or a note.
    void drawFrame(const QString& groupKind);
    void drawNote();
    /// Draws a frame around what is selected and puts it in; nothing is selected: as drawFrame().
    void frameSelection(const QString& groupKind);

    /// Moves the view so that all of `ids` are seen, as little as needed.
    void reveal(const QSet<QString>& ids);

    /// What an empty canvas offers. The pictures are shown 168 × 104.
    void setStarters(const QList<Starter>& starters);

    /// False: still chevrons instead of moving dots. Starts as false where $HEADROOM_REDUCED_MOTION is set or
    /// the desktop has animations switched off.
    void setMotion(bool motion);
    [[nodiscard]] bool motion() const;

    [[nodiscard]] CanvasGeometry geometryReport() const;

    /// What screen readers are told: ids in reading order, and for each its name with kind and state.
    [[nodiscard]] QStringList accessibleComponents() const;
    [[nodiscard]] QString accessibleComponentName(const QString& id) const;
    [[nodiscard]] bool isComponentSelected(const QString& id) const;

    [[nodiscard]] QPointF toView(const QPointF& scene) const;
    [[nodiscard]] QPointF toScene(const QPointF& view) const;

    static constexpr const char* kindMimeType = "application/x-headroom-kind";

  public slots:
    void zoomIn();
    void zoomOut();
    void resetZoom();
    void fit();
    void zoomToSelection();
    void selectAll();
    void deleteSelection();
    void startConnection();
    /// Opens the search field for something to put where the pointer is.
    void quickInsert();
    /// The document's, and then selects and shows what came back.
    void undo();
    void redo();

  signals:
    void zoomChanged(double zoom);
    void inspectorRequested();
    /// Something made no sense; `reason` is one sentence that has also been shown at the pointer.
    void refused(const QString& reason);
    /// What a gesture is doing, for a status line; empty when it is over.
    void statusMessage(const QString& text);
    /// The right button or the menu key; `id` is what lies there (it has been selected), or empty.
    void contextMenuRequested(const QPoint& globalPosition, const QString& id);
    void starterRequested(const QString& id);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    class Parts;  ///< view, layers, tools: see canvas_parts.h

    bool handleKey(const QKeyEvent& event);
    bool handlePlainKey(int key);
    [[nodiscard]] QString kindLabel(const QString& kind) const;
    void offerEndOfWire(const QString& from, const QPointF& view);
    void insertChosen(const Insertable& what);
    void renameNew(const QString& component);
    void createAtEndOfWire(const QString& kind, const QString& from, const QPointF& view);
    void addFrame(const QString& kind, const model::Rect& frame);
    void backOut();

    std::unique_ptr<Parts> parts_;
};

}  // namespace headroom::widgets
