#include <set>

#include "core/edit/edits.h"
#include "core/edit/membership.h"
#include "core/edit/new_names.h"
#include "core/edit/references.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

void recordRevisions(Transaction& transaction, const json::Object& revisions) {
    model::Document document = transaction.design().document();
    for (const auto& component : transaction.design().components()) {
        const json::Value* revision = revisions.find(component->kind);
        if (revision != nullptr && !document.catalog.contains(component->kind)) {
            document.catalog.set(component->kind, *revision);
        }
    }
    transaction.setDocument(std::move(document));
}

}  // namespace

model::Design pick(const model::Design& design, const std::vector<Id>& records) {
    const std::set<Id> wanted = withMembers(design, records);
    Transaction out{model::Design()};
    for (const auto& group : design.groups()) {
        if (wanted.contains(group->id)) {
            out.put(*group);
        }
    }
    for (const auto& component : design.components()) {
        if (wanted.contains(component->id)) {
            out.put(*component);
        }
    }
    for (const auto& connection : design.connections()) {
        if (wanted.contains(connection->from) && wanted.contains(connection->to)) {
            out.put(*connection);
        }
    }
    for (const auto& note : design.notes()) {
        if (wanted.contains(note->id)) {
            out.put(*note);
        }
    }
    recordRevisions(out, design.document().catalog);
    return out.design();
}

model::Design closed(const model::Design& fragment, const Catalog& catalog) {
    const model::Design nothing;
    const NewNames names(nothing, fragment);
    const Renaming inside = [&](std::string_view table, std::string_view name) {
        return names.renamed(table, name);
    };
    Transaction out{fragment};
    for (const auto& component : fragment.components()) {
        model::Component record = withNames(*component, catalog, inside);
        record.group = names.group(record.group);
        out.put(std::move(record));
    }
    for (const auto& connection : fragment.connections()) {
        out.put(withNames(*connection, catalog, inside));
    }
    for (const auto& group : fragment.groups()) {
        model::Group record = withNames(*group, catalog, inside);
        record.parent = names.group(record.parent);
        out.put(std::move(record));
    }
    return out.design();
}

std::optional<model::Rect> extentOf(const model::Design& fragment) {
    std::optional<model::Rect> out;
    const auto take = [&out](const model::Rect& frame) { out = out ? united(*out, frame) : frame; };
    for (const auto& component : fragment.components()) {
        take(frameOf(*component));
    }
    for (const auto& group : fragment.groups()) {
        take(group->frame);
    }
    for (const auto& note : fragment.notes()) {
        take(note->frame);
    }
    return out;
}

Result<std::vector<Id>> insertFragment(Transaction& transaction, const Catalog& catalog,
                                       const model::Design& fragment, double dx, double dy) {
    const auto extent = extentOf(fragment);
    if (!extent) {
        return refuse("fragment-empty", "");
    }
    if (!isLegalFrame({extent->x + dx, extent->y + dy, extent->w + 1, extent->h + 1})) {
        return refuse("place-too-far", "");
    }
    const model::Design target = transaction.design();
    const NewNames names(target, fragment);
    const Renaming renaming = [&](std::string_view table, std::string_view name) {
        return names.renamed(table, name);
    };
    std::vector<Id> out;
    const auto put = [&](auto record) {
        out.push_back(record.id);
        transaction.put(std::move(record));
    };
    for (const auto& group : fragment.groups()) {
        model::Group record = withNames(*group, catalog, renaming);
        record.id = names.of(record.id);
        record.parent = names.group(record.parent);
        record.frame = moved(record.frame, dx, dy);
        put(std::move(record));
    }
    for (const auto& component : fragment.components()) {
        model::Component record = withNames(*component, catalog, renaming);
        record.id = names.of(record.id);
        record.group = names.group(record.group);
        record.position = {record.position.x + dx, record.position.y + dy};
        put(std::move(record));
    }
    for (const auto& connection : fragment.connections()) {
        model::Connection record = withNames(*connection, catalog, renaming);
        record.id = names.of(record.id);
        record.from = names.of(record.from);
        record.to = names.of(record.to);
        movePoints(record.params, dx, dy);
        put(std::move(record));
    }
    for (const auto& note : fragment.notes()) {
        model::Note record = *note;
        record.id = names.of(record.id);
        record.frame = moved(record.frame, dx, dy);
        put(std::move(record));
    }
    recordRevisions(transaction, fragment.document().catalog);
    return out;
}

Result<std::vector<Id>> paste(Transaction& transaction, const Catalog& catalog, const model::Design& fragment,
                              model::Point corner) {
    const auto extent = extentOf(fragment);
    if (!extent) {
        return refuse("fragment-empty", "");
    }
    const model::Design before = transaction.design();
    auto added = insertFragment(transaction, catalog, fragment, corner.x - extent->x, corner.y - extent->y);
    if (!added) {
        return added;
    }
    for (const Id& id : *added) {
        const auto component = transaction.design().components().find(id);
        if (component && !component->group) {
            model::Component record = *component;
            record.group = frameAround(before, frameOf(record));
            transaction.put(std::move(record));
        }
    }
    return added;
}

Result<std::vector<Id>> duplicate(Transaction& transaction, const Catalog& catalog,
                                  const std::vector<Id>& records, double dx, double dy) {
    for (const Id& id : records) {
        if (!transaction.design().hasId(id)) {
            return refuse("no-record", "", {{"id", printable(id, 80)}});
        }
    }
    return insertFragment(transaction, catalog, pick(transaction.design(), records), dx, dy);
}

}  // namespace headroom::edit
