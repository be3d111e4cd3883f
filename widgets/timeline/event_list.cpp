#include "widgets/timeline/event_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"

namespace headroom::widgets {

namespace {

constexpr int timeWidth = 84;
constexpr double longest = 1e7;

}  // namespace

EventList::EventList(Document& document, Look& look, QWidget* parent)
    : QWidget(parent),
      document_(document),
      look_(look),
      column_(new QVBoxLayout(this)),
      none_(new QLabel(tr("Nothing happens yet. Right-click a component and choose “Break This”."), this)) {
    column_->setContentsMargins(12, 4, 8, 8);
    column_->setSpacing(8);
    none_->setProperty("role", QStringLiteral("quiet"));
    none_->setWordWrap(true);
    column_->addWidget(none_);
    column_->addStretch(1);
    connect(&document, &Document::designChanged, this, &EventList::refresh);
    connect(&document, &Document::designReplaced, this, &EventList::refresh);
    refresh();
}

void EventList::refresh() {
    std::vector<Happening> now = happeningsOf(document_);
    if (now == happenings_ && rows_.size() == now.size()) {
        return;
    }
    happenings_ = std::move(now);
    while (rows_.size() > happenings_.size()) {
        // A field of the row may be the one that asked for this: let it finish first.
        rows_.back().widget->hide();
        rows_.back().widget->deleteLater();
        rows_.pop_back();
    }
    while (rows_.size() < happenings_.size()) {
        rows_.push_back(addRow(rows_.size()));
    }
    fill();
}

void EventList::fill() {
    none_->setVisible(happenings_.empty());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i].what->setText(happenings_[i].what);
        rows_[i].what->setToolTip(happenings_[i].what);
        rows_[i].at->setQuantity(happenings_[i].atS);
        rows_[i].length->setQuantity(happenings_[i].forS);
    }
}

EventList::Row EventList::addRow(std::size_t place) {
    Row row;
    row.widget = new QWidget(this);
    auto* lines = new QVBoxLayout(row.widget);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    auto* head = new QHBoxLayout;
    row.what = new QLabel(row.widget);
    row.what->setTextFormat(Qt::PlainText);
    row.what->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* away = new QToolButton(row.widget);
    away->setObjectName(QStringLiteral("removeEvent"));
    away->setToolTip(tr("Let it not happen"));
    away->setAccessibleName(away->toolTip());
    away->setIconSize(QSize(12, 12));
    away->setIcon(look_.icon(QStringLiteral("close")));
    connect(&look_, &Look::changed, away,
            [this, away] { away->setIcon(look_.icon(QStringLiteral("close"))); });
    connect(away, &QToolButton::clicked, this, [this, place] { remove(place); });
    head->addWidget(row.what, 1);
    head->addWidget(away);
    lines->addLayout(head);
    auto* times = new QWidget(row.widget);
    auto* line = new QHBoxLayout(times);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    row.at = addTime(*times, tr("at"), place, "at_s");
    row.length = addTime(*times, tr("for"), place, "for_s");
    row.length->setFaintText(tr("to the end"));
    line->addStretch(1);
    lines->addWidget(times);
    column_->insertWidget(static_cast<int>(place) + 1, row.widget);
    row.widget->show();
    return row;
}

UnitField* EventList::addTime(QWidget& line, const QString& label, std::size_t place, const char* member) {
    auto* name = new QLabel(label, &line);
    name->setProperty("role", QStringLiteral("quiet"));
    auto* field = new UnitField(&line);
    field->setObjectName(QLatin1String(member));
    field->setAccessibleName(label);
    field->setFixedWidth(timeWidth);
    field->setFormat({Unit::seconds, 0, longest, 1, false, false});
    name->setBuddy(field);
    line.layout()->addWidget(name);
    line.layout()->addWidget(field);
    connect(field, &UnitField::entered, this,
            [this, place, member](double seconds) { setTime(place, member, json::Value(seconds)); });
    connect(field, &UnitField::cleared, this,
            [this, place, member] { setTime(place, member, json::Value()); });
    connect(field, &UnitField::gestureBegan, this,
            [this] { document_.openMark(tr("Change when it happens")); });
    connect(field, &UnitField::gestureEnded, this, [this] { document_.closeMark(); });
    return field;
}

void EventList::perform(const QString& name, const Document::Edit& edit) {
    if (const auto done = document_.perform(name, edit); !done) {
        fill();
        emit refused(done.error());
    }
}

void EventList::setTime(std::size_t place, const char* member, const json::Value& value) {
    perform(tr("Change when it happens"), [&](model::Transaction& transaction) {
        return edit::setEvent(transaction, document_.catalog(), happenings_[place].place, member, value);
    });
}

void EventList::setTimes(const Happening& event) {
    perform(tr("Change when it happens"), [&](model::Transaction& transaction) -> Result<> {
        const auto set = [&](const char* member, const json::Value& value) {
            return edit::setEvent(transaction, document_.catalog(), event.place, member, value);
        };
        const auto begun = set("at_s", json::Value(event.atS));
        return begun && event.forS ? set("for_s", json::Value(*event.forS)) : begun;
    });
}

void EventList::remove(std::size_t place) {
    perform(tr("Let it not happen"), [&](model::Transaction& transaction) {
        return edit::removeEvent(transaction, document_.catalog(), happenings_[place].place);
    });
}

}  // namespace headroom::widgets
