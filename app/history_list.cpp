#include "app/history_list.h"

#include "widgets/common/text.h"

namespace headroom::app {

HistoryList::HistoryList(widgets::Document& document, QWidget* parent)
    : QListWidget(parent), document_(document) {
    setProperty("role", QStringLiteral("plain"));
    setAccessibleName(tr("History"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    connect(&document, &widgets::Document::historyChanged, this, &HistoryList::refresh);
    // Queued: going there fills the list anew, and the list is still busy with the click.
    const auto go = [this](const QListWidgetItem* item) {
        QMetaObject::invokeMethod(
            this, [this, to = row(item)] { goTo(to); }, Qt::QueuedConnection);
    };
    connect(this, &QListWidget::itemClicked, this, go);
    connect(this, &QListWidget::itemActivated, this, go);
}

void HistoryList::showEvent(QShowEvent* event) {
    QListWidget::showEvent(event);
    refresh();
}

void HistoryList::refresh() {
    if (!isVisible()) {
        return;  // filled when it is looked at
    }
    const model::History& history = document_.history();
    clear();
    addItem(tr("As opened"));
    for (const auto& step : history.done()) {
        addItem(widgets::toQt(step.name));
    }
    for (auto step = history.undone().rbegin(); step != history.undone().rend(); ++step) {
        addItem(widgets::toQt(step->name));
        item(count() - 1)->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
    }
    setCurrentRow(static_cast<int>(history.done().size()));
}

void HistoryList::goTo(int row) {
    while (row >= 0 && static_cast<std::size_t>(row) < document_.history().done().size()) {
        document_.undo();
    }
    while (static_cast<std::size_t>(row) > document_.history().done().size() &&
           document_.history().canRedo()) {
        document_.redo();
    }
}

}  // namespace headroom::app
