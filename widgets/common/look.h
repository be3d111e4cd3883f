#pragma once

#include <QColor>
#include <QIcon>
#include <QObject>
#include <QPixmap>
#include <QString>
#include <string>

#include "core/catalog/kind.h"
#include "core/render/icon_store.h"
#include "core/render/theme.h"

namespace headroom::widgets {

/// How the window looks at present: the theme, and icons in its inks. One for the whole program; what paints
/// by itself keeps a reference and repaints when changed() says so.
class Look : public QObject {
    Q_OBJECT

  public:
    /// `dataDirectory` holds icons/ and kinds/.
    Look(const std::string& dataDirectory, render::Theme theme, QObject* parent = nullptr);

    [[nodiscard]] const render::Theme& theme() const { return theme_; }
    void setTheme(render::Theme theme);

    [[nodiscard]] const QColor& color(render::Token token) const { return theme_[token]; }

    /// resources/icons/<name>.svg in the ink of text, greyed where disabled. Null for a name that is not
    /// there.
    [[nodiscard]] QIcon icon(const QString& name);
    [[nodiscard]] QPixmap pixmap(const QString& name, render::Token ink, int size, qreal devicePixelRatio);
    /// A kind's icon on the tint of its category, a rounded square of `size`.
    [[nodiscard]] QPixmap kindTile(const catalog::Kind& kind, int size, qreal devicePixelRatio);

  signals:
    void changed();

  private:
    [[nodiscard]] std::string iconPath(const QString& name) const;

    std::string dataDirectory_;
    render::Theme theme_;
    render::IconStore icons_;
};

}  // namespace headroom::widgets
