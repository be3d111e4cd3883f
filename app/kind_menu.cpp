#include "app/kind_menu.h"

#include <QHash>

#include "widgets/common/text.h"

namespace headroom::app {

using widgets::toQt;

KindMenu::KindMenu(const catalog::Catalog& catalog, widgets::Look& look, QWidget* parent) : QMenu(parent) {
    constexpr int iconSize = 20;
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("kindMenu"));
    QHash<QString, QMenu*> categories;
    for (const catalog::Kind& kind : catalog.kinds()) {
        QMenu*& category = categories[toQt(kind.category)];
        if (category == nullptr) {
            category = addMenu(toQt(catalog.categoryLabel(kind.category)));
        }
        QAction* action = category->addAction(toQt(kind.label));
        action->setIcon(look.kindTile(kind, iconSize, devicePixelRatioF()));
        const QString id = toQt(kind.id);
        action->setObjectName(id);
        connect(action, &QAction::triggered, this, [this, id] { emit chosen(id); });
    }
}

}  // namespace headroom::app
