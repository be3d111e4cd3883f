#include "widgets/inspector/round_trips.h"

#include <QVBoxLayout>
#include <algorithm>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/common/unit_field.h"
#include "widgets/inspector/number_editor.h"

namespace headroom::widgets {

using catalog::ParamSpec;

namespace {

constexpr const char* listName = "latency_ms";

/// What the catalogue says of the figure of a pair.
const ParamSpec* figureSpec(const catalog::Catalog& catalog) {
    const ParamSpec* list = catalog::findSpec(catalog.recordParams("group"), listName);
    return list != nullptr && !list->fields.empty() ? list->fields.front().field("ms") : nullptr;
}

/// The group and all that hold it, innermost first.
std::vector<Id> upwards(const model::Design& design, const Id& group) {
    std::vector<Id> chain;
    for (auto at = design.groups().find(group); at;) {
        chain.push_back(at->id);
        at = at->parent ? design.groups().find(*at->parent) : nullptr;
    }
    return chain;
}

json::Array listOf(const model::Design& design, const Id& group) {
    const auto record = design.groups().find(group);
    const json::Value* list = record ? record->params.find(listName) : nullptr;
    return list != nullptr && list->array() != nullptr ? *list->array() : json::Array();
}

bool names(const json::Value& entry, const Id& other) {
    const json::Object* pair = entry.object();
    const json::Value* to = pair != nullptr ? pair->find("to") : nullptr;
    return to != nullptr && to->text() == other;
}

std::optional<double> saidBy(const model::Design& design, const Id& group, const Id& other, double fallback) {
    for (const json::Value& entry : listOf(design, group)) {
        if (names(entry, other)) {
            const json::Value* ms = entry.object()->find("ms");
            return ms != nullptr ? ms->number(fallback) : fallback;
        }
    }
    return std::nullopt;
}

std::optional<double> saidOf(const model::Design& design, const Id& a, const Id& b, double fallback) {
    const auto there = saidBy(design, a, b, fallback);
    return there ? there : saidBy(design, b, a, fallback);
}

/// What holds for the pair while neither of the two says anything: the figure of what holds them.
double inherited(const model::Design& design, const Id& a, const Id& b, double fallback) {
    for (const Id& ours : upwards(design, a)) {
        for (const Id& theirs : upwards(design, b)) {
            const bool self = ours == a && theirs == b;
            if (const auto ms = self ? std::nullopt : saidOf(design, ours, theirs, fallback)) {
                return *ms;
            }
        }
    }
    return fallback;
}

Result<> put(model::Transaction& transaction, const catalog::Catalog& catalog, const Id& group,
             json::Array list) {
    return edit::setParam(transaction, catalog, group, listName,
                          list.empty() ? json::Value() : json::Value(std::move(list)));
}

Result<> forget(model::Transaction& transaction, const catalog::Catalog& catalog, const Id& group,
                const Id& other) {
    json::Array list = listOf(transaction.design(), group);
    const auto gone = std::remove_if(list.begin(), list.end(),
                                     [&](const json::Value& entry) { return names(entry, other); });
    if (gone == list.end()) {
        return {};
    }
    list.erase(gone, list.end());
    return put(transaction, catalog, group, std::move(list));
}

Result<> setFigure(model::Transaction& transaction, const catalog::Catalog& catalog, const Id& group,
                   const Id& other, const json::Value& ms) {
    json::Array list = listOf(transaction.design(), group);
    auto entry = std::find_if(list.begin(), list.end(),
                              [&](const json::Value& candidate) { return names(candidate, other); });
    json::Object pair = entry != list.end() ? *entry->object() : json::Object();
    pair.set("to", json::Value(other));
    pair.set("ms", ms);
    if (entry != list.end()) {
        *entry = json::Value(std::move(pair));
    } else {
        list.emplace_back(std::move(pair));
    }
    return put(transaction, catalog, group, std::move(list));
}

QString nameOf(const model::Design& design, const Id& group) {
    const auto record = design.groups().find(group);
    return toQt(record && !record->label.empty() ? record->label : group);
}

}  // namespace

RoundTrips::RoundTrips(InspectorContext& context, QWidget* parent)
    : QWidget(parent), context_(context), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(4);
    hide();
}

