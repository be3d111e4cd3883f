#include "widgets/canvas/name_editor.h"

#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "core/edit/edits.h"
#include "core/render/figure_text.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

/// Where the name stands on a card, in scene units.
constexpr QRectF nameOnCard(50, 5, 120, 24);
constexpr double leastWidth = 140;

}  // namespace

NameEditor::NameEditor(Board& board, QWidget& surface) : QLineEdit(&surface), board_(board) {
    setAccessibleName(tr("Name"));
    setFrame(true);
    hide();
    connect(&board, &Board::viewChanged, this, &NameEditor::place);
}

void NameEditor::open(const QString& id) {
    finish();
    const std::string key = id.toStdString();
    if (const auto component = board_.design().components().find(key)) {
        before_ = toQt(component->label);
        const catalog::Kind* kind = board_.document().catalog().kind(component->kind);
        setPlaceholderText(toQt(kind != nullptr ? kind->label : component->kind));
    } else if (const auto group = board_.design().groups().find(key)) {
        before_ = toQt(group->label);
        setPlaceholderText(toQt(group->id));
    } else {
        return;
    }
    id_ = id;
    setText(before_);
    place();
    show();
    setFocus();
    selectAll();
}

void NameEditor::place() {
    if (id_.isEmpty()) {
        return;
    }
    const QRectF bounds = board_.boundsOf({id_});
    const QRectF box = board_.view().toView(nameOnCard.translated(bounds.topLeft()));
    setFont(
        render::interfaceFont(std::clamp(static_cast<int>(std::lround(13 * board_.view().scale())), 11, 26)));
    const double height = std::max(box.height(), static_cast<double>(sizeHint().height()));
    setGeometry(QRectF(box.left(), box.center().y() - height / 2, std::max(box.width(), leastWidth), height)
                    .toAlignedRect());
}

void NameEditor::finish() {
    if (id_.isEmpty()) {
        return;
    }
    const QString id = id_;
    const QString name = text().trimmed();
    close();
    if (name != before_) {
        board_.perform(
            tr("Rename to %1").arg(name),
            [&](model::Transaction& t) { return edit::rename(t, id.toStdString(), name.toStdString()); },
            board_.view().toView(board_.boundsOf({id}).bottomLeft()));
    }
}

void NameEditor::close() {
    id_.clear();
    const bool focused = hasFocus();
    hide();
    if (focused) {
        parentWidget()->setFocus();
    }
}

void NameEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        finish();
    } else if (event->key() == Qt::Key_Escape) {
        close();
    } else {
        QLineEdit::keyPressEvent(event);
    }
    event->accept();
}

void NameEditor::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    finish();
}

}  // namespace headroom::widgets
