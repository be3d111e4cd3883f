#include "core/edit/new_names.h"

namespace headroom::edit {

namespace {

/// "users.browse" names a workload of the source "users".
Id sourceOf(std::string_view workload) {
    return Id(workload.substr(0, workload.find('.')));
}

}  // namespace

NewNames::NewNames(const model::Design& target, const model::Design& fragment)
    : target_(target), fragment_(fragment) {
    const auto byKind = [](const auto& record) { return record.kind; };
    takeAll(fragment.components(), byKind);
    takeAll(fragment.connections(), byKind);
    takeAll(fragment.groups(), byKind);
    takeAll(fragment.notes(), [](const model::Note&) { return std::string("note"); });
}

template <class T, class Stem>
void NewNames::takeAll(const model::Table<T>& table, Stem stem) {
    for (const auto& record : table) {
        names_.emplace(record->id, target_.hasId(record->id) ? fresh(stem(*record)) : record->id);
    }
}

Id NewNames::fresh(const std::string& stem) {
    // Counts on from the last of its stem: a large copy would otherwise count from 1 each time.
    std::size_t& n = counts_[stem];
    while (true) {
        Id candidate = stem + "-" + std::to_string(++n);
        if (!isValidId(candidate)) {
            return fresh("copy");
        }
        if (!target_.hasId(candidate) && !fragment_.hasId(candidate)) {
            return candidate;
        }
    }
}

std::optional<std::string> NewNames::renamed(std::string_view table, std::string_view name) const {
    if (table == "workload") {
        const auto source = names_.find(sourceOf(name));
        return source == names_.end() ? std::string(name)
                                      : source->second + std::string(name.substr(source->first.size()));
    }
    const auto found = names_.find(Id(name));
    if (found != names_.end()) {
        return found->second;
    }
    // Which call is waited for makes sense among the calls of one caller only.
    const bool stays = table != "connection" && target_.hasId(name);
    return stays ? std::optional<std::string>(name) : std::nullopt;
}

std::optional<Id> NewNames::group(const std::optional<Id>& old) const {
    if (!old) {
        return std::nullopt;
    }
    const auto found = names_.find(*old);
    if (found != names_.end()) {
        return found->second;
    }
    return target_.groups().contains(*old) ? old : std::nullopt;
}

}  // namespace headroom::edit
