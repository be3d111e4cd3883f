#include <algorithm>
#include <set>

#include "core/edit/edits.h"
#include "core/edit/references.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

void removeComponent(Transaction& transaction, const Id& id) {
    std::vector<Id> connections;
    for (const auto& connection : transaction.design().connections()) {
        if (connection->from == id || connection->to == id) {
            connections.push_back(connection->id);
        }
    }
    for (const Id& connection : connections) {
        transaction.erase<model::Connection>(connection);
    }
    transaction.erase<model::Component>(id);
}

template <class T>
void dropNames(Transaction& transaction, const Catalog& catalog, const Renaming& known) {
    const model::Table<T> records = transaction.design().template table<T>();
    for (const auto& record : records) {
        transaction.put(withNames(*record, catalog, known));
    }
}

/// What named a removed record would be refused by the loader. A call that waited for a removed lookup
/// becomes an ordinary call.
void dropDanglingReferences(Transaction& transaction, const Catalog& catalog) {
    const model::Design after = transaction.design();
    const Renaming known = [&after](std::string_view table, std::string_view name) {
        const bool stays = table == "workload" || after.hasId(name);
        return stays ? std::optional<std::string>(name) : std::nullopt;
    };
    dropNames<model::Component>(transaction, catalog, known);
    dropNames<model::Connection>(transaction, catalog, known);
    dropNames<model::Group>(transaction, catalog, known);
    transaction.setDocument(withNames(transaction.design().document(), catalog, known));
}

void removeGroup(Transaction& transaction, const Id& id) {
    const auto parent = transaction.design().groups().find(id)->parent;
    const model::Design before = transaction.design();
    for (const auto& component : before.components()) {
        if (component->group == id) {
            model::Component moved = *component;
            moved.group = parent;
            transaction.put(std::move(moved));
        }
    }
    for (const auto& group : before.groups()) {
        if (group->parent == id) {
            model::Group moved = *group;
            moved.parent = parent;
            transaction.put(std::move(moved));
        }
    }
    transaction.erase<model::Group>(id);
}

bool liesWithin(const model::Design& design, std::optional<Id> group, const Id& ancestor) {
    while (group) {
        if (*group == ancestor) {
            return true;
        }
        group = design.groups().find(*group)->parent;
    }
    return false;
}

/// A frame of a file may have no size; moving it must not take it where no file goes.
Result<> checkFrame(const model::Rect& frame) {
    return isLegalFrame({frame.x, frame.y, frame.w + 1, frame.h + 1}) ? Result<>()
                                                                      : refuse("place-too-far", "");
}

Result<> noSuchRecord(const Id& id) {
    return refuse("no-record", "", {{"id", printable(id, 80)}});
}

}  // namespace

Result<> rename(Transaction& transaction, const Id& record, const std::string& name) {
    if (const auto legal = checkLength(name, model::longestLabel); !legal) {
        return legal;
    }
    const model::Design& design = transaction.design();
    if (record.empty()) {
        model::Document document = design.document();
        document.name = name;
        transaction.setDocument(std::move(document));
    } else if (const auto component = design.components().find(record)) {
        model::Component renamed = *component;
        renamed.label = name;
        transaction.put(std::move(renamed));
    } else if (const auto group = design.groups().find(record)) {
        model::Group renamed = *group;
        renamed.label = name;
        transaction.put(std::move(renamed));
    } else {
        return noSuchRecord(record);
    }
    return {};
}

