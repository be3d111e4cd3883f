#include "widgets/palette/palette_panel.h"

#include <QAction>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "widgets/common/kind_search.h"
#include "widgets/common/section.h"
#include "widgets/palette/kind_tile.h"

namespace headroom::widgets {

namespace {

constexpr int columns = 2;

QGridLayout* tileGrid(QWidget* parent) {
    auto* grid = new QGridLayout(parent);
    grid->setContentsMargins(8, 0, 8, 0);
    grid->setSpacing(0);
    for (int column = 0; column < columns; ++column) {
        grid->setColumnStretch(column, 1);
    }
    return grid;
}

void addTile(QGridLayout* grid, KindTile* tile) {
    const int index = grid->count();
    grid->addWidget(tile, index / columns, index % columns);
}

}  // namespace

PalettePanel::PalettePanel(const catalog::Catalog& catalog, Look& look, QWidget* parent)
    : QWidget(parent),
      catalog_(catalog),
      look_(look),
      search_(new QLineEdit(this)),
      scroll_(new QScrollArea(this)),
      categories_(new QWidget),
      nothing_(new QLabel(tr("Nothing of that name."))),
      page_(nullptr) {
    search_->setPlaceholderText(tr("Search components"));
    search_->setAccessibleName(tr("Search components"));
    search_->setClearButtonEnabled(true);
    search_->setObjectName(QStringLiteral("paletteSearch"));
    search_->installEventFilter(this);
    connect(search_, &QLineEdit::textChanged, this,
            [this](const QString& text) { text.trimmed().isEmpty() ? showAll() : showMatches(text); });

    auto* content = new QWidget;
    page_ = new QVBoxLayout(content);
    page_->setContentsMargins(0, 0, 0, 8);
    page_->setSpacing(0);
    nothing_->setProperty("role", QStringLiteral("quiet"));
    nothing_->setContentsMargins(16, 8, 16, 8);
    page_->addWidget(categories_);
    page_->addWidget(nothing_);
    page_->addStretch(1);
    scroll_->setProperty("role", QStringLiteral("plain"));
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setWidget(content);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 0, 12, 4);
    top->addWidget(search_);
    column->addLayout(top);
    column->addWidget(scroll_, 1);
    buildCategories();
    showAll();
}

void PalettePanel::buildCategories() {
    auto* column = new QVBoxLayout(categories_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (const std::string& category : catalog_.categories()) {
        Section* section = nullptr;
        QGridLayout* grid = nullptr;
        for (const catalog::Kind& kind : catalog_.kinds()) {
            if (kind.category != category) {
                continue;
            }
            if (section == nullptr) {
                section = new Section(look_, QString::fromStdString(catalog_.categoryLabel(category)));
                auto* holder = new QWidget;
                grid = tileGrid(holder);
                section->content()->addWidget(holder);
                sections_.append(section);
                column->addWidget(section);
            }
            addTile(grid, makeTile(kind, section));
        }
    }
}

KindTile* PalettePanel::makeTile(const catalog::Kind& kind, QWidget* parent) {
    auto* tile = new KindTile(look_, kind, parent);
    tile->installEventFilter(this);
    connect(tile, &KindTile::chosen, this, &PalettePanel::kindChosen);
    return tile;
}

void PalettePanel::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

void PalettePanel::dropResults() {
    if (matches_ != nullptr) {
        matches_->hide();
        matches_->deleteLater();
        matches_ = nullptr;
    }
}

void PalettePanel::showAll() {
    dropResults();
    nothing_->hide();
    categories_->show();
}

void PalettePanel::showMatches(const QString& query) {
    dropResults();
    categories_->hide();
    matches_ = new QWidget;
    QGridLayout* grid = tileGrid(matches_);
    const auto kinds = searchKinds(catalog_, query);
    for (const catalog::Kind* kind : kinds) {
        KindTile* tile = makeTile(*kind, matches_);
        tile->setFirst(kind == kinds.front());
        addTile(grid, tile);
    }
    nothing_->setVisible(kinds.empty());
    page_->insertWidget(0, matches_);
    matches_->show();
    scroll_->verticalScrollBar()->setValue(0);
}

QList<KindTile*> PalettePanel::visibleTiles() const {
    QList<KindTile*> tiles;
    const QWidget* from = matches_ != nullptr ? matches_ : categories_;
    for (KindTile* tile : from->findChildren<KindTile*>()) {
        if (tile->isVisibleTo(from)) {
            tiles.append(tile);
        }
    }
    return tiles;
}

bool PalettePanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (watched == search_) {
            return searchKey(key->key());
        }
        if (key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down) {
            walk(key->key());  // before the scroll area takes the arrows for itself
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool PalettePanel::searchKey(int key) {
    const QList<KindTile*> tiles = visibleTiles();
    switch (key) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!search_->text().trimmed().isEmpty() && !tiles.isEmpty()) {
                emit kindChosen(QString::fromStdString(tiles.front()->kind().id));
            }
            return true;
        case Qt::Key_Down:
            if (!tiles.isEmpty()) {
                tiles.front()->setFocus(Qt::TabFocusReason);
            }
            return true;
        case Qt::Key_Escape:
            if (search_->text().isEmpty()) {
                return false;
            }
            search_->clear();
            return true;
        default:
            return false;
    }
}

void PalettePanel::keyPressEvent(QKeyEvent* event) {
    const QString typed = event->text();
    const bool plain = !event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier);
    if (plain && !typed.isEmpty() && typed[0].isPrint() && event->key() != Qt::Key_Space) {
        search_->setFocus(Qt::OtherFocusReason);
        search_->setText(search_->text() + typed);
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        search_->clear();
        return;
    }
    QWidget::keyPressEvent(event);
}

void PalettePanel::walk(int key) {
    const QList<KindTile*> tiles = visibleTiles();
    const qsizetype at = tiles.indexOf(qobject_cast<KindTile*>(focusWidget()));
    if (at < 0) {
        return;
    }
    // Up and down keep the column, whatever section the next row belongs to.
    const QPoint here = tiles[at]->mapTo(this, QPoint());
    KindTile* next = nullptr;
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        next = tiles.value(at + (key == Qt::Key_Right ? 1 : -1));
    } else {
        const int step = key == Qt::Key_Down ? 1 : -1;
        for (qsizetype i = at + step; i >= 0 && i < tiles.size() && next == nullptr; i += step) {
            const QPoint there = tiles[i]->mapTo(this, QPoint());
            next = there.x() == here.x() && there.y() != here.y() ? tiles[i] : nullptr;
        }
    }
    if (next != nullptr) {
        next->setFocus(Qt::TabFocusReason);
        scroll_->ensureWidgetVisible(next, 0, 8);
    } else if (key == Qt::Key_Up) {
        search_->setFocus(Qt::TabFocusReason);
    }
}

}  // namespace headroom::widgets
