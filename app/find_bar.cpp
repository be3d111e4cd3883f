#include "app/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

#include "widgets/common/text.h"

namespace headroom::app {

using widgets::toQt;

FindBar::FindBar(widgets::Document& document, QWidget* parent)
    : QWidget(parent), document_(document), field_(new QLineEdit(this)), count_(new QLabel(this)) {
    setObjectName(QStringLiteral("findBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 12, 6);
    row->addWidget(field_);
    row->addWidget(count_);
    row->addStretch(1);
    field_->setFixedWidth(280);
    field_->setPlaceholderText(tr("Find by name, kind or text"));
    field_->setAccessibleName(tr("Find on the canvas"));
    field_->setClearButtonEnabled(true);
    field_->installEventFilter(this);
    count_->setProperty("role", QStringLiteral("secondary"));
    connect(field_, &QLineEdit::textChanged, this, &FindBar::search);
    hide();
}

void FindBar::open() {
    QWidget::show();
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->selectAll();
    search();
}

QStringList FindBar::matches() const {
    const QString wanted = field_->text().trimmed();
    QStringList out;
    if (wanted.isEmpty()) {
        return out;
    }
    const auto take = [&](const Id& id, const QStringList& texts) {
        const QStringList all = QStringList(texts) << toQt(id);
        for (const QString& text : all) {
            if (text.contains(wanted, Qt::CaseInsensitive)) {
                out.append(toQt(id));
                return;
            }
        }
    };
    const model::Design& design = document_.design();
    for (const auto& component : design.components()) {
        const catalog::Kind* kind = document_.catalog().kind(component->kind);
        take(component->id, {toQt(component->label), kind != nullptr ? toQt(kind->label) : QString()});
    }
    for (const auto& group : design.groups()) {
        take(group->id, {toQt(group->label)});
    }
    for (const auto& note : design.notes()) {
        take(note->id, {toQt(note->text)});
    }
    return out;
}

void FindBar::search() {
    at_ = 0;
    show(matches());
}

void FindBar::step(int by) {
    const QStringList ids = matches();
    if (!ids.isEmpty()) {
        at_ = (at_ + by + ids.size()) % ids.size();
    }
    show(ids);
}

void FindBar::show(const QStringList& ids) {
    if (ids.isEmpty()) {
        count_->setText(field_->text().trimmed().isEmpty() ? QString() : tr("Nothing of that name"));
        return;
    }
    at_ = qMin(at_, ids.size() - 1);
    count_->setText(tr("%1 of %2").arg(at_ + 1).arg(ids.size()));
    document_.setSelection({ids[at_]});
    emit found(ids[at_]);
}

bool FindBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto& key = static_cast<const QKeyEvent&>(*event);
        if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
            step(key.modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
            return true;
        }
        if (key.key() == Qt::Key_Escape) {
            hide();
            emit closed();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace headroom::app
