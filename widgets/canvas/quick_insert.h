#pragma once

#include <QFrame>
#include <QList>
#include <QPointF>
#include <functional>

#include "core/catalog/catalog.h"
#include "core/render/icon_store.h"
#include "core/render/theme.h"

class QLineEdit;
class QListWidget;

namespace headroom::widgets {

/// Something that can be put on the canvas.
struct Insertable {
    enum class What { component, group, note };

    What what = What::component;
    QString kind;  ///< of a component or frame
    QString label;
};

/// A search field with a list at the pointer: one types a few letters, and Return puts the best find on the
/// canvas. Arrows choose another, Esc and leaving it close it.
class QuickInsert : public QFrame {
    Q_OBJECT

  public:
    QuickInsert(const catalog::Catalog& catalog, const render::Theme& theme, QWidget* parent);

    void setTheme(const render::Theme& theme);

    using Fits = std::function<bool(const Insertable&)>;
    /// Opens it beside `view`, a position of the parent; offers only what `fits`.
    void open(const QPointF& view, const Fits& fits);
    [[nodiscard]] QPointF place() const { return place_; }

  signals:
    void chosen(const headroom::widgets::Insertable& what);
    /// Without a choice.
    void dismissed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void restyle();
    void search(const QString& query);
    [[nodiscard]] int score(const QString& query, const Insertable& what) const;
    void addRow(int index);
    /// As high as what is found.
    void wrapList();
    void walk(int step);
    void choose();
    void close(bool giveFocusBack);

    const catalog::Catalog& catalog_;
    render::Theme theme_;
    render::IconStore icons_;
    QLineEdit* field_;
    QListWidget* list_;
    QList<Insertable> offered_;
    QPointF place_;
    bool open_ = false;
};

}  // namespace headroom::widgets
