#include "app/panel_title.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace headroom::app {

PanelTitle::PanelTitle(widgets::Look& look, QDockWidget* dock) : QWidget(dock) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 6, 0);
    auto* name = new QLabel(dock->windowTitle(), this);
    name->setProperty("role", QStringLiteral("panel"));
    auto* hide = new QToolButton(this);
    hide->setToolTip(tr("Hide"));
    hide->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    hide->setIconSize(QSize(14, 14));
    hide->setFocusPolicy(Qt::TabFocus);
    const auto paint = [hide, &look] { hide->setIcon(look.icon(QStringLiteral("close"))); };
    paint();
    connect(&look, &widgets::Look::changed, hide, paint);
    connect(hide, &QToolButton::clicked, dock, &QDockWidget::close);
    row->addWidget(name, 1);
    row->addWidget(hide);
}

QSize PanelTitle::sizeHint() const {
    return {160, 32};
}

}  // namespace headroom::app