Result<> moveBy(Transaction& transaction, const std::vector<Id>& records, double dx, double dy) {
    for (const Id& id : records) {
        const model::Design& design = transaction.design();
        Result<> done;
        if (const auto component = design.components().find(id)) {
            model::Component record = *component;
            record.position = {record.position.x + dx, record.position.y + dy};
            done = checkPlace(record.position);
            transaction.put(std::move(record));
        } else if (const auto group = design.groups().find(id)) {
            model::Group record = *group;
            record.frame = moved(record.frame, dx, dy);
            done = checkFrame(record.frame);
            transaction.put(std::move(record));
        } else if (const auto note = design.notes().find(id)) {
            model::Note record = *note;
            record.frame = moved(record.frame, dx, dy);
            done = checkFrame(record.frame);
            transaction.put(std::move(record));
        } else {
            return noSuchRecord(id);
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<> remove(Transaction& transaction, const Catalog& catalog, const std::vector<Id>& records) {
    const std::set<Id> wanted(records.begin(), records.end());
    for (const Id& id : wanted) {
        if (!transaction.design().hasId(id)) {
            return noSuchRecord(id);
        }
    }
    for (const Id& id : wanted) {
        const model::Design& design = transaction.design();
        if (design.components().contains(id)) {
            removeComponent(transaction, id);
        } else if (design.groups().contains(id)) {
            removeGroup(transaction, id);
        } else {
            transaction.erase<model::Connection>(id);
            transaction.erase<model::Note>(id);
        }
    }
    dropDanglingReferences(transaction, catalog);
    return {};
}

Result<Id> addGroup(Transaction& transaction, const Catalog& catalog, const std::string& kind,
                    model::Rect frame, const Id& id) {
    const auto& kinds = catalog.groupKinds();
    if (std::none_of(kinds.begin(), kinds.end(),
                     [&](const catalog::Option& known) { return known.value == kind; })) {
        return refuse("no-group-kind", "", {{"kind", printable(kind, 40)}});
    }
    if (!isLegalFrame(frame)) {
        return refuse("frame-size", "");
    }
    auto fresh = newId(transaction.design(), kind, id);
    if (fresh) {
        model::Group group;
        group.id = *fresh;
        group.kind = kind;
        group.frame = frame;
        transaction.put(std::move(group));
    }
    return fresh;
}

Result<> setGroup(Transaction& transaction, const Id& record, const std::optional<Id>& group) {
    const model::Design& design = transaction.design();
    if (group && !design.groups().contains(*group)) {
        return refuse("no-group", "", {{"id", printable(*group, 80)}});
    }
    if (const auto component = design.components().find(record)) {
        model::Component moved = *component;
        moved.group = group;
        transaction.put(std::move(moved));
        return {};
    }
    const auto inner = design.groups().find(record);
    if (!inner) {
        return noSuchRecord(record);
    }
    if (liesWithin(design, group, record)) {
        return refuse("group-within-itself", "/groups/" + record,
                      {{"name", inner->label.empty() ? record : inner->label}});
    }
    model::Group moved = *inner;
    moved.parent = group;
    transaction.put(std::move(moved));
    return {};
}

Result<Id> addNote(Transaction& transaction, model::Rect frame, const std::string& text, const Id& id) {
    if (!isLegalFrame(frame)) {
        return refuse("frame-size", "");
    }
    if (const auto legal = checkLength(text, model::longestNote); !legal) {
        return failure(legal.error());
    }
    auto fresh = newId(transaction.design(), "note", id);
    if (fresh) {
        transaction.put(model::Note{*fresh, text, frame, {}});
    }
    return fresh;
}

Result<> setNote(Transaction& transaction, const Id& note, const std::string& text) {
    const auto found = transaction.design().notes().find(note);
    if (!found) {
        return noSuchRecord(note);
    }
    if (const auto legal = checkLength(text, model::longestNote); !legal) {
        return legal;
    }
    model::Note changed = *found;
    changed.text = text;
    transaction.put(std::move(changed));
    return {};
}

namespace {

Result<> resizeComponent(Transaction& transaction, const Catalog& catalog, model::Component component,
                         const model::Rect& frame) {
    if (!isFreelySized(component, catalog)) {
        return refuse("size-fixed", "/components/" + component.id, {{"name", shownName(component, catalog)}});
    }
    if (frame.w < model::smallestCard || frame.h < model::smallestCard) {
        return refuse("frame-size", "/components/" + component.id);
    }
    component.position = {frame.x, frame.y};
    component.size = {frame.w, frame.h};
    transaction.put(std::move(component));
    return {};
}

}  // namespace

Result<> resize(Transaction& transaction, const Catalog& catalog, const Id& record, model::Rect frame) {
    if (!isLegalFrame(frame)) {
        return refuse("frame-size", "");
    }
    if (const auto component = transaction.design().components().find(record)) {
        return resizeComponent(transaction, catalog, *component, frame);
    }
    if (const auto group = transaction.design().groups().find(record)) {
        model::Group changed = *group;
        changed.frame = frame;
        transaction.put(std::move(changed));
    } else if (const auto note = transaction.design().notes().find(record)) {
        model::Note changed = *note;
        changed.frame = frame;
        transaction.put(std::move(changed));
    } else {
        return noSuchRecord(record);
    }
    return {};
}

}  // namespace headroom::edit
