#include "widgets/canvas/quick_insert.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/common/kind_search.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr QSize popupSize(248, 280);
constexpr int iconSize = 20;
constexpr int listHeight = 232;  // of that; less where less is found
constexpr int listEdge = 4;
constexpr int margin = 8;
constexpr int labelWeight = 3;  // as a kind's label in kindScore()

QList<Insertable> everything(const catalog::Catalog& catalog) {
    QList<Insertable> all;
    for (const catalog::Kind& kind : catalog.kinds()) {
        all.append({Insertable::What::component, toQt(kind.id), toQt(kind.label)});
    }
    for (const catalog::Option& kind : catalog.groupKinds()) {
        all.append({Insertable::What::group, toQt(kind.value), toQt(kind.label)});
    }
    all.append({Insertable::What::note, {}, QuickInsert::tr("Note")});
    return all;
}

}  // namespace

QuickInsert::QuickInsert(const catalog::Catalog& catalog, const render::Theme& theme, QWidget* parent)
    : QFrame(parent),
      catalog_(catalog),
      theme_(theme),
      field_(new QLineEdit(this)),
      list_(new QListWidget(this)) {
    setObjectName(QStringLiteral("quickInsert"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(margin, margin, margin, margin);
    column->addWidget(field_);
    column->addWidget(list_);
    field_->setPlaceholderText(tr("Insert…"));
    field_->setAccessibleName(tr("Insert a component, frame or note"));
    field_->installEventFilter(this);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setIconSize({iconSize, iconSize});
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(field_, &QLineEdit::textChanged, this, &QuickInsert::search);
    connect(list_, &QListWidget::itemClicked, this, &QuickInsert::choose);
    resize(popupSize);
    restyle();
    hide();
}

void QuickInsert::setTheme(const render::Theme& theme) {
    theme_ = theme;
    restyle();
}

void QuickInsert::restyle() {
    const auto name = [&](render::Token token) { return theme_[token].name(); };
    setStyleSheet(QStringLiteral("#quickInsert { background: %1; border: 1px solid %2; border-radius: 8px; }"
                                 "QListWidget { background: transparent; color: %3; }"
                                 "QListWidget::item { padding: 3px; border-radius: 4px; }"
                                 "QListWidget::item:selected { background: %4; color: %3; }"
                                 "QListWidget::item:disabled { color: %5; }")
                      .arg(name(render::Token::surface_raised), name(render::Token::strong_line),
                           name(render::Token::text), name(render::Token::pressed),
                           name(render::Token::text_secondary)));
}

void QuickInsert::open(const QPointF& view, const Fits& fits) {
    place_ = view;
    offered_ = everything(catalog_);
    offered_.erase(
        std::remove_if(offered_.begin(), offered_.end(), [&](const Insertable& what) { return !fits(what); }),
        offered_.end());
    field_->clear();
    search({});
    resize(popupSize);
    const QSize room = parentWidget()->size();
    const QPoint wanted = view.toPoint() + QPoint(margin, margin);
    move(std::max(0, std::min(wanted.x(), room.width() - width() - margin)),
         std::max(0, std::min(wanted.y(), room.height() - height() - margin)));
    open_ = true;
    raise();
    show();
    field_->setFocus();
}

int QuickInsert::score(const QString& query, const Insertable& what) const {
    if (query.trimmed().isEmpty()) {
        return 1;
    }
    const catalog::Kind* kind =
        what.what == Insertable::What::component ? catalog_.kind(what.kind.toStdString()) : nullptr;
    return kind != nullptr ? kindScore(query, *kind) : labelWeight * fuzzyScore(query, what.label);
}

void QuickInsert::search(const QString& query) {
    std::vector<std::pair<int, int>> found;
    for (int i = 0; i < offered_.size(); ++i) {
        if (const int points = score(query, offered_[i]); points > 0) {
            found.emplace_back(points, i);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    list_->clear();
    for (const auto& [points, index] : found) {
        addRow(index);
    }
    if (found.empty()) {
        auto* none = new QListWidgetItem(tr("Nothing of that name"), list_);
        none->setFlags(Qt::NoItemFlags);
    } else {
        list_->setCurrentRow(0);
    }
    wrapList();
}

void QuickInsert::wrapList() {
    const int rows = list_->count() * list_->sizeHintForRow(0);
    const int others = popupSize.height() - listHeight;
    resize(popupSize.width(), others + std::min(rows + listEdge, listHeight));
}

void QuickInsert::addRow(int index) {
    const Insertable& what = offered_[index];
    auto* item = new QListWidgetItem(what.label, list_);
    item->setData(Qt::UserRole, index);
    const catalog::Kind* kind =
        what.what == Insertable::What::component ? catalog_.kind(what.kind.toStdString()) : nullptr;
    QPixmap blank(iconSize, iconSize);
    blank.fill(Qt::transparent);
    item->setIcon(kind != nullptr ? icons_.pixmap(kind->iconPath, theme_[render::Token::text], iconSize,
                                                  devicePixelRatioF())
                                  : blank);
}

void QuickInsert::walk(int step) {
    if (list_->currentItem() != nullptr) {
        list_->setCurrentRow((list_->currentRow() + step + list_->count()) % list_->count());
    }
}

void QuickInsert::choose() {
    const QListWidgetItem* item = list_->currentItem();
    if (item == nullptr) {
        return;
    }
    const Insertable what = offered_[item->data(Qt::UserRole).toInt()];
    close(true);
    emit chosen(what);
}

void QuickInsert::close(bool giveFocusBack) {
    open_ = false;
    hide();
    if (giveFocusBack) {
        parentWidget()->setFocus();
    }
}

bool QuickInsert::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && open_) {
        close(false);
        emit dismissed();
    }
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down:
            walk(1);
            return true;
        case Qt::Key_Up:
            walk(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        case Qt::Key_Escape:
            close(true);
            emit dismissed();
            return true;
        default:
            return false;
    }
}

}  // namespace headroom::widgets
