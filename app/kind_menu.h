#pragma once

#include <QMenu>
#include <functional>

#include "core/catalog/catalog.h"
#include "widgets/common/look.h"

namespace headroom::app {

/// All kinds by category, to choose one of. Deletes itself when it closes.
class KindMenu : public QMenu {
    Q_OBJECT

  public:
    KindMenu(const catalog::Catalog& catalog, widgets::Look& look, QWidget* parent);

  signals:
    void chosen(const QString& kind);
};

}  // namespace headroom::app