std::vector<Id> RoundTrips::others() const {
    const model::Design& design = context_.document.design();
    const auto self = design.groups().find(group_);
    std::vector<Id> found;
    for (const auto& group : design.groups()) {
        const auto ours = upwards(design, group_);
        if (!self || ours.back() == upwards(design, group->id).back()) {
            continue;
        }
        const bool level = group->kind == self->kind || (!group->parent && !self->parent);
        if (level || saidOf(design, group_, group->id, 0)) {
            found.push_back(group->id);
        }
    }
    return found;
}

void RoundTrips::setGroup(const Id& group) {
    group_ = group;
    const std::vector<Id> ids = others();
    QStringList wanted{toQt(group)};
    for (const Id& id : ids) {
        wanted.append(nameOf(context_.document.design(), id) + QLatin1Char('\n') + toQt(id));
    }
    if (wanted != shown_) {
        shown_ = wanted;
        rebuild(ids);
    }
    for (const Entry& entry : entries_) {
        fill(entry);
    }
    setVisible(!ids.empty());
}

void RoundTrips::rebuild(const std::vector<Id>& ids) {
    for (const Entry& entry : entries_) {
        // One of them may be what asked for this.
        entry.row->hide();
        column_->removeWidget(entry.row);
        entry.row->deleteLater();
    }
    entries_.clear();
    for (const Id& id : ids) {
        addRow(id);
    }
}

void RoundTrips::addRow(const Id& other) {
    const ParamSpec* spec = figureSpec(context_.document.catalog());
    if (spec == nullptr) {
        return;
    }
    const QString name = nameOf(context_.document.design(), other);
    auto* editor = new NumberEditor(*spec, nullptr);
    auto* row = new FieldRow(context_.look, tr("To %1").arg(name),
                             helpFor(*spec, context_.document.catalog()), editor, this);
    row->setObjectName(QStringLiteral("roundTrip/") + toQt(other));
    editor->unitField()->setAccessibleName(tr("Round trip to %1").arg(name));
    column_->addWidget(row);
    row->QWidget::show();
    const Entry entry{other, row};
    entries_.push_back(entry);
    connect(editor, &ParamEditor::edited, this, [this, entry](const json::Value& ms) { set(entry, ms); });
    connect(editor, &ParamEditor::unreadable, row, &FieldRow::showError);
    connect(editor, &ParamEditor::reverted, row, &FieldRow::clearMessage);
    connect(editor, &ParamEditor::gestureBegan, this,
            [this, other] { context_.document.openMark(stepName(other)); });
    connect(editor, &ParamEditor::gestureEnded, &context_.document, &Document::closeMark);
    connect(row, &FieldRow::resetRequested, this, [this, entry] { set(entry, json::Value()); });
}

void RoundTrips::fill(const Entry& entry) {
    const model::Design& design = context_.document.design();
    const ParamSpec* spec = figureSpec(context_.document.catalog());
    const double fallback = spec != nullptr ? spec->defaultValue.number() : 0;
    FieldState state;
    if (const auto own = saidOf(design, group_, entry.other, fallback)) {
        state.own = json::Value(*own);
        state.overridden = true;
    }
    entry.row->editor()->unitField()->setFallback(inherited(design, group_, entry.other, fallback));
    entry.row->show(state);
}

QString RoundTrips::stepName(const Id& other) const {
    const model::Design& design = context_.document.design();
    return tr("Set round trip from %1 to %2").arg(nameOf(design, group_), nameOf(design, other));
}

void RoundTrips::set(const Entry& entry, const json::Value& ms) {
    const auto& catalog = context_.document.catalog();
    const Result<> done =
        context_.document.perform(stepName(entry.other), [&](model::Transaction& transaction) -> Result<> {
            if (ms.isNull()) {
                const Result<> here = forget(transaction, catalog, group_, entry.other);
                return here ? forget(transaction, catalog, entry.other, group_) : here;
            }
            const model::Design& design = transaction.design();
            const bool theirs =
                !saidBy(design, group_, entry.other, 0) && saidBy(design, entry.other, group_, 0);
            return theirs ? setFigure(transaction, catalog, entry.other, group_, ms)
                          : setFigure(transaction, catalog, group_, entry.other, ms);
        });
    if (!done) {
        Diagnostic here = done.error();
        here.where.clear();
        entry.row->showError(toQt(here.line()));
        return;
    }
    entry.row->clearMessage();
    fill(entry);
}

}  // namespace headroom::widgets
