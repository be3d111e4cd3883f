#pragma once

#include <QList>
#include <QString>
#include <QWidget>

#include "core/catalog/catalog.h"
#include "widgets/common/look.h"

class QLabel;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace headroom::widgets {

class KindTile;
class Section;

/// What can be put on the canvas: the kinds by category, in two columns, with a search that finds them as one
/// types. Letters typed anywhere in the palette go to the search; arrows walk the tiles.
class PalettePanel : public QWidget {
    Q_OBJECT

  public:
    PalettePanel(const catalog::Catalog& catalog, Look& look, QWidget* parent = nullptr);

    /// Puts the keyboard into the search.
    void focusSearch();
    /// The tiles that are seen at present, in reading order.
    [[nodiscard]] QList<KindTile*> visibleTiles() const;

  signals:
    /// Double-click, Return: put one on the canvas.
    void kindChosen(const QString& kind);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void buildCategories();
    void showAll();
    void showMatches(const QString& query);
    KindTile* makeTile(const catalog::Kind& kind, QWidget* parent);
    bool searchKey(int key);
    void walk(int key);
    void dropResults();

    const catalog::Catalog& catalog_;
    Look& look_;
    QLineEdit* search_;
    QScrollArea* scroll_;
    QWidget* categories_;
    QWidget* matches_ = nullptr;
    QLabel* nothing_;
    QVBoxLayout* page_;
    QList<Section*> sections_;
};

}  // namespace headroom::widgets
