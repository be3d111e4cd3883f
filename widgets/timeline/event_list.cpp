#include "widgets/timeline/event_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"

namespace headroom::widgets {

namespace {

constexpr int firstName = 58;
constexpr int secondName = 40;
constexpr int fieldWidth = 76;

/// The members that a person may change, in their order.
std::vector<std::string> membersOf(const Happening& happening) {
    std::vector<std::string> members{"at_s"};
    if (!happening.instant) {
        members.emplace_back("for_s");
    }
    for (const Happening::Amount& amount : happening.amounts) {
        members.push_back(amount.spec->name);
    }
    return members;
}

std::optional<double> valueOf(const Happening& happening, const std::string& member) {
    if (member == "at_s") {
        return happening.atS;
    }
    for (const Happening::Amount& amount : happening.amounts) {
        if (amount.spec->name == member) {
            return amount.value;
        }
    }
    return happening.forS;
}

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
    std::size_t same = 0;
    while (same < rows_.size() && same < happenings_.size() && fits(rows_[same], happenings_[same])) {
        ++same;
    }
    drop(same);
    while (rows_.size() < happenings_.size()) {
        rows_.push_back(addRow(rows_.size()));
    }
    fill();
}

/// A field of a row may be the one that asked for this: it finishes first.
void EventList::drop(std::size_t from) {
    while (rows_.size() > from) {
        rows_.back().widget->hide();
        rows_.back().widget->deleteLater();
        rows_.pop_back();
    }
}

bool EventList::fits(const Row& row, const Happening& happening) const {
    const std::vector<std::string> members = membersOf(happening);
    return std::equal(row.fields.begin(), row.fields.end(), members.begin(), members.end(),
                      [](const Field& field, const std::string& member) { return field.member == member; });
}

void EventList::fill() {
    none_->setVisible(happenings_.empty());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        rows_[i].what->setText(happenings_[i].what);
        rows_[i].what->setToolTip(happenings_[i].what);
        for (const Field& field : rows_[i].fields) {
            field.editor->setQuantity(valueOf(happenings_[i], field.member));
        }
    }
}

QWidget* EventList::addHead(Row& row, std::size_t place) {
    auto* head = new QWidget(row.widget);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    row.what = new QLabel(head);
    row.what->setTextFormat(Qt::PlainText);
    row.what->setWordWrap(true);
    auto* away = new QToolButton(head);
    away->setObjectName(QStringLiteral("removeEvent"));
    away->setToolTip(tr("Let it not happen"));
    away->setAccessibleName(away->toolTip());
    away->setIconSize(QSize(12, 12));
    away->setIcon(look_.icon(QStringLiteral("close")));
    connect(&look_, &Look::changed, away,
            [this, away] { away->setIcon(look_.icon(QStringLiteral("close"))); });
    connect(away, &QToolButton::clicked, this, [this, place] { remove(place); });
    line->addWidget(row.what, 1);
    line->addWidget(away);
    return head;
}

/// Two fields in a line.
EventList::Row EventList::addRow(std::size_t place) {
    const catalog::ParamSpec* list =
        catalog::findSpec(document_.catalog().recordParams("scenario"), "events");
    const catalog::ParamSpec& event = list->fields.front();
    Row row;
    row.widget = new QWidget(this);
    auto* lines = new QVBoxLayout(row.widget);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    lines->addWidget(addHead(row, place));
    QHBoxLayout* line = nullptr;
    for (const std::string& member : membersOf(happenings_[place])) {
        if (row.fields.size() % 2 == 0) {
            line = new QHBoxLayout;
            line->setSpacing(6);
            lines->addLayout(line);
        }
        addField(row, *line, place, *event.field(member));
        if (row.fields.size() % 2 == 0) {
            line->addStretch(1);
        }
    }
    if (row.fields.size() % 2 != 0) {
        line->addStretch(1);
    }
    column_->insertWidget(static_cast<int>(place) + 1, row.widget);
    row.widget->show();
    return row;
}

void EventList::addField(Row& row, QHBoxLayout& line, std::size_t place, const catalog::ParamSpec& spec) {
    auto* name = new QLabel(toQt(spec.label), row.widget);
    name->setProperty("role", QStringLiteral("quiet"));
    name->setFixedWidth(row.fields.size() % 2 == 0 ? firstName : secondName);
    auto* field = new UnitField(row.widget);
    field->setObjectName(toQt(spec.name));
    field->setAccessibleName(toQt(spec.label));
    field->setToolTip(QStringLiteral("<p>%1</p>").arg(toQt(spec.help).toHtmlEscaped()));
    field->setFixedWidth(fieldWidth);
    field->setFormat({spec.unit, spec.minimum, spec.maximum, spec.step, spec.logarithmic,
                      spec.type == catalog::ParamType::integer});
    field->setFaintText(toQt(spec.placeholder));
    name->setBuddy(field);
    line.addWidget(name);
    line.addWidget(field);
    row.fields.push_back({spec.name, field});
    connect(field, &UnitField::entered, this,
            [this, place, member = spec.name](double value) { set(place, member, json::Value(value)); });
    connect(field, &UnitField::cleared, this,
            [this, place, member = spec.name] { set(place, member, json::Value()); });
    connect(field, &UnitField::gestureBegan, this, [this] { document_.openMark(tr("Change what happens")); });
    connect(field, &UnitField::gestureEnded, this, [this] { document_.closeMark(); });
}

void EventList::perform(const QString& name, const Document::Edit& edit) {
    if (const auto done = document_.perform(name, edit); !done) {
        fill();
        emit refused(done.error());
    }
}

void EventList::set(std::size_t place, const std::string& member, const json::Value& value) {
    perform(tr("Change what happens"), [&](model::Transaction& transaction) {
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
